"""Consent is taken back: one act, one transaction. What rests on it ends, past recipients are told to stop."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.actions import close_because
from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import Stale
from gugus.consent import queries, rules, wording
from gugus.consent.codes import Answer, Asker, Basis, Channel, RecipientKind
from gugus.consent.models import Ground, LegalDuty, Recall, Withdrawal
from gugus.consent.reaching import (
    Reach,
    beyond_the_wall,
    end_reach,
    may_move,
    move_reach,
    reaches_of,
)
from gugus.consent.recording import ASK_GROWN, CLOCKS_DIFFER, EXPIRING, FOLLOW_UP
from gugus.directory.models import Agency
from gugus.directory.queries import today_successor
from gugus.kernel.ids import new_id
from gugus.outbox.actions import announce
from gugus.people.models import Person
from gugus.tasks.actions import finish_tasks_about
from gugus.tasks.clocks import clock_on, runs_out

CLOCK = "consent_withdrawal"  # 3 × 24 hours round the clock (UU 27/2022); a row of the table of clocks


class CannotWithdraw(Cannot):
    """It cannot be withdrawn like this; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is taken back: whole lines, or (with `only`) what goes to one agency under a wider line."""

    grounds: tuple[UUID, ...]
    asker: str
    channel: str = Channel.IN_PERSON
    only: Agency | None = None
    asked_at: datetime | None = None
    relation: str = ""
    asker_name: str = ""
    code: str = ""
    words: str = ""
    request_ref: str = ""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one place that the data reached. `stays`: another ground carries it on."""

    reach: Reach
    ground: Ground
    stays: Ground | None = None

    @property
    def owes(self) -> bool:
        """Must this recipient stop and say what it did?"""
        return self.stays is None and self.reach.had


