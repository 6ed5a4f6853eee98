"""Does a channel work? A message to oneself, as every other one leaves."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.notices.channels import working
from gugus.notices.codes import Channel, Purpose
from gugus.notices.gathering import new_dispatch
from gugus.notices.knowing import address_of
from gugus.notices.models import Dispatch
from gugus.outbox.actions import announce


class CannotTest(Cannot):
    """No test can leave."""


@transaction.atomic
def send_test(*, user: User, channel: str, at: datetime, by: User | None = None) -> Dispatch:
    """Let a test leave to a colleague's own address. Raises CannotTest, and ValueError for no channel at all."""
    way = Channel(channel)
    reasons = []
    if way not in working():
        words = _("This channel is not set up, or something is missing.")
        reasons.append(Reason("channel_off", words, "channel"))
    elif not address_of(user, way)[0]:
        words = _("There is no confirmed address for this channel, or it was refused.")
        reasons.append(Reason("no_address", words, "channel"))
    if reasons:
        raise CannotTest(reasons)
    dispatch = new_dispatch(user=user, channel=way, purpose=Purpose.TEST, at=at, urgent=True)
    record("notices.tested", by=by or user, at=at, changes={"channel": way.value})
    announce("notices.code_waiting", about=dispatch, at=at)
    return dispatch
