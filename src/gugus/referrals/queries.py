"""Which referrals there are: in-tray, outgoing, of a case; whom one can ask; what is late."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gugus.access.codes import Scope, Section, Verb
from gugus.access.models import Grant
from gugus.access.viewer import Viewer
from gugus.cases.models import Case, Party
from gugus.cases.queries import cases_for, live_parties
from gugus.directory.models import Agency
from gugus.directory.queries import receivers
from gugus.law.lists import root
from gugus.people.models import Person
from gugus.people.queries import shown_names
from gugus.providers.queries import givers
from gugus.referrals import rules
from gugus.referrals.codes import State, Tab
from gugus.referrals.models import Move, Referral, Words

RUNNING = rules.RUNNING


def referrals_for(viewer: Viewer) -> QuerySet[Referral]:
    """Everything within reach: the agency's, or only one's own where the role says so."""
    rows = Referral.objects.visible_to(viewer)
    reach = viewer.reach(Section.REFERRAL, Verb.SEE)
    if reach == Scope.NOTHING:
        return rows.none().admitted("no right in referrals")
    return rows if reach >= Scope.SHARED else rows.filter(written_by_id=viewer.self_id)


def _conditions(viewer: Viewer) -> dict[str, Q]:
    ours = Q(to_agency_id=viewer.agency_id)
    return {
        Tab.WAITING: ours & Q(state=State.SENT),
        Tab.RUNNING: ours & Q(state__in=RUNNING),
        Tab.ENDED: ours & Q(state__in=rules.ENDED),
        Tab.OUTGOING: Q(agency_id=viewer.agency_id),
    }


def tray(viewer: Viewer, tab: str, *, open_only: bool = False) -> QuerySet[Referral]:
    """One tab, the most urgent first: what waits by its clock, the rest by age."""
    rows = (
        referrals_for(viewer)
        .filter(_conditions(viewer)[Tab(tab)])
        .select_related("agency", "to_agency", "batch")
    )
    if tab == Tab.WAITING:
        return rows.order_by("answer_due_at", "pk")
    if tab == Tab.RUNNING:
        return rows.order_by("answered_at", "pk")
    if tab == Tab.ENDED:
        return rows.order_by("-ended_at", "pk")
    return (rows.exclude(state__in=rules.ENDED) if open_only else rows).order_by("-written_at", "pk")


def counts(viewer: Viewer) -> dict[str, int]:
    """How many are in each tab (of the outgoing ones: still open). One query."""
    wanted = _conditions(viewer)
    wanted[Tab.OUTGOING] &= ~Q(state__in=rules.ENDED)
    return referrals_for(viewer).aggregate(**{str(name): Count("pk", filter=q) for name, q in wanted.items()})


def case_refs(viewer: Viewer, referrals: Iterable[Referral]) -> dict[UUID, str]:
    """Case references that the viewer may know, by case id. One query."""
    ids = {one.case_id for one in referrals}
    return dict(cases_for(viewer).filter(pk__in=ids).values_list("pk", "ref")) if ids else {}


def case_of(viewer: Viewer, referral: Referral) -> Case | None:
    """The case behind a referral if the viewer sees it now: the sender's people, or the receiver after acceptance."""
    return cases_for(viewer).filter(pk=referral.case_id).select_related("agency", "manager").first()


def person_of(viewer: Viewer, referral: Referral) -> Person | None:
    """The person if the viewer's agency may know of them now."""
    return Person.objects.visible_to(viewer).filter(pk=referral.person_id).first()


def names_of(viewer: Viewer, referrals: Iterable[Referral], at: datetime) -> dict[UUID, str]:
    """Names as the viewer may read them (masked unless opened), by referral; nobody whom the agency may not know."""
    rows = list(referrals)
    persons = list(Person.objects.visible_to(viewer).filter(pk__in={one.person_id for one in rows}))
    names = shown_names(viewer, persons, at) if persons else {}
    return {one.pk: names[one.person_id] for one in rows if one.person_id in names}


