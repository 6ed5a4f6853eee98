"""Which sealed rows belong to a person, a case or a report, read from the models themselves.

A row belongs to what its foreign keys lead to (over other sealed rows, never beyond a person, case or report), and to
what `about_kind`/`about_id`, `within_…` and `record_…` name. A model may say it otherwise: `belongs_to =
{"case": ("line__case",)}`; `belongs_to = {}` belongs to nobody. `kept_briefly = True` marks rows that may hold
anything about anybody for a day: they go with whatever is destroyed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet

from gugus.base.sealed import SealedField, SealedModel
from gugus.base.shredding import shred

KINDS = ("person", "case", "report")
NAMED = (("about_kind", "about_id"), ("within_kind", "within_id"), ("record_kind", "record_id"))


@dataclass(frozen=True, slots=True)
class Shredded:
    """How many keys were destroyed, and how many rows were emptied because others share their key."""

    keys: int = 0
    emptied: int = 0


def sealed_models() -> list[type[SealedModel]]:
    """Every model with sealed columns, by its table."""
    found = [model for model in apps.get_models() if issubclass(model, SealedModel)]
    return sorted(found, key=lambda model: model._meta.db_table)


def sealed_fields(model: type[SealedModel]) -> list[SealedField]:
    """Its sealed columns."""
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]


@cache
def paths_of(model: type[SealedModel]) -> Mapping[str, frozenset[str]]:
    """How a row's record is reached: {"case": {"assessment__case"}}. Named pairs are not in it."""
    if hasattr(model, "belongs_to"):
        return {kind: frozenset(paths) for kind, paths in model.belongs_to.items()}
    found: dict[str, set[str]] = {}
    if model._meta.model_name in KINDS:
        found[model._meta.model_name] = {"pk"}
    for field in model._meta.concrete_fields:
        target = field.related_model
        if target is None or target is model:
            continue
        if target._meta.model_name in KINDS:
            found.setdefault(target._meta.model_name, set()).add(field.name)
        elif issubclass(target, SealedModel):
            for kind, paths in paths_of(target).items():
                found.setdefault(kind, set()).update(f"{field.name}__{path}" for path in paths)
    return {kind: frozenset(paths) for kind, paths in found.items()}


def names_its_record(model: type[SealedModel]) -> bool:
    """Does the row name its record by kind and id?"""
    columns = {field.name for field in model._meta.concrete_fields}
    return any(set(pair) <= columns for pair in NAMED)


def rows_of(kind: str, pk: UUID) -> Iterator[QuerySet]:
    """The sealed rows that belong to the record, a query set per model. For jobs and commands (worker role)."""
    for model in sealed_models():
        belongs = Q(pk__in=[])
        for path in paths_of(model).get(kind, ()):
            belongs |= Q(**{path: pk})
        if names_its_record(model) and not hasattr(model, "belongs_to"):
            for kind_column, id_column in NAMED:
                if model._meta.pk.name != id_column and _has(model, kind_column):
                    belongs |= Q(**{kind_column: kind, id_column: pk})
        if getattr(model, "kept_briefly", False):
            belongs = Q()
        yield _all(model).filter(belongs).distinct()


def keys_of(kind: str, pk: UUID) -> set[UUID]:
    """The data keys that seal nothing but rows of this record: destroying them reaches nobody else."""
    return _alone(_rows(kind, pk))


def unshared(rows: Mapping[str, Iterable[UUID]]) -> set[UUID]:
    """Of the keys of these rows (ids by the model's label) those that no other row uses."""
    found = {}
    for model in sealed_models():
        chosen = _all(model).filter(pk__in=rows.get(model._meta.label, ()))
        found[model] = dict(chosen.values_list("pk", "data_key_id"))
    return _alone(found)


def shred_record(kind: str, pk: UUID, at: datetime) -> Shredded:
    """Make everything sealed about a record unreadable, attachments and kept answers included.

    A row that shares its key with rows of others (a person mentioned in a report) is emptied instead; that reaches
    older backups only when they expire.
    """
    rows = _rows(kind, pk)
    alone, emptied = _alone(rows), 0
    for model, found in rows.items():
        shared = [pk for pk, key in found.items() if key is not None and key not in alone]
        if shared:
            empty = dict.fromkeys((field.name for field in sealed_fields(model)), None)
            emptied += _all(model).filter(pk__in=shared).update(**empty)
    return Shredded(shred(alone, at), emptied)


def _rows(kind: str, pk: UUID) -> dict[type[SealedModel], dict]:
    if kind not in KINDS:
        raise ValueError(f"Nothing belongs to a {kind}.")
    return {found.model: dict(found.values_list("pk", "data_key_id")) for found in rows_of(kind, pk)}


def _alone(rows: dict[type[SealedModel], dict]) -> set[UUID]:
    """Of the keys of these rows those that no other row uses."""
    keys = {key for found in rows.values() for key in found.values() if key is not None}
    for model in sealed_models():
        users = _all(model).filter(data_key__in=keys).exclude(pk__in=rows.get(model, {}))
        keys -= set(users.values_list("data_key_id", flat=True))
    return keys


def _all(model: type[SealedModel]) -> QuerySet:
    return model._base_manager.all()  # the plain one: whoever destroys keys asks for every row


def _has(model: type[SealedModel], column: str) -> bool:
    return any(field.name == column for field in model._meta.concrete_fields)
