"""What goes together: a case takes its reports along, a report those merged into it; where a person appears."""

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from gugus.base.forgetting import Left, declared
from gugus.cases.models import Party
from gugus.intake.models import Mention, Report
from gugus.screening.models import CaseReport

BECAUSE = "retention asks what hangs together"


def followers(kind: str, pk: UUID) -> list[tuple[str, UUID]]:
    """The other records that are forgotten with this one."""
    return [("report", key) for key in reports_with(kind, [pk])[pk]]


def reports_with(kind: str, pks: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """The reports that go along with each of these: those of a case, and all that were merged into a report."""
    found: dict[UUID, list[UUID]] = {pk: [] for pk in pks}
    owners: dict[UUID, UUID] = {}
    if kind == "case":
        linked = CaseReport.objects.unscoped(because=BECAUSE).filter(case__in=found)
        owners = dict(linked.values_list("report_id", "case_id"))
        for report, case in owners.items():
            found[case].append(report)
    elif kind == "report":
        owners = {pk: pk for pk in found}
    while owners:
        merged = Report.objects.unscoped(because=BECAUSE).filter(merged_into__in=owners)
        owners = {report: owners[into] for report, into in merged.values_list("pk", "merged_into_id")}
        for report, owner in owners.items():
            found[owner].append(report)
    return found


def files_of_person(pk: UUID, *, without: Iterable[tuple[str, UUID]] = ()) -> list[tuple[str, UUID]]:
    """Reports and cases in which a person still appears and that were not forgotten, as (kind, id)."""
    left_out = set(without)
    found: dict[tuple[str, UUID], None] = {}
    for kind, _person, key in _appearances([pk]):
        found[kind, key] = None
    return [one for one in found if one not in left_out]


def without_a_file(pks: Iterable[UUID]) -> set[UUID]:
    """Those of these persons who appear in no report and no case that was not forgotten."""
    asked = set(pks)
    return asked - {person for _kind, person, _key in _appearances(asked)}


def _appearances(pks: Collection[UUID]) -> Iterator[tuple[str, UUID, UUID]]:
    """(kind, person, record) for every row that joins one of these persons to a living record."""
    for left in _links():
        person = left.hangs["person"]
        for kind, lookup in left.hangs.items():
            if kind in {"case", "report"}:
                alive = {f"{person}__in": pks, f"{lookup}__forgotten_at": None}
                rows = left.table._base_manager.filter(**alive).exclude(**{lookup: None}).order_by()
                for who, key in rows.values_list(person, lookup).distinct():
                    yield kind, who, key


def persons_of(kind: str, pks: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """The persons who appear in each of these reports or cases."""
    found: dict[UUID, set[UUID]] = {pk: set() for pk in pks}
    if kind == "case":
        rows = Party.objects.unscoped(because=BECAUSE).filter(case__in=found)
        pairs = rows.values_list("case_id", "person_id")
    elif kind == "report":
        mentions = Mention.objects.unscoped(because=BECAUSE).filter(report__in=found)
        pairs = mentions.exclude(person=None).values_list("report_id", "person_id")
    else:
        return found
    for record, person in pairs:
        found[record].add(person)
    return found


def _links() -> list[Left]:
    return [left for left in declared("LEFT") if "person" in left.hangs and len(left.hangs) > 1]
