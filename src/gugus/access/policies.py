"""May this viewer do this to this record, and if not, why not. Every door asks here."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import FieldClass, Scope, Section, Verb
from gugus.access.models import Grant
from gugus.access.viewer import Viewer
from gugus.audit import circumstances


@dataclass(frozen=True, slots=True)
class Standing:
    """How a viewer stands to a record: the nearest scope, and the sections opened by grants.

    `opened` are sections that emergency access opened to this person: for reading only. `ceilings` are sections that
    only a sharing agreement opened, with the class of fields at which it stops: for reading only.
    """

    scope: Scope
    sections: frozenset[str] = frozenset()
    forgotten: bool = False  # the record was made anonymous: it can be read, and nothing else
    opened: frozenset[str] = frozenset()
    ceilings: tuple[tuple[str, int], ...] = ()

    def ceiling(self, section: str) -> int | None:
        """How deep a sharing agreement lets the viewer read a section; None where no ceiling holds."""
        return next((depth for part, depth in self.ceilings if part == section), None)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, as a code and as a sentence that gives nothing away about the record."""

    code: str
    words: str

    def __str__(self) -> str:
        return str(self.words)


NO_RIGHT = Refusal("no_right", _("Your role does not include this step."))
NOT_FRESH = Refusal(
    "sign_in_again", _("Confirm on a page first that it is you: this step protects many people.")
)
OUT_OF_REACH = Refusal("out_of_reach", _("This step belongs to the people who handle this file."))
FORGOTTEN = Refusal("forgotten", _("This record was made anonymous. It can be read, and nothing else."))
READING = frozenset({Verb.SEE, Verb.SEE_TRAIL, Verb.EXPORT})
SECTION_CLOSED = Refusal("section_closed", _("This part of the file was not shared with your agency."))
BEYOND_AGREEMENT = Refusal("beyond_agreement", _("The sharing agreement does not reach this far."))
LOOKING = frozenset({Verb.SEE, Verb.UNMASK})


def live_grants(kind: str, record_id, at: datetime):
    """Grants of a record to agencies that are in force at a moment."""
    rows = Grant.objects.unscoped(because="row-level security shows only one's own and given grants")
    rows = rows.filter(user=None)
    return rows.filter(record_kind=kind, record_id=record_id, ended_at=None, from_at__lte=at).filter(
        Q(until_at=None) | Q(until_at__gt=at)
    )


def standing(
    viewer: Viewer, *, kind: str, record, at: datetime, mine: bool = False, team: bool = False
) -> Standing:
    """Find how the viewer stands to a record of an agency. `mine`/`team` are told by the record's context."""
    if not viewer.is_known:
        return Standing(Scope.NOTHING)
    forgotten = getattr(record, "forgotten_at", None) is not None
    if record.agency_id == viewer.agency_id:
        near = Scope.MINE if mine else Scope.TEAM if team else None
        opened = frozenset() if near else _opened(viewer, kind, record, at)
        return Standing(near or Scope.AGENCY, forgotten=forgotten, opened=opened)
    sections: dict[str, int] = {}
    for grant in live_grants(kind, record.pk, at).filter(agency_id=viewer.agency_id):
        depth = FieldClass.SEALED if grant.field_class is None else grant.field_class
        for section in grant.sections:
            sections[section] = max(depth, sections.get(section, FieldClass.OPEN))
    opened = _opened(viewer, kind, record, at)
    if not sections and not opened:
        return Standing(Scope.NOTHING)
    ceilings = tuple(sorted((part, depth) for part, depth in sections.items() if depth < FieldClass.SEALED))
    return Standing(Scope.SHARED, frozenset(sections), forgotten, opened, ceilings)


def _opened(viewer: Viewer, kind: str, record, at: datetime) -> frozenset[str]:
    """Sections opened in an emergency; from here on every entry of the trail says so, and every page shows it."""
    opening = viewer.opening_of(kind, record.pk)
    if opening is None or opening.until <= at:
        return frozenset()
    circumstances.note(break_glass=opening.because)
    return opening.sections


def refusal(
    viewer: Viewer,
    verb: Verb,
    section: Section,
    stands: Standing,
    field_class: FieldClass = FieldClass.OPEN,
) -> Refusal | None:
    """The one question: scope × action × section × field class. None means yes."""
    reach = viewer.reach(section, verb, field_class)
    if reach == Scope.NOTHING:
        return NO_RIGHT
    if stands.scope == Scope.NOTHING:
        return OUT_OF_REACH
    if stands.forgotten and verb not in READING:
        return FORGOTTEN
    if section in stands.opened and verb in {Verb.SEE, Verb.UNMASK} and not viewer.is_closed(section):
        return None
    if stands.scope == Scope.SHARED:
        # Another agency's record: the section must have been opened, and the role must reach shared files.
        if section not in stands.sections or viewer.is_closed(section):
            return SECTION_CLOSED
        deepest = stands.ceiling(section)
        if deepest is not None and (field_class > deepest or verb not in LOOKING):
            return BEYOND_AGREEMENT
        return None if reach >= Scope.SHARED or reach in {Scope.MINE, Scope.TEAM} else OUT_OF_REACH
    # Own agency: a right for "mine" does not open a colleague's file.
    return None if reach >= stands.scope else OUT_OF_REACH
