"""Signatures under minutes: drawn on the screen or on paper. Each side signs once; the first fixes every word."""

import base64
import binascii
import json
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.base.vault import trail_digest
from gugus.files.models import Attachment
from gugus.kernel.ids import new_id
from gugus.repatriation import pictures, queries, rules
from gugus.repatriation.actions.handing import kept_handover, locked_handover, recorded, told
from gugus.repatriation.actions.moving import CannotReturn
from gugus.repatriation.codes import How, LegState, MinuteState, Receiver
from gugus.repatriation.models import Handover, Signature

WORDS = {
    "not_a_picture": _("The drawing did not arrive as a picture. Please draw it again."),
    "too_large": _("The drawing is too large. Please draw it again."),
    "empty": _("Nothing was drawn. Please sign in the field."),
    "too_much": _("The drawing cannot be read. Please draw it again."),
}


@transaction.atomic
def sign(
    *, handover: Handover, side: str, name: str, by: User, at: datetime, nip: str = "", position: str = "",
    drawing: str = "", scan: Attachment | None = None, key: UUID | None = None, seen_digest: str = "",
) -> Signature:  # fmt: skip
    """One side signs, once and for ever. `drawing` is a data URL of a PNG; `scan` an attached scan of the paper.

    The first signature fixes the digest of the content: from then on nothing changes, and everybody signs the same
    words. `seen_digest` is what the page showed. The same `key` twice (a dropped connection) is one signature. When
    both parties have signed, the worker carries the hand-over into the returns. Raises CannotReturn.
    """
    fresh = locked_handover(handover)
    signed = {one.side: one for one in queries.signatures_of(fresh)}
    if key and side in signed and signed[side].pk == key:
        return signed[side]
    persons = queries.persons_of(fresh)
    now_digest = digest_of(fresh, persons)
    reasons = [
        *_hurdles(fresh, side, signed, by), *_hurdles_of_time(fresh, persons, at),
        *_hurdles_of_words(name, drawing, scan),
    ]  # fmt: skip
    known = {fresh.digest or now_digest, seen_digest or now_digest}
    if len(persons) != fresh.size or known != {now_digest}:
        sentence = _("The minutes changed since you read them. Read them again before you sign.")
        reasons.append(Reason("changed", sentence))
    if reasons:
        raise CannotReturn(reasons)
    made = Signature(
        id=key or new_id(), handover=fresh, agency_id=by.agency_id, side=side, how=How.PAPER if scan else How.DRAWN,
        scan=scan.pk if scan else None, digest=now_digest, by=by, at=at, name=name.strip(), nip=nip.strip() or None,
        position=position.strip() or None, picture=None if scan else _picture(drawing),
    )  # fmt: skip
    made.save(force_insert=True)
    whole = rules.is_complete({*signed, side})
    values = {"state": MinuteState.SIGNED, "signed_at": at} if whole and fresh.signed_at is None else {}
    kept_handover(fresh, **({"digest": now_digest} if not fresh.digest else {}), **values)
    changes = {"side": side, "how": made.how, "digest": now_digest}
    told("handover.signed" if values else "handover.signed_by", fresh, by=by, at=at, changes=changes)
    return made


def _hurdles(handover: Handover, side: str, signed: dict, by: User) -> list[Reason]:
    if side in signed:
        sentence = _("This side has signed already. A signature is never changed.")
        return [Reason("signed_already", sentence, "side")]
    if handover.state == MinuteState.DRAFT and handover.receiver == Receiver.AGENCY:
        sentence = _("Send the minutes to the receiving agency first: it must say yes before anybody signs.")
        return [Reason("not_accepted", sentence)]
    writes = handover.agency_id == by.agency_id
    receives = handover.to_agency_id == by.agency_id if handover.receiver == Receiver.AGENCY else writes
    if not rules.may_sign(handover.state, side, writes=writes, receives=receives):
        sentence = _("This side is signed by the other agency, or the minutes are closed.")
        return [Reason("not_your_side", sentence, "side")]
    return []


def _hurdles_of_time(handover: Handover, persons, at: datetime) -> list[Reason]:
    """Nobody signs for what has not happened yet, or before the leg began."""
    reasons = []
    if handover.happened_at > at:
        reasons.append(Reason("in_the_future", _("The moment of the hand-over has not come yet.")))
    legs = [one.leg for one in persons if one.leg_id]
    if any(leg.state == LegState.PLANNED for leg in legs):
        reasons.append(Reason("not_left", _("A leg has not begun: nobody is handed over before departure.")))
    if any(leg.departed_at and leg.departed_at > handover.happened_at for leg in legs):
        reasons.append(Reason("before_departure", _("The hand-over lies before the departure of a leg.")))
    return reasons


def _hurdles_of_words(name: str, drawing: str, scan: Attachment | None) -> list[Reason]:
    reasons = []
    if not name.strip():
        reasons.append(Reason("no_name", _("Write the name of who signs."), "name"))
    if bool(drawing) == bool(scan):
        sentence = _("Draw the signature, or choose the scan of the signed paper: one of both.")
        reasons.append(Reason("one_of_both", sentence, "drawing"))
    elif drawing and (why := _why_no_picture(drawing)):
        reasons.append(Reason(why, WORDS[why], "drawing"))
    return reasons


def _why_no_picture(drawing: str) -> str:
    try:
        _picture(drawing)
    except pictures.NoSignature as why:
        return why.code
    return ""


def _picture(drawing: str) -> str:
    """The drawing as it is kept: drawn anew, small, as base64. Raises NoSignature."""
    head, _comma, body = drawing.partition(",")
    if head != pictures.DATA_URL or len(body) > pictures.LONGEST_TEXT:
        raise pictures.NoSignature("not_a_picture" if head != pictures.DATA_URL else "too_large")
    try:
        content = base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raise pictures.NoSignature("not_a_picture") from None
    return base64.b64encode(pictures.redrawn(content)).decode()


def digest_of(handover: Handover, persons: list | None = None) -> str:
    """A keyed digest of the minutes as they stand: whoever has the key proves later that no word was changed."""
    rows = queries.persons_of(handover) if persons is None else persons
    names = ("person_ref", "sex", "age", "child", "name", "guardian", "items", "papers", "health", "services")
    content = {
        "ref": handover.ref, "corrects": str(handover.corrects_id or ""), "receiver": handover.receiver,
        "to": str(handover.to_agency_id or ""), "at": handover.happened_at.isoformat(), "point": handover.point,
        "area": handover.area, "zone": handover.zone, "number": handover.number, "place": handover.place,
        "handing": handover.handing, "receiving": handover.receiving, "witnesses": handover.witnesses,
        "words": handover.words,
        "persons": [[str(one.repatriation_id), *(getattr(one, name) for name in names)] for one in rows],
    }  # fmt: skip
    return trail_digest("handover.minutes", json.dumps(content, sort_keys=True, ensure_ascii=False))


def read_handover(*, handover: Handover, by: User, at: datetime) -> None:
    """Somebody read minutes; the trail keeps it."""
    recorded("handover.read", handover, by=by, at=at)


def print_handover(*, handover: Handover, by: User, at: datetime) -> None:
    """Minutes were drawn for paper."""
    recorded("handover.printed", handover, by=by, at=at)