@dataclass(frozen=True, slots=True)
class Kept:
    """What cannot be taken back: the duty, and the recipients it binds (none: our own records)."""

    duty: LegalDuty
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a withdrawal would do, before anybody confirms it."""

    grounds: list[Ground]
    fates: list[Fate]
    kept: list[Kept]

    @property
    def ending(self) -> list[Fate]:
        return [one for one in self.fates if one.stays is None and one.reach.running]

    @property
    def staying(self) -> list[Fate]:
        return [one for one in self.fates if one.stays is not None]

    @property
    def told(self) -> list[Fate]:
        return [one for one in self.fates if one.owes]


def outlook(person: Person, grounds: Iterable[UUID], only: Agency | None, at: datetime) -> Outlook:
    """What would end, who would be told to stop, what cannot be taken back and why. Changes nothing."""
    wanted = set(grounds)
    lines = list(queries.of_person(person))
    chosen = [one for one in lines if one.pk in wanted]
    whole = chosen if only is None else []
    chain = [one for one in lines if any(_same_line(one, head) for head in chosen)]
    after = [_as_if(one, at) if one in chain and whole else one for one in lines]
    if only is not None:
        after += [_no_from_now(one, only, at) for one in chosen]
    fates = [
        _fate(ground, reach, after, person, only, at)
        for ground in chain
        for reach in reaches_of(ground, at)
        if only is None or _is(reach.agency, only)
    ]
    return Outlook(chain if only is None else chosen, fates, _kept(fates, at))


@transaction.atomic
def withdraw(
    *,
    person: Person,
    wish: Wish,
    by: User,
    at: datetime,
    seen: Mapping[UUID, int] | None = None,
    key: UUID | None = None,
) -> Withdrawal:
    """Take consent back, wholly or for one recipient. Access ends now; each past recipient owes a receipt.

    `seen`: the version of each line that the writer saw. Twice at once is one: the second hears that it was done.
    """
    queries.lock_lines(person)
    if key and (earlier := _mine(key, by)):
        return earlier
    found = outlook(person, wish.grounds, wish.only, at)
    if reasons := _hurdles(person, wish, found, at):
        raise CannotWithdraw(reasons)
    for one in found.grounds:
        if seen and seen.get(one.pk, one.version) != one.version:
            raise Stale(one, seen[one.pk])
    made = _written(person, wish, found, by, at, key)
    _mark(made, person, wish, found.grounds, by, at)
    for fate in found.fates:
        _carry_out(fate, by, at)
    recalls = [_recall(made, fate.reach, at) for fate in found.told]
    changes = {
        "grounds": [one.ref for one in found.grounds], "recalls": len(recalls), "asker": wish.asker,
        "only": wish.only.slug if wish.only else "", "kept": made.kept,
    }  # fmt: skip
    record(
        "consent.withdrawn", about=made, within=person, by=by, at=at, reason=wish.code, words=wish.words,
        changes=changes,
    )  # fmt: skip
    announce("consent.withdrawn", about=made, at=at)
    return made


def _hurdles(person: Person, wish: Wish, found: Outlook, at: datetime) -> list[Reason]:
    reasons = []
    if not found.grounds:
        reasons.append(Reason("nothing_chosen", _("Choose what is taken back."), "grounds"))
    if any(one.basis != Basis.CONSENT or one.answer != Answer.GIVEN for one in found.grounds):
        words = _("Only consent can be taken back. A duty of the law or a danger ends otherwise.")
        reasons.append(Reason("not_consent", words, "grounds"))
    if wish.only and any(one.recipient_kind not in rules.NAMED for one in found.grounds):
        words = _("This line names one agency already: take back the whole line.")
        reasons.append(Reason("whole_line", words, "only"))
    if found.grounds and all(one.withdrawn_at for one in found.grounds):
        reasons.append(Reason("withdrawn_already", _("This was taken back already."), "grounds"))
    if wish.asked_at and wish.asked_at > at + CLOCKS_DIFFER:
        reasons.append(Reason("in_the_future", _("This lies in the future."), "asked_at"))
    return reasons + _about_asker(person, wish, at)


def _about_asker(person: Person, wish: Wish, at: datetime) -> list[Reason]:
    """Everybody may take back what is theirs; who speaks for somebody must be named and stand on their side."""
    if wish.asker in {Asker.SELF, Asker.GROWN_UP}:
        return []
    reasons = []
    if not wish.asker_name.strip():
        reasons.append(Reason("name_needed", wording.HURDLES["name_needed"], "asker_name"))
    if not wish.relation:
        reasons.append(Reason("relation_needed", wording.HURDLES["relation_needed"], "relation"))
    if beyond_the_wall(person, None, wish.asker_name):
        reasons.append(Reason("barred", wording.HURDLES["barred"], "asker_name"))
    child = rules.is_child(queries.born_of(person), person.birth_year, timezone.localdate(at))
    if wish.asker == Asker.GUARDIAN and child is False:
        reasons.append(Reason("grown_speaks", wording.HURDLES["grown_speaks"], "asker"))
    return reasons


def _same_line(one: Ground, head: Ground) -> bool:
    """The chosen line, and older ones for the same purpose and recipient that it replaced."""
    if one.pk == head.pk:
        return True
    same = (one.purpose, one.recipient_kind, one.recipient_id, one.outside_id) == (
        head.purpose, head.recipient_kind, head.recipient_id, head.outside_id,
    )  # fmt: skip
    return (
        same
        and one.basis == head.basis == Basis.CONSENT
        and one.answer == Answer.GIVEN
        and not one.withdrawn_at
    )


def _as_if(ground: Ground, at: datetime) -> Ground:
    """The same line as it will stand; a row of its own in memory, never saved."""
    names = [field.attname for field in Ground._meta.concrete_fields]
    twin = Ground(**{name: ground.__dict__[name] for name in names if name in ground.__dict__})
    twin.withdrawn_at = ground.withdrawn_at or at
    return twin


def _no_from_now(ground: Ground, only: Agency, at: datetime) -> Ground:
    return Ground(
        person_id=ground.person_id, agency_id=ground.agency_id, purpose=ground.purpose, recipient=only,
        recipient_kind=RecipientKind.AGENCY, basis=Basis.CONSENT, answer=Answer.REFUSED, asked_at=at,
    )  # fmt: skip


def _fate(ground: Ground, reach: Reach, after: list[Ground], person: Person, only, at: datetime) -> Fate:
    """A duty, a danger or another consent may carry it on; what ended already only owes its receipt."""
    if not reach.running or not may_move(reach):
        return Fate(reach, ground)
    recipient = reach.agency or ground.outside_id or ground.recipient_kind
    purposes = queries.counting_for(ground.purpose)
    lines = [one for one in after if one.purpose in purposes]
    found = queries.found_among(lines, person, ground.purpose, recipient, at, sections=reach.sections)
    return Fate(reach, ground, stays=found.ground)


def _kept(fates: list[Fate], at: datetime) -> list[Kept]:
    had = {one.reach.agency.pk: one.reach.agency for one in fates if one.reach.agency and one.reach.had}
    found = []
    for duty in queries.duties_on(at):
        names = tuple(one.name for one in had.values() if one.kind in duty.agency_kinds)
        if duty.keeps and (names or not duty.agency_kinds):
            found.append(Kept(duty, names))
    return found


def _written(
    person: Person, wish: Wish, found: Outlook, by: User, at: datetime, key: UUID | None
) -> Withdrawal:
    made = Withdrawal(
        id=key or new_id(), person=person, agency_id=by.agency_id, asker=wish.asker, relation=wish.relation,
        channel=wish.channel, asked_at=wish.asked_at or at, at=at, by=by, request_ref=wish.request_ref,
        code=wish.code, kept=[one.duty.code for one in found.kept],
        asker_name=wish.asker_name.strip() or None, words=wish.words.strip() or None,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def _mark(
    made: Withdrawal, person: Person, wish: Wish, grounds: list[Ground], by: User, at: datetime
) -> None:
    """Whole lines are withdrawn; a part becomes a refusal for that one agency, which stops the wider line there."""
    for one in grounds:
        if wish.only is not None:
            no = _no_from_now(one, wish.only, at)
            no.recorded_by, no.recorded_at, no.withdrawal, no.withdrawn_at = by, at, made, at
            no.save(force_insert=True)
            continue
        if one.withdrawn_at:
            continue
        one.withdrawn_at, one.withdrawal, one.version = at, made, one.version + 1
        one.save(update_fields=["withdrawn_at", "withdrawal", "version"])
        close_because(because=one, by=by, at=at)
        for kind in (FOLLOW_UP, EXPIRING, ASK_GROWN):
            finish_tasks_about(about=one, kind=kind, by=by, at=at)


def _carry_out(fate: Fate, by: User, at: datetime) -> None:
    if fate.stays is not None:
        move_reach(fate.reach, fate.stays, by=by, at=at)
    elif fate.reach.running:
        end_reach(fate.ground, fate.reach, by=by, at=at)


def _recall(made: Withdrawal, reach: Reach, at: datetime) -> Recall:
    """Told to stop, with the clock of the law. A closed agency's successor answers for it."""
    to = today_successor(reach.agency) if reach.agency and _is_closed(reach.agency, at) else reach.agency
    clock = clock_on(CLOCK, timezone.localdate(made.asked_at), area_code=made.agency.area_code)
    named = reach.outside_name or (to.name if reach.by_hand and to else "")
    recall = Recall(
        withdrawal=made, person_id=made.person_id, agency_id=made.agency_id, to_agency=None if reach.by_hand else to,
        for_agency=reach.agency if to != reach.agency else None, about_kind=reach.kind, about_id=reach.pk,
        about_ref=reach.ref, at=at, due_at=runs_out(clock, made.asked_at), outside_name=named or None,
    )  # fmt: skip
    recall.save(force_insert=True)
    return recall


def _is_closed(agency: Agency, at: datetime) -> bool:
    return agency.valid_to is not None and agency.valid_to <= timezone.localdate(at)


def _is(agency: Agency | None, other: Agency) -> bool:
    return agency is not None and agency.pk == other.pk


def _mine(key: UUID, by: User) -> Withdrawal | None:
    rows = Withdrawal.objects.unscoped(because="the same form was sent twice")
    return rows.filter(pk=key, by=by).first()
