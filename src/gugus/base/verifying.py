"""Walk everything that is sealed: each value opens with its key or was destroyed on purpose. Never shows a value.

Models and columns are found from the models, so nothing is left out because nobody thought of it. Of each row it is
also checked that no open text column repeats what a sealed one says.
"""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

from django.db import models

from gugus.base import holdings
from gugus.base.belongings import sealed_fields, sealed_models
from gugus.base.holdings import Finding
from gugus.base.rewrapping import known_keks
from gugus.base.sealed import DataKey, KeyTrace, SealedModel
from gugus.base.shredding import listed
from gugus.base.vault import keyring, opened_text
from gugus.kernel.keyservices import KeyServiceFailed
from gugus.kernel.sealing import SEAL_VERSION, CannotUnseal, kek_id_of

AT_ONCE = 500
TELLING = 6  # shorter words stand in references and codes by chance
BROKEN = (CannotUnseal, KeyServiceFailed, ValueError)
NO_KEY, NOT_SEALED, WILL_NOT_OPEN, OPEN_TWIN = "no_key", "not_sealed", "will_not_open", "open_twin"
UNKNOWN_KEK, CAME_BACK, ROLLED_BACK = "unknown_kek", "came_back", "rolled_back"
Tell = Callable[[int], None]


def verify(tell: Tell = lambda count: None) -> Iterator[Finding]:
    """Everything, a finding for each table and kind of thing; `tell` is called with the number of things looked at."""
    yield _data_keys(tell)
    for model in sealed_models():
        yield _rows(model, tell)
    for texts in holdings.sealed_texts():
        yield _texts(texts, tell)
    for check in holdings.checks():
        yield from check(tell)


def open_texts(row: models.Model) -> str:
    """What stands readable in a row, in small letters."""
    said = []
    for field in row._meta.concrete_fields:
        if isinstance(field, (models.CharField, models.TextField, models.JSONField)):
            said.append(str(row.__dict__.get(field.attname) or ""))
    return "\n".join(said).casefold()


def leaves(value: Any) -> Iterator[str]:
    """The texts within a sealed value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part)


def _rows(model: type[SealedModel], tell: Tell) -> Finding:
    found = Finding(model._meta.db_table)
    fields = sealed_fields(model)
    rows = model._base_manager.select_related("data_key").order_by("pk")
    for count, row in enumerate(rows.iterator(chunk_size=AT_ONCE), 1):
        _row(found, row, fields)
        if count % AT_ONCE == 0:
            tell(AT_ONCE)
    tell((found.whole + found.gone + found.count_of_broken) % AT_ONCE)
    return found


def _row(found: Finding, row: SealedModel, fields: list) -> None:
    told = []
    held = {field.attname: row.__dict__.get(field.attname) for field in fields}
    held = {name: bytes(value) for name, value in held.items() if value is not None}
    if held and row.data_key_id is None:
        return found.break_at(found.name, row.pk, NO_KEY)
    if row.data_key_id and not row.data_key.wrapped:
        found.gone += 1
        return None
    for name, value in held.items():
        if value[:1] != SEAL_VERSION:
            return found.break_at(found.name, row.pk, f"{NOT_SEALED}:{name}")
        try:
            told += leaves(getattr(row, name))
        except BROKEN:
            return found.break_at(found.name, row.pk, f"{WILL_NOT_OPEN}:{name}")
    readable = open_texts(row)
    if any(len(text) >= TELLING and text.casefold() in readable for text in told):
        return found.break_at(found.name, row.pk, OPEN_TWIN)
    found.whole += 1
    return None


def _data_keys(tell: Tell) -> Finding:
    """Each wrapped key is under a known KEK and opens; none that was destroyed came back; none is an older one."""
    found, known, traced, gone = Finding("base_datakey"), known_keks(), _last_traces(), listed()
    for count, key in enumerate(DataKey.objects.order_by("pk").iterator(chunk_size=2000), 1):
        if why := _fault(key, known, traced.get(key.pk), gone):
            found.break_at("base_datakey", key.pk, why)
        elif key.wrapped:
            found.whole += 1
        else:
            found.gone += 1
        if count % 2000 == 0:
            tell(2000)
    return found


def _fault(key: DataKey, known: frozenset[str] | None, last: tuple | None, gone: set) -> str:
    what, digest = last or ("", b"")
    if not key.wrapped:
        return "" if key.shredded_at else NO_KEY
    if what in ("destroyed", "deleted") or key.pk in gone:
        return CAME_BACK
    if what == "wrapped" and bytes(digest) != sha256(bytes(key.wrapped)).digest():
        return ROLLED_BACK
    try:
        if key.kek != kek_id_of(bytes(key.wrapped)) or (known is not None and key.kek not in known):
            return UNKNOWN_KEK
        keyring().unwrap(bytes(key.wrapped), key.kek)
    except BROKEN:
        return WILL_NOT_OPEN
    return ""


def _last_traces() -> dict[Any, tuple[str, bytes]]:
    """What was last done to each key that was touched after it was made."""
    rows = KeyTrace.objects.order_by("key_id", "-id").distinct("key_id")
    return {
        key: (what, digest) for key, what, digest in rows.values_list("key_id", "what", "digest").iterator()
    }


def _texts(texts: holdings.SealedTexts, tell: Tell) -> Finding:
    found = Finding(texts.table)
    for row, sealed in texts.read():
        for text in sealed:
            try:
                opened_text(text, texts.about)
                found.whole += 1
            except BROKEN:
                found.break_at(texts.table, row, WILL_NOT_OPEN)
    tell(found.whole)
    return found
