from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gugus.access.explaining import tell_standing
from gugus.notices.wording import name_notice
from gugus.outbox import subscribe
from gugus.taskforce.leaving import tell_left
from gugus.tasks.kinds import name_kind


class FollowupConfig(AppConfig):
    name = "gugus.followup"
    label = "followup"

    def ready(self) -> None:
        """Hear one's own moves and who leaves, name tasks and notices, say how somebody stands."""
        subscribe("recommendation.*", "gugus.followup.jobs.on_move")
        subscribe("taskforce.seat_left", "gugus.followup.jobs.on_seat_left")
        tell_left("gugus.followup.leaving.left_of")
        for kind, words in TASKS.items():
            name_kind(kind, words, by_act=True)
        for code, words in NOTICES.items():
            name_notice(code, words, family="meetings")
        tell_standing("recommendation", "gugus.followup.explaining.told")


TASKS = {
    "recommendation_do": _("Carry out recommendation %(about)s"),
    "recommendation_accept": _("Look at the evidence of recommendation %(about)s"),
    "recommendation_give": _("Recommendation %(about)s has no agency any more: give it to another"),
}
NOTICES = {
    "recommendation_recorded": _("Recommendation %(ref)s is for your agency"),
    "recommendation_changed": _("Recommendation %(ref)s has other words or another deadline"),
    "recommendation_asked": _("More time is asked for recommendation %(ref)s"),
    "recommendation_reported": _("Recommendation %(ref)s was reported as done"),
    "recommendation_sent_back": _("Recommendation %(ref)s was sent back"),
    "recommendation_ended": _("Recommendation %(ref)s has ended"),
    "recommendation_soon": _("Recommendation %(ref)s is due within a week"),
    "recommendation_late": _("Recommendation %(ref)s is late"),
}
