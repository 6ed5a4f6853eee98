"""What stands against forgetting these records: holds that somebody placed, and holds by rule."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from gugus.retention.codes import RecordKind
from gugus.retention.following import persons_of, reports_with
from gugus.retention.holds import Held, tellers
from gugus.retention.models import Hold

BECAUSE = "retention asks what is held"


def held(kind: str, records: Mapping[UUID, UUID], *, at: datetime) -> dict[UUID, list[Held]]:
    """What holds these records (id → agency): their own holds, those of their persons and reports, those by rule."""
    found: dict[UUID, list[Held]] = defaultdict(list)
    family = _family(kind, records)
    for owner, placed in _placed(family):
        found[owner].append(placed)
    for hold in _agency_wide(set(records.values())):
        for pk, agency in records.items():
            if agency == hold.agency_id:
                found[pk].append(_said(hold))
    for told in tellers():
        for name in {"case", "report", "person"}:
            mine = {key: owners for (own, key), owners in family.items() if own == name}
            for key, reasons in told(name, list(mine), at).items():
                for owner in mine[key]:
                    found[owner] += reasons
    return {pk: list(dict.fromkeys(reasons)) for pk, reasons in found.items()}


def _family(kind: str, records: Iterable[UUID]) -> dict[tuple[str, UUID], list[UUID]]:
    """Every record whose hold holds one of these, with whom it holds: itself, its reports, everybody's persons."""
    family: dict[tuple[str, UUID], list[UUID]] = defaultdict(list)
    for pk, persons in persons_of(kind, records).items():
        family[kind, pk].append(pk)
        for person in persons:
            family["person", person].append(pk)
    owners = {report: pk for pk, reports in reports_with(kind, records).items() for report in reports}
    for report, persons in persons_of("report", owners).items():
        family["report", report].append(owners[report])
        for person in persons:
            family["person", person].append(owners[report])
    return family


def _placed(family: Mapping[tuple[str, UUID], list[UUID]]) -> Iterator[tuple[UUID, Held]]:
    """Live holds on any of these records, one question for the whole list."""
    live = Hold.objects.unscoped(because=BECAUSE).live()
    for hold in live.filter(record_id__in={key for _kind, key in family}):
        for owner in family.get((hold.kind, hold.record_id), ()):
            yield owner, _said(hold)


def _agency_wide(agencies: set[UUID]) -> list[Hold]:
    rows = Hold.objects.unscoped(because=BECAUSE).live().filter(kind=RecordKind.AGENCY)
    return list(rows.filter(agency__in=agencies))


def _said(hold: Hold) -> Held:
    return Held(hold.reason, hold.get_reason_display(), hold.review_on, hold.ref)
