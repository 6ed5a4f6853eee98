"""Let the imagined people act: every record of the demo is made by the same actions as in daily work."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from gugus.access.models import User
from gugus.cases.models import Case
from gugus.demo.imagined import ImaginedPerson, ImaginedReport
from gugus.directory.models import Agency
from gugus.intake.actions import Told, end_report, receive_report, triage
from gugus.intake.models import Report
from gugus.kernel.ids import new_return_code
from gugus.people.actions import register_person
from gugus.people.models import Person


@dataclass
class Stage:
    """Who is there, and what was made so far."""

    agencies: dict[str, Agency]
    users: dict[str, User]
    reports: dict[str, Report] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)

    def someone_of(self, agency: Agency, fallback: User) -> User:
        """A user of an agency who may act for it; the fallback when the cast has nobody there."""
        found = [user for user in self.users.values() if user.agency_id == agency.pk]
        return found[0] if found else fallback


def person_of(stage: Stage, one: ImaginedPerson, agency: Agency, *, by: User, at: datetime) -> Person:
    """The person of the vault for somebody imagined: registered once, echoes apart (they are noise on purpose)."""
    if one.key not in stage.persons:
        documents = [("nik", one.nik), ("passport", one.passport)]
        stage.persons[one.key] = register_person(
            agency=agency, sex=one.sex, birth_year=one.born_on.year, birth_certainty=one.born_certainty,
            nationality=one.nationality, home_area=one.home_area, education=one.education,
            disability="" if one.disability == "none" else one.disability,
            names={"full": one.full_name, "aliases": list(one.aliases)},
            documents=[{"kind": kind, "number": number} for kind, number in documents if number],
            phones=list(one.phones), address=one.address, birth_on=one.born_on.isoformat(), by=by, at=at,
        )  # fmt: skip
    return stage.persons[one.key]


def mention_of(stage: Stage, party, report: ImaginedReport) -> dict:
    """What a report says about somebody."""
    one = party.person
    day = report.happened_on or report.received_at.date()
    age = day.year - one.born_on.year - ((day.month, day.day) < (one.born_on.month, one.born_on.day))
    return {
        "role": party.role,
        "sex": one.sex,
        "age": max(age, 0),
        "nationality": one.nationality,
        "home_area": one.home_area,
        "who": {"name": one.full_name, "aliases": list(one.aliases), "phones": list(one.phones),
                "documents": [{"kind": "nik", "number": one.nik}] if one.nik else []},
        "note": party.note or None,
    }  # fmt: skip


def enact_report(stage: Stage, one: ImaginedReport) -> Report:
    """Receive and triage; outcomes that are no case end it here."""
    # A complaint post takes down the words; the unit that opens the case answers for the report.
    agency = stage.agencies[one.case.agency if one.case else one.agency]
    by = stage.users.get(one.received_by)
    told = Told(
        channel=one.channel,
        risk=one.risk,
        narrative=one.narrative,
        danger_signs=one.danger_signs,
        area_code=one.area if one.country == "ID" else "",
        country=one.country,
        happened_on=one.happened_on.isoformat() if one.happened_on else "",
        anonymous=one.anonymous,
        reporter_role=one.reporter_role,
        safe_contact={"rules": [one.safe_contact]} if one.safe_contact else None,
        mentions=[mention_of(stage, party, one) for party in one.parties if party.role != "reporter"],
    )
    report = receive_report(
        told=told, agency=agency, by=by, at=one.received_at, key=uuid5(NAMESPACE_URL, f"gugus:demo:{one.key}"),
        return_code="" if by else new_return_code(),
    )  # fmt: skip
    stage.reports[one.key] = report
    if one.triaged_at:
        officer = stage.users[one.triaged_by]
        report = triage(
            report=report,
            risk=one.risk,
            danger_signs=one.danger_signs,
            reason="",
            by=officer,
            at=one.triaged_at,
        )
    if one.outcome in {"declined", "not_a_case", "sent_on"}:
        end_report(
            report=report, outcome=one.outcome, code=one.outcome_reason, note=one.outcome_note,
            by=stage.users[one.triaged_by], at=one.outcome_at,
        )  # fmt: skip
    return report


def soon_after(moment: datetime, minutes: int = 1) -> datetime:
    """A little later: so that steps of one sitting keep their order."""
    return moment + timedelta(minutes=minutes)
