"""Where data went that rest on a ground, as far as referrals know; and how that ends when consent is withdrawn."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gugus.access.actions import close_because
from gugus.access.codes import Section, Verb
from gugus.access.models import Grant, User
from gugus.access.policies import refusal
from gugus.access.viewer import Viewer
from gugus.consent.models import Ground, Override
from gugus.consent.reaching import Reach
from gugus.referrals import rules
from gugus.referrals.codes import RevokeCode, State, Way
from gugus.referrals.ending import rest_on, revoke_referral
from gugus.referrals.models import Referral
from gugus.referrals.moving import CannotMove
from gugus.referrals.policies import standing_to

BECAUSE = "the ledger came through its gate; row security limits to the agency's own referrals"
HELD = _("A draft: it is held and cannot be sent")


def tell(ground: Ground | Override, at: datetime) -> list[Reach]:
    """Every referral that rests on a ground or an override: to whom, did they see who it is, does it still run."""
    rests = {"override": ground} if isinstance(ground, Override) else {"ground": ground}
    rows = Referral.objects.unscoped(because=BECAUSE).filter(**rests).select_related("to_agency")
    referrals = list(rows.order_by("written_at", "pk"))
    seen, live = _grants(referrals, at)
    return [
        Reach(
            kind="referral", pk=one.pk, ref=one.ref, agency=one.to_agency, had=one.pk in seen or _on_paper(one),
            by_hand=one.way != Way.ACCOUNT,
            running=one.state != State.DRAFT and (one.state not in rules.ENDED or one.pk in live),
            said=HELD if one.state == State.DRAFT else one.get_state_display(), sections=tuple(one.sections),
        )
        for one in referrals
    ]  # fmt: skip


def opens(viewer: Viewer, ids: set[UUID]) -> set[UUID]:
    """Which of these referrals the viewer may open."""
    rows = Referral.objects.visible_to(viewer).filter(pk__in=ids)
    return {
        one.pk for one in rows if not refusal(viewer, Verb.SEE, Section.REFERRAL, standing_to(viewer, one))
    }


def end(ground: Ground | Override, reach: Reach, *, by: User, at: datetime) -> None:
    """Closed at once, without the days of grace. Somebody was faster: then only what still lies open closes."""
    referral = Referral.objects.unscoped(because=BECAUSE).get(pk=reach.pk)
    if referral.state not in rules.ENDED:
        with suppress(CannotMove):
            revoke_referral(referral=referral, code=RevokeCode.CONSENT_GONE, by=by, at=at)
    close_because(because=referral, by=by, at=at)


def move(reach: Reach, ground: Ground, *, by: User, at: datetime) -> None:
    """Another ground carries it on; nothing closes."""
    referral = Referral.objects.unscoped(because=BECAUSE).get(pk=reach.pk)
    rest_on(referral=referral, ground=ground, by=by, at=at)


def _on_paper(one: Referral) -> bool:
    """Somebody without an account said yes, so they were told who it is."""
    return one.way != Way.ACCOUNT and one.answered_at is not None and one.state != State.DECLINED


def _grants(referrals: Iterable[Referral], at: datetime) -> tuple[set[UUID], set[UUID]]:
    """Referrals because of which something was ever open, and because of which something is open now. One query."""
    ids = [one.pk for one in referrals]
    rows = Grant.objects.unscoped(because=BECAUSE).filter(because_kind="referral", because_id__in=ids)
    found = list(rows.exclude(from_at=None)) if ids else []
    live = {
        one.because_id for one in found
        if one.ended_at is None and (one.until_at is None or one.until_at > at)
    }  # fmt: skip
    return {one.because_id for one in found}, live
