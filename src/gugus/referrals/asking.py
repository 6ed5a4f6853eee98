"""Write a referral and send it: what speaks against it, the preview, the offer of what opens on acceptance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from gugus import law
from gugus.access.actions import open_to
from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.cases.actions import locked as locked_case
from gugus.cases.actions import must_be_open, own_row, share_person
from gugus.cases.models import Case, Party
from gugus.consent import queries as ledger
from gugus.directory.models import Agency
from gugus.directory.queries import today_successor
from gugus.kernel.ids import new_id
from gugus.law.ages import age_group
from gugus.law.lists import UnknownCode
from gugus.referrals import bases, rules
from gugus.referrals.bases import CannotRefer
from gugus.referrals.clocks import answer_due
from gugus.referrals.codes import State, Urgency, WordsKind
from gugus.referrals.languages import language_code
from gugus.referrals.models import Batch, Referral
from gugus.referrals.moving import locked, moved, say, told
from gugus.tasks.actions import finish_tasks_about


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of whom; the basis stands in the ledger of consent.

    `language` and `accessibility` are codes of the law's lists.
    """

    to_agency: Agency
    service: str
    urgency: Urgency
    sections: Sequence[str]
    message: str = ""
    language: str = ""
    accessibility: str = ""
    follows: Referral | None = None


@transaction.atomic
def write_referral(
    *,
    case: Case,
    party: Party,
    wish: Wish,
    by: User,
    at: datetime,
    key: UUID | None = None,
    batch: Batch | None = None,
) -> Referral:
    """A draft: nobody else sees it, nothing opens. The preview is taken from the person's open facts.

    The same `key` twice (a double click) gives the same referral.
    """
    case = locked_case(case)
    if key and (earlier := own_row(case.referrals, key, written_by=by)):
        return earlier
    must_be_open(case)
    if reasons := hurdles_to_referring(case, party, wish, at=at):
        raise CannotRefer(reasons)
    referral = Referral(
        id=key or new_id(), case=case, person=party.person, agency=case.agency, to_agency=wish.to_agency,
        service=wish.service, urgency=wish.urgency, sections=sorted(set(wish.sections)), batch=batch,
        follows=wish.follows, state_at=at, written_by=by, written_at=at, **preview_of(case, party, wish, at),
        **bases.resting_on(bases.found_for(party.person, wish.to_agency, at, sections=wish.sections)),
    )  # fmt: skip
    referral.save(force_insert=True)
    say(referral, WordsKind.MESSAGE, wish.message, side=rules.SENDER, by=by, at=at)
    links = {"follows": wish.follows.ref if wish.follows else "", "batch": batch.ref if batch else ""}
    changes = {"to": wish.to_agency.slug} | {name: value for name, value in links.items() if value}
    record("referral.written", about=referral, within=case, by=by, at=at, changes=changes)
    return referral


def preview_of(case: Case, party: Party, wish: Wish, at: datetime) -> dict:
    """The facts that a receiver may know before it accepts: codes and yes or no, never a word that was typed."""
    person = party.person
    age = party.age_at_act if person.birth_year is None else at.year - person.birth_year
    accessibility = wish.accessibility or person.disability
    return {
        "age_band": age_group(age).code if age is not None else "",
        "sex": person.sex,
        "language": wish.language or language_code(person.language),
        "area_code": case.area_code[:5],
        "accessibility": accessibility if _listed("disabilities", accessibility) else "",
        "minor": age < 18 if age is not None else None,
    }


def hurdles_to_referring(case: Case, party: Party, wish: Wish, *, at: datetime | None = None) -> list[Reason]:
    """Everything that stands against this referral, now or at a moment."""
    hurdles = []
    if wish.to_agency.pk == case.agency_id:
        hurdles.append(Reason("same_agency", _("Choose another agency than your own."), "to_agency"))
    hurdles += hurdles_of_agency(wish.to_agency, timezone.localdate(at))
    if party.case_id != case.pk or party.until_at is not None:
        hurdles.append(Reason("not_in_case", _("This person has no role in the case any more."), "party"))
    if wish.follows and (wish.follows.case_id != case.pk or wish.follows.state == State.DRAFT):
        hurdles.append(
            Reason("follows_another", _("The earlier referral belongs to another case."), "follows")
        )
    twin = case.referrals.filter(person=party.person, to_agency=wish.to_agency, service=wish.service)
    if twin.exclude(state__in=rules.ENDED).exists():
        hurdles.append(Reason("asked_already", _("This agency was already asked for this."), "to_agency"))
    return hurdles + _unlisted(wish)


