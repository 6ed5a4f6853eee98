"""Loading of reference data by an operator. Nothing is deleted: what left the list ends and stays readable."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from gugus.places.listing import Line, Listing
from gugus.places.models import AreaChange, AreaName, Boundary, LoadedList

_COLUMNS = [field.name for field in fields(Line)]
_STAGE = """
    create temporary table places_stage (
        code text primary key, level smallint, kind text, name text, parent text, province text, regency text,
        district text, valid_from date, valid_to date, successor text, search_key text, above_key text
    ) on commit drop
"""
# A name that changed under its code stays findable.
_KEEP_OLD_NAMES = """
    insert into places_areaname (area_id, name, kind, search_key)
    select a.code, a.name, 'former', a.search_key from places_area a join places_stage s using (code)
    where a.search_key <> s.search_key
    on conflict do nothing
"""
_WRITE = """
    insert into places_area as a (code, level, kind, name, parent_id, province_code, regency_code, district_code,
        valid_from, valid_to, successor_id, search_key, above_key)
    select code, level, kind, name, parent, province, regency, district,
        valid_from, valid_to, successor, search_key, above_key from places_stage order by level, code
    on conflict (code) do update set
        level = excluded.level, kind = excluded.kind, name = excluded.name, parent_id = excluded.parent_id,
        province_code = excluded.province_code, regency_code = excluded.regency_code,
        district_code = excluded.district_code, valid_from = coalesce(excluded.valid_from, a.valid_from),
        valid_to = excluded.valid_to, successor_id = excluded.successor_id,
        search_key = excluded.search_key, above_key = excluded.above_key
    where (a.level, a.kind, a.name, a.parent_id, a.province_code, a.regency_code, a.district_code,
           a.valid_to, a.successor_id, a.search_key, a.above_key)
        is distinct from (excluded.level, excluded.kind, excluded.name, excluded.parent_id,
           excluded.province_code, excluded.regency_code, excluded.district_code, excluded.valid_to,
           excluded.successor_id, excluded.search_key, excluded.above_key)
    returning (xmax = 0)
"""
# What left the list ends. Its successor: where its branch moved, else the one area of its name and level in
# the same regency, else nobody.
_END = """
    update places_area a set valid_to = %(on)s, successor_id = coalesce(
        (select c.new_code from places_areachange c join places_stage s on s.code = c.new_code
          where c.old_code = a.code),
        (select min(s.code) from places_stage s
          where s.level = a.level and s.search_key = a.search_key and s.valid_to is null
            and s.regency = coalesce((select c.new_code from places_areachange c where c.old_code = a.regency_code),
                                     a.regency_code)
         having count(*) = 1))
    where a.valid_to is null and not exists (select 1 from places_stage s where s.code = a.code)
"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did, in numbers of areas."""

    listed: int
    added: int
    changed: int
    ended: int


@transaction.atomic
def load_areas(*, listing: Listing, at: datetime) -> Loaded:
    """Make the table of areas equal to the list; areas that left it end on the (Jakarta) day of `at`."""
    with connection.cursor() as cursor:
        _stage(cursor, listing.lines)
        cursor.execute(_KEEP_OLD_NAMES)
        cursor.execute(_WRITE)
        fresh = [new for (new,) in cursor.fetchall()]
        _write_changes(listing)
        cursor.execute(_END, {"on": timezone.localdate(at)})
        ended = cursor.rowcount
        cursor.execute("drop table places_stage")
        _write_names(listing)
        cursor.execute("select places_settle()")
    loaded = Loaded(len(listing.lines), sum(fresh), len(fresh) - sum(fresh), ended)
    LoadedList.objects.create(
        source=listing.source,
        version=listing.version,
        digest=listing.digest,
        areas=loaded.listed,
        loaded_at=at,
    )
    return loaded


def _stage(cursor, lines: Iterable[Line]) -> None:
    cursor.execute(_STAGE)
    with cursor.copy(f"copy places_stage ({', '.join(_COLUMNS)}) from stdin") as copy:
        for line in lines:
            copy.write_row(astuple(line))
    cursor.execute("create index on places_stage (regency, search_key)")
    cursor.execute("analyze places_stage")


def _write_changes(listing: Listing) -> None:
    AreaChange.objects.bulk_create(
        [
            AreaChange(old_code=change.old, new_code=change.new, since=change.since, basis=change.basis)
            for change in listing.changes
        ],
        update_conflicts=True,
        unique_fields=["old_code"],
        update_fields=["new_code", "since", "basis"],
    )


def _write_names(listing: Listing) -> None:
    AreaName.objects.bulk_create(
        [
            AreaName(area_id=other.code, name=other.name, kind=other.kind, search_key=other.search_key)
            for other in listing.names
        ],
        update_conflicts=True,
        unique_fields=["area", "search_key"],
        update_fields=["name", "kind"],
    )


@transaction.atomic
def load_boundaries(*, boundaries: Iterable[Boundary]) -> int:
    """Keep each outline in place of the area's earlier one; returns how many."""
    kept = Boundary.objects.bulk_create(
        boundaries,
        update_conflicts=True,
        unique_fields=["area"],
        update_fields=["path", "west", "north", "east", "south", "source", "licence", "loaded_at"],
        batch_size=500,
    )
    return len(kept)
