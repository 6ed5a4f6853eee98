"""Tell survivors how the criminal case goes on (UU 21/2007 art. 36), in the way that is safe, if they want to know."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.cases.models import Case, Party
from gugus.justice import rules
from gugus.justice.actions.heart import BECAUSE, CannotPursue, clock_end, must_be_kept, written
from gugus.justice.codes import Telling, Way, Wish
from gugus.justice.models import Informing, Move, Proceeding, TellingWish
from gugus.tasks.actions import finish_tasks_about, start_task

CLOCK = "justice_tell"
TASK = "justice_tell"


@transaction.atomic
def ask_for(*, move: Move, survivors: Iterable[Party], at: datetime, correction: int = 0) -> int:
    """A step was made: each survivor is to be told, unless she does not want to know. Run by the worker; once each.

    `correction` counts how often its verdict was put right since; each time is told once more.

    The task goes to the agency that answers for the case, because it knows the safe way. Returns how many wait.
    """
    proceeding = move.proceeding
    case, waiting = proceeding.case, 0
    wishes = wishes_of(case)
    for party in survivors:
        wanted = rules.wants(wishes.get(party.pk, Wish.ALL), move.stage)
        row, made = Informing.objects.unscoped(because="the worker asks once").get_or_create(
            move=move, party=party, correction=correction,
            defaults={
                "case": case, "proceeding": proceeding, "written_at": at, "data_key": proceeding.data_key,
                "due_at": clock_end(CLOCK, timezone.localdate(at), case.area_code),
                "state": Telling.WAITING if wanted else Telling.NOT_WANTED,
            },
        )  # fmt: skip
        waiting += row.state == Telling.WAITING
    if waiting:
        start_task(
            kind=TASK, about=proceeding, within=case, agency=case.agency, assignee=case.manager, clock=CLOCK, by=None,
            at=at,
        )  # fmt: skip
    return waiting


def wishes_of(case: Case) -> dict:
    """Party → what she wants to know, as she said last. Who said nothing is told."""
    rows = TellingWish.objects.unscoped(because=BECAUSE).filter(case=case).order_by("written_at")
    return dict(rows.values_list("party_id", "wish"))


@transaction.atomic
def mark_told(
    *, informing: Informing, way: str, told_at: datetime, by: User, at: datetime, note: str = ""
) -> Informing:
    """She was told, when and how. Only in a way that is safe: the form shows what is known of that."""
    row = _locked(informing)
    reasons = []
    if row.state == Telling.TOLD:
        reasons.append(Reason("told_already", _("She was told already.")))
    if way not in Way.values:
        reasons.append(Reason("no_way", _("How was she told?"), "way"))
    if told_at > at:
        reasons.append(Reason("in_the_future", _("This lies in the future."), "told_at"))
    if timezone.localdate(told_at) < row.move.on:
        reasons.append(Reason("before_step", _("This lies before the step."), "told_at"))
    if reasons:
        raise CannotPursue(reasons)
    row.state, row.way, row.told_at, row.told_by, row.note = (
        Telling.TOLD,
        way,
        told_at,
        by,
        note.strip() or None,
    )
    row.save(update_fields=["state", "way", "told_at", "told_by", "note"])
    _settle(row.proceeding, by=by, at=at)
    written("survivor.told", row.proceeding, by=by, at=at, changes={"stage": row.move.stage, "way": way})
    return row


@transaction.atomic
def mark_not_safe(*, informing: Informing, note: str, by: User, at: datetime) -> Informing:
    """She cannot be told safely now, and why. The task ends; the line stays on the page and can still be told."""
    row = _locked(informing)
    reasons = []
    if row.state != Telling.WAITING:
        reasons.append(Reason("settled", _("This was settled already.")))
    if not note.strip():
        reasons.append(Reason("no_note", _("Write why it is not safe, for the next colleague."), "note"))
    if reasons:
        raise CannotPursue(reasons)
    row.state, row.note = Telling.NOT_SAFE, note.strip()
    row.save(update_fields=["state", "note"])
    _settle(row.proceeding, by=by, at=at)
    written("survivor.not_told", row.proceeding, by=by, at=at, changes={"stage": row.move.stage})
    return row


@transaction.atomic
def record_wish(
    *, case: Case, party: Party, wish: str, said_on: date, by: User, at: datetime, note: str = ""
) -> TellingWish:
    """What she wants to know of the criminal case. It counts for what waits now and for every later step."""
    must_be_kept(case)
    reasons = []
    if party.case_id != case.pk or party.role != "survivor":
        reasons.append(Reason("not_a_survivor", _("Choose a survivor of the case."), "party"))
    if said_on > timezone.localdate(at):
        reasons.append(Reason("in_the_future", _("This lies in the future."), "said_on"))
    if reasons:
        raise CannotPursue(reasons)
    row = TellingWish(
        case=case,
        party=party,
        wish=wish,
        said_on=said_on,
        note=note.strip() or None,
        written_by=by,
        written_at=at,
    )
    row.save(force_insert=True)
    _apply(case, party, wish, by=by, at=at)
    written("survivor.wish", case, by=by, at=at, changes={"wish": wish}, case_id=case.pk)
    return row


def _apply(case: Case, party: Party, wish: str, *, by: User, at: datetime) -> None:
    rows = Informing.objects.unscoped(because=BECAUSE).filter(case=case, party=party)
    rows = rows.filter(state__in=[Telling.WAITING, Telling.NOT_WANTED]).select_related("move", "proceeding")
    touched = {}
    for row in rows.select_for_update(of=("self",)):
        row.state = Telling.WAITING if rules.wants(wish, row.move.stage) else Telling.NOT_WANTED
        row.save(update_fields=["state"])
        touched[row.proceeding_id] = row.proceeding
    for proceeding in touched.values():
        _settle(proceeding, by=by, at=at, start=True)


def _settle(proceeding: Proceeding, *, by: User, at: datetime, start: bool = False) -> None:
    """The task ends when nobody waits any more, and begins again when somebody does."""
    rows = Informing.objects.unscoped(because=BECAUSE).filter(proceeding=proceeding, state=Telling.WAITING)
    if not rows.exists():
        finish_tasks_about(about=proceeding, kind=TASK, by=by, at=at)
    elif start:
        case = (
            Case.objects.unscoped(because=BECAUSE)
            .select_related("agency", "manager")
            .get(pk=proceeding.case_id)
        )
        start_task(kind=TASK, about=proceeding, within=case, agency=case.agency, clock=CLOCK, by=by, at=at)


def _locked(informing: Informing) -> Informing:
    rows = Informing.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    return rows.select_related("data_key", "move", "proceeding").get(pk=informing.pk)
