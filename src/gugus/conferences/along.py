"""Conferences about a case: whoever answers for the case holds them. What was said and agreed to stays as it is."""

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from gugus.base.along import BECAUSE, Counted, Going, Moves, Went
from gugus.base.refusals import Reason
from gugus.conferences import rules
from gugus.conferences.codes import State
from gugus.conferences.models import Conference, Invitation, Item, Shown


def _of(going: Going):
    return Conference.objects.unscoped(because=BECAUSE).filter(case__in=going.cases, agency=going.origin)


def _open(going: Going):
    return _of(going).exclude(state__in=rules.ENDED | rules.FIXED)


def move_conferences(going: Going) -> Iterable[Went]:
    """The new owner holds them; its manager takes the chair of what is still to come. It is no guest any more."""
    refs = list(_of(going).values_list("ref", flat=True))
    if going.manager is not None:
        _open(going).update(chair=going.manager, writer=None)
    for one in _of(going).filter(invited__contains=[going.target]):
        one.invited = [pk for pk in one.invited if pk != going.target]
        one.save(update_fields=["invited"])
    _of(going).update(agency=going.target, version=F("version") + 1)
    return [Went("conference", ref) for ref in refs]


def move_places(going: Going) -> Iterable[Went]:
    """The invitations of others are the new owner's to read."""
    rows = Invitation.objects.unscoped(because=BECAUSE).filter(conference__case__in=going.cases)
    rows.filter(host=going.origin).update(host=going.target)
    return ()


def move_items(going: Going) -> Iterable[Went]:
    """Questions with their minutes; decisions follow their question."""
    rows = Item.objects.unscoped(because=BECAUSE).filter(case__in=going.cases, host=going.origin)
    rows.update(host=going.target)
    return ()


def move_shown(going: Going) -> Iterable[Went]:
    """What was open to whom: part of the minutes."""
    rows = Shown.objects.unscoped(because=BECAUSE).filter(conference__case__in=going.cases, host=going.origin)
    rows.update(host=going.target)
    return ()


def being_held(going: Going) -> Iterable[Reason]:
    """Minutes are finished and approved by who held the meeting."""
    if _of(going).filter(state__in=[State.RUNNING, State.MINUTED]).exists():
        yield Reason(
            "conference_running", _("Minutes of a case conference are not approved yet. Approve them first.")
        )


COUNTS = (Counted("conferences", lambda going: _open(going).count()),)
MOVES = (
    Moves("conferences.Conference", move_conferences),
    Moves("conferences.Invitation", move_places),
    Moves("conferences.Item", move_items),
    Moves("conferences.Shown", move_shown),
)
HURDLES = (being_held,)
STAYS = {"conferences.Decision": "who carries it out stays; who reads it follows the question"}
