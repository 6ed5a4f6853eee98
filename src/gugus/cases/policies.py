"""Which parts of a case a viewer sees and may change, and if not, why not."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from gugus.access.codes import FieldClass, Scope, Section, Verb
from gugus.access.policies import Refusal, Standing, refusal, standing
from gugus.access.viewer import Viewer
from gugus.cases.codes import HER_SIDE, HER_SIDE_ALONE
from gugus.cases.models import Case

# Entries of the chronology belong to one of these sections.
ENTRY_SECTIONS = (Section.CASE, Section.CARE, Section.HEALTH, Section.JUSTICE)


def standing_to(viewer: Viewer, case: Case, at: datetime) -> Standing:
    """Mine when I manage it, team when I am on it, else my agency's or shared."""
    ours = viewer.is_known and case.agency_id == viewer.agency_id
    mine = ours and case.manager_id == viewer.self_id
    team = ours and not mine and case.team.filter(user_id=viewer.self_id, until_at=None).exists()
    return standing(viewer, kind="case", record=case, at=at, mine=mine, team=team)


@dataclass(frozen=True)
class Sight:
    """How one viewer sees one case. Every part of the page, the print and the API asks here."""

    viewer: Viewer
    case: Case
    stands: Standing

    def refusal(
        self, verb: Verb, section: Section = Section.CASE, field_class: FieldClass = FieldClass.OPEN
    ) -> Refusal | None:
        """Why not, or None."""
        return refusal(self.viewer, verb, section, self.stands, field_class)

    def may(
        self, verb: Verb, section: Section = Section.CASE, field_class: FieldClass = FieldClass.OPEN
    ) -> bool:
        """Does the matrix allow this on this case?"""
        return self.refusal(verb, section, field_class) is None

    @property
    def is_ours(self) -> bool:
        """Does the viewer's agency answer for the case?"""
        return self.stands.scope not in {Scope.SHARED, Scope.NOTHING}

    @cached_property
    def may_write(self) -> bool:
        """May the viewer change the file itself? Sharing opens it for reading only."""
        return self.is_ours and self.may(Verb.WRITE)

    @cached_property
    def may_decide(self) -> bool:
        """May the viewer close, hold, reopen?"""
        return self.is_ours and self.may(Verb.DECIDE)

    @cached_property
    def may_hand_over(self) -> bool:
        """May the viewer give the case to a colleague?"""
        return self.is_ours and self.may(Verb.HAND_OVER)

    @cached_property
    def sees_trail(self) -> bool:
        """May the viewer see who did and read what in this file?"""
        return self.is_ours and self.may(Verb.SEE_TRAIL)

    @cached_property
    def reads_notes(self) -> bool:
        """Summary, safety note and reasons are the owning agency's own words."""
        return self.is_ours and self.may(Verb.SEE, field_class=FieldClass.SENSITIVE)

    @cached_property
    def reads_warnings(self) -> bool:
        """Flags warn everybody who works on the case; bare figures of a case do not include them."""
        return self.may(Verb.SEE, field_class=FieldClass.SENSITIVE)

    @cached_property
    def is_her_side(self) -> bool:
        """Who reads of art. 18: the agency of the case, and legal aid and LPSK to whom justice was opened."""
        justice = self.may(Verb.SEE, Section.JUSTICE, FieldClass.SENSITIVE)
        return self.is_ours or (self.viewer.agency_kind in HER_SIDE and justice)

    def reads_warning(self, kind: str) -> bool:
        """May the viewer read warnings of this kind?"""
        return self.reads_warnings and (kind not in HER_SIDE_ALONE or self.is_her_side)

    @cached_property
    def sees_people(self) -> bool:
        """May the viewer see who is in the case (names stay masked)?"""
        return self.may(Verb.SEE, field_class=FieldClass.PERSONAL)

    @cached_property
    def may_unmask(self) -> bool:
        """May the viewer ask to see names, for a reason?"""
        return self.may(Verb.UNMASK, Section.IDENTITY) or (
            not self.is_ours and self.viewer.has(Section.IDENTITY, Verb.UNMASK)
        )

    @cached_property
    def sees_story(self) -> bool:
        """Incidents and routes: the owning agency, and those to whom screening or justice was opened."""
        if self.is_ours:
            return self.may(Verb.SEE, field_class=FieldClass.SENSITIVE)
        return any(
            self.may(Verb.SEE, section, FieldClass.SENSITIVE)
            for section in (Section.SCREENING, Section.JUSTICE)
        )

    @cached_property
    def entry_sections(self) -> list[Section]:
        """Sections whose chronology the viewer reads."""
        return [one for one in ENTRY_SECTIONS if self.may(Verb.SEE, one, FieldClass.SENSITIVE)]

    @cached_property
    def writable_sections(self) -> list[Section]:
        """Sections in which the viewer may add to the chronology."""
        return [one for one in self.entry_sections if self.may(Verb.WRITE, one, FieldClass.SENSITIVE)]


def sight_of(viewer: Viewer, case: Case, at: datetime) -> Sight:
    """How this viewer sees this case at a moment. At most two queries."""
    return Sight(viewer, case, standing_to(viewer, case, at))
