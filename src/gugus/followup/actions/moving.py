"""The heart of every step: lock, ask, change, write a line, tell."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.directory.models import Agency
from gugus.directory.queries import offices_of
from gugus.files.models import Attachment
from gugus.followup import rules
from gugus.followup.codes import LineKind, State
from gugus.followup.models import Line, Recommendation
from gugus.kernel.telltale import points_to_a_person
from gugus.outbox.actions import announce
from gugus.taskforce.queries import stood_in_for

BECAUSE = "came through the gate"


NOT_YOURS = Reason("not_yours", _("Another agency answers for this recommendation."))


class CannotFollowUp(Cannot):
    """The recommendation cannot be recorded, changed or ended like this; all reasons at once."""


def locked(one: Recommendation, *, seen: int | None = None) -> Recommendation:
    """The recommendation, locked for this transaction; Stale when somebody changed it since version `seen`.

    Only whom it concerns can lock it (row security); another member hears CannotFollowUp.
    """
    rows = Recommendation.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "owner", "task_force").filter(pk=one.pk).first()
    if fresh is None:
        raise CannotFollowUp([NOT_YOURS])
    check_version(fresh, seen)
    return fresh


def must_run(one: Recommendation) -> None:
    """Refuse a step after the end."""
    if one.state not in rules.RUNNING:
        raise CannotFollowUp([Reason("has_ended", _("This recommendation has ended already."))])


def moved(one: Recommendation, to: State, *, by: str, seen: int | None) -> Recommendation:
    """Lock, ask the rules, set the state (not saved). Two at once: one moves, the other hears CannotFollowUp."""
    fresh = locked(one, seen=seen)
    if not rules.may_move(fresh.state, to, by):
        sentence = _("The recommendation has already moved to another state.")
        raise CannotFollowUp([Reason("not_from_here", sentence)])
    fresh.state = to
    return fresh


def kept(one: Recommendation, **values) -> Recommendation:
    """Save these values and let everybody's open forms notice."""
    for name, value in values.items():
        setattr(one, name, value)
    one.version += 1
    one.save(update_fields=[*values, "version"])
    return one


def ended(one: Recommendation, *, by: User, at: datetime, **values) -> Recommendation:
    """The end, with its day and who decided it."""
    return kept(one, state=one.state, closed_on=timezone.localdate(at), closed_by=by, **values)


def write_line(
    one: Recommendation, kind: LineKind, *, by: User | None, at: datetime, words: str = "", **also
) -> Line:
    """One line of the way; `also` are columns of it."""
    line = Line(
        recommendation=one, task_force_id=one.task_force_id, kind=kind, agency_id=by.agency_id if by else None,
        by=by, at=at, words=words.strip() or None, **also,
    )  # fmt: skip
    line.save(force_insert=True)
    return line


def told(
    verb: str, one: Recommendation, *, by: User | None, at: datetime, code: str = "", changes=None, **facts
) -> Recommendation:
    """Into the trail, and to whoever waits."""
    record(verb, about=one, within=one.task_force, by=by, at=at, reason=code, changes=changes)
    announce(verb, about=one, at=at, by=str(by.pk) if by else "", **facts)
    return one


def owns(one: Recommendation, agency_id, on: date) -> bool:
    """Does an agency answer for a recommendation on a day: itself, or as the successor of the office that did?"""
    return one.owner_id in offices_of(agency_id, on)


def answers(one: Recommendation, agency_id, on: date) -> bool:
    """Does it say how far it is: who owns it, or the secretariat for an agency that has no account here?"""
    return owns(one, agency_id, on) or stood_in_for(one.task_force, one.owner, agency_id, on)


def about_nobody(**texts: str) -> list[Reason]:
    """A reason for each text that points to a person; the room of a task force names nobody."""
    sentence = _(
        "This seems to point to a person (a number, a name, a file). Leave that out: nobody is named here."
    )
    return [
        Reason("points_to_a_person", sentence, name)
        for name, text in texts.items()
        if points_to_a_person(text)
    ]


def must_be_evidence(one: Recommendation, evidence: Attachment | None) -> None:
    """A file is evidence of the recommendation that it lies with."""
    if evidence is not None and evidence.within_id != one.pk:
        sentence = _("This file belongs to something else.")
        raise CannotFollowUp([Reason("not_its_file", sentence, "evidence")])


def has_evidence(one: Recommendation) -> bool:
    """Does a file lie with it that shows something and was not taken back?"""
    return one.lines.filter(evidence__isnull=False, evidence__removed_at=None).exists()


def outsiders(one_force, agencies: Iterable[Agency], members: Iterable[Agency], field: str) -> list[Reason]:
    """A reason for each agency that does not sit in the task force."""
    inside = {agency.pk for agency in members}
    sentence = _("%(agency)s is no member of the task force.")
    return [
        Reason("no_member", sentence % {"agency": agency.name}, field)
        for agency in agencies
        if agency.pk not in inside
    ]
