"""What roles may do (by the matrix that counts), what may be given to whom, what may be lent."""

from collections.abc import Collection, Iterable
from contextvars import ContextVar
from functools import lru_cache
from importlib.resources import files

from gugus.access.codes import FieldClass, Role, Scope, Section, Verb
from gugus.access.matrix import Matrix, read


@lru_cache(maxsize=1)
def shipped() -> Matrix:
    """The matrix that ships with the product (roles.csv), version 0; read once."""
    return read((files("gugus.access") / "roles.csv").read_text(encoding="utf-8"))


_counting: ContextVar[Matrix | None] = ContextVar("gugus_matrix", default=None)


def count_by(matrix: Matrix | None) -> None:
    """From now on, in this thread, the installation's matrix is this one (None: the shipped one).

    Said with every viewer, so that a request never counts by the matrix of an earlier one.
    """
    _counting.set(matrix)


def matrix() -> Matrix:
    """The installation's matrix that counts now."""
    return _counting.get() or shipped()


def reach(roles: Iterable[str], section: str, verb: str, field_class: FieldClass = FieldClass.OPEN) -> Scope:
    """The farthest scope in which these roles allow `verb` on fields of this class in the section."""
    return matrix().reach(roles, section, verb, field_class)


# Which roles somebody may hand out; a rail in the code, because a matrix that could widen it would widen itself.
GRANTABLE = {
    Role.ADMINISTRATOR: frozenset(Role),
    Role.SUPERVISOR: frozenset({Role.INTAKE_OFFICER, Role.CASE_MANAGER, Role.LIAISON}),
}


def grantable(roles: Iterable[str]) -> frozenset[Role]:
    """The roles that somebody with these roles may give to colleagues of the same agency."""
    return frozenset().union(*(GRANTABLE.get(Role(role), frozenset()) for role in roles))


# What is never given to one person beside a role, and never lent: whoever guards, guards in person.
NEVER_SINGLE = frozenset({Section.USERS, Section.LAW, Section.PRIVACY, Section.TRAIL})
NEVER_LENT = frozenset({Role.ADMINISTRATOR, Role.DATA_PROTECTION, Role.AUDITOR})
NEVER_LENT_VERBS = frozenset({Verb.APPROVE, Verb.BREAK_GLASS, Verb.DELETE})
FARTHEST_SINGLE = Scope.AGENCY


def may_give_single(
    giver: Matrix, roles: Iterable[str], *, section: str, verbs: Collection[str], scope: Scope, depth: FieldClass
) -> bool:  # fmt: skip
    """May somebody with these roles give one person this right? Only what a role they may give includes already."""
    if section in NEVER_SINGLE or not verbs or NEVER_LENT_VERBS & set(verbs) or scope > FARTHEST_SINGLE:
        return False
    given = grantable(roles)
    return scope > Scope.NOTHING and all(giver.reach(given, section, verb, depth) >= scope for verb in verbs)


def lendable(roles: Iterable[str]) -> frozenset[str]:
    """The roles that somebody who goes on leave may lend."""
    return frozenset(roles) - NEVER_LENT


def grants_roles(counting: Matrix) -> frozenset[str]:
    """The roles whose holders can still give roles: by the matrix and by the rail."""
    return frozenset(
        role for role in GRANTABLE
        if grantable([role]) >= frozenset(Role)
        and counting.reach([role], Section.USERS, Verb.WRITE, FieldClass.OPEN) >= Scope.AGENCY
    )  # fmt: skip


def last_holder(holders: Collection, leaving) -> bool:
    """Would nobody be left of these (active holders of a role without an end day) once `leaving` is gone?"""
    return leaving in holders and set(holders) <= {leaving}
