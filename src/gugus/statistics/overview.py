"""The page for the chair: one set of fixed, reviewed figures for one period."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gugus import law
from gugus.base.pictures import AgeGroup, Bar, StackedBar, TrendPoint
from gugus.intake.codes import Outcome
from gugus.kernel.periods import Kind, Period
from gugus.kernel.words import Words
from gugus.referrals.codes import State as ReferralState
from gugus.statistics.counting import HIDDEN, Counter, Grid, Line, Scale, Shown
from gugus.statistics.definitions import definitions

MOST_BARS = 8
SEXES = ("female", "male", "unknown")


@dataclass(frozen=True, slots=True)
class Tile:
    """One number of the top row, with the same number of the year before."""

    code: str
    label: str
    value: Shown
    before: Shown | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """One figure: which kind of picture, its title, and what the picture needs."""

    code: str
    kind: str
    title: str
    parts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Overview:
    """All figures of a period."""

    period: Period
    counted_to: date
    tiles: list[Tile]
    pictures: list[Picture]


def say(words: Words) -> str:
    """Bilingual words in the reader's language."""
    return words.in_language(get_language() or "id")


def title_of(code: str) -> str:
    """The title of a figure in the reader's language."""
    return say(definitions()[code].title)


def overview(period: Period, scale: Scale, today: date) -> Overview:
    """Every figure of the page. A fixed number of queries, whatever the period."""
    now = Counter(period, scale, today)
    before = Counter(period.year_before, scale, today)
    names, ages = _ages(now)
    figures = [
        _months(period, now),
        _outcomes(now),
        _pyramid(names, ages),
        _lines("forms", now.line("survivorfact", "form"), "exploitation_forms"),
        _border(now),
        _services(now),
        _referrals(now),
        _clocks(now),
    ]
    maps = [
        _tiles("districts", "south_jakarta", now.line("survivorfact", "district", _south_jakarta())),
        _tiles("home_provinces", "provinces", now.line("survivorfact", "home_province")),
    ]
    return Overview(period, now.last_day, _tiles_of_numbers(now, before, ages), [*figures, *maps])


def _tiles_of_numbers(now: Counter, before: Counter, ages: Grid) -> list[Tile]:
    facts = {"reports": "reportfact", "cases": "casefact", "survivors": "survivorfact"}
    tiles = [Tile(code, title_of(code), now.total(fact), before.total(fact)) for code, fact in facts.items()]
    children, known = _children(now, ages)
    tiles.append(Tile("survivors_sex_age", _("Children among survivors"), _percent(children, known)))
    kept, due = now.share("servicefact", "kept")
    tiles.append(Tile("clocks", _("Services within seven days"), _percent(kept, due)))
    return tiles


def _percent(part: Shown, whole: Shown) -> Shown:
    """Only what is shown may be divided: a share of hidden counts would give them away."""
    if isinstance(part, str) or isinstance(whole, str):
        return HIDDEN
    return f"{round(100 * part / whole)} %" if whole else "–"


def _months(period: Period, now: Counter) -> Picture:
    months = [str(part) for part in period.parts(Kind.MONTH)] if period.kind != Kind.MONTH else [str(period)]
    months = [month for month in months if month <= f"{now.last_day:%Y-%m}"]
    line = now.line("reportfact", "on_month", months)
    points = [TrendPoint(_month(month), line.counts[month]) for month in months]
    return Picture("reports", "trend", _("Reports by month"), {"points": points})


def _month(text: str) -> str:
    """`2026-03` as "Mar 2026"."""
    return date_format(Period.parse(text).first_day, "M Y")


def _outcomes(now: Counter) -> Picture:
    line = now.line("reportfact", "outcome", ("", *Outcome.values))
    names = {"": _("Still waiting"), **{code: str(label) for code, label in Outcome.choices}}
    bars = [Bar(names.get(key, key), value) for key, value in line.counts.items() if value]
    return Picture("outcomes", "bars", title_of("outcomes"), {"bars": bars})


