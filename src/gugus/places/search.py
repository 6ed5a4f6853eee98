"""Finding an area by what people type: typing errors, old and short names, "tebet jaksel", "kota bogor"."""

import re
from dataclasses import dataclass

from django.db import connection

from gugus.places import queries, rules
from gugus.places.codes import AreaKind, CodeProblem
from gugus.places.models import Area

_MOST_WORDS = 6
_CITIES = [AreaKind.CITY, AreaKind.ADMINISTRATIVE_CITY]
_REGENCIES = [AreaKind.REGENCY, AreaKind.ADMINISTRATIVE_REGENCY]
_KIND_WORDS = {
    "provinsi": [AreaKind.PROVINCE],
    "prov": [AreaKind.PROVINCE],
    "propinsi": [AreaKind.PROVINCE],
    "kabupaten": _REGENCIES,
    "kab": _REGENCIES,
    "kota": _CITIES,
    "kecamatan": [AreaKind.DISTRICT],
    "kec": [AreaKind.DISTRICT],
    "distrik": [AreaKind.DISTRICT],
    "kelurahan": [AreaKind.KELURAHAN],
    "kel": [AreaKind.KELURAHAN],
    "desa": [AreaKind.DESA],
    "ds": [AreaKind.DESA],
}
# One reading of the text per row of `asked`: `head` is the area, `tail` names what lies above it, `kinds`
# (comma-separated) what the person called it. `%%` and `like` both use the trigram index of the key,
# one in each branch, and `offset 0` keeps to one look-up per candidate however many the planner expects.
_SQL = """
    with asked as materialized (
        select * from unnest(%(heads)s::text[], %(tails)s::text[], %(kinds)s::text[]) as t(head, tail, kinds)
    ), named as materialized (
        select a.code, a.search_key as key, 0.0 as other, asked.*
          from asked join places_area a on a.search_key %% head
        union
        select a.code, a.search_key, 0.0, asked.*
          from asked join places_area a on a.search_key like head || '%%'
        union
        select n.area_id, n.search_key, 0.05, asked.*
          from asked join places_areaname n on n.search_key %% head or n.search_key like head || '%%'
    ), near as (
        select a.code, a.level, a.name, n.head = n.key as same, similarity(n.key, n.head) as like_head,
               n.key like n.head || '%%' as begins, n.tail = '' as whole, n.other,
               case when n.tail = '' then 1 else word_similarity(n.tail, a.above_key) end as like_tail,
               case when n.kinds = '' then 0 else 0.3 end
               + case when a.regency_code = %(near)s then 0.3
                      when a.province_code = left(%(near)s, 2) then 0.15 else 0 end
               + 0.1 * (4 - a.level) as liked
          from named n cross join lateral (select * from places_area x where x.code = n.code offset 0) a
         where a.valid_to is null and a.level between %(least)s and %(most)s
           and (n.kinds = '' or a.kind = any(string_to_array(n.kinds, ',')))
           and (%(under)s = '' or %(under)s in (a.code, a.district_code, a.regency_code, a.province_code))
    ), scored as (
        select code, level, name, same and like_tail >= 0.7 as exact,
               (like_head + same::int) * like_tail + case when whole then 0.4 * begins::int else 0.3 * like_tail end
               + liked - other as score
          from near where like_tail >= 0.5
    )
    select code, bool_or(exact), max(score) from scored group by code, level, name
     order by 2 desc, 3 desc, level, length(name), code limit %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate. `exact`: the very name that was typed, with what was said about where it lies."""

    code: str
    name: str
    kind: str
    above: str
    exact: bool

    @property
    def label(self) -> str:
        """The name with what lies above it, as a person reads it."""
        return f"{self.name}, {self.above}" if self.above else self.name


def search(
    text: str,
    level: int | None = None,
    under: str | None = None,
    limit: int = 8,
    *,
    least: int = 1,
    most: int = 4,
    near: str = "",
) -> list[Found]:
    """The best areas of today for a typed text, best first. At most three queries.

    `level` asks for one level, `least` and `most` for a span; `under` keeps to one area and what lies in it;
    `near` (a regency) prefers neighbours. A typed code is looked up; a number without dots raises CodeRefused.
    """
    if rules.looks_like_code(text):
        return _by_code(text)
    readings = _readings(text)
    if not readings:
        return []
    heads, tails, kinds = zip(*readings, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL,
            {
                "heads": list(heads),
                "tails": list(tails),
                "kinds": list(kinds),
                "least": level or least,
                "most": level or most,
                "under": under or "",
                "near": near,
                "limit": limit,
            },
        )
        exact = {code: is_exact for code, is_exact, _ in cursor.fetchall()}
    return _described(exact)


def resolve(candidates: list[Found]) -> Found | None:
    """The one area that is surely meant, or None when a person has to choose.

    Nearness never decides: Cilandak is a district of Jakarta Selatan and a village in two other regencies.
    """
    exact = [each for each in candidates if each.exact]
    return exact[0] if len(exact) == 1 else None


def _by_code(text: str) -> list[Found]:
    code = rules.area_code(text)
    if not Area.objects.filter(code=code).exists():
        raise rules.CodeRefused(code, CodeProblem.UNKNOWN)
    return _described({code: True})


def _described(exact: dict[str, bool]) -> list[Found]:
    steps = queries.paths(exact)
    return [
        Found(
            code=code,
            name=steps[code][-1].spoken,
            kind=steps[code][-1].get_kind_display(),
            above=", ".join(step.spoken for step in reversed(steps[code][:-1])),
            exact=is_exact,
        )
        for code, is_exact in exact.items()
    ]


def _readings(text: str) -> list[tuple[str, str, str]]:
    """Every way to read the text as an area and what lies above it."""
    if "," in text:
        head, _, tail = text.partition(",")
        splits = [(rules.search_key(head), rules.search_key(_without_kind_words(tail)))]
    else:
        words = rules.search_key(text).split()[:_MOST_WORDS]
        splits = [(" ".join(words), "")]
        splits += [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    readings = []
    for head, tail in splits:
        readings += [(*reading[:1], tail, reading[1]) for reading in _by_kind(head)]
    return [reading for reading in readings if len(reading[0]) >= 2]


def _by_kind(head: str) -> list[tuple[str, str]]:
    """The head as typed, and without the word for its kind where it begins with one."""
    first, _, rest = head.partition(" ")
    rest = re.sub(r"^(?:adm|administrasi) ", "", rest)
    plain = [(head, "")]
    return plain + [(rest, ",".join(_KIND_WORDS[first]))] if rest and first in _KIND_WORDS else plain


def _without_kind_words(text: str) -> str:
    return " ".join(word for word in text.split() if word.lower().strip(".,") not in _KIND_WORDS)
