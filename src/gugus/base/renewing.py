"""Give the sealed rows of one record new data keys: everything sealed again, the old keys destroyed.

For somebody whose old backup, or a process that had the key, must be worth nothing any more. Rows that share a key
with rows of others keep it (a mention lies under its report's key) and are counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gugus.base.belongings import keys_of, rows_of, sealed_fields
from gugus.base.holdings import renewer_of
from gugus.base.sealed import DataKey
from gugus.base.shredding import shred


@dataclass(frozen=True, slots=True)
class Renewed:
    """How many rows were sealed anew, under how many keys, and how many keep a key they share."""

    rows: int
    keys: int
    shared: int


@transaction.atomic
def renew(kind: str, pk: UUID, at: datetime) -> Renewed:
    """New data keys for everything that belongs to the record alone. The caller locks the record first.

    Only for a person: tasks are made with the key of their case or report at any moment, so those keep theirs.
    """
    if kind != "person":
        raise ValueError("Only persons get new data keys.")
    alone, fresh, rows, shared = keys_of(kind, pk), {}, 0, 0
    for found in rows_of(kind, pk):
        if getattr(found.model, "kept_briefly", False):
            continue
        for row in _locked(found):
            if row.data_key_id not in alone:
                shared += row.data_key_id is not None
            elif old := row.data_key.opened():
                _seal_anew(row, old, fresh)
                rows += 1
    shred(fresh, at)
    return Renewed(rows, len(fresh), shared)


def _locked(found) -> Iterable:
    ids = list(found.values_list("pk", flat=True))
    rows = found.model._base_manager.select_related("data_key").filter(pk__in=ids)
    return rows.order_by("pk").select_for_update(of=("self",))


def _seal_anew(row, old: bytes, fresh: dict[UUID, DataKey]) -> None:
    fields = sealed_fields(type(row))
    plain = {field.name: getattr(row, field.name) for field in fields}
    key = fresh.get(row.data_key_id)
    if key is None:
        key = fresh[row.data_key_id] = DataKey.fresh()
        key.save(force_insert=True)
    row.data_key = key
    for name, value in plain.items():
        setattr(row, name, value)
    changed = [*plain, "data_key"]
    if renewer := renewer_of(row):
        changed += renewer(row, old, key.opened())
    row.save(update_fields=changed)
