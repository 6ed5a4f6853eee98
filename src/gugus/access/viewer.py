"""The person at the keyboard, as every gate and list sees them."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from gugus.access.codes import FieldClass, Scope
from gugus.access.matrix import Matrix
from gugus.access.models import User
from gugus.access.queries import Held, effective, held_by, matrix_of
from gugus.access.rules import NEVER_LENT_VERBS, count_by, lendable, shipped

REVIEWED = frozenset(
    {
        "report", "case", "identity", "screening", "referral", "care", "health", "justice", "repatriation",
        "reintegration", "trail", "privacy",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Single:
    """A right beside the roles, as the viewer carries it."""

    section: str
    verbs: frozenset[str]
    scope: Scope
    depth: FieldClass
    until: datetime


@dataclass(frozen=True, slots=True)
class Loan:
    """A delegation in force: who lent, and until which day."""

    id: UUID
    ref: str
    lender_id: UUID
    name: str
    until: date


@dataclass(frozen=True, slots=True)
class Opening:
    """A record that is open to this one person for hours (emergency access): sections, until when, because of what."""

    kind: str
    record_id: UUID
    sections: frozenset[str]
    until: datetime
    because: UUID


@dataclass(frozen=True)
class Viewer:
    """Who asks: a user with the roles of today, or nobody. API keys may narrow sections and forbid writing.

    Whoever stands in for a colleague on leave has that colleague's roles and files instead of the own ones while
    saying so: the two are never mixed, so nobody reaches what neither of both reaches.
    """

    user: User | None = None
    agency_id: UUID | None = None
    roles: frozenset[str] = frozenset()
    only_sections: frozenset[str] = field(default=frozenset())
    read_only: bool = False
    by_key: bool = False
    agency_kind: str = ""
    matrix: Matrix | None = field(default=None, compare=False)
    singles: tuple[Single, ...] = ()
    loans: tuple[Loan, ...] = ()
    stands_in_for: Loan | None = None
    openings: tuple[Opening, ...] = ()
    reviewing: bool = False
    on_paper: bool = (
        False  # a page that is to be printed: every name stays masked, whatever was unmasked a moment ago
    )

    @property
    def is_known(self) -> bool:
        return self.user is not None

    @property
    def user_id(self) -> UUID | None:
        return self.user.pk if self.user else None

    @property
    def self_id(self) -> UUID | None:
        """Whose files are "mine": the viewer's own, or those of the colleague the viewer stands in for."""
        return self.stands_in_for.lender_id if self.stands_in_for else self.user_id

    def reach(self, section: str, verb: str, field_class: FieldClass = FieldClass.OPEN) -> Scope:
        """How far this viewer's right goes; NOTHING when there is none."""
        if self.only_sections and section not in self.only_sections:
            return Scope.NOTHING
        if self.read_only and verb not in {"see", "see_trail"}:
            return Scope.NOTHING
        if self.stands_in_for and verb in NEVER_LENT_VERBS:
            return Scope.NOTHING
        if self.reviewing and verb != "see_trail":
            # The whole file of the own agency for reading, and nothing else (people.review).
            return Scope.AGENCY if verb == "see" and section in REVIEWED else Scope.NOTHING
        counts = self.matrix or shipped()
        scope = counts.reach(self.roles, section, verb, field_class)
        for one in self.singles:
            if one.section == section and verb in one.verbs and one.depth >= field_class:
                scope = max(scope, one.scope)
        # A right that only reaches into other agencies' files is none where this kind of agency reads none.
        return Scope.NOTHING if scope == Scope.SHARED and self.is_closed(section) else scope

    def is_closed(self, section: str) -> bool:
        """Do other agencies' files never show this section to an agency of this kind?"""
        return (self.agency_kind, section) in (self.matrix or shipped()).closed

    @property
    def may_review(self) -> bool:
        """Whoever signs off cases, or watches trail and privacy, may read whole files without names."""
        if not self.is_known or self.by_key or self.stands_in_for:
            return False
        watches = self.has("privacy", "see") and self.has("trail", "see")
        return self.reviewing or watches or self.has("case", "approve")

    def opened(self, kind: str) -> set[UUID]:
        """Records of a kind that emergency access opened to this person."""
        return {one.record_id for one in self.openings if one.kind == kind}

    def opening_of(self, kind: str, record_id: UUID) -> Opening | None:
        """The opening of one record, the longest one."""
        found = [one for one in self.openings if one.kind == kind and one.record_id == record_id]
        return max(found, key=lambda one: one.until, default=None)

    def has(self, section: str, verb: str) -> bool:
        """May this viewer do this to anything at all? For navigation and doors, never for a record."""
        return self.reach(section, verb) > Scope.NOTHING

    def narrowed_to(self, *, sections: frozenset[str], read_only: bool) -> "Viewer":
        """The same viewer through an API key: fewer sections, perhaps no writing, never for somebody else."""
        if not self.is_known:
            return self
        return replace(self, only_sections=sections, read_only=read_only, by_key=True, openings=())


NOBODY = Viewer()


def viewer_of(
    user: User | None, on: date, *, at: datetime | None = None, standing_in: UUID | None = None
) -> Viewer:
    """The viewer a signed-in user is on a day; with `standing_in` (a delegation's id) the colleague's deputy.

    Inactive users are nobody. A delegation that ended, or was never accepted, changes nothing.
    """
    if user is None or not getattr(user, "is_authenticated", False) or not user.is_active:
        return NOBODY
    at = at or timezone.now()
    held = held_by(user.pk, on, at)
    if held is None:
        return NOBODY
    count_by(matrix_of(held.installation))
    own = Viewer(
        user=user,
        agency_id=user.agency_id,
        roles=held.roles,
        agency_kind=held.agency_kind,
        matrix=effective(held.installation, held.overlay),
        singles=_singles(held),
        loans=_loans(held),
        openings=_openings(held),
    )
    loan = next((one for one in own.loans if one.id == standing_in), None)
    return _deputy(own, loan, on, at) if loan else own


def _deputy(own: Viewer, loan: Loan, on: date, at: datetime) -> Viewer:
    """The lender's roles of today without what is never lent; own roles and single rights rest meanwhile."""
    lender = held_by(loan.lender_id, on, at)
    roles = lendable(lender.roles) if lender else frozenset()
    return replace(own, roles=roles, singles=(), openings=(), stands_in_for=loan)


def _singles(held: Held) -> tuple[Single, ...]:
    return tuple(
        Single(
            one["section"], frozenset(one["verbs"]), Scope(one["scope"]), FieldClass(one["depth"]),
            datetime.fromisoformat(one["until"]),
        )
        for one in held.singles
    )  # fmt: skip


def _openings(held: Held) -> tuple[Opening, ...]:
    return tuple(
        Opening(
            one["kind"], UUID(one["record"]), frozenset(one["sections"]), datetime.fromisoformat(one["until"]),
            UUID(one["because"]),
        )
        for one in held.openings
    )  # fmt: skip


def _loans(held: Held) -> tuple[Loan, ...]:
    return tuple(
        Loan(UUID(one["id"]), one["ref"], UUID(one["lender"]), one["name"], date.fromisoformat(one["until"]))
        for one in held.lenders
    )
