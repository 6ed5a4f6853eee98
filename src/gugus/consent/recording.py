"""Write a line into the ledger. A later answer replaces an earlier one; nothing is rewritten."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import FieldClass
from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.consent import queries, rules, wording
from gugus.consent.codes import Answer, Basis, Giver, Minority, RecipientKind
from gugus.consent.models import Ground, InformationText, Purpose
from gugus.consent.reaching import beyond_the_wall, minders_of
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id
from gugus.outbox.actions import announce
from gugus.people.models import Person
from gugus.tasks.actions import finish_tasks_about, start_task

CLOCKS_DIFFER = timedelta(minutes=5)
FOLLOW_UP, EXPIRING, ASK_GROWN = "consent_follow_up", "consent_expiring", "consent_ask_grown"


class CannotRecord(Cannot):
    """The line cannot be written like this; all reasons at once."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is written down. Sealed are names and words; `asked_at` is when the person answered."""

    purpose: str
    recipient_kind: str = RecipientKind.AGENCY
    recipient: Agency | None = None
    outside_id: UUID | None = None
    outside_name: str = ""
    basis: str = Basis.CONSENT
    answer: str = Answer.GIVEN
    duty: str = ""
    giver: str = ""
    giver_name: str = ""
    relation: str = ""
    guardian: Person | None = None
    minority: str = ""
    child_view: str = ""
    child_words: str = ""
    no_guardian: str = ""
    capacity_words: str = ""
    form: str = ""
    language: str = ""
    interpreter_name: str = ""
    interpreter_agency: Agency | None = None
    interpreter_office: str = ""
    witness_name: str = ""
    text: InformationText | None = None
    sections: Sequence[str] = ()
    depth: int = FieldClass.SENSITIVE
    note: str = ""
    asked_at: datetime | None = None
    until_at: datetime | None = None


@transaction.atomic
def record_ground(
    *, person: Person, told: Told, by: User, at: datetime, may_decide: bool = False, key: UUID | None = None
) -> Ground:
    """Write down what the person answered, or which duty or danger is the basis. Raises CannotRecord.

    `may_decide`: the writer has the right to decide for a child. The same `key` twice gives the same line.
    """
    queries.lock_lines(person)
    if key and (earlier := _mine(key, by)):
        return earlier
    if reasons := hurdles_to_recording(person, told, at=at, may_decide=may_decide):
        raise CannotRecord(reasons)
    ground = _made(person, told, by, at, key)
    ground.save(force_insert=True)
    replaced = _replace(ground, at) if told.answer == Answer.GIVEN else 0
    changes = {
        "purpose": told.purpose, "recipient": told.recipient.slug if told.recipient else told.recipient_kind,
        "basis": told.basis, "answer": told.answer, "giver": told.giver, "duty": told.duty,
        "sections": list(told.sections), "until": told.until_at, "replaced": replaced,
    }  # fmt: skip
    record("consent.recorded", about=ground, within=person, by=by, at=at, changes=changes)
    for kind in (FOLLOW_UP, EXPIRING, ASK_GROWN):
        _finish_earlier(ground, kind, by, at)
    if told.basis == Basis.VITAL_INTEREST:
        _follow_up(ground, by, at)
    announce("consent.recorded", about=ground, at=at, answer=told.answer, basis=told.basis)
    return ground


def hurdles_to_recording(person: Person, told: Told, *, at: datetime, may_decide: bool) -> list[Reason]:
    """Everything that stands against this line, worded, each with its field."""
    purpose = next((one for one in queries.purposes_on(at) if one.code == told.purpose), None)
    found = [*_about_recipient(person, told), *_about_moments(told, at)]
    if purpose is None:
        found.append(Reason("unknown_purpose", _("Choose a purpose."), "purpose"))
    if told.basis == Basis.LEGAL_DUTY and told.duty:
        found += _about_duty(told, at)
    if told.answer == Answer.REFUSED and _given_before(person, told):
        words = _(
            "There is a consent for this. Withdraw it instead, so that every recipient is told to stop."
        )
        found.append(Reason("withdraw_instead", words, "answer"))
    codes = rules.hurdles(_asked(person, told, purpose, at, may_decide))
    return found + [Reason(code, wording.HURDLES[code], field) for code, field in codes]


def _asked(
    person: Person, told: Told, purpose: Purpose | None, at: datetime, may_decide: bool
) -> rules.Asked:
    day = timezone.localdate(told.asked_at or at)
    born = queries.born_of(person) if told.basis == Basis.CONSENT else None
    known = rules.is_child(born, person.birth_year, day)
    child = known if known is not None else told.minority != Minority.ADULT
    barred = told.giver in {Giver.GUARDIAN, Giver.REPRESENTATIVE} and beyond_the_wall(
        person, told.guardian, told.giver_name
    )
    return rules.Asked(
        basis=told.basis, answer=told.answer, child=child,
        age_said=known is not None or bool(told.minority), giver=told.giver, relation=told.relation,
        giver_named=bool(told.giver_name.strip()) or told.guardian is not None, guardian_barred=barred,
        child_view=told.child_view, age=day.year - person.birth_year if person.birth_year else None,
        objection_age=queries.number("objection_age", at), no_guardian=told.no_guardian,
        capacity_words=bool(told.capacity_words.strip()), form=told.form, language=told.language.strip(),
        interpreter_named=bool(told.interpreter_name.strip()),
        interpreter_office=told.interpreter_agency is not None or bool(told.interpreter_office.strip()),
        witness_named=bool(told.witness_name.strip()), duty=bool(told.duty),
        consent_only=bool(purpose and purpose.consent_only), note=bool(told.note.strip()), may_decide=may_decide,
        sections=bool(told.sections), most_hours=queries.number("vital_hours", at),
        until_after=told.until_at - (told.asked_at or at) if told.until_at else None,
    )  # fmt: skip


