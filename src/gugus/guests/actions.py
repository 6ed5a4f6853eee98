"""Make a guest pass, take it back, end it. The link and the code are given out once and kept nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import Named, record
from gugus.base.refusals import Cannot, Reason
from gugus.guests import rules, secrets
from gugus.guests.codes import EndCode, PassState
from gugus.guests.models import GuestPass, Sheet
from gugus.guests.queries import has_accounts
from gugus.kernel.ids import new_id
from gugus.outbox.actions import announce
from gugus.referrals.codes import WordsKind
from gugus.referrals.models import Referral
from gugus.referrals.queries import words_of
from gugus.tasks.actions import finish_tasks_about


class CannotInvite(Cannot):
    """No pass can be made like this; all reasons at once."""


class CannotEnd(Cannot):
    """The pass has ended already."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new pass with its two secrets: shown now, never again."""

    guest_pass: GuestPass
    key: str
    code: str


@transaction.atomic
def make_pass(
    *,
    referral: Referral,
    link_by: str,
    code_by: str,
    told: Mapping[str, str],
    asked: bool,
    by: User,
    at: datetime,
) -> Made:
    """A link and a code for the office that was asked. An earlier pass ends in the same moment.

    `told`: what the sender writes for the time after acceptance (rules.TYPED); facts that the service does not need
    are left out. `asked`: the office has accounts and wished to answer like this. Raises CannotInvite.
    """
    rows = Referral.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    referral = rows.select_related("to_agency", "data_key").get(pk=referral.pk)
    if reasons := _hurdles(referral, link_by, code_by, asked):
        raise CannotInvite(reasons)
    for earlier in referral.passes.exclude(state=PassState.ENDED).select_for_update():
        _end(earlier, EndCode.REPLACED, by=by, at=at)
    key, code, pk = secrets.new_key(), secrets.new_code(), new_id()
    made = GuestPass(
        id=pk, referral=referral, case_id=referral.case_id, agency_id=referral.agency_id,
        to_agency=referral.to_agency, link_by=link_by, code_by=code_by, asked=asked,
        link_digest=secrets.link_digest(key), code_digest=secrets.code_digest(pk, code), made_by=by, made_at=at,
        expires_at=rules.expires_at(referral.urgency, at), days=rules.days_for(referral.urgency),
    )  # fmt: skip
    made.save(force_insert=True)
    wanted = rules.fields_for(referral.service)
    content = {
        name: told[name].strip() for name in rules.TYPED if name in wanted and told.get(name, "").strip()
    }
    message = words_of([referral]).get(referral.pk, {}).get(WordsKind.MESSAGE, ())
    if "message" in wanted and message:
        content["message"] = message[-1].text
    Sheet(guest_pass=made, agency_id=made.agency_id, content=content).save(force_insert=True)
    changes = {
        "agency": referral.to_agency.slug,
        "link_by": link_by,
        "code_by": code_by,
        "shows": sorted(content),
    }
    finish_tasks_about(about=referral, kind=rules.LOCKED_WORK, by=by, at=at)
    record("guest.invited", about=made, within=_case(made), by=by, at=at, changes=changes)
    announce("guest.invited", about=made, at=at)
    return Made(made, key, code)


@transaction.atomic
def revoke_pass(*, guest_pass: GuestPass, by: User, at: datetime) -> GuestPass:
    """Over at once: the next request of the guest's browser shows the page that everybody gets."""
    rows = GuestPass.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    fresh = rows.get(pk=guest_pass.pk)
    if fresh.state == PassState.ENDED:
        raise CannotEnd([Reason("ended_already", _("This guest link has already ended."))])
    _end(fresh, EndCode.REVOKED, by=by, at=at)
    return fresh


@transaction.atomic
def end_pass(*, guest_pass: GuestPass, code: EndCode, at: datetime) -> bool:
    """Time, the referral or wrong codes ended it; True if this call did. Run by the worker."""
    rows = GuestPass.objects.unscoped(because="the worker ends what is over").select_for_update(of=("self",))
    fresh = rows.get(pk=guest_pass.pk)
    if fresh.state == PassState.ENDED:
        return False
    _end(fresh, code, by=None, at=at)
    return True


def _end(one: GuestPass, code: EndCode, *, by: User | None, at: datetime) -> None:
    one.state, one.end_code, one.ended_at, one.ended_by, one.session_digest = (
        PassState.ENDED,
        code,
        at,
        by,
        "",
    )
    one.save(update_fields=["state", "end_code", "ended_at", "ended_by", "session_digest"])
    Sheet.objects.unscoped(because="of this pass").filter(guest_pass=one).update(content=None)
    record("guest.ended", about=one, within=_case(one), by=by, at=at, reason=code)


def _hurdles(referral: Referral, link_by: str, code_by: str, asked: bool) -> list[Reason]:
    found = []
    if referral.state not in rules.OPENABLE:
        found.append(
            Reason("not_running", _("A guest link is made for a referral that was sent and has not ended."))
        )
    if link_by not in rules.LINK_CARRIERS:
        found.append(Reason("link_by", _("Choose how the link reaches the office."), "link_by"))
    if code_by not in rules.CODE_CARRIERS:
        found.append(Reason("code_by", _("Choose how the code reaches the office."), "code_by"))
    if rules.same_way(link_by, code_by):
        words = _("Link and code must take different ways: who reads one channel must not have both.")
        found.append(Reason("same_way", words, "code_by"))
    if not asked and has_accounts(referral.to_agency_id):
        words = _("This office has accounts. Tick that it asked for a guest link, or wait for its answer.")
        found.append(Reason("has_accounts", words, "asked"))
    return found


def _case(one: GuestPass) -> Named:
    return Named("case", one.case_id)
