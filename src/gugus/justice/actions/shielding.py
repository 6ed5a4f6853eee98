"""A survivor forced to commit an offence is not punished (UU 21/2007 art. 18): ask in time, write what came of it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.base.versions import check_version
from gugus.cases.models import Case, Party
from gugus.justice.actions.heart import BECAUSE, CannotPursue, changed, must_be_kept, told, written
from gugus.justice.codes import ShieldOrigin, ShieldState
from gugus.justice.models import Shield
from gugus.tasks.actions import finish_tasks_about, start_task

TASK = "justice_shield"
CLOCK = "justice_shield"


@transaction.atomic
def raise_shield(
    *,
    case: Case,
    party: Party,
    origin: str,
    at: datetime,
    by: User | None = None,
    because_ref: str = "",
    note: str = "",
) -> Shield:
    """Art. 18 may protect this survivor. Once per person; the first reason stays. Only her side hears of it."""
    rows = Shield.objects.unscoped(because="one question per person")
    if (earlier := rows.filter(case=case, party=party).first()) is not None:
        return earlier
    if by is not None:
        must_be_kept(case)
        if party.case_id != case.pk or party.role != "survivor":
            raise CannotPursue([Reason("not_a_survivor", _("Choose a survivor of the case."), "party")])
    shield = Shield(
        case=case, party=party, origin=origin if origin in ShieldOrigin.values else ShieldOrigin.TOLD,
        because_ref=because_ref, raised_at=at, raised_by=by, note=note.strip() or None,
    )  # fmt: skip
    shield.save(force_insert=True)
    told("shield.raised", shield, by=by, at=at, changes={"origin": origin})
    return shield


def ask_agency(shield: Shield, *, agency, at: datetime, assignee: User | None = None) -> None:
    """A task for an agency on the survivor's side; one is enough. Run by the worker."""
    case = shield.case if agency.pk == shield.case.agency_id else None
    start_task(
        kind=TASK,
        about=shield,
        within=case,
        agency=agency,
        assignee=assignee,
        clock=CLOCK,
        risk="high",
        by=None,
        at=at,
    )


@transaction.atomic
def decide_shield(
    *, shield: Shield, state: str, on: date, decision: str, by: User, at: datetime, seen: int | None = None
) -> Shield:
    """What was done or what came of it, on a day (local), with the grounds in words. It may be decided again."""
    rows = Shield.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    row = rows.select_related("data_key", "case").get(pk=shield.pk)
    check_version(row, seen)
    must_be_kept(row.case)
    reasons = []
    if state not in ShieldState.values or state == ShieldState.POSSIBLE:
        reasons.append(Reason("no_state", _("Choose what came of it."), "state"))
    if on > timezone.localdate(at):
        reasons.append(Reason("in_the_future", _("This lies in the future."), "on"))
    if not decision.strip():
        reasons.append(Reason("no_words", _("Write the grounds, for the next colleague."), "decision"))
    if reasons:
        raise CannotPursue(reasons)
    changed(row, state=state, decided_on=on, decided_at=at, decided_by=by, decision=decision.strip())
    if state != ShieldState.CLAIMED:
        finish_tasks_about(about=row, kind=TASK, by=by, at=at)
    told("shield.decided", row, by=by, at=at, changes={"state": state, "on": on})
    return row


def read_shield(*, shield: Shield, by: User, at: datetime) -> None:
    """Somebody of her side read the question."""
    written("shield.read", shield, by=by, at=at)
