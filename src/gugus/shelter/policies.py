"""What a viewer sees of a stay and of a house and may do with it. Page, print and API ask the same object."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from gugus.access.codes import FieldClass, Scope, Section, Verb
from gugus.access.policies import Refusal, Standing, refusal
from gugus.access.viewer import Viewer
from gugus.cases.models import Case
from gugus.cases.policies import standing_to as case_standing
from gugus.shelter import rules
from gugus.shelter.models import House, Stay

# Whoever works in the house works on everybody who sleeps there: no teams, as with a file that was shared.
IN_THE_HOUSE = Standing(Scope.SHARED, frozenset({Section.CARE}))
NOWHERE = Standing(Scope.NOTHING)


@dataclass(frozen=True)
class HouseSight:
    """How one viewer stands to one house of the own agency."""

    viewer: Viewer
    house: House

    def refusal(self, verb: Verb, field_class: FieldClass = FieldClass.SENSITIVE) -> Refusal | None:
        """Why not, or None."""
        return refusal(
            self.viewer, verb, Section.CARE, standing_to_house(self.viewer, self.house), field_class
        )

    @cached_property
    def may_write(self) -> bool:
        """May the viewer propose, admit, count the night, write notes?"""
        return self.refusal(Verb.WRITE) is None

    @cached_property
    def may_decide(self) -> bool:
        """The head and the deputy of the house decide; so does whoever decides on care for the whole agency."""
        if not self.may_write:
            return False
        heads = {self.house.head_id, self.house.deputy_id}
        return self.viewer.self_id in heads or self.viewer.reach(Section.CARE, Verb.DECIDE) >= Scope.AGENCY

    @cached_property
    def may_keep(self) -> bool:
        """May the viewer furnish the house and write its address: whoever keeps the agency's services."""
        return self.may_write and self.viewer.has(Section.PROVIDER, Verb.WRITE)


def standing_to_house(viewer: Viewer, house: House) -> Standing:
    """Only the house's own agency works in it."""
    return IN_THE_HOUSE if viewer.is_known and viewer.agency_id == house.agency_id else NOWHERE


@dataclass(frozen=True)
class Sight:
    """How one viewer sees one stay: from within the house, or from the agency of the case (state and dates)."""

    viewer: Viewer
    stay: Stay
    stands: Standing

    def refusal(self, verb: Verb, field_class: FieldClass = FieldClass.SENSITIVE) -> Refusal | None:
        """Why not, or None."""
        return refusal(self.viewer, verb, Section.CARE, self.stands, field_class)

    @cached_property
    def is_house(self) -> bool:
        """Does the viewer's agency keep the house?"""
        return self.stay.agency_id == self.viewer.agency_id

    @cached_property
    def house(self) -> HouseSight:
        """The same viewer before the house."""
        return HouseSight(self.viewer, self.stay.house)

    @property
    def may_write(self) -> bool:
        return self.is_house and self.house.may_write

    @property
    def may_decide(self) -> bool:
        return self.is_house and self.house.may_decide

    @property
    def next_steps(self) -> tuple[str, ...]:
        """What the viewer can do now, as far as the state goes."""
        return rules.NEXT.get(self.stay.state, ()) if self.may_write else ()


def standing_to(viewer: Viewer, stay: Stay, case: Case | None, at: datetime) -> Standing:
    """From within the house; else as to the case, if the viewer's agency answers for it."""
    if not viewer.is_known:
        return NOWHERE
    if stay.agency_id == viewer.agency_id:
        return IN_THE_HOUSE
    if stay.sender_id != viewer.agency_id or case is None:
        return NOWHERE
    return case_standing(viewer, case, at)
