from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.documents.kinds import name_document
from gugus.outbox.subscribers import subscribe

TOPICS = ("report.*", "case.*", "screening.*", "referral.*", "service.*", "person.*")


class StatisticsConfig(AppConfig):
    name = "gugus.statistics"
    label = "statistics"

    def ready(self) -> None:
        """Keep up with what is counted; print a year for SIMFONI."""
        for topic in TOPICS:
            subscribe(topic, "gugus.statistics.jobs.keep_up")
        name_document(
            "simfoni_recap",
            about="figures",
            title=_("Recapitulation for SIMFONI PPA"),
            gather="gugus.statistics.papers.gather_recap",
            template="simfoni",
            section=Section.FIGURES,
            mark="REKAP",
        )
