"""One case as a page, a print or the API reads it: every part once, inside what the viewer sees.

The number of queries does not depend on how many people, legs, entries or tasks a case has.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import get_language

from gugus.access.policies import live_grants
from gugus.cases import rules
from gugus.cases.codes import RecruitmentChannel
from gugus.cases.models import Case, Flag, Incident, Party, RouteLeg, TeamMember
from gugus.cases.policies import Sight
from gugus.cases.wording import label, labels
from gugus.emergency.models import Opening
from gugus.emergency.queries import open_now
from gugus.kernel.masks import HIDDEN, mask_name
from gugus.kernel.partials import Partial
from gugus.people.queries import shown_names
from gugus.places.queries import country_name
from gugus.places.queries import labels as area_labels
from gugus.tasks.models import Task
from gugus.tasks.queries import tasks_within

ROLE_ORDER = ("survivor", "family", "witness", "reporter", "accused")


@dataclass(frozen=True)
class PersonLine:
    """Somebody in the case. `name` is masked unless the viewer unmasked the person a moment ago."""

    party: Party
    name: str
    is_child: bool | None
    home: str
    relation: str

    @property
    def is_masked(self) -> bool:
        """Is the name hidden, so that a way to unmask is worth showing?"""
        return HIDDEN in self.name


@dataclass(frozen=True)
class Stop:
    """A leg of a route in words."""

    kind: str
    kind_said: str
    place: str
    by: str
    when: str


@dataclass(frozen=True)
class IncidentView:
    """An incident in words, with the stops of its route."""

    incident: Incident
    when: str
    place: str
    facts: Sequence[tuple[str, str]]
    stops: Sequence[Stop]


@dataclass(frozen=True)
class Involved:
    """Another agency that reads this case, what of it and until when."""

    name: str
    sections: Sequence[str]
    until_at: datetime | None


@dataclass(frozen=True)
class Work:
    """What is next and what is late."""

    tasks: Sequence[Task] = ()
    late: Sequence[Task] = ()
    next: Task | None = None


@dataclass(frozen=True)
class CaseView:
    """Everything of a case that does not belong to another context."""

    sight: Sight
    people: Sequence[PersonLine] = ()
    former: Sequence[PersonLine] = ()
    flags: Sequence[Flag] = ()
    resolved: Sequence[Flag] = ()
    team: Sequence[TeamMember] = ()
    involved: Sequence[Involved] = ()
    emergencies: Sequence[Opening] = ()
    work: Work = field(default_factory=Work)
    incidents: Sequence[IncidentView] = ()
    area: str = ""
    exploitation: Sequence[str] = ()

    @property
    def has_child(self) -> bool:
        """Is a survivor a child, as far as is known?"""
        return any(line.party.role == "survivor" and line.is_child for line in self.people)


def read_case(sight: Sight, at: datetime, *, on_paper: bool = False) -> CaseView:
    """Read a case for a viewer; what the viewer does not see is empty. `on_paper` masks every name."""
    case = sight.case
    parties = _parties(case) if sight.sees_people else []
    incidents = _incidents(case) if sight.sees_story else []
    flags = warnings_for(sight)
    places = area_labels(_area_codes(case, parties, incidents))
    lines = _people(sight, parties, places, at, on_paper=on_paper)
    return CaseView(
        sight=sight,
        people=[line for line in lines if line.party.until_at is None],
        former=[line for line in lines if line.party.until_at is not None],
        flags=[one for one in flags if one.resolved_at is None],
        resolved=[one for one in flags if one.resolved_at is not None],
        team=_team(case) if sight.is_ours else [],
        involved=_involved(case, at),
        emergencies=list(open_now("case", case.pk, at)) if sight.is_ours else [],
        work=_work(case, at) if sight.may_write else Work(),
        incidents=[_told(one, places) for one in incidents],
        area=places.get(case.area_code, ""),
        exploitation=labels("exploitation_forms", case.exploitation),
    )


def warnings_for(sight: Sight) -> list[Flag]:
    """The warnings on a case that the viewer may read, live and resolved; those about art. 18 for her side alone."""
    if not sight.reads_warnings:
        return []
    rows = sight.case.flags.select_related("raised_by", "resolved_by", "data_key").order_by("raised_at")
    return [one for one in rows if sight.reads_warning(one.kind)]


def people_of(sight: Sight, at: datetime) -> list[PersonLine]:
    """Who is and was in the case, for the API and for a print."""
    parties = _parties(sight.case) if sight.sees_people else []
    return _people(sight, parties, area_labels(party.person.home_area for party in parties), at)


def _parties(case: Case) -> list[Party]:
    rows = case.parties.select_related("person", "data_key").order_by("since_at", "id")
    return sorted(rows, key=lambda party: ROLE_ORDER.index(party.role))


def _people(
    sight: Sight, parties: Iterable[Party], places: dict, at: datetime, *, on_paper: bool = False
) -> list[PersonLine]:
    parties = list(parties)
    names = shown_names(sight.viewer, [party.person for party in parties], at)
    today = timezone.localdate(at)
    return [
        PersonLine(
            party=party,
            name=_masked(names[party.person_id], party) if on_paper else names[party.person_id],
            is_child=rules.is_child(party.age_at_act, party.person.birth_year, today),
            home=places.get(party.person.home_area, ""),
            relation=label("relations", party.relation),
        )
        for party in parties
    ]


def _masked(name: str, party: Party) -> str:
    return name if HIDDEN in name or name == party.person.ref else mask_name(name)


def _incidents(case: Case) -> list[Incident]:
    legs = RouteLeg.objects.unscoped(because="legs of incidents of a case from the gate").order_by("position")
    rows = case.incidents.select_related("data_key").prefetch_related(Prefetch("legs", queryset=legs))
    return sorted(rows, key=lambda one: (one.from_on or "9999", one.pk))


def _area_codes(case: Case, parties: Sequence[Party], incidents: Sequence[Incident]) -> set[str]:
    codes = {case.area_code, *(party.person.home_area for party in parties)}
    for incident in incidents:
        codes |= {incident.area_code, *(leg.area_code for leg in incident.legs.all())}
    return codes - {""}


def partial_words(text: str) -> str:
    """A partial ISO date for people: "Mei 2026"; "" where nothing is known."""
    return Partial.parse(text).words.in_language(get_language()) if text else ""


def partial_day(text: str) -> date | None:
    """The first day that a partial ISO date can mean, for drawing."""
    return Partial.parse(text).earliest if text else None


def _place(area_code: str, country: str, places: dict) -> str:
    abroad = country_name(country) if country and country != "ID" else ""
    return ", ".join(part for part in (places.get(area_code, ""), abroad) if part)


def _told(incident: Incident, places: dict) -> IncidentView:
    channel = dict(RecruitmentChannel.choices).get(incident.recruitment_channel, incident.recruitment_channel)
    ends = [partial_words(incident.from_on), partial_words(incident.to_on)]
    return IncidentView(
        incident=incident,
        when=" – ".join(end for end in ends if end),
        place=_place(incident.area_code, incident.country, places),
        facts=[
            ("modus", label("modus", incident.modus)),
            ("place_kind", label("places", incident.place_kind)),
            ("recruitment_channel", str(channel)),
        ],
        stops=[_stop(leg, places) for leg in incident.legs.all()],
    )


def _stop(leg: RouteLeg, places: dict) -> Stop:
    return Stop(
        kind={"recruitment": "origin", "return": "transit"}.get(leg.kind, leg.kind),
        kind_said=leg.get_kind_display(),
        place=_place(leg.area_code, leg.country, places),
        by=label("transports", leg.transport),
        when=partial_words(leg.on),
    )


def _team(case: Case) -> list[TeamMember]:
    return list(case.team.filter(until_at=None).select_related("user").order_by("from_at"))


def _involved(case: Case, at: datetime) -> list[Involved]:
    """Live grants; row-level security shows the owner all of them and others only their own."""
    found: dict[UUID, dict[str, Any]] = {}
    for grant in live_grants("case", case.pk, at).select_related("agency").order_by("from_at"):
        entry = found.setdefault(grant.agency_id, {"name": grant.agency.name, "sections": set(), "until": []})
        entry["sections"] |= set(grant.sections)
        entry["until"].append(grant.until_at)
    return [
        Involved(one["name"], sorted(one["sections"]), None if None in one["until"] else max(one["until"]))
        for one in found.values()
    ]


def _work(case: Case, at: datetime) -> Work:
    tasks = list(tasks_within(case))
    awake = [task for task in tasks if task.snoozed_until is None or task.snoozed_until <= at]
    late = [task for task in awake if task.due_at is not None and task.due_at < at]
    return Work(tasks=tasks, late=late, next=awake[0] if awake else None)
