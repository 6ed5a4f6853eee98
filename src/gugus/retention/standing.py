"""Holds by rule that follow from the file itself: open work, a criminal track nobody ended, an open report."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gugus.cases.codes import ArchiveReason, CaseState, PartyRole
from gugus.cases.models import Case
from gugus.intake.models import Report
from gugus.referrals.codes import State as ReferralState
from gugus.retention.holds import Held

BECAUSE = "retention asks what holds a file by rule"
RUNNING = (ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.IN_SERVICE, ReferralState.FEEDBACK)
OPEN_CASE = Held("case_open", _("The case is not closed"))
OPEN_REPORT = Held("report_open", _("The report has no outcome yet"))
CRIMINAL = Held("criminal_running", _("Criminal case or restitution: nobody noted that they are finished"))
REFERRED = Held("referral_running", _("A referral is still running"))


def told(kind: str, ids: Collection[UUID], at: datetime) -> dict[UUID, list[Held]]:
    """What holds these cases or reports by rule."""
    if kind == "report":
        rows = Report.objects.unscoped(because=BECAUSE).filter(pk__in=ids, outcome="", forgotten_at=None)
        return {pk: [OPEN_REPORT] for pk in rows.values_list("pk", flat=True)}
    return _of_cases(ids) if kind == "case" else {}


def _of_cases(ids: Collection[UUID]) -> dict[UUID, list[Held]]:
    cases = Case.objects.unscoped(because=BECAUSE).filter(pk__in=ids, forgotten_at=None)
    ended = (CaseState.CLOSED, CaseState.ARCHIVED)
    found: dict[UUID, list[Held]] = {}
    for rows, why in (
        (cases.exclude(state__in=ended), OPEN_CASE),
        # With an alleged offender in the file somebody must have noted that criminal case and restitution are over.
        (
            cases.filter(parties__role=PartyRole.ACCUSED).exclude(
                state=CaseState.ARCHIVED, state_code=ArchiveReason.LEGAL_ENDED
            ),
            CRIMINAL,
        ),
        (cases.filter(referrals__state__in=RUNNING), REFERRED),
    ):
        for pk in rows.values_list("pk", flat=True).distinct():
            found.setdefault(pk, []).append(why)
    return found
