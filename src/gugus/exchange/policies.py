"""Who may ask for an export with names."""

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.viewer import Viewer
from gugus.base.refusals import Reason
from gugus.exchange.lists import list_of
from gugus.exchange.wording import NO_EXPORT, NO_IDENTITY


def hurdles_to_asking(*, viewer: Viewer, facts: dict, about_id=None, at=None) -> list[Reason]:
    """Everything that speaks against it: the role exports this list and opens identities by itself."""
    listed, hurdles = list_of(facts.get("listed", "")), []
    if listed is None or not listed.can_name or not viewer.has(listed.section, Verb.EXPORT):
        hurdles.append(Reason("no_right", NO_EXPORT))
    if not viewer.reach(Section.IDENTITY, Verb.UNMASK, FieldClass.SENSITIVE):
        hurdles.append(Reason("no_identity", NO_IDENTITY))
    return hurdles
