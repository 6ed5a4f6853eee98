"""Cases as the API gives them."""

from collections.abc import Iterable
from datetime import datetime

from gugus.base.refusals import Reason
from gugus.cases import schemas
from gugus.cases.closing import waiting_to_close
from gugus.cases.lists import Listing
from gugus.cases.models import Case, ChronologyEntry, Flag, Incident
from gugus.cases.panels import running_after
from gugus.cases.reading import CaseView, PersonLine
from gugus.cases.schemas import (
    CaseLine,
    CaseList,
    CaseOut,
    EntryList,
    EntryOut,
    FlagOut,
    IncidentOut,
    InvolvedOut,
    LegIn,
    PartyOut,
)
from gugus.cases.states import hurdles_to_closing
from gugus.cases.story import Story

CASE_FACTS = ("ref", "version", "state", "state_code", "state_at", "risk", "safety", "safety_at", "opened_at",
              "safety_check_due_at", "last_contact_at", "area_code", "crossed_border", "exploitation")  # fmt: skip
LINE_FACTS = (
    "ref",
    "state",
    "risk",
    "safety",
    "safety_check_due_at",
    "opened_at",
    "area_code",
    "exploitation",
)
INCIDENT_FACTS = ("id", "description", "modus", "place_kind", "recruitment_channel", "area_code", "country",
                  "from_on", "to_on")  # fmt: skip


def _username(user) -> str:
    return user.username if user else ""


def listing(found: Listing) -> CaseList:
    """A page of the list."""
    lines = [
        CaseLine(
            **{name: getattr(row.case, name) for name in LINE_FACTS},
            agency=row.case.agency.name, manager=_username(row.case.manager), survivors=row.survivors,
            has_child=row.has_child, is_late=row.check_is_late, is_quiet=row.is_quiet,
        )
        for row in found.rows
    ]  # fmt: skip
    return CaseList(
        items=lines, count=found.count, more_than_counted=found.more_than_counted, older=found.older
    )


def case(view: CaseView, stages: dict[str, str]) -> CaseOut:
    """A case inside what the caller sees."""
    one, sight = view.sight.case, view.sight
    return CaseOut(
        **{name: getattr(one, name) for name in CASE_FACTS},
        stages=stages, agency=one.agency.name, manager=_username(one.manager),
        team=[member.user.username for member in view.team],
        summary=one.summary if sight.reads_notes else None,
        safety_note=one.safety_note if sight.reads_notes else None,
        flags=[flag(each) for each in view.flags],
        involved=[InvolvedOut(agency=i.name, sections=list(i.sections), until_at=i.until_at) for i in view.involved],
    )  # fmt: skip


def flag(one: Flag) -> FlagOut:
    """A warning."""
    return FlagOut(
        id=one.pk, kind=one.kind, note=one.note or "", raised_at=one.raised_at, resolved_at=one.resolved_at
    )


def party(line: PersonLine) -> PartyOut:
    """Somebody's role."""
    one, person = line.party, line.party.person
    return PartyOut(
        id=one.pk, person=person.ref, shown_name=line.name, role=one.role, sex=person.sex,
        birth_year=person.birth_year, age_at_act=one.age_at_act, is_child=line.is_child,
        relation=one.relation, since_at=one.since_at, until_at=one.until_at,
    )  # fmt: skip


def story(found: Story) -> EntryList:
    """A page of the chronology."""
    items = [entry(one, is_corrected=one.pk in found.corrected) for one in found.entries]
    return EntryList(items=items, older=found.older)


def entry(one: ChronologyEntry, *, is_corrected: bool) -> EntryOut:
    """One line of the chronology."""
    return EntryOut(
        id=one.pk, kind=one.kind, section=one.section, text=one.text, happened_at=one.happened_at,
        written_at=one.written_at, by=_username(one.by), agency=one.agency.name, corrects=one.corrects_id,
        is_corrected=is_corrected,
    )  # fmt: skip


def incident(one: Incident) -> IncidentOut:
    """An incident with its legs."""
    legs = [
        LegIn(kind=leg.kind, area_code=leg.area_code, country=leg.country, transport=leg.transport, on=leg.on)
        for leg in sorted(one.legs.all(), key=lambda leg: leg.position)
    ]
    return IncidentOut(**{name: getattr(one, name) for name in INCIDENT_FACTS}, legs=legs)


def closing(one: Case, at: datetime) -> schemas.ClosingOut:
    """What stands against closing a case, what runs on after it, who was asked."""
    waits = waiting_to_close(one, at)
    return schemas.ClosingOut(
        hurdles=_hurdles(hurdles_to_closing(one)), runs_on=_hurdles(running_after(one)),
        request=waits.ref if waits else None, state=one.state,
    )  # fmt: skip


def _hurdles(reasons: Iterable[Reason]) -> list[schemas.HurdleOut]:
    return [schemas.HurdleOut(code=one.code, words=str(one.words)) for one in reasons]
