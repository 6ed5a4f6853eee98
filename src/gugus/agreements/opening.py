"""What an agreement opens and closes by itself: grants, made by the worker, exactly one for each case and receiver.

Every step locks the agreement first and looks whether it is still in force, so that ending and opening cannot cross.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from gugus.access.actions import open_to
from gugus.access.codes import FieldClass
from gugus.access.models import Grant
from gugus.agreements.codes import Ceiling, State
from gugus.agreements.matching import BECAUSE, kept_back, meant, opened_by, other_grants
from gugus.agreements.models import Agreement, Signatory
from gugus.audit import circumstances
from gugus.audit.actions import Named, record
from gugus.cases.codes import PartyRole
from gugus.cases.models import Case, Party
from gugus.people.models import Identity, Person

BATCH = 200
NEVER_SHARED = (PartyRole.ACCUSED, PartyRole.REPORTER)
Pair = tuple[Signatory, Signatory]


def locked_in_force(agreement_id: UUID, *, wait: bool = True) -> Agreement | None:
    """The agreement, locked, if it is in force now; with `wait=False` also None while somebody else holds it."""
    rows = Agreement.objects.unscoped(because=BECAUSE).select_for_update(of=("self",), skip_locked=not wait)
    return rows.filter(pk=agreement_id, state=State.IN_FORCE).first()


def pairs(agreement: Agreement) -> list[Pair]:
    """Who gives to whom."""
    parties = list(agreement.signatories.select_related("agency"))
    return [
        (giver, receiver)
        for giver in parties
        for receiver in parties
        if giver.pk != receiver.pk and giver.gives and receiver.receives
    ]


@transaction.atomic
def sweep(agreement_id: UUID, at: datetime, *, batch: int = BATCH) -> bool:
    """Open the next cases of an agreement that came into force; True when all are done.

    How far it came is kept in the same transaction: killed in between, the next run goes on, and opens nothing twice.
    """
    agreement = locked_in_force(agreement_id)
    if agreement is None or agreement.swept_at is not None or agreement.ends_at <= at:
        return True
    ids = _next_cases(agreement, pairs(agreement), at, batch)
    for giver, receiver in pairs(agreement):
        agreement.opened += _open(agreement, giver, receiver, ids, at)
    if ids:
        agreement.swept_to = ids[-1]
    if len(ids) < batch:
        agreement.swept_at = at
    agreement.save(update_fields=["opened", "swept_to", "swept_at"])
    return agreement.swept_at is not None


def _next_cases(agreement: Agreement, between: Sequence[Pair], at: datetime, most: int) -> list[UUID]:
    found: set[UUID] = set()
    for giver, receiver in between:
        rows = opened_by(agreement, giver.agency_id, receiver.agency_id, at)
        if agreement.swept_to:
            rows = rows.filter(pk__gt=agreement.swept_to)
        found.update(rows.order_by("pk").values_list("pk", flat=True)[:most])
    return sorted(found)[:most]


@transaction.atomic
def rematch(agreement_id: UUID, case_ids: Iterable[UUID], at: datetime) -> tuple[int, int]:
    """Look at some cases anew: open what fits now, close what no longer does; returns (opened, closed)."""
    agreement = locked_in_force(agreement_id)
    if agreement is None or agreement.ends_at <= at:
        return 0, 0
    ids, opened, closed = list(case_ids), 0, 0
    for giver, receiver in pairs(agreement):
        fits = set(_fitting(agreement, giver, receiver, ids, at).values_list("pk", flat=True))
        stale = _live(agreement, receiver.agency_id, "case").filter(record_id__in=ids).exclude(
            record_id__in=fits
        )  # fmt: skip
        closed += _close(agreement, stale, at)
        opened += _open(agreement, giver, receiver, ids, at)
        _persons(agreement, giver, receiver, ids, at)
    return opened, closed


def case_ids_to_look_at(agreement: Agreement, at: datetime) -> list[UUID]:
    """Cases where what is open and what fits may have come apart since: by birthdays, by other grants that ended."""
    found: set[UUID] = set()
    for giver, receiver in pairs(agreement):
        live = _live(agreement, receiver.agency_id, "case").filter(given_by_agency_id=giver.agency_id)
        open_now = set(live.values_list("record_id", flat=True))
        fits = set(opened_by(agreement, giver.agency_id, receiver.agency_id, at).values_list("pk", flat=True))
        found |= open_now ^ fits
    return sorted(found)


def close_all(agreement: Agreement, *, at: datetime) -> int:
    """Make everything that an agreement opened as short as itself; in the transaction of whoever ends it."""
    with connection.cursor() as cursor:
        cursor.execute("select agreements_close(%s)", [agreement.pk])
        return cursor.fetchone()[0]


@transaction.atomic
def close_towards(agreement: Agreement, agency_id: UUID, at: datetime) -> int:
    """Close what was opened to an agency or by it, because another one takes its place."""
    rows = _live(agreement, None).filter(Q(agency_id=agency_id) | Q(given_by_agency_id=agency_id))
    return _close(agreement, rows, at)


def _fitting(agreement: Agreement, giver, receiver, ids: Sequence[UUID], at: datetime) -> QuerySet[Case]:
    rows = meant(agreement, giver.agency_id, receiver.agency_id, at).filter(pk__in=ids)
    return rows.exclude(kept_back(receiver.agency_id))


def _live(agreement: Agreement, agency_id: UUID | None, kind: str = "") -> QuerySet[Grant]:
    rows = Grant.objects.unscoped(because=BECAUSE).filter(
        because_kind="agreement", because_id=agreement.pk, ended_at=None
    )
    rows = rows.filter(agency_id=agency_id) if agency_id else rows
    return rows.filter(record_kind=kind) if kind else rows


def _open(agreement: Agreement, giver, receiver, ids: Sequence[UUID], at: datetime) -> int:
    """Open those of these cases that fit and are not open yet, with their persons; returns how many."""
    open_now = _live(agreement, receiver.agency_id, "case").filter(record_id=OuterRef("pk"))
    rows = list(_fitting(agreement, giver, receiver, ids, at).filter(~Exists(open_now)).order_by("pk"))
    until = _ends(agreement, receiver, [case.pk for case in rows], at)
    with circumstances.under(agreement=agreement.ref):
        for case in rows:
            _grant(agreement, giver, receiver, "case", case, giver.sections, until.get(case.pk), at)
    if rows:
        _persons(agreement, giver, receiver, [case.pk for case in rows], at)
    return len(rows)


def _grant(agreement, giver, receiver, kind: str, about, sections, until: datetime | None, at) -> None:
    depth = FieldClass(giver.field_class)
    open_to(
        kind=kind, about=about, agency=receiver.agency, sections=sections, basis="agreement", because=agreement,
        by=None, giver=giver.agency, at=at, until=until or agreement.ends_at, field_class=depth,
    )  # fmt: skip


def _ends(
    agreement: Agreement, receiver: Signatory, ids: Sequence[UUID], at: datetime
) -> dict[UUID, datetime]:
    """Where the receiver must work on the case already: not longer than it does."""
    if not agreement.scope_worked or not ids:
        return {}
    ends: dict[UUID, datetime] = {}
    for record_id, until in other_grants(receiver.agency_id, at).filter(record_id__in=ids).values_list(
        "record_id", "until_at"
    ):  # fmt: skip
        ends[record_id] = max(ends.get(record_id, at), min(until or agreement.ends_at, agreement.ends_at))
    return ends


def _persons(agreement: Agreement, giver, receiver, ids: Sequence[UUID], at: datetime) -> None:
    """Open who is in these cases, if the agreement goes so deep, and close who is not (any more)."""
    open_now = _live(agreement, receiver.agency_id, "person")
    if "identity" not in giver.sections or giver.field_class < Ceiling.PERSONAL:
        return
    parties = Party.objects.unscoped(because=BECAUSE)
    touched = set(parties.filter(case_id__in=ids).values_list("person_id", flat=True))
    wanted = _people_to_show(agreement, giver, receiver).filter(pk__in=touched)
    wanted_ids = set(wanted.values_list("pk", flat=True))
    stale = _live(agreement, receiver.agency_id).filter(record_kind__in=["person", "identity"])
    _close(agreement, stale.filter(record_id__in=touched - wanted_ids), at)
    fresh = wanted.exclude(pk__in=open_now.values("record_id"))
    with circumstances.under(agreement=agreement.ref):
        for person in fresh:
            _grant(agreement, giver, receiver, "person", person, ["case"], None, at)
            if Identity.objects.unscoped(because=BECAUSE).filter(pk=person.pk).exists():
                about = Identity(pk=person.pk, person=person)
                _grant(agreement, giver, receiver, "identity", about, ["identity"], None, at)


def _people_to_show(agreement: Agreement, giver, receiver) -> QuerySet[Person]:
    """Survivors, witnesses and family in cases that are open to the receiver; never the accused, never under seal."""
    cases = _live(agreement, receiver.agency_id, "case").values("record_id")
    live = Party.objects.unscoped(because=BECAUSE).filter(person=OuterRef("pk"), until_at=None)
    rows = Person.objects.unscoped(because=BECAUSE).filter(
        agency_id=giver.agency_id, is_sealed=False, forgotten_at=None
    )
    rows = rows.filter(Exists(live.filter(case_id__in=cases).exclude(role__in=NEVER_SHARED)))
    return rows.exclude(Exists(live.filter(role=PartyRole.ACCUSED)))


def _close(agreement: Agreement, rows: QuerySet[Grant], at: datetime) -> int:
    """End these grants; each case's trail says so. Returns how many cases."""
    over = list(rows.select_for_update(of=("self",)))
    Grant.objects.unscoped(because="locked above").filter(pk__in=[one.pk for one in over]).update(ended_at=at)
    with circumstances.under(agreement=agreement.ref):
        for one in over:
            about = Named(one.record_kind, one.record_id)
            record(
                "access.closed", about=about, within=about, by=None, at=at, changes={"agency": one.agency_id}
            )
    return sum(one.record_kind == "case" for one in over)
