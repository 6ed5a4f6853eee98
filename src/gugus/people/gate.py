"""The only door to a person."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import Scope, Section, Verb
from gugus.access.policies import Standing, refusal
from gugus.access.viewer import Viewer
from gugus.people.models import Person


def standing_to(viewer: Viewer, person: Person, at: datetime) -> Standing:
    """One's own agency's persons count as the team's; shared ones as shared, identity included when granted."""
    if person.agency_id == viewer.agency_id:
        return Standing(Scope.TEAM)
    if viewer.agency_id in person.visible_to:
        return Standing(Scope.SHARED, frozenset({Section.IDENTITY, Section.CASE}))
    return Standing(Scope.NOTHING)


def person_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Person:
    """The person with this reference; hidden and missing look alike."""
    person = Person.objects.visible_to(viewer).filter(ref=ref).first()
    if person is None:
        raise Http404
    stands = standing_to(viewer, person, at)
    if refusal(viewer, Verb.SEE, Section.IDENTITY, stands):
        raise Http404
    if why := refusal(viewer, verb, Section.IDENTITY, stands):
        raise PermissionDenied(why)
    return person
