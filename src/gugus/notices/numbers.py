"""A colleague's own number on a channel of phones: nothing leaves to it before a code came back from it."""

import hmac
import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.vault import trail_digest
from gugus.kernel.phones import read_phone
from gugus.notices import rules
from gugus.notices.codes import PHONES, Channel
from gugus.notices.knowing import BECAUSE
from gugus.notices.models import Address
from gugus.notices.one_time import send_code, taken_since

WRONG = _("This is not the code that was sent.")
NO_SUCH_WAY = _("There is nothing here for you.")


class CannotUseNumber(Cannot):
    """The number cannot be used like this."""


def numbers_of(user: User) -> dict[str, Address]:
    """Channel → a person's number there."""
    rows = Address.objects.unscoped(because=BECAUSE).filter(user=user, channel__in=PHONES)
    return {one.channel: one for one in rows}


@transaction.atomic
def ask_code(*, user: User, channel: str, number: str, at: datetime) -> Address:
    """Keep a number, not yet confirmed, and send a code to it. Raises CannotUseNumber, CannotSendCode."""
    phone = read_phone(number)
    if phone.e164 is None:
        words = _("This is no phone number that a message can go to.")
        raise CannotUseNumber([Reason("no_number", words, "number")])
    row = _locked(user, channel) or Address(user=user, channel=Channel(channel))
    if taken_since(user, at) >= rules.CODES_AN_HOUR:
        words = _("Too many codes within an hour. Try again later.")
        raise CannotUseNumber([Reason("too_many_codes", words, "number")])
    secret = f"{secrets.randbelow(1_000_000):06}"
    row.number, row.verified_at, row.guesses, row.asked_at = phone.e164, None, 0, at
    row.code_digest = _digest(row, secret)
    row.save()
    send_code(
        channel=channel, to=phone.e164, code=secret, language=user.language, at=at, user=user, field="number"
    )
    record("notices.number_asked", by=user, at=at, changes={"channel": channel})
    return row


@transaction.atomic
def confirm(*, user: User, channel: str, code: str, at: datetime) -> Address | None:
    """The code came back: the number may be used. None when it is wrong (the guess is counted and committed).

    Raises CannotUseNumber when there is nothing to confirm, it is too late, or too many guesses were wrong.
    """
    row = _locked(user, channel)
    if row is None or not row.code_digest or row.asked_at is None:
        raise CannotUseNumber([Reason("nothing_asked", _("Ask for a code first."), "code")])
    if at - row.asked_at > rules.CODE_LIVES or row.guesses >= rules.MOST_GUESSES:
        words = _("This code is of no use any more. Ask for a new one.")
        raise CannotUseNumber([Reason("code_over", words, "code")])
    given = "".join(one for one in code if one.isdecimal() and one.isascii())
    if not hmac.compare_digest(row.code_digest, _digest(row, given)):
        row.guesses += 1
        row.save(update_fields=["guesses"])
        record("notices.code_wrong", by=user, at=at, changes={"channel": channel})
        return None
    row.verified_at, row.code_digest, row.guesses = at, "", 0
    row.save(update_fields=["verified_at", "code_digest", "guesses"])
    record("notices.number_confirmed", by=user, at=at, changes={"channel": channel})
    return row


@transaction.atomic
def drop(*, user: User, channel: str, at: datetime) -> bool:
    """Nothing leaves to this number any more; the number itself goes."""
    row = _locked(user, channel)
    if row is None:
        return False
    row.delete()
    record("notices.number_dropped", by=user, at=at, changes={"channel": channel})
    return True


def _locked(user: User, channel: str) -> Address | None:
    rows = Address.objects.unscoped(because=BECAUSE).filter(user=user, channel=channel)
    return rows.select_for_update(of=("self",)).first()


def _digest(row: Address, secret: str) -> str:
    return trail_digest(f"notices:code:{row.pk}", secret)
