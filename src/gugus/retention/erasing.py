"""Forget one record with all that hangs on it, as the contexts' `forget.py` say. One transaction; only the worker may.

Nothing here asks whether the record may go: `runs` does, in the same transaction and with the record locked.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from gugus.base.belongings import unshared
from gugus.base.forgetting import BAND, COARSER, PROVINCE, Left, declared, modules
from gugus.base.shredding import shred
from gugus.people.models import Person, new_person_ref
from gugus.retention.following import files_of_person, followers

BECAUSE = "the record is being forgotten"


@dataclass
class Gone:
    """What was touched: table → ids of its rows. `persons` of the file that appear elsewhere got a stand-in here."""

    touched: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))

    def counts(self) -> dict[str, int]:
        """How many rows of which table."""
        return {label: len(keys) for label, keys in sorted(self.touched.items()) if keys}


@transaction.atomic
def erase(kind: str, pk: UUID, *, certificate: str, at: datetime) -> Gone:
    """Forget a report, case, person or account for ever, with what follows it (a case takes its reports along)."""
    gone = Gone()
    roots = [(kind, pk), *followers(kind, pk)]
    for name, key in roots:
        _gather(name, key, gone.touched)
    for _label, module in modules():
        if hasattr(module, "beforehand"):
            module.beforehand(gone.touched)
    _persons_of(roots, gone, certificate=certificate, at=at)
    _gather_by_id(gone.touched)
    # A mention shares the key of its report: a report that stays keeps it, and the mention is emptied below.
    shred(unshared(gone.touched), at)
    for left in declared("LEFT"):
        _empty(left, gone.touched.get(left.model, []), certificate=certificate, at=at)
    for _label, module in modules():
        if hasattr(module, "besides"):
            module.besides(gone.touched, at)
    return gone


def _rows(left: Left) -> models.QuerySet:
    rows = left.table._base_manager.all()
    return rows.order_by() if not left.whole else rows


def _gather(kind: str, pk: UUID, touched: dict[str, list[UUID]]) -> None:
    """The rows that hang on a record by their foreign keys."""
    for left in declared("LEFT"):
        lookup = left.hangs.get(kind)
        if lookup:
            chosen = {"pk": pk} if lookup == "self" else {lookup: pk}
            _add(touched, left, _rows(left).filter(**chosen))


def _gather_by_id(touched: dict[str, list[UUID]]) -> None:
    """Rows that know a record of the file by its id only: tasks, notices, events, files, grants."""
    ids = [key for keys in touched.values() for key in keys if isinstance(key, UUID)]
    for left in declared("LEFT"):
        if left.by_id:
            wanted = Q()
            for column in left.by_id:
                wanted |= Q(**{f"{column}__in": ids})
            _add(touched, left, _rows(left).filter(wanted))


def _add(touched: dict[str, list[UUID]], left: Left, rows: models.QuerySet) -> None:
    known = set(touched[left.model])
    touched[left.model] += [key for key in rows.values_list("pk", flat=True) if key not in known]


def _empty(left: Left, keys: list[UUID], *, certificate: str, at: datetime) -> None:
    names = {one.name for one in left.table._meta.concrete_fields}
    rows = list(left.table._base_manager.filter(pk__in=keys))
    if left.whole:
        left.table._base_manager.filter(pk__in=keys).delete()
        return
    for row in rows:
        fresh = left.values(row)
        if "forgotten_at" in names and row.forgotten_at is None:
            fresh |= {"forgotten_at": at, "certificate": certificate}
        if "version" in names:
            fresh["version"] = row.version + 1
        left.table._base_manager.filter(pk=row.pk).update(**fresh)


def _persons_of(roots: list[tuple[str, UUID]], gone: Gone, *, certificate: str, at: datetime) -> None:
    """Persons who appear nowhere else go with the file; for the others a stand-in takes their place in it."""
    for key in _persons_named(gone.touched):
        if ("person", key) in roots:
            continue
        if files_of_person(key, without=roots):
            _replace(key, gone.touched, certificate=certificate, at=at)
        else:
            _gather("person", key, gone.touched)


def _links(touched: dict[str, list[UUID]]) -> Iterator[tuple[Left, list[UUID]]]:
    """Tables of the file whose rows name a person."""
    for left in declared("LEFT"):
        if left.hangs.get("person") == "person" and len(left.hangs) > 1:
            yield left, touched.get(left.model, [])


def _persons_named(touched: dict[str, list[UUID]]) -> list[UUID]:
    found: dict[UUID, None] = {}
    for left, keys in _links(touched):
        rows = _rows(left).filter(pk__in=keys).exclude(person=None)
        found |= dict.fromkeys(rows.values_list("person_id", flat=True))
    return list(found)


def _replace(key: UUID, touched: dict[str, list[UUID]], *, certificate: str, at: datetime) -> None:
    """Put a nameless stand-in with the same coarse facts where a person stood who is known elsewhere."""
    person = Person.objects.unscoped(because=BECAUSE).get(pk=key)
    stand_in = Person(
        ref=new_person_ref(), agency_id=person.agency_id, sex=person.sex, created_at=at, forgotten_at=at,
        birth_year=COARSER[BAND](person.birth_year), home_area=COARSER[PROVINCE](person.home_area),
        certificate=certificate,
    )  # fmt: skip
    stand_in.save(force_insert=True)
    for left, keys in _links(touched):
        _rows(left).filter(pk__in=keys, person_id=key).update(person_id=stand_in.pk)