def open_now(viewer: Viewer, referrals: Iterable[Referral], at: datetime) -> set[UUID]:
    """Which of these open their case to the viewer's agency at this moment? Never one of its own. One query."""
    asked = [one for one in referrals if one.to_agency_id == viewer.agency_id]
    ids = [one.pk for one in asked if one.state not in {State.DRAFT, State.SENT}]
    if not ids:
        return set()
    rows = Grant.objects.unscoped(because="row-level security shows only one's own and given grants")
    live = rows.filter(
        because_kind="referral", because_id__in=ids, record_kind="case", user=None, ended_at=None
    )
    live = live.filter(Q(until_at=None) | Q(until_at__gt=at), agency_id=viewer.agency_id, from_at__lte=at)
    return set(live.values_list("because_id", flat=True))


def words_of(referrals: Iterable[Referral]) -> dict[UUID, dict[str, list[Words]]]:
    """What the database lets through of what was written, by referral and kind, the oldest first. One query."""
    ids = {one.pk: one for one in referrals}
    rows = Words.objects.unscoped(because="the referrals came through their gate; the lock opens kinds")
    found: dict[UUID, dict[str, list[Words]]] = {}
    for one in rows.filter(referral_id__in=ids).select_related("by", "agency", "data_key") if ids else ():
        found.setdefault(one.referral_id, {}).setdefault(one.kind, []).append(one)
    return found


def chain_of(viewer: Viewer, referral: Referral) -> list[Referral]:
    """The referrals of one's own that led here and followed from here, in the order in which they were written.

    Only the sender sees it: whom else it asked is no business of a receiver. One query.
    """
    if viewer.agency_id != referral.agency_id:
        return []
    rows = Referral.objects.visible_to(viewer).filter(case_id=referral.case_id, person_id=referral.person_id)
    linked = {one.pk: one for one in rows.select_related("to_agency").order_by("written_at", "pk")}
    inside, grown = {referral.pk}, True
    while grown:
        near = {one.pk for one in linked.values() if one.follows_id in inside}
        near |= {linked[pk].follows_id for pk in inside if pk in linked} - {None}
        grown = not near <= inside
        inside |= near
    return [one for one in linked.values() if one.pk in inside] if len(inside) > 1 else []


def moves_of(referral: Referral) -> list[Move]:
    """Every step, the newest first, for a referral that came through its gate."""
    return list(referral.moves.select_related("by", "by__agency", "to_agency").order_by("-at", "-pk"))


def last_move(referral: Referral) -> Move | None:
    """The newest step: what a late colleague is told."""
    return referral.moves.select_related("by", "by__agency").order_by("-at", "-pk").first()


def of_case(viewer: Viewer, case: Case) -> list[Referral]:
    """Referrals of a case from its page: all for the owner, one's own for a receiver. Open ones first."""
    rows = referrals_for(viewer).filter(case=case).select_related("agency", "to_agency", "person", "batch")
    found = list(rows.order_by("-written_at"))
    return sorted(found, key=lambda one: one.state in rules.ENDED)


def referable(case: Case) -> list[Party]:
    """Who can be referred from a case: survivors first, then witnesses and family; never the accused."""
    parties = [party for party in live_parties(case) if party.role != "accused"]
    return sorted(parties, key=lambda party: party.role != "survivor")


def agencies_for(service: str, on: date, *, but_not: UUID) -> list[Agency]:
    """Agencies that give a service or its official parent, today, by their own entry or by the directory of providers;
    all that take referrals when none says so."""
    everybody = receivers(on).exclude(pk=but_not)
    if not service:
        return list(everybody)
    named, gives = {service, root("services", service).code}, givers(service, on)
    fitting = [one for one in everybody if one.pk in gives or named & set(one.services)]
    return fitting or list(everybody)


def overdue(at: datetime) -> QuerySet[Referral]:
    """Unanswered and past their clock, everywhere. Worker only."""
    rows = Referral.objects.unscoped(because="the worker's minute job")
    return rows.filter(state=State.SENT, answer_due_at__lte=at).order_by("answer_due_at")


def stranded(on: date) -> QuerySet[Referral]:
    """Open referrals to agencies that do not exist on a day any more, everywhere. Worker only."""
    rows = Referral.objects.unscoped(because="the worker's minute job")
    gone = rows.filter(state__in=(State.SENT, *RUNNING), to_agency__valid_to__lte=on)
    return gone.select_related("to_agency__successor", "agency").order_by("pk")
