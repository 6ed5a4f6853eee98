"""One-time codes over a channel: for confirming one's own number, and for guests who got a link by another way."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Cannot, Reason
from gugus.kernel.phones import read_phone
from gugus.notices.channels import working
from gugus.notices.codes import PHONES, Channel, Purpose, Step
from gugus.notices.gathering import new_dispatch
from gugus.notices.models import Dispatch, OneTimeCode
from gugus.outbox.actions import announce

LANGUAGES = ("id", "en")
BECAUSE = "who asked for a code sees whether it left"


class CannotSendCode(Cannot):
    """No code can leave like this."""


def code_channels(*, link_went_by: str = "") -> list[Channel]:
    """Channels that can carry a code today: those of phones that work, never the one that carried the link."""
    return [one for one in working() if one in PHONES and one != link_went_by]


@transaction.atomic
def send_code(
    *,
    channel: str,
    to: str,
    code: str,
    language: str,
    at: datetime,
    link_went_by: str = "",
    user: User | None = None,
    field: str = "",
) -> Dispatch:
    """Let a one-time code leave over a channel; it is sealed until then and kept nowhere afterwards.

    `to` is a phone number in any writing, `code` is made and checked by the caller, who also limits how often. Raises
    CannotSendCode: the channel does not work, carried the link itself, or the number cannot be read (at `field`).
    """
    number = read_phone(to).e164
    reasons = []
    if channel == link_went_by:
        reasons.append(Reason("same_channel", _("The code must not go the way that the link went."), field))
    elif channel not in code_channels():
        reasons.append(
            Reason("channel_off", _("This way is not set up here. Tell the code by phone."), field)
        )
    if number is None:
        reasons.append(Reason("no_number", _("This is no phone number that a message can go to."), field))
    if reasons:
        raise CannotSendCode(reasons)
    dispatch = new_dispatch(user=user, channel=channel, purpose=Purpose.CODE, at=at, urgent=True)
    OneTimeCode(
        dispatch=dispatch, to=number, code=code, language=language if language in LANGUAGES else "id", at=at
    ).save(force_insert=True)
    announce("notices.code_waiting", about=dispatch, at=at)
    return dispatch


def taken_since(user: User, at: datetime) -> int:
    """How many codes a person asked for within the last hour."""
    rows = Dispatch.objects.unscoped(because=BECAUSE).filter(user=user, purpose=Purpose.CODE)
    return rows.filter(made_at__gt=at - timedelta(hours=1)).exclude(step=Step.GIVEN_UP).count()
