"""Out of the door, once: claim, hand over, mark; each step is committed before the next one begins (ADR 0034).

A sender that dies before the hand-over (SENDING) left nothing outside: the message is tried again. One that dies
during it (HANDING) may have: the same message never leaves a second time, its news go into the next digest. Whoever
comes back from the dead after another one took over finds its claim gone and stops.
"""

import time
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gugus.base.sealed import DataKey
from gugus.kernel.ids import new_id
from gugus.notices import composing, rules
from gugus.notices.actions import tell
from gugus.notices.channels import Hands, Message, NoLongerOurs, NotSent, Unsure, way_of, working
from gugus.notices.codes import Purpose, State, Step, Why
from gugus.notices.gathering import BECAUSE
from gugus.notices.knowing import address_of, digest_of, house, known, refuse_address, works_here
from gugus.notices.models import Delivery, Dispatch, OneTimeCode
from gugus.notices.quiet import next_digest

BUDGET = 25.0  # seconds of one round: a slow server keeps the worker from nothing else for longer
OURS = {Why.UNREACHABLE, Why.NOT_ADMITTED}  # the channel's fault, not the message's


def send_due(*, at: datetime, budget: float = BUDGET) -> int:
    """Send what is due, the urgent first; returns how many left. A channel that fails rests, the others go on."""
    until, left, resting = time.monotonic() + budget, 0, set()
    while time.monotonic() < until:
        found = _claimed([one for one in working() if one not in resting], at)
        if found is None:
            break
        try:
            left += _send(found, at)
        except NotSent as failed:
            _put_back(found, failed, at)
            if failed.why in OURS:
                resting.add(found.channel)
        except Unsure:
            _left_unsure(found, at)
        except NoLongerOurs:
            continue
    return left


@transaction.atomic
def recover(*, at: datetime) -> int:
    """Take over from senders that are gone; returns how many messages were found in their hands."""
    rows = Dispatch.objects.unscoped(because=BECAUSE).filter(
        step__in=[Step.SENDING, Step.HANDING], claimed_at__lt=at - rules.LEASE
    )
    found = list(rows.select_for_update(skip_locked=True))
    for one in found:
        if one.step == Step.SENDING:
            _move(one, {Step.SENDING}, step=Step.WAITING, why=Why.INTERRUPTED, claim=None, next_at=at)
        else:
            _left_unsure(one, at)
    return len(found)


@transaction.atomic
def _claimed(channels: Sequence[str], at: datetime) -> Dispatch | None:
    """The next message, in our hand from now on; while a channel rests only urgent ones try it."""
    rows = Dispatch.objects.unscoped(because=BECAUSE).filter(
        step=Step.WAITING, next_at__lte=at, channel__in=channels
    )
    failing = Dispatch.objects.unscoped(because=BECAUSE).filter(
        step=Step.WAITING, next_at__gt=at, why__in=OURS
    )
    resting = list(failing.values_list("channel", flat=True).distinct())
    rows = rows.exclude(channel__in=resting, urgent=False)
    found = rows.select_for_update(skip_locked=True).order_by("-urgent", "next_at", "pk").first()
    if found is not None:
        found.claim, found.claimed_at = new_id(), at
        found.step, found.attempts = Step.SENDING, found.attempts + 1
        found.save(update_fields=["claim", "claimed_at", "step", "attempts"])
    return found


def _send(dispatch: Dispatch, at: datetime) -> bool:
    message = _message_of(dispatch, at)
    if message is None:
        return False

    def handing() -> None:
        if not _move(dispatch, {Step.SENDING}, step=Step.HANDING):
            raise NoLongerOurs

    def taken(name: str) -> None:
        _taken(dispatch, name, at)

    way_of(dispatch.channel).send(message, Hands(handing=handing, taken=taken))
    return True


def _message_of(dispatch: Dispatch, at: datetime) -> Message | None:
    """What leaves, built from what is true now; None when nothing is left to say."""
    if dispatch.purpose == Purpose.CODE:
        return _code_of(dispatch, at)
    user = dispatch.user
    address, why = address_of(user, dispatch.channel)
    if not address:
        return _dropped(dispatch, why)
    if not user.is_active:
        return _dropped(dispatch, Why.LEFT)
    if dispatch.purpose == Purpose.TEST:
        return composing.test(key=dispatch.key, to=address, language=user.language)
    rows = Delivery.objects.unscoped(because=BECAUSE).filter(
        dispatch=dispatch, state__in=[State.LEAVING, State.FAILED]
    )
    rows = list(rows.select_related("notice").order_by("made_at", "pk"))
    read = [row.pk for row in rows if row.notice.read_at]
    gone = [row.pk for row in rows if not works_here(user, row.notice.at, timezone.localdate(at))]
    _settle(read, State.DROPPED, Why.READ_MEANWHILE)
    _settle(gone, State.DROPPED, Why.LEFT)
    rows = [row for row in rows if row.pk not in {*read, *gone}]
    if not rows:
        return _dropped(dispatch, Why.READ_MEANWHILE)
    write = composing.digest if dispatch.purpose == Purpose.DIGEST else composing.news
    return write(key=dispatch.key, to=address, channel=dispatch.channel, language=user.language, rows=rows)


