"""The only door to a person. The facts of somebody and who they are, are two rights."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import FieldClass, Scope, Section, Verb
from gugus.access.policies import Refusal, Standing, refusal, standing
from gugus.access.viewer import Viewer
from gugus.kernel.ids import parse_ref
from gugus.people.models import Person
from gugus.people.neighbours import near


def standing_to(viewer: Viewer, person: Person, at: datetime, kind: str = "identity") -> Standing:
    """Mine when I registered the person, team when a context says so, else my agency's or shared.

    `kind` is "identity" for who somebody is, "person" for the open facts: they are opened to others apart.
    """
    own = person.agency_id == viewer.agency_id
    mine = own and viewer.self_id is not None and person.registered_by_id == viewer.self_id
    team = own and not mine and bool(near(viewer, [person.pk], at))
    return standing(viewer, kind=kind, record=person, at=at, mine=mine, team=team)


def identity_refusal(viewer: Viewer, person: Person, verb: Verb, at: datetime) -> Refusal | None:
    """Why this viewer may not do this with who the person is, or None. Names are personal fields."""
    field_class = FieldClass.OPEN if verb == Verb.SEE else FieldClass.PERSONAL
    return refusal(viewer, verb, Section.IDENTITY, standing_to(viewer, person, at), field_class)


def person_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Person:
    """The person with this code; hidden and missing look alike, a visible one may still refuse the verb.

    SEE opens the page with open facts; every other verb asks for the right in the section identity.
    """
    rows = Person.objects.visible_to(viewer).select_related("agency")
    person = rows.filter(ref=parse_ref(ref) or ref[:12]).first()
    if person is None or not may_see(viewer, person, at):
        raise Http404
    if verb != Verb.SEE and (why := identity_refusal(viewer, person, verb, at)):
        raise PermissionDenied(why)
    return person


def may_see(viewer: Viewer, person: Person, at: datetime) -> bool:
    """May the viewer open the page of a person whose row its agency sees? By either right."""
    by_case = refusal(viewer, Verb.SEE, Section.CASE, standing_to(viewer, person, at, kind="person"))
    return by_case is None or identity_refusal(viewer, person, Verb.SEE, at) is None


def within_reach(viewer: Viewer, persons: Iterable[Person], at: datetime) -> set[UUID]:
    """The persons of a list whose masked identity the viewer may see; they were already admitted by agency."""
    people = list(persons)
    reach = viewer.reach(Section.IDENTITY, Verb.SEE)
    opened = viewer.opened("identity")
    own = [person for person in people if person.agency_id == viewer.agency_id]
    shared = {person.pk for person in people} - {person.pk for person in own}
    if reach >= Scope.AGENCY:
        return shared | {person.pk for person in own}
    if reach == Scope.NOTHING:
        return set()
    mine = {person.pk for person in own if person.registered_by_id == viewer.self_id}
    if reach == Scope.MINE:
        return shared | mine | (opened & {person.pk for person in own})
    return (
        shared
        | mine
        | (opened & {person.pk for person in own})
        | near(viewer, (person.pk for person in own), at)
    )
