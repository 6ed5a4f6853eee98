"""What is at the data protection desk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from gugus.access.viewer import Viewer
from gugus.cases.models import Party
from gugus.consent import queries as ledger
from gugus.consent.models import Ground
from gugus.intake.models import Mention, Report
from gugus.people.models import Person
from gugus.privacy import rules
from gugus.privacy.codes import Capacity, Choice, RequestState
from gugus.privacy.models import Breach, Letter, ProcessingRecord, RecordVersion, SubjectRequest

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Reach:
    """How a person may be reached, and whether somebody stands in for a child."""

    reach: str
    is_child: bool


def records(viewer: Viewer) -> list[ProcessingRecord]:
    """The agency's records, each with its newest version as `.now`. Two queries for any number."""
    rows = list(ProcessingRecord.objects.visible_to(viewer))
    newest = RecordVersion.objects.unscoped(because="versions of visible records").filter(record__in=rows)
    found = {one.record_id: one for one in newest.order_by("record_id", "-number").distinct("record_id")}
    for row in rows:
        row.now = found[row.pk]
    return sorted(rows, key=lambda row: row.now.title.lower())


def in_force(rows: Iterable[ProcessingRecord], day: date) -> list[ProcessingRecord]:
    """Records of activities that go on on a day."""
    return [row for row in rows if row.now.valid_to is None or row.now.valid_to >= day]


def to_review(viewer: Viewer, day: date) -> int:
    """How many running records are due for review within a month."""
    number = RecordVersion.objects.unscoped(because="versions of visible records").filter(
        record=OuterRef("pk")
    )
    rows = ProcessingRecord.objects.visible_to(viewer).annotate(
        due=Subquery(number.order_by("-number").values("review_on")[:1]),
        ends=Subquery(number.order_by("-number").values("valid_to")[:1]),
    )
    return rows.filter(Q(ends=None) | Q(ends__gte=day), due__lte=day + SOON).count()


def breaches(viewer: Viewer, tab: str, at: datetime) -> QuerySet[Breach]:
    """One tab of the register: open, late or closed; the earliest deadline first."""
    rows = Breach.objects.visible_to(viewer).annotate(persons=Count("affected"))
    if tab == "closed":
        return rows.exclude(closed_at=None).order_by("-closed_at", "pk")
    rows = rows.filter(closed_at=None)
    if tab == "late":
        rows = rows.filter(due_at__lt=at, settled_at=None)
    return rows.order_by("due_at", "pk")


def requests(viewer: Viewer, tab: str, at: datetime) -> QuerySet[SubjectRequest]:
    """One tab of the requests: open, late or ended; the earliest deadline first."""
    rows = SubjectRequest.objects.visible_to(viewer).prefetch_related("items")
    if tab == "ended":
        return rows.exclude(state__in=OPEN).order_by("-answered_at", "pk")
    rows = rows.filter(state__in=OPEN)
    if tab == "late":
        rows = rows.filter(due_at__lt=at)
    return rows.order_by("due_at", "pk")


OPEN = (RequestState.RECEIVED, RequestState.VERIFIED)


def unsent_persons(breach: Breach) -> int:
    """Affected persons who are to be notified and whose letter did not leave yet."""
    rows = breach.affected.filter(tell=Choice.YES)
    return rows.exclude(letters__sent_at__isnull=False).count()


def person_of(viewer: Viewer, ref: str) -> Person | None:
    """A person whom the officer's own agency registered; others are for the agency that answers for them."""
    return Person.objects.visible_to(viewer).filter(ref=ref, agency_id=viewer.agency_id).first()


def reach_of(person: Person, day: date) -> Reach:
    """What all files of the agency say about reaching this person safely; the strictest counts."""
    reports = Mention.objects.unscoped(because="row security: files of the officer's agency").filter(
        person=person
    )
    rows = Report.objects.unscoped(because="row security: files of the officer's agency")
    rows = rows.filter(pk__in=reports.values("report")).select_related("data_key")
    said = [note for note in (row.safe_contact for row in rows) if note]
    born = person.birth_year
    parties = Party.objects.unscoped(because="row security: files of the officer's agency")
    child = born is not None and day.year - born < 19  # in doubt a child: the year alone is known
    child = child or (born is None and parties.filter(person=person, age_at_act__lt=18).exists())
    return Reach(rules.safe_to_reach(said), child)


def letters_of(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """Letters with what their lines show."""
    return rows.select_related("affected__person", "made_by", "data_key")


def by_month(viewer: Viewer, on: date, months: int = 12) -> list[tuple[date, int, int]]:
    """(month, breaches, requests) of the last months, oldest first. Two queries."""
    first = _month(on, months - 1)
    opened = Breach.objects.visible_to(viewer).filter(known_at__date__gte=first)
    asked = SubjectRequest.objects.visible_to(viewer).filter(received_at__date__gte=first)
    return [
        (month, counts[0].get(month, 0), counts[1].get(month, 0))
        for counts in [(_counted(opened, "known_at"), _counted(asked, "received_at"))]
        for month in (_month(on, back) for back in range(months - 1, -1, -1))
    ]


def _counted(rows: QuerySet[Any], field: str) -> Mapping[date, int]:
    from_rows = rows.order_by().values_list(f"{field}__year", f"{field}__month").annotate(number=Count("pk"))
    return {date(year, month, 1): number for year, month, number in from_rows}


def _month(on: date, back: int) -> date:
    year, month = divmod(on.year * 12 + on.month - 1 - back, 12)
    return date(year, month + 1, 1)


def files_of(person_id: UUID) -> list[tuple[str, UUID, str, str]]:
    """Every file of the officer's agency in which a person appears: (kind, id, reference, role)."""
    parties = Party.objects.unscoped(
        because="the officer decides on each file; row security limits to the agency"
    )
    mentions = Mention.objects.unscoped(because="the officer decides on each file")
    cases = parties.filter(person_id=person_id).values_list("case_id", "case__ref", "role").distinct()
    reports = mentions.filter(person_id=person_id).values_list("report_id", "report__ref", "role").distinct()
    found = [("case", *row) for row in cases] + [("report", *row) for row in reports]
    return sorted(found, key=lambda one: (one[0], one[2]))


def undecided_files(request: SubjectRequest) -> list[tuple[str, UUID, str, str]]:
    """Files on the asker's side of the wall on which nobody decided yet."""
    decided = set(request.files.values_list("file_kind", "file_id"))
    mine = [one for one in files_of(request.person_id) if rules.same_side(request.capacity, one[3])]
    return [one for one in mine if one[:2] not in decided]


def consents_of(request: SubjectRequest) -> list[Ground]:
    """Consents of the person that can be withdrawn; none for somebody who asks from the other side of the wall."""
    if request.capacity == Capacity.ACCUSED:
        return []
    lines = ledger.of_person(request.person).filter(basis="consent", answer="given", withdrawn_at=None)
    return list(lines.filter(replaced_at=None))