def _code_of(dispatch: Dispatch, at: datetime) -> Message | None:
    row = OneTimeCode.objects.unscoped(because=BECAUSE).filter(dispatch=dispatch).first()
    if row is None or not row.to or dispatch.made_at < at - rules.CODE_LIVES:
        return _dropped(dispatch, Why.OUT_OF_DATE)
    return composing.code(key=dispatch.key, to=row.to, language=row.language, secret=row.code)


@transaction.atomic
def _taken(dispatch: Dispatch, name: str, at: datetime) -> None:
    """The other side has it. Also when another one gave this up as unsure meanwhile: now it is known."""
    _change(
        dispatch, step=Step.SENT, why=Why.NONE, sent_at=at, provider_digest=digest_of(dispatch.channel, name)
    )
    Delivery.objects.unscoped(because=BECAUSE).filter(dispatch=dispatch).exclude(state=State.DROPPED).update(
        state=State.SENT, why=Why.NONE
    )
    _forget_code(dispatch)
    resting = Dispatch.objects.unscoped(because=BECAUSE).filter(channel=dispatch.channel, step=Step.WAITING)
    resting.filter(why__in=OURS, next_at__gt=at).update(next_at=at)  # the channel works again


@transaction.atomic
def _put_back(dispatch: Dispatch, failed: NotSent, at: datetime) -> None:
    """Not sent: try later, or give up and tell. Whoever lost its claim meanwhile changes nothing."""
    held = {Step.SENDING, Step.HANDING}
    if failed.for_good or dispatch.attempts >= house().tries:
        ended = {"step": Step.GIVEN_UP, "why": failed.why}
    else:
        again = rules.next_try(dispatch.attempts, at, asked=failed.after)
        ended = {"step": Step.WAITING, "why": failed.why, "claim": None, "next_at": again}
    if not _move(dispatch, held, **ended):
        return
    if failed.why == Why.ADDRESS and dispatch.user is not None and dispatch.purpose != Purpose.CODE:
        address, _why = address_of(dispatch.user, dispatch.channel)
        if address:
            refuse_address(dispatch.user, dispatch.channel, address, at=at)
    if ended["step"] == Step.WAITING:
        _mark(dispatch, State.FAILED, failed.why)
        return
    _mark(dispatch, State.GIVEN_UP, failed.why)
    _forget_code(dispatch)
    _tell_of_giving_up(dispatch, at)


@transaction.atomic
def _left_unsure(dispatch: Dispatch, at: datetime) -> None:
    """Perhaps taken. A provider that knows our key gets the same once more; else the news go into the digest."""
    if way_of(dispatch.channel).repeats_safely and dispatch.attempts < house().tries:
        again = rules.next_try(dispatch.attempts, at)
        _move(dispatch, {Step.HANDING}, step=Step.WAITING, why=Why.INTERRUPTED, claim=None, next_at=again)
        return
    if not _move(dispatch, {Step.HANDING}, step=Step.UNSURE, why=Why.INTERRUPTED):
        return
    _forget_code(dispatch)
    if dispatch.user_id is not None:
        moment = next_digest(known([dispatch.user_id], at).quiet(dispatch.user_id), at)
        _open(dispatch).update(state=State.DIGEST, why=Why.INTERRUPTED, due_at=moment)


@transaction.atomic
def _dropped(dispatch: Dispatch, why: str) -> None:
    if not _move(dispatch, {Step.SENDING}, step=Step.DROPPED, why=why):
        return
    _mark(dispatch, State.DROPPED, why)
    _forget_code(dispatch)


def _tell_of_giving_up(dispatch: Dispatch, at: datetime) -> None:
    """On the page, where no channel is needed."""
    if dispatch.user_id is not None:
        tell(
            code="message_given_up", kind="user", pk=dispatch.user_id, ref="", at=at, users=[dispatch.user_id]
        )


def _move(dispatch: Dispatch, steps: set[str], **changes) -> bool:
    """Change a message that is still in our hand, committed at once; False when it is not."""
    rows = Dispatch.objects.unscoped(because=BECAUSE).filter(pk=dispatch.pk, claim=dispatch.claim)
    return rows.filter(step__in=steps).update(**changes) == 1


def _change(dispatch: Dispatch, **changes) -> None:
    Dispatch.objects.unscoped(because=BECAUSE).filter(pk=dispatch.pk).update(**changes)


def _open(dispatch: Dispatch):
    rows = Delivery.objects.unscoped(because=BECAUSE).filter(dispatch=dispatch)
    return rows.filter(state__in=[State.LEAVING, State.FAILED])


def _mark(dispatch: Dispatch, state: str, why: str) -> None:
    _open(dispatch).update(state=state, why=why)


def _settle(keys: Sequence[UUID], state: str, why: str) -> None:
    if keys:
        Delivery.objects.unscoped(because=BECAUSE).filter(pk__in=keys).update(state=state, why=why)


def _forget_code(dispatch: Dispatch) -> None:
    """A code that left, or never will, is kept nowhere; its key goes too, so that no backup opens it."""
    rows = OneTimeCode.objects.unscoped(because=BECAUSE).filter(dispatch=dispatch)
    keys = list(rows.values_list("data_key_id", flat=True))
    rows.delete()
    DataKey.objects.filter(pk__in=keys).delete()
