"""The one verb of the trail: record. It writes in the caller's transaction or not at all."""

import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models
from psycopg.types.json import Jsonb

from gugus.audit import circumstances
from gugus.audit.models import Entry
from gugus.base.sealed import SealedField
from gugus.base.vault import opened_text, sealed_text, trail_digest
from gugus.kernel.sealing import CannotUnseal

WORDS = "~"  # in `changes`: why, as somebody typed it, sealed
CODE = re.compile(r"[a-z0-9][a-z0-9_.:\-]{0,99}")


@dataclass(frozen=True, slots=True)
class Named:
    """A record known only by its name: kind (model name), id and reference. It can stand for the record itself."""

    kind: str
    pk: UUID | None
    ref: str = ""


def record(
    verb: str,
    *,
    about: models.Model | Named | None = None,
    within: models.Model | Named | None = None,
    by,
    at: datetime,
    reason: str = "",
    words: str = "",
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Add one entry to the trail.

    `verb` is `context.what_happened`; `about` the record; `within` the case or report it belongs to, so
    that "who looked at this file" finds it; `by` a user, or None for the public and for jobs; `at` an
    aware moment. `changes` maps a field to its new value; values of sealed fields become keyed digests.
    `reason` is a code. What somebody typed may hold a name: it goes into `words` and is kept sealed.
    What holds of `audit.circumstances` is added.
    """
    if at.tzinfo is None:
        raise ValueError("The trail keeps aware moments only.")
    code = str(reason)
    if code and not CODE.fullmatch(code):
        code, words = "", words or code
    row = {
        "at": at,
        "verb": verb,
        "actor_id": getattr(by, "pk", None),
        "actor": getattr(by, "username", "") or "",
        "agency_id": getattr(by, "agency_id", None),
        "reason": code,
        "changes": Jsonb(_kept(about, changes or {}, words)),
    }
    row |= _names("about", about) | _names("parent", within)
    # Plain SQL: the ORM would ask for the row back, and who may add an entry may not always read it.
    columns, marks = ", ".join(row), ", ".join(["%s"] * len(row))
    with connection.cursor() as cursor:
        cursor.execute(f"insert into {Entry._meta.db_table} ({columns}) values ({marks})", list(row.values()))
    circumstances.written()


def typed(changes: Mapping[str, Any]) -> str:
    """Why, in the words of who did it; "" when nothing was typed or the key is gone."""
    try:
        return opened_text(changes[WORDS], "audit:words")
    except (KeyError, CannotUnseal, ValueError, binascii.Error):
        return ""


def _kept(about: models.Model | Named | None, changes: Mapping[str, Any], words: str) -> dict[str, Any]:
    if {circumstances.KEY, WORDS} & changes.keys():
        raise ValueError("Circumstances are noted and typed words are sealed; neither is passed as a change.")
    kept = {name: _plain(about, name, value) for name, value in changes.items()}
    if held := circumstances.current():
        kept[circumstances.KEY] = held
    if words.strip():
        kept[WORDS] = sealed_text(words.strip()[:500], "audit:words")
    return kept


def _names(role: str, thing: models.Model | Named | None) -> dict:
    names = {f"{role}_kind": _kind(thing) if thing else ""}
    names[f"{role}_id"] = thing.pk if thing and isinstance(thing.pk, UUID) else None
    if role == "about":
        names["about_ref"] = getattr(thing, "ref", "") or ""
    return names


def _kind(thing: models.Model | Named) -> str:
    return thing.kind if isinstance(thing, Named) else thing._meta.model_name


def _plain(about: models.Model | Named | None, name: str, value: Any) -> Any:
    """What the trail may keep of a new value: personal ones only as a digest that still shows equality."""
    fields = about._meta.concrete_fields if isinstance(about, models.Model) else ()
    field = next((f for f in fields if f.name == name), None)
    if isinstance(field, SealedField):
        return None if value is None else trail_digest(name, str(value))
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, (list, tuple, set)):
        return [_plain(None, name, part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(None, name, part) for key, part in value.items()}
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)
