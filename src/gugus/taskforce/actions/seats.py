"""Who sits in a task force: a seat begins, its fields change, it ends; the secretariat passes to another member.

Rows are dated and stay: a change ends the old row on its day and begins a new one, so that every earlier day can be
shown. The days are those of the task force's zone; the last day of a seat is the day before its end.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.directory.codes import WorkField
from gugus.directory.models import Agency, Membership, TaskForce
from gugus.outbox.actions import announce
from gugus.taskforce.actions.keeping import CannotKeep, locked, must_be_a_day_of, told
from gugus.taskforce.leaving import left_of
from gugus.taskforce.queries import Seat, later_seat_of, seats_on

MOST_NAMED = 5  # so much of what an agency still has to do is named in a refusal


@transaction.atomic
def seat_agency(
    *, force: TaskForce, agency: Agency, fields: Iterable[str], leads: Iterable[str], on: date, by: User,
    at: datetime, seen: int | None = None,
) -> Membership:  # fmt: skip
    """An agency becomes a member on a day. Raises CannotKeep."""
    force = locked(force, seen=seen)
    fields, leads = _ordered(fields), _ordered(leads)
    reasons = must_be_a_day_of(force, on) + _field_hurdles(force, agency, fields, leads, on)
    if on < agency.valid_from or (agency.valid_to is not None and on >= agency.valid_to):
        reasons.append(Reason("no_agency", _("This agency does not exist on that day."), "agency"))
    if _seat_of(force, agency, on) is not None or later_seat_of(force, agency, on) is not None:
        reasons.append(Reason("sits_already", _("This agency is a member already."), "agency"))
    if reasons:
        raise CannotKeep(reasons)
    made = Membership.objects.create(
        task_force=force, agency=agency, fields=fields, leads=leads, valid_from=on
    )
    changes = {"agency": agency.slug, "fields": fields, "leads": leads, "valid_from": on}
    told("taskforce.seated", force, by=by, at=at, changes=changes)
    announce("taskforce.seated", about=force, at=at, agency=str(agency.pk))
    return made


@transaction.atomic
def change_seat(
    *, force: TaskForce, agency: Agency, fields: Iterable[str], leads: Iterable[str], on: date, by: User,
    at: datetime, seen: int | None = None,
) -> TaskForce:  # fmt: skip
    """Other fields of work from a day on."""
    force = locked(force, seen=seen)
    fields, leads = _ordered(fields), _ordered(leads)
    seat = _must_sit(force, agency, on)
    if reasons := _field_hurdles(force, agency, fields, leads, on):
        raise CannotKeep(reasons)
    _follow(force, seat, on, fields=fields, leads=leads, secretariat=seat.secretariat)
    changes = {"agency": agency.slug, "fields": fields, "leads": leads, "valid_from": on}
    return told("taskforce.seat_changed", force, by=by, at=at, changes=changes)


@transaction.atomic
def end_seat(
    *, force: TaskForce, agency: Agency, on: date, by: User, at: datetime, heir: Agency | None = None,
    seen: int | None = None,
) -> TaskForce:  # fmt: skip
    """The agency is no member from a day on; what it did stays. The secretariat is passed on first.

    What it still has to do here goes on that day to `heir`, another member: nothing stays with nobody.
    """
    force = locked(force, seen=seen)
    seat = _must_sit(force, agency, on)
    reasons = _end_hurdles(seat, on) + _heir_hurdles(force, seat, heir, on)
    if seat.secretariat:
        reasons.append(Reason("keeps_secretariat", _("Pass the secretariat to another member first.")))
    if reasons:
        raise CannotKeep(reasons)
    for one in seat.memberships:
        _end(one, on, heir)
    changes = {"agency": agency.slug, "valid_to": on, "heir": heir.slug if heir else ""}
    told("taskforce.seat_ended", force, by=by, at=at, changes=changes)
    announce("taskforce.seat_left", about=force, at=at, agency=str(agency.pk))
    return force


@transaction.atomic
def replace_seat(
    *, force: TaskForce, agency: Agency, heir: Agency, on: date, by: User, at: datetime, seen: int | None = None
) -> TaskForce:  # fmt: skip
    """Another agency takes the seat from a day on: fields, secretariat, and what the one before still had to do.

    For one task force only; an office that was renamed everywhere is told by the directory, and its seat follows.
    """
    force = locked(force, seen=seen)
    seat, sits = _must_sit(force, agency, on), _seat_of(force, heir, on)
    if reasons := _end_hurdles(seat, on) + _newcomer_hurdles(force, seat, heir, on):
        raise CannotKeep(reasons)
    # The new one first: as soon as our own seat changes, the database may let us write no more.
    values = {
        "fields": _ordered([*seat.fields, *(sits.fields if sits else [])]),
        "leads": _ordered([*seat.leads, *(sits.leads if sits else [])]),
        "secretariat": seat.secretariat or bool(sits and sits.secretariat),
    }
    _follow(force, sits or Seat(heir), on, **values)
    changes = {"agency": agency.slug, "heir": heir.slug, "valid_from": on}
    told("taskforce.seat_replaced", force, by=by, at=at, changes=changes)
    if sits is None:
        announce("taskforce.seated", about=force, at=at, agency=str(heir.pk))
    announce("taskforce.seat_left", about=force, at=at, agency=str(agency.pk))
    for one in sorted(seat.memberships, key=lambda one: one.secretariat):
        _end(one, on, heir)
    return force


@transaction.atomic
def pass_secretariat(
    *, force: TaskForce, agency: Agency, on: date, by: User, at: datetime, seen: int | None = None
) -> TaskForce:
    """Another member keeps the secretariat from a day on, and writes for the task force."""
    force = locked(force, seen=seen)
    heir = _must_sit(force, agency, on)
    if heir.secretariat:
        raise CannotKeep([Reason("keeps_it", _("This agency keeps the secretariat already."), "agency")])
    before = [one for one in seats_on(force, on) if one.secretariat]
    # The new one first: as soon as our own seat changes, the database lets us write no more.
    _follow(force, heir, on, fields=heir.fields, leads=heir.leads, secretariat=True)
    told(
        "taskforce.secretariat_passed", force, by=by, at=at, changes={"agency": agency.slug, "valid_from": on}
    )
    for seat in before:
        _follow(force, seat, on, fields=seat.fields, leads=seat.leads, secretariat=False)
    return force


@transaction.atomic
def take_up_secretariat(*, force: TaskForce, by: User, on: date, at: datetime) -> TaskForce:
    """A member keeps the secretariat of a task force in which nobody does."""
    force = locked(force)
    seat = _must_sit(force, by.agency, on)
    if any(one.secretariat for one in seats_on(force, on)):
        raise CannotKeep([Reason("is_kept", _("Another agency keeps the secretariat."))])
    _follow(force, seat, on, fields=seat.fields, leads=seat.leads, secretariat=True)
    return told("taskforce.secretariat_taken", force, by=by, at=at, changes={"agency": by.agency.slug})


def _follow(force: TaskForce, seat: Seat, on: date, *, fields, leads, secretariat: bool) -> None:
    """One row for the seat from a day on; what held before stays as it was. `ends` of the old rows is kept."""
    until = max((one.valid_to for one in seat.memberships if one.valid_to), default=None)
    same_day = next(
        (one for one in seat.memberships if one.valid_from == on and one.agency_id == seat.agency.pk), None
    )
    values = {"fields": list(fields), "leads": list(leads), "secretariat": secretariat}
    if same_day is None:
        Membership.objects.create(
            task_force=force, agency=seat.agency, valid_from=on, valid_to=until, **values
        )
    for one in seat.memberships:
        if one is not same_day and one.valid_from < on:
            _end(one, on)
    if same_day is not None:
        for name, value in values.items():
            setattr(same_day, name, value)
        same_day.save(update_fields=list(values))


def _end(row: Membership, on: date, heir: Agency | None = None) -> None:
    row.valid_to, row.heir = on, heir
    row.save(update_fields=["valid_to", "heir"])


def _end_hurdles(seat: Seat, on: date) -> list[Reason]:
    if any(one.valid_from >= on for one in seat.memberships):
        return [Reason("too_early", _("Choose a day after the seat began."), "on")]
    return []


def _heir_hurdles(force: TaskForce, seat: Seat, heir: Agency | None, on: date) -> list[Reason]:
    """Who takes over is another member on that day, and is named where something is still to be done."""
    if heir is not None:
        if heir.pk == seat.agency.pk or _seat_of(force, heir, on) is None:
            return [Reason("no_heir", _("Choose another member of that day."), "heir")]
        return []
    if not (left := left_of(force, seat.agency)):
        return []
    named = ", ".join(one.ref for one in left[:MOST_NAMED]) + (", …" if len(left) > MOST_NAMED else "")
    sentence = _("This agency still has to do: %(what)s. Say which member takes it over.") % {"what": named}
    return [Reason("has_work", sentence, "heir")]


def _newcomer_hurdles(force: TaskForce, seat: Seat, heir: Agency, on: date) -> list[Reason]:
    reasons = []
    if heir.pk == seat.agency.pk:
        reasons.append(Reason("no_heir", _("Choose another agency."), "heir"))
    if on < heir.valid_from or (heir.valid_to is not None and on >= heir.valid_to):
        reasons.append(Reason("no_agency", _("This agency does not exist on that day."), "heir"))
    if later_seat_of(force, heir, on) is not None:
        sentence = _(
            "The seat of this agency changes on a later day already. Choose that day or a later one."
        )
        reasons.append(Reason("changes_later", sentence, "on"))
    return reasons


def _seat_of(force: TaskForce, agency: Agency, on: date) -> Seat | None:
    return next((one for one in seats_on(force, on) if one.agency.pk == agency.pk), None)


def _must_sit(force: TaskForce, agency: Agency, on: date) -> Seat:
    seat = _seat_of(force, agency, on)
    if seat is None:
        raise CannotKeep([Reason("no_member", _("This agency is no member on that day."), "on")])
    if later_seat_of(force, agency, on) is not None:
        sentence = _("The seat changes on a later day already. Choose that day or a later one.")
        raise CannotKeep([Reason("changes_later", sentence, "on")])
    return seat


def _field_hurdles(force: TaskForce, agency: Agency, fields: list, leads: list, on: date) -> list[Reason]:
    reasons = []
    if set(leads) - set(fields):
        reasons.append(
            Reason("leads_without_part", _("An agency leads only fields in which it takes part."), "leads")
        )
    for seat in seats_on(force, on):
        if seat.agency.pk == agency.pk:
            continue
        for one in set(seat.leads) & set(leads):
            sentence = _("%(agency)s leads %(field)s already.")
            words = {"agency": seat.agency.name, "field": WorkField(one).label}
            reasons.append(Reason("led_already", sentence % words, "leads"))
    return reasons


def _ordered(fields: Iterable[str]) -> list[str]:
    chosen = set(fields)
    if unknown := chosen - set(WorkField.values):
        raise CannotKeep([Reason("no_field", _("Choose from the six fields."), "fields")]) from KeyError(
            *unknown
        )
    return [one for one in WorkField.values if one in chosen]
