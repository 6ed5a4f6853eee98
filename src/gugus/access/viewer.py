"""The person at the keyboard, as every gate and list sees them."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from gugus.access.codes import FieldClass, Scope
from gugus.access.models import User
from gugus.access.rules import reach


@dataclass(frozen=True)
class Viewer:
    """Who asks: a user with the roles of today, or nobody. API keys may narrow sections and forbid writing."""

    user: User | None = None
    agency_id: UUID | None = None
    roles: frozenset[str] = frozenset()
    only_sections: frozenset[str] = field(default=frozenset())
    read_only: bool = False
    by_key: bool = False

    @property
    def is_known(self) -> bool:
        return self.user is not None

    @property
    def user_id(self) -> UUID | None:
        return self.user.pk if self.user else None

    def reach(self, section: str, verb: str, field_class: FieldClass = FieldClass.OPEN) -> Scope:
        """How far this viewer's right goes; NOTHING when there is none."""
        if self.only_sections and section not in self.only_sections:
            return Scope.NOTHING
        if self.read_only and verb not in {"see", "see_trail"}:
            return Scope.NOTHING
        return reach(self.roles, section, verb, field_class)

    def has(self, section: str, verb: str) -> bool:
        """May this viewer do this to anything at all? For navigation and doors, never for a record."""
        return self.reach(section, verb) > Scope.NOTHING

    def narrowed_to(self, *, sections: frozenset[str], read_only: bool) -> "Viewer":
        """The same viewer through an API key: fewer sections, perhaps no writing."""
        if not self.is_known:
            return self
        return replace(self, only_sections=sections, read_only=read_only, by_key=True)


NOBODY = Viewer()


def viewer_of(user: User | None, on: date) -> Viewer:
    """The viewer a signed-in user is on a day. Inactive users are nobody."""
    if user is None or not getattr(user, "is_authenticated", False) or not user.is_active:
        return NOBODY
    roles = frozenset(user.assignments.valid_on(on).values_list("role", flat=True))
    return Viewer(user=user, agency_id=user.agency_id, roles=roles)
