"""What the worker does for agreements: begin and end them by the calendar, open and close what they mean."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.access.models import Grant
from gugus.agreements import calendar, queries
from gugus.agreements.consents import person_of
from gugus.agreements.followups import follow
from gugus.agreements.models import Agreement
from gugus.agreements.opening import BATCH, case_ids_to_look_at, rematch, sweep
from gugus.cases.models import Case, Party
from gugus.outbox.models import Event

BECAUSE = "the worker hears of everything"
MOST_BATCHES = 100  # of one agreement in one minute; the next minute goes on
KNOWN = {"proposed", "signed", "declined", "withdrawn", "in_force", "noticed", "ended", "superseded", "running_out",
         "taken_over"}  # fmt: skip


def on_agreement(*, event: Event, at: datetime) -> None:
    """An agreement made a step: tasks, notices, what it would open, and what begins today begins now."""
    agreement = Agreement.objects.unscoped(because=BECAUSE).filter(pk=event.about_id).first()
    what = event.topic.partition(".")[2]
    if agreement is None or what not in KNOWN:
        return
    by = event.facts.get("by")
    follow(agreement, what, at=event.at, by=UUID(by) if by else None)
    if what == "proposed":
        calendar.estimate(agreement.pk, at=at)
    elif what == "signed":
        calendar.begin(agreement, at=at)
    elif what in {"in_force", "taken_over"}:
        sweep(agreement.pk, at)


def on_case(*, event: Event, at: datetime) -> None:
    """A case was opened, changed or moved: does it fit (still)?"""
    look_at([event.about_id], at)


def on_grants(*, event: Event, at: datetime) -> None:
    """Another reason to see a case began or ended (a referral): agreements on cases that are worked on follow it."""
    rows = Grant.objects.unscoped(because=BECAUSE).filter(record_kind="case", because_id=event.about_id)
    look_at(rows.values_list("record_id", flat=True), at)


def on_person(*, event: Event, at: datetime) -> None:
    """Somebody came under seal: the cases with this person are looked at anew."""
    look_at_person(event.about_id, at)


def on_consent(*, event: Event, at: datetime) -> None:
    """Somebody said yes or no, or took a yes back: the cases with this person are looked at anew."""
    if person_id := person_of(event.about_kind, event.about_id):
        look_at_person(person_id, at)


def look_at_person(person_id: UUID, at: datetime) -> None:
    """Every case in which a person has a role now."""
    rows = Party.objects.unscoped(because=BECAUSE).filter(person_id=person_id, until_at=None)
    look_at(rows.values_list("case_id", flat=True), at)


def look_at(case_ids: Iterable[UUID], at: datetime) -> None:
    """Open and close these cases as the agreements of their agencies say now."""
    rows = Case.objects.unscoped(because=BECAUSE).filter(pk__in=set(case_ids))
    for case_id, agency_id in rows.order_by("pk").values_list("pk", "agency_id"):
        for agreement in queries.giving(agency_id, at):
            rematch(agreement.pk, [case_id], at)


@app.periodic(cron="* * * * *")
@app.task(name="agreements.watch", queueing_lock="agreements.watch", lock="agreements.watch")
def watch(timestamp: int) -> None:
    """Every minute: what is over ends, what is due begins, who must renew is told, and opening goes on."""
    look_at_calendar(now())


def look_at_calendar(at: datetime) -> dict[str, int]:
    """What happened at a moment. Each agreement in its own transaction: one failure keeps no other waiting."""
    done = {
        "ended": _each(queries.run_out(at), calendar.finish, at),
        "passed_on": _each(queries.with_agencies_gone(at), calendar.pass_on, at),
        "begun": _each(queries.beginning(at), calendar.begin, at),
        "warned": _each(queries.running_out(at), calendar.warn, at),
    }
    for agreement in queries.unswept(at):
        go_on(agreement.pk, at)
    return done


def _each(rows: Iterable[Agreement], act: Callable, at: datetime) -> int:
    return sum(bool(act(one, at=at)) for one in rows)


def go_on(agreement_id: UUID, at: datetime) -> bool:
    """Open in batches, each kept by itself; True when all is done."""
    return any(sweep(agreement_id, at) for _batch in range(MOST_BATCHES))


@app.periodic(cron="17 * * * *")
@app.task(name="agreements.recheck", queueing_lock="agreements.recheck", lock="agreements.watch")
def recheck(timestamp: int) -> None:
    """Every hour: birthdays, other grants that ran out, anything that no event told."""
    look_at_everything(now())


def look_at_everything(at: datetime) -> int:
    """Compare what is open with what fits, for every agreement in force; returns how many cases were looked at."""
    looked = 0
    rows = Agreement.objects.unscoped(because=BECAUSE).filter(state="in_force", ends_at__gt=at)
    for agreement in rows.exclude(swept_at=None):
        ids = case_ids_to_look_at(agreement, at)
        for start in range(0, len(ids), BATCH):
            rematch(agreement.pk, ids[start : start + BATCH], at)
        looked += len(ids)
    return looked
