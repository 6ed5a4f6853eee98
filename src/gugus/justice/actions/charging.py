"""Charges as the law stood on the day of the act; custody of the accused."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus import law
from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.justice import rules
from gugus.justice.actions.heart import (
    CannotPursue,
    changed,
    clock_end,
    locked,
    must_be_kept,
    told,
    written,
)
from gugus.justice.codes import CustodyEnd, Level, Stage
from gugus.justice.models import Charge, CustodySpan, Proceeding
from gugus.kernel.ids import new_id
from gugus.law.lists import UnknownCode
from gugus.law.provisions import Provision, provisions

CHARGEABLE = "offence"
# Once a court has ruled, the charges stand.
CHARGED_UNTIL = frozenset(
    {*rules.NEXT} - {Stage.VERDICT, Stage.APPEAL, Stage.APPEAL_VERDICT, Stage.CASSATION, *rules.ENDED}
)

# With these the accused walks: somebody looks after the survivor's safety, and tells her.
AT_LARGE = frozenset({CustodyEnd.RELEASED, CustodyEnd.BAIL, CustodyEnd.ESCAPED, CustodyEnd.OVER})


def chargeable(day: date) -> tuple[Provision, ...]:
    """The offences that counted on the day of the act: the new Criminal Code for acts since 2 January 2026."""
    return provisions(on=day, kind=CHARGEABLE)


@transaction.atomic
def add_charge(
    *, proceeding: Proceeding, provision: str, acted_on: date, by: User, at: datetime, level: str = Level.SINGLE,
    aggravations: Iterable[str] = (), key: UUID | None = None, seen: int | None = None,
) -> Charge:  # fmt: skip
    """One provision for an act on a day (local). Only what counted on that day; the same `key` twice is one charge."""
    fresh = locked(proceeding, seen=seen)
    if key and (earlier := fresh.charges.filter(pk=key).first()):
        return earlier
    must_be_kept(fresh.case)
    raising = sorted(set(aggravations))
    if reasons := _hurdles(fresh, provision, acted_on, raising, at):
        raise CannotPursue(reasons)
    charge = Charge(
        id=key or new_id(), proceeding=fresh, provision=provision, acted_on=acted_on, level=level, aggravations=raising,
        written_by=by, written_at=at,
    )  # fmt: skip
    charge.save(force_insert=True)
    changed(fresh)
    changes = {"provision": provision, "acted_on": acted_on, "level": level}
    written("proceeding.charged", fresh, by=by, at=at, changes=changes)
    return charge


def _hurdles(
    proceeding: Proceeding, provision: str, acted_on: date, raising: list[str], at: datetime
) -> list[Reason]:
    reasons = []
    if proceeding.stage not in CHARGED_UNTIL:
        reasons.append(
            Reason("ruled_already", _("A court has ruled or nothing is pursued: the charges stand."))
        )
    if acted_on > timezone.localdate(at):
        reasons.append(Reason("in_the_future", _("This lies in the future."), "acted_on"))
    if provision not in {one.code for one in chargeable(acted_on)}:
        sentence = _("This provision did not count on the day of the act.")
        reasons.append(Reason("not_that_day", sentence, "provision"))
    if proceeding.charges.filter(provision=provision, acted_on=acted_on, dropped_on=None).exists():
        reasons.append(Reason("charged_already", _("This is charged already."), "provision"))
    try:
        for one in raising:
            law.code("aggravations", one)
    except UnknownCode:
        reasons.append(Reason("no_such_circumstance", _("Choose from the list."), "aggravations"))
    return reasons


@transaction.atomic
def drop_charge(
    *, proceeding: Proceeding, charge: Charge, by: User, at: datetime, seen: int | None = None
) -> Charge:
    """The charge is not pursued any more; it stays readable. Not once a court has ruled on it."""
    fresh = locked(proceeding, seen=seen)
    must_be_kept(fresh.case)
    row = fresh.charges.select_for_update().get(pk=charge.pk)
    if row.dropped_on is not None or fresh.stage not in CHARGED_UNTIL:
        raise CannotPursue([Reason("ruled_already", _("This charge stands or was dropped already."))])
    row.dropped_on, row.dropped_by = timezone.localdate(at), by
    row.save(update_fields=["dropped_on", "dropped_by"])
    changed(fresh)
    written("proceeding.charge_dropped", fresh, by=by, at=at, changes={"provision": row.provision})
    return row


@transaction.atomic
def hold(
    *, proceeding: Proceeding, kind: str, from_on: date, by: User, at: datetime, until_on: date | None = None,
    document: str = "", place: str = "", key: UUID | None = None,
) -> CustodySpan:  # fmt: skip
    """The accused is arrested or held since a day. Without `until_on` the clock of that day says how long at most.

    What was held before ends on that day: extended or taken over.
    """
    fresh = locked(proceeding)
    if key and (earlier := fresh.custody.filter(pk=key).first()):
        return earlier
    must_be_kept(fresh.case)
    running = fresh.custody.filter(ended_on=None).first()
    reasons = []
    if from_on > timezone.localdate(at):
        reasons.append(Reason("in_the_future", _("This lies in the future."), "from_on"))
    if until_on is not None and until_on < from_on:
        reasons.append(Reason("ends_before", _("It ends before it begins."), "until_on"))
    if running is not None and from_on < running.from_on:
        reasons.append(Reason("before_last", _("This lies before the custody that is running."), "from_on"))
    if reasons:
        raise CannotPursue(reasons)
    if running is not None:
        running.ended_on, running.code = from_on, "extended"
        running.save(update_fields=["ended_on", "code"])
    span = CustodySpan(
        id=key or new_id(), proceeding=fresh, kind=kind, from_on=from_on,
        until_on=until_on or _longest(fresh, kind, from_on),
        document=document.strip() or None, place=place.strip() or None, written_by=by, written_at=at,
    )  # fmt: skip
    span.save(force_insert=True)
    changed(fresh)
    told("proceeding.held", fresh, by=by, at=at, changes={"kind": kind, "from_on": from_on})
    return span


def _longest(proceeding: Proceeding, kind: str, from_on: date) -> date | None:
    end = clock_end(f"custody_{kind}", from_on, proceeding.case.area_code)
    return timezone.localdate(end) if end else None


@transaction.atomic
def end_custody(
    *, proceeding: Proceeding, span: CustodySpan, on: date, code: str, by: User, at: datetime
) -> CustodySpan:
    """The accused is not held any more since a day, for a coded reason. Who answers for the survivor hears of it."""
    fresh = locked(proceeding)
    must_be_kept(fresh.case)
    row = fresh.custody.select_for_update(of=("self",)).get(pk=span.pk)
    reasons = []
    if row.ended_on is not None:
        reasons.append(Reason("ended_already", _("This custody has ended already.")))
    if on > timezone.localdate(at):
        reasons.append(Reason("in_the_future", _("This lies in the future."), "on"))
    if on < row.from_on:
        reasons.append(Reason("ends_before", _("It ends before it begins."), "on"))
    if not code:
        reasons.append(Reason("no_code", _("Choose a reason."), "code"))
    if reasons:
        raise CannotPursue(reasons)
    row.ended_on, row.code = on, code
    row.save(update_fields=["ended_on", "code"])
    changed(fresh)
    told(
        "proceeding.freed",
        fresh,
        by=by,
        at=at,
        code=code,
        changes={"kind": row.kind, "on": on},
        free=code in AT_LARGE,
    )
    return row