def _ages(now: Counter) -> tuple[dict[str, str], Grid]:
    """Age groups by sex for exact numbers; children and adults where small counts are kept back."""
    if now.scale.exact:
        names = {one.code: say(one.words) for one in law.codes("age_groups")}
        return names, now.grid("survivorfact", ("age_group", "sex"), list(names), SEXES)
    names = {"unknown": _("Age not yet known"), "false": _("Adults"), "true": _("Children")}
    return names, now.grid("survivorfact", ("child", "sex"), list(names), SEXES)


def _pyramid(names: dict[str, str], grid: Grid) -> Picture:
    groups = [AgeGroup(names[key], grid.counts[key, "female"], grid.counts[key, "male"]) for key in names]
    return Picture("survivors_sex_age", "pyramid", title_of("survivors_sex_age"), {"groups": groups})


def _children(now: Counter, grid: Grid) -> tuple[Shown, Shown]:
    """Children and all of known age. Protected, only from cells that are shown: a sum would open a hidden one."""
    if now.scale.exact:
        return now.share("survivorfact", "child")
    parts = {key: [grid.counts[key, sex] for sex in SEXES] for key in ("true", "false")}
    if any(isinstance(count, str) for counts in parts.values() for count in counts):
        return HIDDEN, HIDDEN
    return sum(parts["true"]), sum(parts["true"]) + sum(parts["false"])


def _lines(code: str, line: Line, list_name: str) -> Picture:
    """The greatest first; hidden counts after the shown ones, in the order of the list."""
    known = {one.code: capfirst(say(one.words)) for one in law.codes(list_name)}
    ranked = sorted(line.counts.items(), key=lambda pair: -pair[1] if isinstance(pair[1], int) else 0)
    bars = [Bar(known.get(key, _("Not yet known")), value) for key, value in ranked[:MOST_BARS] if value]
    return Picture(code, "bars", title_of(code), {"bars": bars})


def _border(now: Counter) -> Picture:
    line = now.line("survivorfact", "cross_border", ("false", "true", "unknown"))
    names = {"false": _("Domestic"), "true": _("Cross-border"), "unknown": _("Not yet known")}
    return Picture(
        "border", "bars", title_of("border"), {"bars": [Bar(names[k], line.counts[k]) for k in names]}
    )


def _south_jakarta() -> list[str]:
    return [f"{settings.HOME_AREA}.{number:02d}" for number in range(1, 11)]


def _tiles(code: str, grid: str, line: Line) -> Picture:
    return Picture(code, "tiles", title_of(code), {"grid": grid, "values": line.counts})


def _services(now: Counter) -> Picture:
    kinds = [one.code for one in law.codes("services") if not one.parent]
    grid = now.grid("servicefact", ("service", "done"), kinds, ("true", "false"))
    bars = [
        StackedBar(
            capfirst(say(law.code("services", kind).words)),
            [grid.counts[kind, "true"], grid.counts[kind, "false"]],
        )
        for kind in kinds
        if grid.counts[kind, "true"] or grid.counts[kind, "false"]
    ]
    parts = {"bars": bars, "series": [_("Done"), _("Not done")]}
    return Picture("services", "stacked", title_of("services"), parts)


def _referrals(now: Counter) -> Picture:
    line = now.line("referralfact", "state")
    names = {code: str(label) for code, label in ReferralState.choices}
    bars = [Bar(names.get(key, key), value) for key, value in line.counts.items()]
    return Picture("referrals", "bars", title_of("referrals"), {"bars": bars})


def _clocks(now: Counter) -> Picture:
    steps = (
        (_("Risk judged in time"), "reportfact", "triage_kept"),
        (_("Referral answered in time"), "referralfact", "answer_kept"),
        (_("Service within seven days"), "servicefact", "kept"),
    )
    bars = []
    for label, fact, dim in steps:
        kept, due = now.share(fact, dim)
        late: Shown = HIDDEN if isinstance(kept, str) or isinstance(due, str) else due - kept
        bars.append(StackedBar(label, [kept, late]))
    return Picture("clocks", "stacked", title_of("clocks"), {"bars": bars, "series": [_("Kept"), _("Late")]})
