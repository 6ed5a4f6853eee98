"""The rule behind each answer of the policy, in words. Yes and no come from `policies.refusal` alone."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from gugus.access import wording
from gugus.access.codes import FieldClass, Scope, Section, Verb
from gugus.access.explaining import Line, Told
from gugus.access.matrix import Matrix, written
from gugus.access.policies import Standing, refusal
from gugus.access.rules import NEVER_LENT_VERBS, matrix, shipped
from gugus.access.viewer import Viewer


def lines(viewer: Viewer, told: Told) -> list[Line]:
    """One line for section × verb × classes of fields that get the same answer by the same rule."""
    answers = list(told.lines)
    for section, stands in told.by_section.items():
        for verb in _asked_in(section):
            answers += _merged(_answers(viewer, section, verb, stands))
    return answers


def _asked_in(section: str) -> list[Verb]:
    """The verbs that any role has in a section, in their usual order."""
    known = {grain[2] for grain in (*matrix().grains, *shipped().grains) if grain[1] == section}
    return [verb for verb in Verb if verb in known]


def _answers(viewer: Viewer, section: Section, verb: Verb, stands: Standing) -> Iterator[Line]:
    for depth in FieldClass:
        refused = refusal(viewer, verb, section, stands, depth)
        rule = (
            _why_not(viewer, section, verb, stands, depth) if refused else _why(viewer, section, verb, depth)
        )
        yield Line(section, verb, str(wording.DEPTHS[depth]), refused is None, rule)


def _merged(answers: Iterator[Line]) -> list[Line]:
    kept: list[Line] = []
    for one in answers:
        last = kept[-1] if kept else None
        if last and (last.yes, last.rule) == (one.yes, one.rule):
            kept[-1] = Line(one.section, one.verb, f"{last.depth}, {one.depth}", one.yes, one.rule)
        else:
            kept.append(one)
    return kept


def _why(viewer: Viewer, section: Section, verb: Verb, depth: FieldClass) -> str:
    counts = viewer.matrix or shipped()
    reach = viewer.reach(section, verb, depth)
    for role in sorted(viewer.roles):
        if counts.reach([role], section, verb, depth) == reach:
            return _("Line of the matrix: %(row)s") % {"row": row_of(counts, role, section, verb, depth)}
    until = max(one.until for one in viewer.singles if one.section == section and verb in one.verbs)
    return _("Single right until %(day)s") % {"day": f"{until:%Y-%m-%d}"}


def _why_not(viewer: Viewer, section: Section, verb: Verb, stands: Standing, depth: FieldClass) -> str:
    reach = viewer.reach(section, verb, depth)
    if reach == Scope.NOTHING:
        return _no_right(viewer, section, verb, depth)
    if stands.scope == Scope.NOTHING:
        return _("The record belongs to others and nothing of it is open to this agency.")
    if stands.scope == Scope.SHARED and viewer.is_closed(section):
        return _ceiling(viewer, section)
    if stands.scope == Scope.SHARED and section not in stands.sections:
        return _("No grant in force opens this section to the agency.")
    if stands.scope == Scope.SHARED and (deepest := stands.ceiling(section)) is not None:
        return _("A sharing agreement opens this section for reading, and no deeper than: %(depth)s.") % {
            "depth": wording.DEPTHS[FieldClass(deepest)]
        }
    return _("The right reaches %(reach)s; this record is beyond it (%(stands)s).") % {
        "reach": wording.SCOPES[reach],
        "stands": wording.SCOPES[stands.scope],
    }


def _no_right(viewer: Viewer, section: Section, verb: Verb, depth: FieldClass) -> str:
    """Which rule takes the right away: the deputy's limits, the ceiling, the class, the own narrowing, or no role."""
    counts = viewer.matrix or shipped()
    if viewer.stands_in_for and verb in NEVER_LENT_VERBS:
        return _("This step is never lent to a deputy.")
    if viewer.is_closed(section) and counts.reach(viewer.roles, section, verb, depth) == Scope.SHARED:
        return _ceiling(viewer, section)
    if viewer.reach(section, verb) > Scope.NOTHING:
        return _("The roles of this day stop at a lower class of fields.")
    if matrix().reach(viewer.roles, section, verb, depth) > Scope.NOTHING:
        return _("The agency's own version of the matrix takes this step away.")
    return _("No role of this day includes this step.")


def _ceiling(viewer: Viewer, section: Section) -> str:
    said = {"kind": wording.subject(f"agency:{viewer.agency_kind}"), "section": wording.section(section)}
    return _("Files of others never show %(section)s to this kind of agency: %(kind)s.") % said


def row_of(counts: Matrix, role: str, section: str, verb: str, depth: FieldClass) -> str:
    """The line of the file that gives this step, as the file writes it."""
    for line in written(counts).splitlines()[1:]:
        subject, part, verbs, scope, deep = line.split(",")
        fits = (subject, part) == (role, section) and verb in verbs.split()
        if fits and FieldClass[deep.upper()] >= depth and Scope[scope.upper()] == counts.reach(
            [role], section, verb, depth
        ):  # fmt: skip
            return line
    return f"{role},{section}"
