"""The gates of records whose visitors can be asked for: `trail` lies below them and asks through TRAIL_GATES."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from gugus.access.codes import Section, Verb
from gugus.access.policies import refusal
from gugus.access.viewer import Viewer
from gugus.cases.gate import case_for
from gugus.cases.models import Case
from gugus.people.gate import person_for, standing_to
from gugus.people.models import Person


def case(viewer: Viewer, ref: str, *, at: datetime) -> Case:
    """A case whose trail the viewer may see."""
    return case_for(viewer, ref, verb=Verb.SEE_TRAIL, at=at)


def person(viewer: Viewer, ref: str, *, at: datetime) -> Person:
    """A person, for whom the right to see a case's trail counts."""
    found = person_for(viewer, ref, at=at)
    stands = standing_to(viewer, found, at, kind="person")
    if why := refusal(viewer, Verb.SEE_TRAIL, Section.CASE, stands):
        raise PermissionDenied(why)
    return found
