"""How somebody stands to a person, for the page that explains; the gate's own answer, for both rights."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.people.gate import standing_to
from gugus.people.models import Person


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a person's facts and to who it is; None where the viewer's agency sees none."""
    person = Person.objects.visible_to(viewer).filter(ref=ref).first()
    if person is None:
        return None
    stands = {
        Section.CASE: standing_to(viewer, person, at, kind="person"),
        Section.IDENTITY: standing_to(viewer, person, at),
    }
    return Told(
        _("Person"), stands, granted=(("person", person.pk), ("identity", person.pk)), page=tuple(stands)
    )
