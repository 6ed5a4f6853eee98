from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section, Verb
from gugus.approvals.kinds import name_kind
from gugus.base.periods import periods_come_from
from gugus.outbox.subscribers import subscribe
from gugus.retention.holds import tell_hold


class RetentionConfig(AppConfig):
    name = "gugus.retention"
    label = "retention"

    def ready(self) -> None:
        periods_come_from("gugus.retention.schedule.period_of")
        tell_hold("gugus.retention.standing.told")
        subscribe("approval.*", "gugus.retention.jobs.on_approval_ended")
        for code, label, runs, words in (
            ("run", _("Make records anonymous for ever"), "actions.run_approved", "run_asked"),
            ("release", _("Release a legal hold"), "editing.release_approved", "release_asked"),
        ):
            name_kind(
                f"retention.{code}",
                label=label,
                section=Section.PRIVACY,
                asks=Verb.DECIDE,
                runs=f"gugus.retention.{runs}",
                words=f"gugus.retention.wording.{words}",
            )
