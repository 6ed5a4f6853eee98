"""What is stored where, read from the models and the database itself; the tables beside add what code cannot say.

`tables.csv` says for which activity a table is kept and about whom, `columns.csv` what each column is for. A row
for table "*" speaks for columns of that name everywhere, but never for a sealed or a free text.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from csv import DictReader
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from django.apps import apps
from django.db import connection, models

from gugus.access.codes import Role, Scope, Section, Verb
from gugus.access.rules import reach
from gugus.base.sealed import SealedField


@dataclass(frozen=True, slots=True)
class Table:
    """What a table is for, and about whom."""

    name: str
    activity: str
    section: str
    whose: tuple[str, ...]
    data: tuple[str, ...]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, its class, whether it is encrypted, what it is for."""

    table: str
    name: str
    type: str
    field_class: str
    encrypted: bool
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stored:
    """One table as it stands in the database."""

    table: Table
    columns: tuple[Column, ...]
    policies: tuple[str, ...]
    scope: str
    roles: tuple[str, ...]


@cache
def tables() -> Mapping[str, Table]:
    """What the shipped list says on each table."""
    return MappingProxyType(
        {
            row["table"]: Table(
                name=row["table"], activity=row["activity"], section=row["section"],
                whose=tuple(row["whose"].split()), data=tuple(row["data"].split()),
                words=MappingProxyType({"id": row["id"], "en": row["en"]}),
            )
            for row in _rows("tables.csv")
        }
    )  # fmt: skip


@cache
def columns() -> Mapping[tuple[str, str], Mapping[str, str]]:
    """(table or "*", column) → class and words."""
    return MappingProxyType({(row["table"], row["column"]): row for row in _rows("columns.csv")})


def models_by_table() -> dict[str, type[models.Model]]:
    """Every table that a model stands for, except those of the job queue."""
    found = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return {name: found[name] for name in sorted(found) if not name.startswith("procrastinate_")}


def without_words() -> list[str]:
    """Tables and columns of which nobody said what they are for; a test wants this to be empty."""
    missing = []
    for name, model in models_by_table().items():
        if name not in tables():
            missing.append(name)
        missing += [
            f"{name}.{field.column}" for field in model._meta.concrete_fields if not _said(name, field)
        ]
    return missing


def stored() -> list[Stored]:
    """Every table with its columns, its lock and the roles that reach it. Two queries."""
    policies, scopes = _policies(), _locks()
    return [
        Stored(
            table=table,
            columns=tuple(_columns_of(name, model)),
            policies=tuple(policies.get(name, ())),
            scope=scopes.get(name, ""),
            roles=tuple(roles_of(table.section)),
        )
        for name, model in models_by_table().items()
        if (table := tables().get(name) or _unknown(name))
    ]


def roles_of(section: str) -> list[str]:
    """Roles that may see anything of a section, by the matrix in force."""
    if section not in Section.values:
        return []
    return [role.value for role in Role if reach([role], section, Verb.SEE) > Scope.NOTHING]


def as_data(rows: list[Stored], language: str) -> list[dict]:
    """The inventory as plain values, one row a column."""
    return [
        {
            "table": one.table.name, "table_purpose": one.table.words[language], "column": column.name,
            "type": column.type, "class": column.field_class, "encrypted": column.encrypted,
            "purpose": column.words[language], "persons": list(one.table.whose), "data": list(one.table.data),
            "activity": one.table.activity, "section": one.table.section, "lock": one.scope,
            "policies": list(one.policies), "roles": list(one.roles), "copies": copies_of(column),
        }
        for one in rows
        for column in one.columns
    ]  # fmt: skip


def copies_of(column: Column) -> list[str]:
    """Where else this value may lie: always in backups (as it stands), in the trail as a digest when sealed."""
    places = ["backup"]
    if column.encrypted:
        places.append("trail_digest")
    if column.field_class in {"open", "personal", "sensitive"}:
        places.append("export")
    return places


def digest_of(rows: list[Stored]) -> str:
    """Changes when a table, a column or its class changes: an assessment says which inventory it looked at."""
    shape = [(one.table.name, [(c.name, c.field_class) for c in one.columns]) for one in rows]
    return hashlib.sha256(json.dumps(shape).encode()).hexdigest()


def _columns_of(name: str, model: type[models.Model]) -> Iterator[Column]:
    for field in model._meta.concrete_fields:
        row = _said(name, field) or {"class": "open", "id": "", "en": ""}
        sealed = isinstance(field, SealedField)
        yield Column(
            table=name, name=field.column, type=field.get_internal_type(),
            field_class="sealed" if sealed else row["class"], encrypted=sealed or row["class"] == "sealed",
            words=MappingProxyType({"id": row["id"], "en": row["en"]}),
        )  # fmt: skip


def _said(table: str, field: models.Field) -> Mapping[str, str] | None:
    own = columns().get((table, field.column))
    free = isinstance(field, (SealedField, models.TextField, models.JSONField))
    return own or (None if free else columns().get(("*", field.column)))


def _policies() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select tablename, policyname || ' ' || lower(cmd) || ': ' || coalesce(qual, with_check, '') "
            "from pg_policies where schemaname = 'public' and 'gugus_app' = any(roles) order by 1, 2"
        )
        found: dict[str, list[str]] = {}
        for table, policy in cursor.fetchall():
            found.setdefault(table, []).append(policy)
        return found


def _locks() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, relrowsecurity and relforcerowsecurity from pg_class "
            "where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
        )
        return {name: "row_security" if locked else "reference" for name, locked in cursor.fetchall()}


def _unknown(name: str) -> Table:
    return Table(name, "", "", (), (), MappingProxyType({"id": "", "en": ""}))


def _rows(name: str) -> list[dict[str, str]]:
    with (files("gugus.privacy") / "tables" / name).open(encoding="utf-8") as lines:
        return list(DictReader(lines))
