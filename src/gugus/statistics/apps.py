from django.apps import AppConfig

from gugus.outbox.subscribers import subscribe

TOPICS = ("report.*", "case.*", "screening.*", "referral.*", "service.*", "person.*")


class StatisticsConfig(AppConfig):
    name = "gugus.statistics"
    label = "statistics"

    def ready(self) -> None:
        for topic in TOPICS:
            subscribe(topic, "gugus.statistics.jobs.keep_up")
