from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section, Verb
from gugus.access.escalation import tell_asker
from gugus.approvals.kinds import name_kind


class ApprovalsConfig(AppConfig):
    name = "gugus.approvals"
    label = "approvals"

    def ready(self) -> None:
        """Take in what the matrix of rights needs a second person for."""
        tell_asker("gugus.approvals.escalations.ask")
        name_kind(
            "access.matrix", label=_("Let a wider matrix of rights count"), section=Section.USERS,
            runs="gugus.approvals.escalations.run", asks=Verb.WRITE,
            words="approvals/matrix.html",
        )  # fmt: skip
