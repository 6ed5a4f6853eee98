"""Is somebody under seal, and for whom."""

from gugus.access.viewer import Viewer
from gugus.people.models import Identity, Person, Seal


def seal_of(person: Person) -> Seal | None:
    """The seal that holds now, for a person who came through the gate; row security shows it to the agency only."""
    rows = Seal.objects.unscoped(because="the person came through the gate")
    return rows.filter(person=person, lifted_at=None).select_related("by", "data_key").first()


def is_closed_to(viewer: Viewer, person: Person) -> bool:
    """Is the person under seal, and the viewer neither named nor let in at this moment?"""
    if not person.is_sealed or Identity.objects.visible_to(viewer).filter(pk=person.pk).exists():
        return False
    held = seal_of(person)
    return held is None or viewer.user_id not in held.named