def hurdles_of_agency(agency: Agency, on: date, *, field: str = "to_agency") -> list[Reason]:
    """Why an agency cannot be asked on a day; whoever took over its work is named."""
    if not Agency.objects.valid_on(on).filter(pk=agency.pk).exists():
        heir = today_successor(agency)
        gone = {"agency": agency.name, "heir": heir.name, "day": date_format(agency.valid_to or on)}
        sentence = _("%(agency)s does not exist today (its last day was before %(day)s). Ask another agency.")
        if heir.pk != agency.pk:
            sentence = _("%(agency)s does not exist since %(day)s. Ask its successor: %(heir)s.")
        return [Reason("not_today", sentence % gone, field)]
    if not agency.receives_referrals:
        return [Reason("takes_none", _("This agency does not take referrals."), field)]
    return []


@transaction.atomic
def send_referral(
    *, referral: Referral, by: User, at: datetime, seen: int | None = None, override: str = ""
) -> Referral:
    """Ask. The receiver sees the preview; what opens on acceptance is offered now, by its owner.

    The ledger is asked here once more: consent may be withdrawn between draft and sending. `override` is the reason of
    somebody with the right to send without a basis. Raises CannotRefer, CannotOverride, CannotMove.
    """
    ledger.lock_lines(referral.person)  # before any other lock, as whoever withdraws does
    draft = locked(referral, seen=seen)
    if draft.state == State.DRAFT and (reasons := hurdles_to_sending(draft, at)):
        raise CannotRefer(reasons)
    rests = bases.rests_on(draft, override=override, by=by, at=at) if draft.state == State.DRAFT else {}
    also = {"sent_at": at, "answer_due_at": answer_due(draft, at), **rests}
    referral = moved(draft, State.SENT, side=rules.SENDER, by=by, at=at, **also)
    case, receiver = referral.case, referral.to_agency  # the sender's own case, so it may be read
    open_to(
        kind="case", about=case, agency=receiver, sections=referral.sections, basis=referral.basis,
        because=referral, by=by, at=at, offered=True,
    )  # fmt: skip
    share_person(
        case=case, person=referral.person, agency=receiver, basis=referral.basis, because=referral, by=by, at=at,
        offered=True,
    )  # fmt: skip
    if referral.follows_id:
        for kind in ("referral_next", rules.LATE_WORK):
            finish_tasks_about(about=referral.follows, kind=kind, by=by, at=at)
    return told("referral.sent", referral, by=by, at=at)


def hurdles_to_sending(draft: Referral, at: datetime) -> list[Reason]:
    """What changed since the draft was written: the agency closed, the case ended, the person left it."""
    must_be_open(draft.case)
    hurdles = hurdles_of_agency(draft.to_agency, timezone.localdate(at), field="")
    if not draft.case.parties.filter(person_id=draft.person_id, until_at=None).exists():
        hurdles.append(Reason("not_in_case", _("This person has no role in the case any more.")))
    return hurdles


def _unlisted(wish: Wish) -> list[Reason]:
    """Codes that no list knows: what is not a code could be a name."""
    asked = {"service": "services", "language": "languages", "accessibility": "disabilities"}
    return [
        Reason("unknown_code", _("Choose from the list."), name)
        for name, list_name in asked.items()
        if not _listed(list_name, getattr(wish, name), empty=name != "service")
    ]


def _listed(list_name: str, stored: str, *, empty: bool = True) -> bool:
    if not stored:
        return empty
    try:
        law.code(list_name, stored)
    except UnknownCode:
        return False
    return True
