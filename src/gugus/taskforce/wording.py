"""A task force in words and as a chart: head, fields with lead and members, and what changed when."""

from datetime import date, datetime, time

from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gugus.base.pictures import TreeNode
from gugus.directory.codes import WorkField
from gugus.directory.models import Membership, TaskForce
from gugus.taskforce.codes import HEAD, PositionKind
from gugus.taskforce.models import LegalBasis, Position
from gugus.taskforce.queries import Seat

MOST_NAMED = 4  # so many members of a field stand in the chart
ORDER = {kind: number for number, kind in enumerate(PositionKind)}


def in_order(positions: list[Position]) -> list[Position]:
    """Positions as a decree lists them."""
    fields = list(WorkField.values)
    return sorted(
        positions,
        key=lambda one: (ORDER[one.kind], fields.index(one.field) if one.field else -1, one.valid_from),
    )


def head_of(positions: list[Position]) -> list[Position]:
    """Those above the fields."""
    return [one for one in in_order(positions) if one.kind in HEAD]


def fields_of(seats: list[Seat], positions: list[Position]) -> list[dict]:
    """The six fields: who coordinates, who leads, who takes part."""
    coordinators = {one.field: one for one in positions if one.kind == PositionKind.FIELD_LEAD}
    return [
        {
            "field": code, "label": label, "coordinator": coordinators.get(code),
            "leads": [seat for seat in seats if code in seat.leads],
            "members": [seat for seat in seats if code in seat.fields and code not in seat.leads],
        }
        for code, label in WorkField.choices
    ]  # fmt: skip


def chart_of(force: TaskForce, seats: list[Seat], positions: list[Position]) -> list[TreeNode]:
    """The chart: the next above, the head, the secretariat, each field with its lead and the number of its members."""
    nodes = []
    if force.parent is not None:
        nodes.append(TreeNode(force.parent.get_level_display(), force.parent.name, 0, "plain"))
    top = len(nodes)
    nodes.append(TreeNode(force.get_level_display(), force.name, top, "info"))
    nodes += [TreeNode(one.get_kind_display(), one.office, top + 1, "done") for one in head_of(positions)]
    for seat in seats:
        if seat.secretariat:
            nodes.append(TreeNode(pgettext("task force", "Secretariat"), seat.agency.name, top + 1, "sealed"))
    for one in fields_of(seats, positions):
        nodes.append(TreeNode(_("Field of work"), str(one["label"]), top + 1, "info"))
        if one["coordinator"]:
            nodes.append(TreeNode(_("Coordinator"), one["coordinator"].office, top + 2, "done"))
        nodes += [TreeNode(_("Leads"), seat.agency.name, top + 2, "safe") for seat in one["leads"]]
        if one["members"]:
            nodes.append(TreeNode(_("Take part"), _names(one["members"]), top + 2, "plain"))
    return nodes


def _names(seats: list[Seat]) -> str:
    """Some names and how many more; all of them stand in the table of the fields."""
    named = [seat.agency.name for seat in seats[:MOST_NAMED]]
    more = len(seats) - len(named)
    if not more:
        return ", ".join(named)
    return _("%(names)s and %(more)d more") % {"names": ", ".join(named), "more": more}


def story_of(
    memberships: list[Membership], positions: list[Position], bases: list[LegalBasis], day: date
) -> list:
    """What changed until a day, the newest first: seats, replaced agencies, positions, documents. For the timeline."""
    told = [line for line in _lines(memberships, positions, bases, day) if line[0] <= day]
    return [_dated(line) for line in sorted(told, key=lambda line: line[0], reverse=True)]


def coming_of(
    memberships: list[Membership], positions: list[Position], bases: list[LegalBasis], day: date
) -> list:
    """What is written down for a day after this one, the nearest first."""
    told = [line for line in _lines(memberships, positions, bases, day) if line[0] > day]
    return [_dated(line) for line in sorted(told, key=lambda line: line[0])]


def _dated(line: tuple) -> dict:
    on, title, kind = line
    at = datetime.combine(on, time(), get_current_timezone())
    return {"at": at, "on": on, "title": title, "kind": kind}


def _lines(
    memberships: list[Membership], positions: list[Position], bases: list[LegalBasis], day: date
) -> list:
    begins = {(row.agency_id, row.valid_from) for row in memberships}
    ends = {(row.agency_id, row.valid_to) for row in memberships}
    lines = [line for row in memberships for line in _of_seat(row, day, begins, ends)]
    for one in positions:
        lines.append((one.valid_from, f"{one.get_kind_display()}: {one.office}", "new"))
        if one.valid_to:
            lines.append((one.valid_to, _("%(position)s ended: %(office)s") % {
                "position": one.get_kind_display(), "office": one.office}, "open"))  # fmt: skip
    for one in bases:
        lines.append((one.valid_from, _("Counts from now: %(number)s") % {"number": one.number}, "info"))
        if one.valid_to:
            lines.append((one.valid_to, _("Counts no more: %(number)s") % {"number": one.number}, "open"))
    return lines


def _of_seat(row: Membership, day: date, begins: set, ends: set) -> list[tuple]:
    """The lines of one row. A seat that goes on with other fields did not end (`begins`), nor begin anew (`ends`)."""
    agency, end = row.agency, row.valid_to
    goes_on = (agency.pk, row.valid_from) in ends
    lines = [(row.valid_from, _seated(row, goes_on), "info" if goes_on else "new")]
    while agency.valid_to is not None and agency.valid_to <= day and (end is None or agency.valid_to < end):
        heir = agency.successor
        if heir is None:
            lines.append((agency.valid_to, _("%(agency)s was closed") % {"agency": agency.name}, "open"))
            return lines
        words = _("%(before)s became %(agency)s") % {"before": agency.name, "agency": heir.name}
        lines.append((agency.valid_to, words, "info"))
        agency = heir
    if end is not None and row.heir is not None:
        words = {"agency": agency.name, "heir": row.heir.name}
        lines.append((end, _("Seat ended: %(agency)s; %(heir)s took over") % words, "open"))
    elif end is not None and (agency.pk, end) not in begins:
        lines.append((end, _("Seat ended: %(agency)s") % {"agency": agency.name}, "open"))
    return lines


def _seated(row: Membership, goes_on: bool) -> str:
    if row.secretariat:
        return _("Keeps the secretariat: %(agency)s") % {"agency": row.agency.name}
    if row.leads:
        fields = ", ".join(str(WorkField(one).label) for one in row.leads)
        return _("%(agency)s leads %(fields)s") % {"agency": row.agency.name, "fields": fields}
    if goes_on:
        fields = ", ".join(str(WorkField(one).label) for one in row.fields) or "–"
        return _("%(agency)s takes part in: %(fields)s") % {"agency": row.agency.name, "fields": fields}
    return _("Member: %(agency)s") % {"agency": row.agency.name}
