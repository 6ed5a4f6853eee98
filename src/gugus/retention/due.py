"""What is due on a day by the schedule: reports, cases, persons and accounts of one agency. Reading only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from gugus.access.models import User
from gugus.base.forgetting import JAKARTA
from gugus.cases.codes import CaseState, PartyRole
from gugus.cases.models import Case, Party
from gugus.intake.codes import Outcome
from gugus.intake.models import Report
from gugus.people.models import Person
from gugus.retention import rules
from gugus.retention.codes import BY_RUN, RecordClass
from gugus.retention.following import without_a_file
from gugus.retention.models import RetentionRule
from gugus.retention.schedule import rules_on

Schedule = dict[str, RetentionRule]
BECAUSE = "what the schedule says is due, within one agency"
# A report that led to a case goes with the case; a merged one with the report it was merged into.
NO_CASE = (Outcome.DECLINED, Outcome.NOT_A_CASE, Outcome.SENT_ON)


@dataclass(frozen=True, slots=True)
class Due:
    """One record that is due: what it is, under which rule, since when, from which year it is."""

    kind: str
    pk: UUID
    ref: str
    record_class: str
    rule: RetentionRule
    due_on: date
    year: int

    @property
    def named(self) -> tuple[str, str, str]:
        """How it stands in the list that two people agree to."""
        return self.kind, self.ref, self.record_class


def due(agency: UUID, on: date, *, classes: Iterable[str] = BY_RUN, only: UUID | None = None) -> list[Due]:
    """Everything that is due on a day under the rules of that day, oldest first; `only` asks about one record."""
    schedule = {code: rule for code, rule in rules_on(on, agency).items() if code in set(classes)}
    found: list[Due] = []
    for name, find in FINDERS.items():
        wanted = {code: rule for code, rule in schedule.items() if code in CLASSES_OF[name]}
        if wanted:
            found += [one for one in find(agency, on, wanted, only) if one.due_on <= on]
    return sorted(found, key=lambda one: (one.due_on, one.ref))


def _day(moment: datetime) -> date:
    return timezone.localdate(moment, JAKARTA)


def _only(pk: UUID | None) -> dict[str, UUID]:
    return {} if pk is None else {"pk": pk}


def _until(on: date, schedule: Schedule) -> datetime:
    """Nothing that began after this moment can be due."""
    last = max(rules.latest_start(on, rule.amount, rule.unit) for rule in schedule.values())
    return datetime.combine(last + timedelta(days=1), time.min, tzinfo=UTC)


def _reports(agency: UUID, on: date, schedule: Schedule, only: UUID | None) -> Iterator[Due]:
    rule = schedule[RecordClass.REPORT]
    rows = Report.objects.unscoped(because=BECAUSE).filter(agency=agency, forgotten_at=None, **_only(only))
    rows = rows.filter(outcome__in=NO_CASE, merged_into=None, outcome_at__lt=_until(on, schedule))
    for pk, ref, received, ended in rows.values_list("pk", "ref", "received_at", "outcome_at"):
        due_on = rules.after(_day(ended), rule.amount, rule.unit)
        yield Due("report", pk, ref, rule.record_class, rule, due_on, _day(received).year)


def _cases(agency: UUID, on: date, schedule: Schedule, only: UUID | None) -> Iterator[Due]:
    rows = Case.objects.unscoped(because=BECAUSE).filter(agency=agency, forgotten_at=None, **_only(only))
    rows = rows.filter(state__in=(CaseState.CLOSED, CaseState.ARCHIVED), state_at__lt=_until(on, schedule))
    cases = list(rows.values_list("pk", "ref", "opened_at", "state_at"))
    ages = _ages(pk for pk, *_rest in cases)
    for pk, ref, opened, closed in cases:
        due_one = _due_of_case(ages.get(pk, []), _day(opened).year, _day(closed), schedule)
        if due_one:
            code, due_on = due_one
            yield Due("case", pk, ref, code, schedule[code], due_on, _day(opened).year)


def _ages(cases: Iterable[UUID]) -> dict[UUID, list[tuple[int | None, int | None]]]:
    """Year of birth and age at the act of every survivor of these cases."""
    rows = Party.objects.unscoped(because=BECAUSE).filter(case__in=list(cases), role=PartyRole.SURVIVOR)
    found: dict[UUID, list[tuple[int | None, int | None]]] = {}
    for case, year, age in rows.values_list("case_id", "person__birth_year", "age_at_act"):
        found.setdefault(case, []).append((year, age))
    return found


def _due_of_case(
    ages: list[tuple[int | None, int | None]], opened: int, closed: date, schedule: Schedule
) -> tuple[str, date] | None:
    born = [rules.born_about(birth_year=year, age_at_act=age, opened_year=opened) for year, age in ages]
    children = [one for one in born if rules.is_child(one, opened)]
    code = RecordClass.CASE_CHILD if children else RecordClass.CASE_ADULT
    rule = schedule.get(code)
    if rule is None:
        return None
    start = max([closed, *(rules.of_age_on(one, closed) for one in children)])
    return code, rules.after(start, rule.amount, rule.unit)


def _persons(agency: UUID, on: date, schedule: Schedule, only: UUID | None) -> Iterator[Due]:
    rule = schedule[RecordClass.PERSON]
    rows = Person.objects.unscoped(because=BECAUSE).filter(agency=agency, forgotten_at=None, **_only(only))
    rows = rows.filter(created_at__lt=_until(on, schedule))
    busy = Party.objects.unscoped(because=BECAUSE).filter(case__forgotten_at=None, person__agency=agency)
    rows = rows.exclude(pk__in=busy.values("person"))
    persons = list(rows.values_list("pk", "ref", "created_at"))
    alone = without_a_file(pk for pk, *_rest in persons)
    for pk, ref, created in persons:
        due_on = rules.after(_day(created), rule.amount, rule.unit)
        if pk in alone:
            yield Due("person", pk, ref, rule.record_class, rule, due_on, _day(created).year)


def _accounts(agency: UUID, on: date, schedule: Schedule, only: UUID | None) -> Iterator[Due]:
    rule = schedule[RecordClass.ACCOUNT]
    rows = User.objects.filter(agency=agency, is_active=False, **_only(only)).exclude(
        username__startswith="anonim-"
    )
    for pk, created, ended in rows.annotate(ended=Max("assignments__valid_to")).values_list(
        "pk", "created_at", "ended"
    ):
        start = max(day for day in (ended, _day(created)) if day)
        due_on = rules.after(start, rule.amount, rule.unit)
        yield Due("user", pk, f"U-{pk.hex[-8:]}", rule.record_class, rule, due_on, _day(created).year)


FINDERS = {"report": _reports, "case": _cases, "person": _persons, "user": _accounts}
CLASSES_OF = {
    "report": {RecordClass.REPORT},
    "case": {RecordClass.CASE_ADULT, RecordClass.CASE_CHILD},
    "person": {RecordClass.PERSON},
    "user": {RecordClass.ACCOUNT},
}
