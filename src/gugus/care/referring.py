"""From a service line to a referral in one step, and back: which line a referral came from, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.base.versions import check_version
from gugus.care.actions import CannotServe
from gugus.care.models import ServiceLine
from gugus.care.rules import OPEN
from gugus.directory.models import Agency
from gugus.outbox.models import Event
from gugus.referrals.asking import Wish, write_referral
from gugus.referrals.codes import State
from gugus.referrals.gate import Sight
from gugus.referrals.models import Referral
from gugus.referrals.rules import ENDED
from gugus.referrals.wording import word

BECAUSE = "came through the gate"
GIVEN = {State.ACCEPTED, State.IN_SERVICE, State.FEEDBACK, State.DONE}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of whom; service and person stand on the line."""

    to_agency: Agency
    urgency: str
    sections: Sequence[str]
    message: str = ""


@transaction.atomic
def refer_line(
    *,
    line: ServiceLine,
    asked: Asked,
    by: User,
    at: datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Referral:
    """A draft of a referral for the line's service and person; line and referral name each other from now on.

    It is looked at, given its basis and sent on its own page. Raises CannotServe, CannotRefer, Stale.
    """
    rows = ServiceLine.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("case", "data_key").get(pk=line.pk)
    if key and fresh.referral_id == key:
        return fresh.referral
    check_version(fresh, seen)
    if reasons := hurdles_to_referring_line(fresh):
        raise CannotServe(reasons)
    parties = fresh.case.parties.select_related("person").filter(person_id=fresh.person_id, until_at=None)
    party = parties.exclude(role="accused").first()
    if party is None:
        raise CannotServe([Reason("not_in_case", _("This person has no role in the case any more."))])
    wish = Wish(
        to_agency=asked.to_agency, service=fresh.service, urgency=asked.urgency, sections=asked.sections,
        message=asked.message,
    )  # fmt: skip
    referral = write_referral(case=fresh.case, party=party, wish=wish, by=by, at=at, key=key)
    fresh.referral = referral
    fresh.version += 1
    fresh.save(update_fields=["referral", "version"])
    record(
        "service.referred", about=fresh, within=fresh.case, by=by, at=at, changes={"referral": referral.ref}
    )
    return referral


def hurdles_to_referring_line(line: ServiceLine) -> list[Reason]:
    """Why the line leads to no referral now."""
    if line.state not in OPEN:
        return [Reason("ended", _("This service was already done or cancelled."))]
    if line.referral is not None and line.referral.state not in ENDED:
        return [Reason("referred_already", _("A referral for this service is under way already."))]
    return []


def follow_referral(*, event: Event, at: datetime) -> None:
    """The worker hears of a move: who accepted gives the service; who gives it no more is nobody for it."""
    referral = (
        Referral.objects.unscoped(because="the worker follows referrals").filter(pk=event.about_id).first()
    )
    if referral is None:
        return
    rows = ServiceLine.objects.unscoped(because="the worker follows referrals")
    ours = rows.filter(referral=referral, agency_id=referral.agency_id, state__in=OPEN)
    theirs = Q(provider_id=referral.to_agency_id)
    if referral.state in GIVEN:
        ours.exclude(theirs).update(provider_id=referral.to_agency_id, version=F("version") + 1)
    elif referral.state in ENDED:
        ours.filter(theirs).update(provider=None, version=F("version") + 1)


def card(sight: Sight, at: datetime) -> dict | None:
    """Beside a referral: the service lines that led to it. One query."""
    if not sight.is_sender:
        return None
    rows = ServiceLine.objects.visible_to(sight.viewer).filter(referral=sight.referral)
    lines = list(rows.filter(agency_id=sight.referral.agency_id).order_by("written_at"))
    for one in lines:
        one.service_words = word("services", one.service)
    return {"lines": lines} if lines and sight.viewer.has("care", "see") else None
