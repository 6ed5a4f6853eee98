"""The sender types in what the other office said on paper or by phone. Marked as such wherever the answer is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.cases.models import Case
from gugus.files.actions import attach
from gugus.guests import rules
from gugus.guests.models import Slip
from gugus.referrals.codes import State, Way
from gugus.referrals.models import Referral
from gugus.referrals.moving import locked
from gugus.referrals.steps import Step

DAYS = {
    "in_the_future": _("The day of the answer cannot lie in the future."),
    "before_sending": _("The day of the answer cannot lie before the day of sending."),
}


class CannotType(Cannot):
    """This answer cannot be typed in; all reasons at once."""


@dataclass(frozen=True, slots=True)
class Said:
    """Who of the other office said it, on which day (Jakarta), on paper or by phone."""

    way: str
    on: date
    name: str
    position: str = ""
    scan: UploadedFile | None = None


@transaction.atomic
def type_in(
    *,
    referral: Referral,
    step: Step,
    words: Mapping[str, Any],
    said: Said,
    by: User,
    at: datetime,
    seen: int | None = None,
) -> Slip:
    """The other side's step, taken by the sender on its word. Raises CannotType, or what the step raises."""
    fresh = locked(referral, seen=seen)
    if reasons := _hurdles(fresh, step, said, at):
        raise CannotType(reasons)
    case = Case(pk=fresh.case_id)
    scan = None
    if said.scan is not None:
        scan = attach(about=case, section=Section.REFERRAL, upload=said.scan, by=by, at=at, title=fresh.ref)
    step.run(referral=fresh, by=by, way=said.way, at=at, seen=None, **words)
    slip = Slip(
        referral=fresh, agency_id=fresh.agency_id, to_state=step.to, way=said.way, on=said.on, name=said.name,
        position=said.position or None, scan=scan, typed_by=by, typed_at=at,
    )  # fmt: skip
    slip.save(force_insert=True)
    changes = {"way": said.way, "on": said.on, "to": step.to, "scan": scan is not None}
    record("guest.typed_in", about=fresh, within=case, by=by, at=at, changes=changes)
    return slip


def sayable(referral: Referral) -> tuple[State, ...]:
    """What the other office can have said from where the referral is."""
    return rules.SAYABLE.get(State(referral.state), ())


def answered_by_account(referral: Referral) -> bool:
    """Has somebody of the asked office answered with an account? Then nobody else speaks for it."""
    return referral.moves.filter(way=Way.ACCOUNT, by__agency_id=referral.to_agency_id).exists()


def _hurdles(referral: Referral, step: Step, said: Said, at: datetime) -> list[Reason]:
    found = []
    if said.way not in {Way.PAPER, Way.PHONE}:
        found.append(Reason("way", _("Say how the answer came."), "way"))
    if step.to not in sayable(referral):
        found.append(Reason("not_from_here", _("The referral has already moved to another state.")))
    if answered_by_account(referral):
        words = _("Somebody of this office has answered with an account. Only they can go on.")
        found.append(Reason("answers_itself", words))
    if not said.name.strip():
        found.append(Reason("name_needed", _("Write who answered."), "name"))
    sent_on = timezone.localdate(referral.sent_at) if referral.sent_at else said.on
    if wrong := rules.wrong_day(said.on, sent_on=sent_on, today=timezone.localdate(at)):
        found.append(Reason(wrong, DAYS[wrong], "on"))
    return found
