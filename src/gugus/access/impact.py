"""The dry run of a version: who gains, who loses, what stands against it. It changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gugus.access import rules, wording
from gugus.access.codes import FieldClass, Scope, Section, Verb, VersionState
from gugus.access.matrix import AGENCY, Change, Matrix, covers, differences
from gugus.access.models import MatrixVersion, User
from gugus.access.queries import OPEN_TO_ALL, counting, holders_of, holdings, hosts, matrix_of
from gugus.base.refusals import Reason


@dataclass
class Concerned:
    """What changes for one colleague of the reader's agency."""

    user: User
    gains: list[Change] = field(default_factory=list)
    loses: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class Impact:
    """What a version would change. Names only of the reader's own agency; of others the numbers."""

    changes: list[Change]
    colleagues: list[Concerned]
    elsewhere_gain: int
    elsewhere_lose: int
    counts: dict[str, int]
    refusals: list[Reason]

    @cached_property
    def widens(self) -> bool:
        return any(change.widens for change in self.changes)


def beyond(overlay: Matrix) -> list[Reason]:
    """An agency's own version may only narrow; each role that reaches further is named."""
    base = matrix_of(_pk(counting(None)))
    wider = {
        grain[0]
        for grain, depths in overlay.grains.items()
        if not covers(base.grains.get(grain, frozenset()), depths)
    }
    if not wider:
        return []
    names = ", ".join(wording.subject(role) for role in sorted(wider))
    words = _("This reaches further than the installation allows: %(names)s.") % {"names": names}
    return [Reason("beyond_reach", words, "file")]


def impact_of(version: MatrixVersion, *, by: User, at: datetime, agreed: bool = False) -> Impact:
    """Everything the version would change, and everything that stands against `by` applying it now.

    `agreed` says that `by` is the second person, who found it in the queue of requests.
    """
    today = timezone.localdate(at)
    steps = _Steps(version)
    people, numbers, elsewhere = _concerned(steps, by.agency_id, today)
    refusals = [
        *_order(version),
        *_reach(version, by),
        *_two(version, steps.changes, by, today, agreed=agreed),
    ]
    refusals += _nobody_left(steps, today)
    return Impact(
        changes=steps.changes,
        colleagues=people,
        elsewhere_gain=elsewhere[0],
        elsewhere_lose=elsewhere[1],
        counts=numbers,
        refusals=refusals,
    )


class _Steps:
    """Before and after, for the installation and for each agency with a version of its own."""

    def __init__(self, version: MatrixVersion):
        self.agency_id = version.agency_id
        self.new = matrix_of(version.pk)
        self.base = matrix_of(_pk(counting(None)))
        rows = MatrixVersion.objects.unscoped(because=OPEN_TO_ALL).filter(state=VersionState.APPLIED)
        self.own: dict[UUID, UUID] = dict(rows.exclude(agency=None).values_list("agency_id", "pk"))
        self._seen: dict[UUID | None, list[Change]] = {}
        self.changes = self.for_agency(version.agency_id)

    def both(self, agency_id: UUID | None) -> tuple[Matrix, Matrix]:
        """What counts for an agency before and after."""
        own = self.own.get(agency_id) if agency_id else None
        before = self.base.narrowed_by(matrix_of(own)) if own else self.base
        if self.agency_id is None:
            return before, self.new.narrowed_by(matrix_of(own)) if own else self.new
        return before, self.base.narrowed_by(self.new) if agency_id == self.agency_id else before

    def for_agency(self, agency_id: UUID | None) -> list[Change]:
        """The changes for an agency; agencies without a version of their own share one answer."""
        special = agency_id in self.own or agency_id == self.agency_id
        key = agency_id if special else None
        if key not in self._seen:
            self._seen[key] = differences(*self.both(key))
        return self._seen[key]


def _concerned(steps: _Steps, reader: UUID, today) -> tuple[list[Concerned], dict[str, int], tuple[int, int]]:
    mine: dict[UUID, Concerned] = {}
    others: tuple[set, set] = (set(), set())
    touched: dict[str, set] = {}
    for user, role, agency_id in holdings(steps.agency_id, today):
        hits = [
            one
            for one in steps.for_agency(agency_id)
            if one.subject == role or one.subject == AGENCY + user.agency.kind
        ]
        for change in hits:
            touched.setdefault(change.subject, set()).add(user.pk)
            if agency_id == reader:
                about = mine.setdefault(user.pk, Concerned(user))
                _add(about, change)
            else:
                others[0 if change.widens else 1].add(user.pk)
    numbers = {subject: len(people) for subject, people in touched.items()}
    return list(mine.values()), numbers, (len(others[0]), len(others[1]))


def _add(about: Concerned, change: Change) -> None:
    if change.widens and change not in about.gains:
        about.gains.append(change)
    if change.narrows and change not in about.loses:
        about.loses.append(change)


def _order(version: MatrixVersion) -> Iterable[Reason]:
    if version.state != VersionState.DRAFT:
        yield Reason("not_a_draft", _("This version was applied already. Go back to it with a new one."))
    elif version.based_on_id != _pk(counting(version.agency_id)):
        yield Reason(
            "changed_meanwhile", _("Another version counts since this one was written. Compare again.")
        )


def _reach(version: MatrixVersion, by: User) -> Iterable[Reason]:
    if version.agency_id is None and not hosts(by.agency_id):
        yield Reason(
            "beyond_reach", _("Only the agency that hosts the installation changes the matrix of all.")
        )
    elif version.agency_id is not None and version.agency_id != by.agency_id:
        yield Reason("beyond_reach", _("You narrow roles for your own agency only."))


def _two(version: MatrixVersion, changes: list[Change], by: User, today, *, agreed: bool) -> Iterable[Reason]:
    """Narrowing needs the right to write; widening a second person with the right to approve, who gains nothing."""
    roles = set(by.assignments.valid_on(today).values_list("role", flat=True))
    counts = matrix_of(_pk(counting(None)))
    widening = [change for change in changes if change.widens]
    verb = Verb.APPROVE if widening and agreed else Verb.WRITE
    if counts.reach(roles, Section.USERS, verb, FieldClass.OPEN) < Scope.AGENCY:
        yield Reason("no_right", _("Your role does not include this step."))
    if widening and (not agreed or version.made_by_id == by.pk):
        yield Reason("second_person", _("This widens rights: a second person must agree to it."))
    if any(change.subject in roles for change in widening):
        yield Reason("own_rights", _("This would widen your own rights. Somebody else decides."))


def _nobody_left(steps: _Steps, today) -> Iterable[Reason]:
    """Would an agency that can give roles today be unable to tomorrow?"""
    before, after = steps.both(steps.agency_id)
    if rules.grants_roles(before) and not rules.grants_roles(after):
        yield Reason("nobody_grants", _("Nobody could give roles any more."))
    held = {role: holders_of(role, today).keys() for role in rules.GRANTABLE}
    offices = set().union(*held.values())
    left = 0
    for office in offices if steps.agency_id is None else offices & {steps.agency_id}:
        old, new = (rules.grants_roles(one) for one in steps.both(office))
        here = {role for role, where in held.items() if office in where}
        left += bool(here & old) and not here & new
    if left:
        words = ngettext(
            "The last administrator of %(count)d agency would lose the right to give roles.",
            "The last administrators of %(count)d agencies would lose the right to give roles.",
            left,
        )
        yield Reason("last_administrator", words % {"count": left})


def _pk(version: MatrixVersion | None) -> UUID | None:
    return version.pk if version else None
