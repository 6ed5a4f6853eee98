"""The visibility matrix as plain rules: role × section × verb → how far, and how deep."""

from collections.abc import Iterable
from csv import DictReader
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from gugus.access.codes import FieldClass, Role, Scope, Section, Verb


@dataclass(frozen=True, slots=True)
class Right:
    """What one role may do in one section, how far it reaches and up to which class of field."""

    role: Role
    section: Section
    verbs: frozenset[Verb]
    scope: Scope
    field_class: FieldClass


@lru_cache(maxsize=1)
def matrix() -> tuple[Right, ...]:
    """The matrix that ships with the product (roles.csv), read once."""
    with (files("gugus.access") / "roles.csv").open(encoding="utf-8") as lines:
        return tuple(
            Right(
                role=Role(row["role"]),
                section=Section(row["section"]),
                verbs=frozenset(Verb(verb) for verb in row["verbs"].split()),
                scope=Scope[row["scope"].upper()],
                field_class=FieldClass[row["field_class"].upper()],
            )
            for row in DictReader(lines)
        )


def reach(roles: Iterable[str], section: str, verb: str, field_class: FieldClass = FieldClass.OPEN) -> Scope:
    """The farthest scope in which these roles allow `verb` on fields of this class in the section."""
    return max(
        (
            right.scope
            for right in matrix()
            if right.role in set(roles)
            and right.section == section
            and verb in right.verbs
            and right.field_class >= field_class
        ),
        default=Scope.NOTHING,
    )


# Which roles an administrator may hand out: everything of daily work, and no second administrator
# without the first one's own reach. Roles are rights over colleagues' work, never over another agency.
GRANTABLE = {
    Role.ADMINISTRATOR: frozenset(Role),
    Role.SUPERVISOR: frozenset({Role.INTAKE_OFFICER, Role.CASE_MANAGER, Role.LIAISON}),
}


def grantable(roles: Iterable[str]) -> frozenset[Role]:
    """The roles that somebody with these roles may give to colleagues of the same agency."""
    return frozenset().union(*(GRANTABLE.get(Role(role), frozenset()) for role in roles))
