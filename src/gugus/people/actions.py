"""Register a person, correct facts and identity, show an identity for a reason, hide it again."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.vault import keyring, trail_digest
from gugus.base.versions import check_version
from gugus.directory.models import Agency
from gugus.people import rules
from gugus.people.codes import UnmaskReason
from gugus.people.models import Identity, Person, Unmasking, new_person_ref
from gugus.people.seals import seal_of

SHOWN_FOR = timedelta(minutes=15)
FACTS = (
    *("sex", "birth_year", "birth_certainty", "nationality", "home_area", "education", "disability"),
    "language",
)
IDENTITY = ("names", "documents", "phones", "address", "birth_on", "notes")
CODES_TRIED = 5
IN_TOKENS = {"birth_year", "home_area"}


UNDER_SEAL = Reason("sealed", _("This person is under seal. Two people are needed to open who it is."))


class CannotKeep(Cannot):
    """A fact that cannot be true of anybody."""


class CannotUnmask(Cannot):
    """An identity is shown for a stated reason only."""


@transaction.atomic
def register_person(
    *,
    agency: Agency,
    by: User | None,
    at: datetime,
    sex: str = "unknown",
    birth_year: int | None = None,
    birth_certainty: str = "unknown",
    nationality: str = "",
    home_area: str = "",
    education: str = "",
    disability: str = "",
    language: str = "",
    names: Mapping | None = None,
    documents: Sequence[Mapping | str] = (),
    phones: Sequence[str] = (),
    address: str = "",
    birth_on: str = "",
    notes: str = "",
) -> Person:
    """A person with a code; the identity, as far as any of it is known, goes sealed into the vault.

    `birth_on` is a partial ISO date and gives the birth year when it can be read. Raises CannotKeep.
    """
    birth_year, birth_certainty = rules.settled_birth(birth_year, birth_certainty, birth_on)
    person = Person(
        agency=agency, sex=sex, birth_year=birth_year, birth_certainty=birth_certainty, nationality=nationality,
        home_area=home_area, education=education, disability=disability, language=language,
        registered_by=by, created_at=at,
    )  # fmt: skip
    _check(person, FACTS, at)
    _save_with_free_code(person)
    known = _cleaned(
        {"names": names, "documents": documents, "phones": phones, "address": address, "birth_on": birth_on,
         "notes": notes}
    )  # fmt: skip
    if any(known.values()):
        _begin_identity(person, known, at)
    facts = {name: getattr(person, name) for name in FACTS if getattr(person, name)}
    record("person.registered", about=person, by=by, at=at, changes=facts | _digests(known))
    return person


@transaction.atomic
def update_person(
    *, person: Person, facts: Mapping, by: User, at: datetime, seen: int | None = None
) -> Person:
    """Correct open facts; `facts` holds any of FACTS. Raises Stale, CannotKeep. Search follows at once."""
    person = _locked(person)
    check_version(person, seen)
    wanted = dict(facts)
    if {"birth_year", "birth_certainty"} & wanted.keys():
        year = wanted.get("birth_year", person.birth_year)
        certainty = wanted.get("birth_certainty", person.birth_certainty)
        wanted["birth_year"], wanted["birth_certainty"] = rules.settled_birth(year, certainty, "")
    changed = {
        name: value for name, value in wanted.items() if name in FACTS and getattr(person, name) != value
    }
    _change(person, changed, at)
    if IN_TOKENS & changed.keys() and (identity := _identity_of(person)):
        _keep_tokens(identity, person)
    record("person.corrected", about=person, by=by, at=at, changes=changed)
    return person


@transaction.atomic
def update_identity(
    *, person: Person, facts: Mapping, by: User, at: datetime, seen: int | None = None
) -> Identity:
    """Correct an identity, or begin one for somebody who had none; `facts` holds any of IDENTITY.

    What is not in `facts` stays. Raises Stale, CannotKeep. Search follows at once.
    """
    person = _locked(person)
    check_version(person, seen)
    changed = _cleaned({name: value for name, value in facts.items() if name in IDENTITY})
    year, certainty = rules.settled_birth(
        person.birth_year, person.birth_certainty, changed.get("birth_on") or ""
    )
    _change(person, {"birth_year": year, "birth_certainty": certainty}, at)
    identity = _identity_of(person)
    if identity is None and person.is_sealed and by.pk not in seal_of(person).named:
        raise CannotKeep([UNDER_SEAL])
    if identity is None:
        identity = _begin_identity(person, changed, at)
    elif identity.data_key.opened() is None:
        raise CannotKeep([Reason("forgotten", _("This identity was forgotten for good and stays so."))])
    else:
        for name, value in changed.items():
            setattr(identity, name, value)
        identity.updated_at = at
        identity.save(update_fields=[*changed, "updated_at"])
        _keep_tokens(identity, person)
    record("person.identity_changed", about=person, by=by, at=at, changes=_digests(changed))
    return identity


@transaction.atomic
def unmask(*, person: Person, reason: str, by: User, at: datetime, note: str = "") -> Unmasking:
    """Show who a person is, to one user, for a quarter of an hour, for a reason (UU 21/2007 art. 24).

    `reason` is a code of UnmaskReason; `note` explains it and must not be empty for "other". Raises CannotUnmask.
    """
    note = note.strip()[:1000]
    if reasons := _hurdles_to_unmasking(person, reason, note):
        raise CannotUnmask(reasons)
    shown = Unmasking(
        person=person, agency_id=person.agency_id, user=by, reason=reason, note=note or None, at=at,
        until_at=at + SHOWN_FOR,
    )  # fmt: skip
    shown.save(force_insert=True)
    changes = {"until": shown.until_at} | _digests({"note": note or None})
    record("person.unmasked", about=person, by=by, at=at, reason=reason, changes=changes)
    return shown


@transaction.atomic
def mask_again(*, person: Person, by: User, at: datetime) -> int:
    """Hide an identity before its time is over; returns how many open views ended."""
    ended = Unmasking.objects.live(by, at).filter(person=person).update(until_at=at)
    record("person.masked_again", about=person, by=by, at=at)
    return ended


def _hurdles_to_unmasking(person: Person, reason: str, note: str) -> list[Reason]:
    hurdles = []
    if reason not in UnmaskReason.values:
        hurdles.append(Reason("reason_needed", _("Say why you need to see the identity."), "reason"))
    if reason == UnmaskReason.OTHER and not note:
        hurdles.append(Reason("note_needed", _("Write down your reason."), "note"))
    if _identity_of(person) is None and person.is_sealed:
        hurdles.append(UNDER_SEAL)
    elif _identity_of(person) is None:
        hurdles.append(Reason("no_identity", _("Nothing is known yet about who this is.")))
    return hurdles


def _save_with_free_code(person: Person) -> None:
    """Codes are drawn at random: among a million persons one in twenty thousand draws is taken."""
    for _attempt in range(CODES_TRIED):
        try:
            with transaction.atomic():
                person.save(force_insert=True)
            return
        except IntegrityError as taken:
            if "people_person_ref" not in str(taken):
                raise
            person.ref = new_person_ref()
    raise RuntimeError("No free code was found.")


def _locked(person: Person) -> Person:
    rows = Person.objects.unscoped(because="the person came through its gate").select_for_update()
    return rows.get(pk=person.pk)


def _identity_of(person: Person) -> Identity | None:
    rows = Identity.objects.unscoped(because="the person came through its gate; the database decides too")
    return rows.filter(pk=person.pk).first()


def _change(person: Person, changed: Mapping, at: datetime) -> None:
    for name, value in changed.items():
        setattr(person, name, value)
    _check(person, changed, at)
    person.version += 1
    person.save(update_fields=[*changed, "version"])


def _check(person: Person, names: Iterable[str], at: datetime) -> None:
    """Every reason at once; the database would refuse the same, but with one and without words."""
    names, reasons = set(names), []
    try:
        person.clean_fields(exclude={field.name for field in person._meta.fields} - names)
    except ValidationError as error:
        for field, problems in error.error_dict.items():
            reasons += [Reason(one.code or "invalid", " ".join(one.messages), field) for one in problems]
    if "birth_year" in names and isinstance(year := person.birth_year, int) and not 1900 <= year <= at.year:
        words = _("A birth year lies between 1900 and this year.")
        reasons.append(Reason("birth_year", words, "birth_year"))
    if reasons:
        raise CannotKeep(reasons)


def _cleaned(known: Mapping[str, Any]) -> dict[str, Any]:
    """The identity in the one writing in which it is kept; None for what is empty."""
    clean = {
        "names": rules.clean_names,
        "documents": rules.clean_documents,
        "phones": rules.clean_phones,
        "address": lambda text: (text or "").strip()[:500],
        "birth_on": rules.one_line,
        "notes": lambda text: (text or "").strip()[:5000],
    }
    return {name: clean[name](value) or None for name, value in known.items()}


def _begin_identity(person: Person, known: Mapping[str, Any], at: datetime) -> Identity:
    identity = Identity(id=person.pk, person=person, agency_id=person.agency_id, updated_at=at, **known)
    identity.save(force_insert=True)
    _keep_tokens(identity, person)
    return identity


def _keep_tokens(identity: Identity, person: Person) -> None:
    keep_tokens(person.pk, rules.facts_of(person, identity))


def keep_tokens(whom: UUID, facts: rules.IdentityFacts) -> None:
    """Replace a person's search tokens by fresh ones, of the token key in use."""
    version = keyring().token_key.version
    tokens = rules.tokens_of(facts, whom, version)
    purposes, values = [purpose for purpose, _token in tokens], [token for _purpose, token in tokens]
    with connection.cursor() as cursor:
        cursor.execute(
            "select people_keep_tokens(%s, %s::text[], %s::bytea[], %s::smallint)",
            [whom, purposes, values, version],
        )


def _digests(identity: Mapping[str, Any]) -> dict[str, str | None]:
    """What the trail may keep of personal values: a keyed digest that shows only whether two are equal."""
    return {
        name: value and trail_digest(name, json.dumps(value, sort_keys=True))
        for name, value in identity.items()
        if value
    }
