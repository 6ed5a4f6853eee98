"""Which conferences there are, who is on a case, and what is open to whom."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from gugus.access.codes import Scope, Section, Verb
from gugus.access.policies import live_grants
from gugus.access.viewer import Viewer
from gugus.cases.models import Case
from gugus.cases.queries import cases_for
from gugus.conferences import rules
from gugus.conferences.codes import ITEM_SECTIONS, Answer, State, Tab
from gugus.conferences.models import Conference, Decision, Invitation, Item
from gugus.directory.models import Agency


def conferences_for(viewer: Viewer) -> QuerySet[Conference]:
    """Everything within reach: of one's own cases, or to which one's agency is invited."""
    rows = Conference.objects.visible_to(viewer)
    reach = viewer.reach(Section.CONFERENCE, Verb.SEE)
    if reach == Scope.NOTHING:
        return rows.none().admitted("no right in conferences")
    if reach >= Scope.AGENCY:
        return rows
    own = Q(agency_id=viewer.agency_id)
    return rows.filter(~own | Q(case__in=cases_for(viewer).values("pk")))


def listed(viewer: Viewer, tab: str, at: datetime) -> QuerySet[Conference]:
    """One tab; what comes first stands first."""
    rows = conferences_for(viewer).select_related("agency", "chair")
    mine = Invitation.objects.unscoped(because="row security shows one's own and one's guests")
    mine = mine.filter(agency_id=viewer.agency_id)
    if tab == Tab.ANSWER:
        waiting = mine.filter(answer=Answer.WAITING).exclude(host_id=viewer.agency_id)
        return rows.filter(state=State.PLANNED, pk__in=waiting.values("conference")).order_by("starts_at")
    if tab == Tab.MINUTES:
        silent = mine.filter(came=True, agreed_at=None, objected=False)
        own = Q(agency_id=viewer.agency_id, state__in=[State.RUNNING, State.MINUTED])
        return rows.filter(own | Q(state=State.MINUTED, pk__in=silent.values("conference"))).order_by(
            "starts_at"
        )
    if tab == Tab.FOLLOW_UP:
        return rows.filter(state=State.APPROVED, pk__in=_with_work(viewer)).order_by("starts_at")
    if tab == Tab.PAST:
        return rows.filter(state__in=[State.APPROVED, *rules.ENDED]).order_by("-starts_at")
    return rows.filter(state__in=[State.DRAFT, State.PLANNED]).order_by("starts_at")


def _with_work(viewer: Viewer) -> QuerySet:
    """Conferences of which a decision waits: for my agency, or of mine for anybody."""
    rows = Decision.objects.unscoped(because="row security shows what the viewer may read")
    ours = Q(to_agency_id=viewer.agency_id) | Q(item__host_id=viewer.agency_id)
    return rows.filter(ours, to_agency__isnull=False, done_at=None).values("item__conference")


def on_case(case: Case, at: datetime) -> list[Agency]:
    """The other agencies that work on a case now: those to whom any part of it is open. By name."""
    ids = set(live_grants("case", case.pk, at).values_list("agency_id", flat=True)) - {case.agency_id}
    return list(Agency.objects.filter(pk__in=ids).order_by("name"))


def open_parts(case_id: UUID, at: datetime) -> dict[UUID, dict[str, object]]:
    """Agency → section → the grant that opens it longest, for sections an item may lie on. One query."""
    found: dict[UUID, dict[str, object]] = {}
    for grant in live_grants("case", case_id, at):
        for section in grant.sections:
            if section in ITEM_SECTIONS:
                held = found.setdefault(grant.agency_id, {}).get(section)
                if held is None or _longer(grant, held):
                    found[grant.agency_id][section] = grant
    return found


def _longer(one, other) -> bool:
    return other.until_at is not None and (one.until_at is None or one.until_at > other.until_at)


def items_of(conference: Conference) -> list[Item]:
    """What the database lets this agency read of the agenda, with decisions. Two queries."""
    rows = Item.objects.unscoped(because="came through the gate; row security asks the section")
    decided = Decision.objects.unscoped(because="same").select_related("to_agency", "done_by", "data_key")
    items = list(rows.filter(conference=conference).select_related("data_key"))
    by_item: dict[UUID, list[Decision]] = {}
    for one in decided.filter(item__in=[item.pk for item in items]):
        by_item.setdefault(one.item_id, []).append(one)
    for item in items:
        item.decided = by_item.get(item.pk, [])
    return items


def invitations_of(conference: Conference) -> list[Invitation]:
    """All for the agency that holds it, one's own for a guest. One query."""
    rows = Invitation.objects.unscoped(because="came through the gate; row security shows guests their own")
    return list(rows.filter(conference=conference).select_related("agency", "data_key", "answered_by"))


def of_case(viewer: Viewer, case: Case) -> list[Conference]:
    """Conferences about a case that came through its gate, the newest first."""
    rows = Conference.objects.visible_to(viewer).filter(case=case).select_related("chair", "agency")
    return list(rows.order_by("-starts_at"))


def case_ref(viewer: Viewer, conference: Conference) -> str:
    """The case's reference if the viewer may know it now, else ""."""
    return cases_for(viewer).filter(pk=conference.case_id).values_list("ref", flat=True).first() or ""


def at_the_same_time(users: Iterable[UUID], conference: Conference) -> list[Conference]:
    """Other conferences that these people chair or write at an hour that touches this one's."""
    rows = Conference.objects.unscoped(because="row security shows those of one's own agency")
    rows = rows.filter(state=State.PLANNED).filter(Q(chair__in=users) | Q(writer__in=users))
    span = (conference.starts_at, conference.minutes)
    near = rows.exclude(pk=conference.pk).filter(starts_at__date=conference.starts_at.date())
    return [one for one in near if rules.overlap(span, (one.starts_at, one.minutes))]
