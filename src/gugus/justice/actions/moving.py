"""Write a proceeding, move it from stage to stage, pass it to another office, take a mistaken step back."""

from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.cases.actions import own_row
from gugus.cases.models import Case, Party
from gugus.directory.models import Agency
from gugus.justice import queries, rules
from gugus.justice.actions.heart import (
    CannotPursue,
    changed,
    due_of,
    locked,
    lp_digest,
    must_be_kept,
    put_move,
    refuse_if,
    told,
    written,
)
from gugus.justice.codes import Stage
from gugus.justice.models import Move, Proceeding
from gugus.kernel.ids import new_id

MOST_DAYS = 12


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a proceeding: against whom, by which report, where, for acts on which days (local)."""

    lp_on: date
    accused: Party | None = None
    child_accused: bool = False
    lp_number: str = ""
    office: Agency | None = None
    office_name: str = ""
    acts_on: Iterable[date] = ()
    note: str = ""


@transaction.atomic
def write_proceeding(
    *, case: Case, told_of: Told, by: User, at: datetime, key: UUID | None = None
) -> Proceeding:
    """A report was made to the police against somebody, known or not. The same `key` twice gives the same one."""
    rows = Proceeding.objects.unscoped(because="the same form was sent twice").filter(case=case)
    if key and (earlier := own_row(rows, key, written_by=by)):
        return earlier
    must_be_kept(case)
    _must_fit(case, told_of, at)
    proceeding = Proceeding(
        id=key or new_id(), case=case, agency_id=by.agency_id, stage=Stage.REPORTED, stage_on=told_of.lp_on,
        written_by=by, written_at=at, **_facts(told_of),
    )  # fmt: skip
    with _once():
        proceeding.save(force_insert=True)
    move = put_move(proceeding, Stage.REPORTED, on=told_of.lp_on, by=by, at=at, document=told_of.lp_number)
    proceeding.stage_due_at = move.due_at
    proceeding.save(update_fields=["stage_due_at"])
    known = {"known": told_of.accused is not None}
    told("proceeding.written", proceeding, by=by, at=at, changes=known, move=str(move.pk), stage="reported")
    return proceeding


@transaction.atomic
def change_proceeding(
    *, proceeding: Proceeding, told_of: Told, by: User, at: datetime, seen: int | None = None
) -> Proceeding:
    """What was found out later: who it is, the number, the days. The stages stay as they are."""
    fresh = locked(proceeding, seen=seen)
    must_be_kept(fresh.case)
    first = fresh.moves.first()
    told_of = replace(told_of, lp_on=first.on)  # the day of the report is the first step's and stays
    _must_fit(fresh.case, told_of, at)
    before, facts = fresh.accused_id, _facts(told_of)
    if before is not None and not _may_know(before):
        facts.pop("accused")  # whoever may not know who it is does not change who it is
    with _once():
        changed(fresh, **facts)
    other = {"accused_changed": before != fresh.accused_id}
    told("proceeding.changed", fresh, by=by, at=at, changes=other, move=str(first.pk))
    return fresh


def _may_know(party_id: UUID) -> bool:
    """Does row security show the writer this person's role?"""
    rows = Party.objects.unscoped(because="row security shows whom the writer may know")
    return rows.filter(pk=party_id).exists()


