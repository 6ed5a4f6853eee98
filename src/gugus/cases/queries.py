"""What is, about cases."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from gugus.access.codes import FieldClass, Role, Scope, Section, Verb
from gugus.access.models import Grant, RoleAssignment, User
from gugus.access.rules import reach
from gugus.access.viewer import Viewer
from gugus.cases.models import Case, Party, TeamMember
from gugus.cases.panels import facts_about
from gugus.cases.rules import Holder, stage_of, steps_of


def cases_for(
    viewer: Viewer, *, verb: Verb = Verb.SEE, depth: FieldClass = FieldClass.OPEN
) -> QuerySet[Case]:
    """The cases in a viewer's reach: mine, my team's, my agency's, or shared with it.

    `depth` leaves out what a sharing agreement opened less deeply than that class of fields.
    """
    rows = Case.objects.visible_to(viewer)
    scope = viewer.reach(Section.CASE, verb)
    if scope == Scope.NOTHING:
        return rows.none().admitted("no right in cases")
    in_emergency = Q(pk__in=viewer.opened("case") if verb == Verb.SEE else ())
    if scope >= Scope.AGENCY:
        return rows.filter(Q(agency_id=viewer.agency_id) | Q(_opened_to(viewer, depth)) | in_emergency)
    others = ~Q(agency_id=viewer.agency_id) & Q(_opened_to(viewer, depth)) | in_emergency
    own = Q(manager_id=viewer.self_id)
    if scope >= Scope.TEAM:
        own |= Q(on_team(viewer))
    return rows.filter(own | others)


def _opened_to(viewer: Viewer, depth: FieldClass) -> Exists:
    """A condition on cases: their first section is open to the viewer's agency, not only some other one."""
    live = Grant.objects.unscoped(because="the subquery of a scoped list").filter(
        Q(until_at=None) | Q(until_at__gt=Now()), agency_id=viewer.agency_id, user=None, record_kind="case",
        record_id=OuterRef("pk"), ended_at=None, from_at__lte=Now(), sections__contains=[Section.CASE],
    )  # fmt: skip
    if depth > FieldClass.OPEN:
        live = live.filter(Q(field_class=None) | Q(field_class__gte=depth))
    return Exists(live)


def on_team(viewer: Viewer) -> Exists:
    """A condition on cases: the viewer works on it now."""
    team = TeamMember.objects.unscoped(because="the subquery of a scoped list")
    return Exists(team.filter(case=OuterRef("pk"), user_id=viewer.self_id, until_at=None))


def worked_on_by(viewer: Viewer) -> QuerySet[Case]:
    """The cases of one's own agency that the viewer manages or works on."""
    rows = Case.objects.visible_to(viewer).filter(agency_id=viewer.agency_id)
    return rows.filter(Q(manager_id=viewer.self_id) | Q(on_team(viewer)))


def colleagues(agency_id: UUID, on: date) -> QuerySet[User]:
    """Active users of an agency who may manage or work on a case on a day."""
    able = [role for role in Role if reach([role], Section.CASE, Verb.WRITE) > Scope.NOTHING]
    held = RoleAssignment.objects.valid_on(on).filter(role__in=able)
    return User.objects.filter(agency_id=agency_id, is_active=True, pk__in=held.values("user"))


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


def steps(case: Case) -> list[tuple[str, str]]:
    """The stages of the case, each done, current or still to do."""
    return steps_of(facts_about(case) | ({"closed"} if case.state in {"closed", "archived"} else set()))


def quiet_before(viewer: Viewer, at: datetime) -> QuerySet[Case]:
    """Open cases within reach whose safety check is overdue, the oldest first."""
    return cases_for(viewer).filter(state="open", safety_check_due_at__lte=at).order_by("safety_check_due_at")
