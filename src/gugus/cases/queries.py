"""What is, about cases."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from gugus.access.codes import Scope, Section, Verb
from gugus.access.viewer import Viewer
from gugus.cases.models import Case, Party, TeamMember
from gugus.cases.panels import facts_about
from gugus.cases.rules import Holder, stage_of


def cases_for(viewer: Viewer, *, verb: Verb = Verb.SEE) -> QuerySet[Case]:
    """The cases in a viewer's reach: mine, my team's, my agency's, or shared with it."""
    rows = Case.objects.visible_to(viewer)
    reach = viewer.reach(Section.CASE, verb)
    if reach == Scope.NOTHING:
        return rows.none().admitted("no right in cases")
    if reach >= Scope.AGENCY:
        return rows
    others = ~Q(agency_id=viewer.agency_id)  # visible and not ours: shared with us
    own = Q(manager_id=viewer.user_id)
    if reach >= Scope.TEAM:
        team = TeamMember.objects.unscoped(because="the subquery of a scoped list")
        own |= Exists(team.filter(case=OuterRef("pk"), user_id=viewer.user_id, until_at=None))
    return rows.filter(own | others)


def live_parties(case: Case) -> QuerySet[Party]:
    """Who has a role in the case now, with the person's open facts."""
    return (
        case.parties.filter(until_at=None).select_related("person", "data_key").order_by("role", "since_at")
    )


def survivors(case: Case) -> list[Party]:
    """The survivors of a case."""
    return [party for party in live_parties(case) if party.role == "survivor"]


def holders(case: Case) -> list[Holder]:
    """Live roles as the rules want them."""
    return [Holder(*pair) for pair in case.parties.filter(until_at=None).values_list("person_id", "role")]


def stage(case: Case) -> str:
    """Where the case stands, derived from what was done."""
    return stage_of(facts_about(case) | ({"closed"} if case.state in {"closed", "archived"} else set()))


def quiet_before(viewer: Viewer, at: datetime) -> QuerySet[Case]:
    """Open cases within reach whose safety check is overdue, the oldest first."""
    return cases_for(viewer).filter(state="open", safety_check_due_at__lte=at).order_by("safety_check_due_at")