@contextmanager
def _once():
    """One proceeding per accused and report; a second one is refused in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as twice:
        sentence = _("This report against this person was already written down.")
        raise CannotPursue([Reason("written_already", sentence, "lp_number")]) from twice


def _facts(told_of: Told) -> dict:
    return {
        "accused": told_of.accused, "child_accused": told_of.child_accused,
        "lp_number": told_of.lp_number.strip() or None, "lp_digest": lp_digest(told_of.lp_number),
        "office": told_of.office, "office_name": told_of.office_name.strip() or None,
        "acts_on": sorted(set(told_of.acts_on)), "note": told_of.note.strip() or None,
    }  # fmt: skip


def _must_fit(case: Case, told_of: Told, at: datetime) -> None:
    today, reasons, days = timezone.localdate(at), [], set(told_of.acts_on)
    if told_of.lp_on > today:
        reasons.append(Reason("in_the_future", _("This lies in the future."), "lp_on"))
    if any(day > today for day in days):
        reasons.append(Reason("act_in_the_future", _("An act lies in the future."), "acts_on"))
    if any(day > told_of.lp_on for day in days):
        reasons.append(
            Reason("act_after_report", _("An act lies after the report to the police."), "acts_on")
        )
    if len(days) > MOST_DAYS:
        reasons.append(Reason("too_many_days", _("At most twelve days."), "acts_on"))
    if told_of.accused is not None and told_of.accused.case_id != case.pk:
        reasons.append(Reason("not_in_case", _("This person has no role in the case."), "accused"))
    if reasons:
        raise CannotPursue(reasons)


@transaction.atomic
def move_on(
    *, proceeding: Proceeding, to: str, on: date, by: User, at: datetime, code: str = "", document: str = "",
    asked: str = "", seen: int | None = None,
) -> Proceeding:  # fmt: skip
    """One step to another stage, on a day (local), with the number of its paper. Refused unless the table has it."""
    fresh = locked(proceeding, seen=seen)
    must_be_kept(fresh.case)
    hurdles = rules.hurdles_to_move(
        stage=fresh.stage, to=to, on=on, last_on=fresh.stage_on, today=timezone.localdate(at), code=code,
        child=fresh.child_accused, asked=asked, charges=fresh.charges.filter(dropped_on=None).count(),
    )  # fmt: skip
    refuse_if(hurdles)
    kept = code if code in rules.REASONS.get((fresh.stage, to), ()) else ""
    return stand_on(fresh, to, on=on, by=by, at=at, code=kept, document=document, asked=asked)


def stand_on(proceeding: Proceeding, to: str, *, on: date, by: User, at: datetime, code: str = "", **words):
    """The step itself; the proceeding is locked and the rules agreed. Whoever waits hears of it."""
    move = put_move(proceeding, to, on=on, by=by, at=at, code=code, **words)
    if to == Stage.FINAL:
        last = queries.last_verdict(proceeding)
        if last is not None and last.final_on is None:
            last.final_on = on
            last.save(update_fields=["final_on"])
    before = proceeding.stage
    changed(proceeding, stage=to, stage_on=on, stage_due_at=move.due_at)
    told(
        "proceeding.moved", proceeding, by=by, at=at, code=code, changes={"before": before, "stage": to, "on": on},
        move=str(move.pk), stage=str(to),
    )  # fmt: skip
    return proceeding


@transaction.atomic
def pass_on(
    *, proceeding: Proceeding, on: date, by: User, at: datetime, office: Agency | None = None, office_name: str = "",
    document: str = "", seen: int | None = None,
) -> Proceeding:  # fmt: skip
    """Another police office goes on with it; the stage stays, and so does its clock."""
    fresh = locked(proceeding, seen=seen)
    must_be_kept(fresh.case)
    refuse_if(rules.days_wrong(on=on, last_on=fresh.stage_on, today=timezone.localdate(at)))
    if office is None and not office_name.strip():
        raise CannotPursue([Reason("no_office", _("Which office goes on with it?"), "office")])
    if fresh.stage in rules.ENDED:
        refuse_if(["not_from_here"])
    gives = {"office": fresh.office, "office_name": fresh.office_name}
    move = put_move(fresh, fresh.stage, on=on, by=by, at=at, document=document, **gives)
    changed(fresh, office=office, office_name=office_name.strip() or None)
    told("proceeding.passed_on", fresh, by=by, at=at, changes={"on": on}, move=str(move.pk))
    return fresh


@transaction.atomic
def take_back(*, proceeding: Proceeding, by: User, at: datetime, seen: int | None = None) -> Proceeding:
    """The last step was written by mistake: it stays readable, and the proceeding stands where it stood before."""
    fresh = locked(proceeding, seen=seen)
    must_be_kept(fresh.case)
    live = list(fresh.moves.filter(undone_at=None).order_by("-number")[:2])
    if len(live) < 2:
        raise CannotPursue([Reason("first_step", _("The report to the police is the first step and stays."))])
    last = live[0]
    last.undone_at, last.undone_by = at, by
    last.save(update_fields=["undone_at", "undone_by"])
    _undo_verdict(fresh, last, at)
    stood = _began(fresh, last.before)
    facts = {"stage": last.before, "stage_on": stood.on, "stage_due_at": stood.due_at}
    corrected = queries.right_days(fresh.moves.all(), fresh.verdicts.all())
    if day := corrected.get(stood.pk):
        facts |= {"stage_on": day, "stage_due_at": due_of(fresh, last.before, day)}
    if last.passes_on:
        facts |= {"office": last.office, "office_name": last.office_name}
    changed(fresh, **facts)
    told("proceeding.taken_back", fresh, by=by, at=at, changes={"stage": last.stage}, move=str(last.pk))
    return fresh


def _began(proceeding: Proceeding, stage: str) -> Move:
    """The step with which the present stage began."""
    rows = proceeding.moves.filter(undone_at=None, stage=stage)
    return rows.exclude(before=stage).order_by("-number").first() or rows.order_by("-number").first()


def _undo_verdict(proceeding: Proceeding, move: Move, at: datetime) -> None:
    """A verdict that came with the step is void; a day from which one was final is taken away again."""
    last = queries.last_verdict(proceeding)
    if last is None:
        return
    if rules.VERDICTS[last.instance] == (move.before, move.stage):
        last.void_at = at
        last.save(update_fields=["void_at"])
    elif move.stage == Stage.FINAL:
        last.final_on = None
        last.save(update_fields=["final_on"])


def read_proceeding(*, proceeding: Proceeding, by: User, at: datetime) -> None:
    """Somebody read a criminal track; the trail of the case keeps it."""
    written("proceeding.read", proceeding, by=by, at=at)


def note_search(*, by: User, found: int, at: datetime) -> None:
    """Somebody looked for the number of a police report; the number itself is not kept."""
    record("proceeding.sought", by=by, at=at, changes={"found": found})