def _about_recipient(person: Person, told: Told) -> list[Reason]:
    if told.recipient_kind != RecipientKind.AGENCY:
        needs_name = told.recipient_kind == RecipientKind.OUTSIDE and not told.outside_name.strip()
        return [Reason("name_needed", _("Write who it was."), "outside_name")] if needs_name else []
    if told.recipient is None:
        return [Reason("recipient_needed", _("Choose the agency."), "recipient")]
    if told.recipient.pk == person.agency_id and told.purpose != "service":
        return [
            Reason("own_agency", _("This is your own agency. Choose the one that receives."), "recipient")
        ]
    return []


def _about_moments(told: Told, at: datetime) -> list[Reason]:
    if told.asked_at and told.asked_at > at + CLOCKS_DIFFER:
        return [Reason("in_the_future", _("This lies in the future."), "asked_at")]
    return []


def _about_duty(told: Told, at: datetime) -> list[Reason]:
    duty = next((one for one in queries.duties_on(at) if one.code == told.duty and one.gives), None)
    if duty is None:
        return [Reason("unknown_duty", _("This duty does not count today. Choose one of the table."), "duty")]
    kind = told.recipient.kind if told.recipient else ""
    if duty.agency_kinds and kind not in duty.agency_kinds:
        return [Reason("other_recipient", _("This duty is not towards this kind of agency."), "duty")]
    return []


def _same(person: Person, told: Told | Ground):
    rows = Ground.objects.unscoped(because=queries.BECAUSE).filter(person=person, purpose=told.purpose)
    rows = rows.filter(
        recipient_kind=told.recipient_kind, recipient=told.recipient, outside_id=told.outside_id
    )
    return rows.filter(withdrawn_at=None, replaced_at=None)


def _given_before(person: Person, told: Told) -> bool:
    """Run out or not: what was sent on it must be called back, not only refused for the future."""
    return _same(person, told).filter(basis=Basis.CONSENT, answer=Answer.GIVEN).exists()


def _replace(ground: Ground, at: datetime) -> int:
    """The newer line of the same basis counts; the older one stays readable."""
    rows = _same(ground.person, ground).filter(basis=ground.basis, answer=Answer.GIVEN).exclude(pk=ground.pk)
    number = 0
    for one in rows:
        one.replaced_at, one.version = at, one.version + 1
        one.save(update_fields=["replaced_at", "version"])
        number += 1
    return number


def _made(person: Person, told: Told, by: User, at: datetime, key: UUID | None) -> Ground:
    sealed = {
        "giver_name", "interpreter_name", "interpreter_office", "witness_name", "outside_name", "child_words",
        "capacity_words", "note",
    }  # fmt: skip
    given = {one.name: getattr(told, one.name) for one in fields(told)}
    given |= {name: (given[name].strip() or None) for name in sealed}
    given |= {"sections": sorted(set(told.sections)), "asked_at": told.asked_at or at}
    given["language"] = told.language.strip()
    if told.basis != Basis.CONSENT:
        given |= {"giver": "", "text": None}
    return Ground(
        id=key or new_id(), person=person, agency_id=by.agency_id, recorded_by=by, recorded_at=at, **given
    )


def _mine(key: UUID, by: User) -> Ground | None:
    rows = Ground.objects.unscoped(because="the same form was sent twice")
    return rows.filter(pk=key, recorded_by=by).first()


def _finish_earlier(ground: Ground, kind: str, by: User, at: datetime) -> None:
    """Whoever asked again has done what an older line still asked for."""
    rows = Ground.objects.unscoped(because=queries.BECAUSE).filter(
        person=ground.person, purpose=ground.purpose
    )
    same = rows.filter(recipient_kind=ground.recipient_kind, recipient=ground.recipient).exclude(pk=ground.pk)
    for one in same.filter(basis__in=_answered_by(ground)):
        finish_tasks_about(about=one, kind=kind, by=by, at=at)


def _answered_by(ground: Ground) -> list[str]:
    if ground.basis == Basis.CONSENT and ground.answer != Answer.NOT_ASKED:
        return [Basis.CONSENT, Basis.VITAL_INTEREST]
    return [ground.basis]


def _follow_up(ground: Ground, by: User, at: datetime) -> None:
    minders = minders_of(ground.person, ground.agency_id)
    start_task(
        kind=FOLLOW_UP, about=ground, agency=by.agency, assignee=minders[0] if minders else by, by=by, at=at,
        due_at=ground.until_at, risk="high",
    )  # fmt: skip
