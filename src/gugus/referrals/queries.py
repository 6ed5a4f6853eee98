"""Which referrals there are: in-tray, outgoing, of a case; whom one can ask; what is late."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gugus.access.codes import Scope, Section, Verb
from gugus.access.policies import live_grants
from gugus.access.viewer import Viewer
from gugus.cases.models import Case, Party
from gugus.cases.queries import cases_for, live_parties
from gugus.directory.models import Agency
from gugus.directory.queries import receivers
from gugus.law.lists import root
from gugus.people.models import Person
from gugus.referrals import rules
from gugus.referrals.codes import State, Tab
from gugus.referrals.models import Move, Referral

RUNNING = (State.ACCEPTED, State.IN_SERVICE, State.FEEDBACK)


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
    rows = referrals_for(viewer).filter(_conditions(viewer)[Tab(tab)]).select_related("agency", "to_agency")
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


def opens_now(viewer: Viewer, referral: Referral, at: datetime) -> bool:
    """Does this referral open the case to the viewer's agency at this moment? Always false for the sender."""
    if viewer.agency_id != referral.to_agency_id or referral.state in {State.DRAFT, State.SENT}:
        return False
    rows = live_grants("case", referral.case_id, at)
    return rows.filter(agency_id=viewer.agency_id, because_id=referral.pk).exists()


def moves_of(referral: Referral) -> list[Move]:
    """Every step, the newest first, for a referral that came through its gate."""
    return list(referral.moves.select_related("by", "by__agency").order_by("-at", "-pk"))


def last_move(referral: Referral) -> Move | None:
    """The newest step: what a late colleague is told."""
    return referral.moves.select_related("by", "by__agency").order_by("-at", "-pk").first()


def of_case(viewer: Viewer, case: Case) -> list[Referral]:
    """Referrals of a case from its page: all for the owner, one's own for a receiver. Open ones first."""
    rows = referrals_for(viewer).filter(case=case).select_related("agency", "to_agency", "person")
    found = list(rows.order_by("-written_at"))
    return sorted(found, key=lambda one: one.state in rules.ENDED)


def referable(case: Case) -> list[Party]:
    """Who can be referred from a case: survivors first, then witnesses and family; never the accused."""
    parties = [party for party in live_parties(case) if party.role != "accused"]
    return sorted(parties, key=lambda party: party.role != "survivor")


def agencies_for(service: str, on: date, *, but_not: UUID) -> list[Agency]:
    """Agencies that give a service or its official parent, today; all that take referrals when none says so."""
    everybody = receivers(on).exclude(pk=but_not)
    if not service:
        return list(everybody)
    named = {service, root("services", service).code}
    fitting = [one for one in everybody if named & set(one.services)]
    return fitting or list(everybody)


def overdue(at: datetime) -> QuerySet[Referral]:
    """Unanswered and past their clock, everywhere. Worker only."""
    rows = Referral.objects.unscoped(because="the worker's minute job")
    return rows.filter(state=State.SENT, answer_due_at__lte=at).order_by("answer_due_at")
