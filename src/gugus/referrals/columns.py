"""The columns of the board: whose move it is. They follow from the rules, so a new state finds its column by itself."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gugus.referrals import rules
from gugus.referrals.codes import State

WAYS_OUT = {State.REVOKED, State.RETURNED}
LATELY = timedelta(days=14)  # so long an ended referral stays on the board


class Column(TextChoices):
    """In the order of the day's work."""

    ANSWER = "answer", _("Waiting for us")
    READ = "read", _("Feedback to read")
    SERVE = "serve", _("With us")
    DRAFT = "draft", _("Not sent yet")
    OTHERS = "others", _("Waiting for others")
    ENDED = "ended", _("Ended lately")


def column_of(state: str, side: str) -> Column:
    """Where one side finds a referral in this state. Ways out stand open anyway, so they make nobody busy."""
    if state in rules.ENDED:
        return Column.ENDED
    if not [to for to in rules.next_states(state, side) if to not in WAYS_OUT]:
        return Column.OTHERS
    if side == rules.SENDER:
        return Column.DRAFT if state == State.DRAFT else Column.READ
    return Column.ANSWER if state == State.SENT else Column.SERVE


def states_in(column: str, side: str) -> list[State]:
    """The states that one side finds in a column. A receiver knows of no drafts."""
    states = [one for one in State if side == rules.SENDER or one != State.DRAFT]
    return [one for one in states if column_of(one, side) == column]
