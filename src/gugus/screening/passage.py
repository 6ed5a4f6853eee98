"""The passage from a report to a case: open one, or join one. Twice at once makes one case."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.cases.actions import add_party, open_case
from gugus.cases.codes import PartyRole
from gugus.cases.models import Case
from gugus.intake.actions import end_report
from gugus.intake.actions import locked as locked_report
from gugus.intake.codes import Outcome
from gugus.intake.models import Mention, Report
from gugus.people.actions import register_person
from gugus.people.models import Person
from gugus.screening.actions import CannotScreen, locked
from gugus.screening.models import Assessment, CaseReport


@transaction.atomic
def open_case_from(
    *,
    assessment: Assessment,
    manager: User,
    risk: str,
    summary: str,
    known: Mapping[UUID, Person],
    by: User,
    at: datetime,
) -> Case:
    """One step from a screened report to a case with its people.

    `known` names, by mention, persons whom we already know; everybody else mentioned becomes a new person.
    """
    report = _free_report(assessment)
    assessment = locked(assessment)
    case = open_case(
        agency=report.agency, manager=manager, risk=risk, summary=summary, area_code=report.area_code,
        crossed_border=assessment.crossed_border, exploitation=assessment.exploitation, by=by, at=at,
    )  # fmt: skip
    _settle(report, assessment, case, known, by=by, at=at)
    end_report(report=report, outcome=Outcome.NEW_CASE, code=case.ref, by=by, at=at)
    record(
        "screening.case_opened", about=assessment, within=case, by=by, at=at, changes={"report": report.ref}
    )
    return case


@transaction.atomic
def add_to_case(
    *, assessment: Assessment, case: Case, known: Mapping[UUID, Person], by: User, at: datetime
) -> Case:
    """This report tells of something we already handle: its people and words join that case."""
    report = _free_report(assessment)
    assessment = locked(assessment)
    _settle(report, assessment, case, known, by=by, at=at)
    end_report(report=report, outcome=Outcome.ADDED, code=case.ref, by=by, at=at)
    record(
        "screening.report_added", about=assessment, within=case, by=by, at=at, changes={"report": report.ref}
    )
    return case


def _free_report(assessment: Assessment) -> Report:
    report = locked_report(assessment.report)
    if CaseReport.objects.unscoped(because="the report came through the gate").filter(report=report).exists():
        raise CannotScreen([Reason("has_case", _("A case was already opened from this report."))])
    return report


def _settle(report: Report, assessment: Assessment, case: Case, known, *, by: User, at: datetime) -> None:
    """People become parties, the screenings of the report move to the case."""
    CaseReport(report=report, case=case, linked_at=at, linked_by=by).save(force_insert=True)
    held = set(case.parties.filter(until_at=None).values_list("person_id", "role"))
    for mention in report.mentions.select_related("data_key", "person"):
        person = known.get(mention.pk) or mention.person or person_from(mention, report, by=by, at=at)
        if mention.person_id != person.pk:
            mention.person = person
            mention.save(update_fields=["person"])
        if (person.pk, mention.role) not in held:
            add_party(
                case=case, person=person, role=PartyRole(mention.role), age_at_act=mention.age, by=by, at=at
            )
            held.add((person.pk, mention.role))
    running = Assessment.objects.unscoped(because="all screenings of this report move along")
    for one in running.filter(report=report).select_related("mention", "data_key"):
        one.case, one.person = case, one.person or (one.mention.person if one.mention else None)
        one.version += 1
        one.save(update_fields=["case", "person", "version"])


def person_from(mention: Mention, report: Report, *, by: User, at: datetime) -> Person:
    """Register somebody who so far was only mentioned."""
    who = mention.who or {}
    return register_person(
        agency=report.agency,
        sex=mention.sex or "unknown",
        birth_year=at.year - mention.age if mention.age is not None else None,
        birth_certainty="estimated" if mention.age is not None else "unknown",
        nationality=mention.nationality,
        home_area=mention.home_area,
        names={"full": who.get("name", ""), "aliases": who.get("aliases", [])} if who.get("name") else None,
        documents=who.get("documents", []),
        phones=who.get("phones", []),
        address=who.get("address", ""),
        birth_on=who.get("birth_on", ""),
        by=by,
        at=at,
    )
