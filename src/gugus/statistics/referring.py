"""Figures about referrals: how long answers take, what is declined and why, what is over its clock. No identity.

For one's own agency the numbers are exact, as the side that asks or as the side that is asked. For the task force they
are protected like all others and stand in the order of names: agencies do different work, so nobody is ranked, and a
share or a time needs ten answers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gugus import law
from gugus.access.codes import Scope, Section, Verb
from gugus.access.viewer import Viewer
from gugus.base.pictures import Bar, StackedBar, TrendPoint
from gugus.base.spans import HOUR, length
from gugus.directory.queries import agency_names
from gugus.kernel.counts import protect_line, protect_table
from gugus.kernel.periods import Kind, Period
from gugus.law.lists import UnknownCode
from gugus.referrals.codes import ReturnCode, State, Urgency
from gugus.statistics.counting import HIDDEN, Counter, Scale, Shown, as_shown
from gugus.statistics.overview import Picture, Tile, say, title_of

SENT, RECEIVED = "sent", "received"
FEWEST = 10  # answers behind a share or a time that others may see
BANDS = {
    "h2": gettext_lazy("Up to 2 hours"),
    "h24": gettext_lazy("2 to 24 hours"),
    "d3": gettext_lazy("1 to 3 days"),
    "d7": gettext_lazy("3 to 7 days"),
    "over": gettext_lazy("More than 7 days"),
    "": gettext_lazy("No answer so far"),
}
HOW = {
    "account": gettext_lazy("With an account"),
    "guest": gettext_lazy("Through a guest link"),
    "typed": gettext_lazy("Typed in by the sender"),
}
KEPT_PARTS = (gettext_lazy("In time"), pgettext_lazy("clock", "Late"), gettext_lazy("Not due yet"))


@dataclass(frozen=True, slots=True)
class Counted:
    """One group of referrals: how many, how their answers kept the clock, half and nine tenths of the times (hours)."""

    n: int
    answered: int
    kept: int
    late: int
    half: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """What is said of one agency."""

    name: str
    kept: Shown
    late: Shown
    open: Shown
    share: Shown
    half: str
    most: str


@dataclass(frozen=True, slots=True)
class ReferralFigures:
    """All figures about referrals of a period."""

    period: Period
    counted_to: date
    side: str
    tiles: Sequence[Tile]
    pictures: Sequence[Picture]


def referral_scale(viewer: Viewer, *, own: bool) -> Scale:
    """Exact numbers for whoever sees every referral of the agency anyway; about that agency alone."""
    return Scale(exact=True, agency=viewer.agency_id) if own and may_count_own(viewer) else Scale(exact=False)


def may_count_own(viewer: Viewer) -> bool:
    """Does the viewer see all referrals of the own agency?"""
    return viewer.reach(Section.REFERRAL, Verb.SEE) >= Scope.AGENCY


class ReferralCounter(Counter):
    """Counts referrals within one period at one scale, as seen from one side."""

    def __init__(self, period: Period, scale: Scale, today: date, side: str):
        super().__init__(period, scale, today)
        self.side = side

    def groups(self, *dims: str) -> dict[tuple[str, ...], Counted]:
        """Everything by at most two columns. One query."""
        with connection.cursor() as cursor:
            cursor.execute(
                "select keys, n, answered, kept, late, p50, p90 from statistics_referrals(%s::text[], %s, %s, %s, %s)",
                [list(dims), self.first, self.end, self.side, self.scale.agency],
            )
            return {tuple(keys): Counted(*numbers) for keys, *numbers in cursor.fetchall()}

    def _raw(self, fact: str, dims: list[str]) -> list[tuple[list[str], int]]:
        return [(list(keys), one.n) for keys, one in self.groups(*dims).items()]

    def shown(self, numbers: Sequence[int]) -> list[Shown]:
        """A line of counts as it may be shown, its total known."""
        if self.scale.exact:
            return list(numbers)
        return [as_shown(cell) for cell in protect_line(numbers, zeros_shown=True).cells]

    def shown_table(self, rows: Sequence[Sequence[int]]) -> list[list[Shown]]:
        """A table of counts as it may be shown, even to whoever knows all its totals."""
        if self.scale.exact or not rows:
            return [list(row) for row in rows]
        return [[as_shown(cell) for cell in row] for row in protect_table(rows, zeros_shown=True).rows]

    def share(self, kept: Shown, late: Shown) -> Shown:
        """The share in time, from what is shown alone; too few answers say nothing."""
        if isinstance(kept, str) or isinstance(late, str):
            return HIDDEN
        if not kept + late:
            return "–"
        few = not self.scale.exact and kept + late < FEWEST
        return HIDDEN if few else f"{round(100 * kept / (kept + late))} %"


def referral_figures(period: Period, scale: Scale, today: date, *, side: str = SENT) -> ReferralFigures:
    """Every figure of the page. A fixed number of queries."""
    now = ReferralCounter(period, scale, today, side if scale.exact else SENT)
    whole = now.groups().get((), Counted(0, 0, 0, 0, None, None))
    ends, reasons = _ends(now)
    asked = now.groups("urgency", "service")
    answers = now.groups("answer_band", "answered_how")
    pictures = [
        _times(now, answers),
        *_by_time(period, now),
        _kept_by(
            now, "referral_kept_urgency", [(key, one) for (key, _s), one in asked.items()], Urgency.choices
        ),
        _kept_by(
            now, "referral_kept_service", [(_root(key), one) for (_u, key), one in asked.items()], _services()
        ),
        ends,
        *reasons,
        _how(now, answers),
        _agencies(now),
    ]
    return ReferralFigures(period, now.last_day, now.side, _tiles(now, whole), pictures)


def _tiles(now: ReferralCounter, whole: Counted) -> list[Tile]:
    kept, late, _rest = now.shown([whole.kept, whole.late, whole.n - whole.kept - whole.late])
    over = sum(one.n for (key,), one in now.groups("over_clock").items() if key == "true")
    over_shown, _others = now.shown([over, whole.n - over])
    total = whole.n if now.scale.exact else now.shown([whole.n])[0]
    return [
        Tile("referrals", _("Referrals sent") if now.side == SENT else _("Referrals received"), total),
        Tile("referral_kept_urgency", _("Answered within the clock"), now.share(kept, late)),
        Tile("referral_times", _("Half are answered within"), hours_said(whole.half)),
        Tile("referral_times", _("Nine of ten within"), hours_said(whole.most)),
        Tile("referral_over_clock", _("Open and over the clock"), over_shown),
    ]


def hours_said(hours: float | None) -> str:
    """A time in its largest useful unit; a dash where too few answers stand behind it."""
    return "–" if hours is None else length(hours * HOUR)


def _times(now: ReferralCounter, answers: dict[tuple[str, ...], Counted]) -> Picture:
    numbers = now.shown([sum(one.n for (key, _how), one in answers.items() if key == band) for band in BANDS])
    bars = [Bar(str(label), number) for label, number in zip(BANDS.values(), numbers, strict=True)]
    return Picture("referral_times", "bars", title_of("referral_times"), {"bars": bars})


def _by_time(period: Period, now: ReferralCounter) -> list[Picture]:
    """How many were sent, and how long half of the answers took, by month; by week in short periods."""
    kind = Kind.WEEK if period.kind in {Kind.MONTH, Kind.WEEK} else Kind.MONTH
    parts = [
        one
        for one in Period.between(kind, period.first_day, period.last_day)
        if one.first_day <= now.last_day
    ]
    found = now.groups("on_week" if kind == Kind.WEEK else "on_month")
    none = Counted(0, 0, 0, 0, None, None)
    counted = [found.get((str(part),), none) for part in parts]
    labels = [_label(part) for part in parts]
    numbers = now.shown([one.n for one in counted])
    sent = [TrendPoint(label, number) for label, number in zip(labels, numbers, strict=True)]
    half = [
        TrendPoint(label, None if one.half is None or number == HIDDEN else round(one.half, 1))
        for label, one, number in zip(labels, counted, numbers, strict=True)
    ]
    return [
        Picture("referral_months", "trend", title_of("referral_months"), {"points": sent}),
        Picture("referral_half", "trend", title_of("referral_half"), {"points": half, "unit": _("in hours")}),
    ]


def _label(part: Period) -> str:
    return say(part.words) if part.kind == Kind.WEEK else date_format(part.first_day, "M Y")


def _kept_by(
    now: ReferralCounter, code: str, groups: Iterable[tuple[str, Counted]], names: Iterable[tuple[str, Any]]
) -> Picture:
    """In time, late, not due yet, by one column."""
    labels = dict(names)
    sums = {key: [0, 0, 0] for key in labels}
    for key, one in groups:
        for place, number in enumerate((one.kept, one.late, one.n - one.kept - one.late)):
            sums.setdefault(key, [0, 0, 0])[place] += number
    keys = [key for key, numbers in sums.items() if any(numbers)]
    table = now.shown_table([sums[key] for key in keys])
    bars = [StackedBar(str(labels.get(key, key)), row) for key, row in zip(keys, table, strict=True)]
    return Picture(code, "stacked", title_of(code), {"bars": bars, "series": list(map(str, KEPT_PARTS))})


def _root(service: str) -> str:
    try:
        return law.lists.root("services", service).code
    except UnknownCode:
        return service


def _services() -> list[tuple[str, str]]:
    return [(one.code, capfirst(say(one.words))) for one in law.codes("services") if not one.parent]


def _ends(now: ReferralCounter) -> tuple[Picture, list[Picture]]:
    """How referrals stand, and the reasons of two ends. Protected as one line, so that none opens another."""
    split = {State.DECLINED, State.RETURNED}
    counts = dict.fromkeys(((state.value, "") for state in State if state not in {State.DRAFT, *split}), 0)
    for (state, code), one in now.groups("state", "code").items():
        key = (state, code if state in split else "")
        counts[key] = counts.get(key, 0) + one.n
    shown = dict(zip(counts, now.shown(list(counts.values())), strict=True))
    bars = [
        Bar(str(State(state).label), _sum(shown, state)) for state in State.values if state != State.DRAFT
    ]
    declined = {one.code: capfirst(say(one.words)) for one in law.codes("referral_decline_reasons")}
    return Picture("referral_ends", "bars", title_of("referral_ends"), {"bars": bars}), [
        _reasons("referral_decline_reasons", shown, State.DECLINED, declined),
        _reasons("referral_return_reasons", shown, State.RETURNED, dict(ReturnCode.choices)),
    ]


def _sum(shown: dict[tuple[str, str], Shown], state: str) -> Shown:
    parts = [number for (one, _code), number in shown.items() if one == state]
    return HIDDEN if any(isinstance(part, str) for part in parts) else sum(parts)


def _reasons(code: str, shown: dict, state: State, names: dict[str, Any]) -> Picture:
    bars = [Bar(str(names.get(key, key)), n) for (one, key), n in shown.items() if one == state and n]
    return Picture(code, "bars", title_of(code), {"bars": bars})


def _how(now: ReferralCounter, answers: dict[tuple[str, ...], Counted]) -> Picture:
    numbers = now.shown([sum(one.n for (_band, key), one in answers.items() if key == how) for how in HOW])
    bars = [Bar(str(label), number) for label, number in zip(HOW.values(), numbers, strict=True)]
    return Picture("referral_how", "bars", title_of("referral_how"), {"bars": bars})


def _agencies(now: ReferralCounter) -> Picture:
    """By the other agency; for all together by the one that was asked. In the order of names."""
    found = {
        key: one for (key,), one in now.groups("to_agency_id" if now.side == SENT else "agency_id").items()
    }
    names = {str(pk): name for pk, name in agency_names(set(found)).items()}
    keys = sorted(found, key=lambda key: names.get(key, ""))
    table = now.shown_table(
        [[one.kept, one.late, one.n - one.kept - one.late] for one in map(found.get, keys)]
    )
    lines = [_line(now, names.get(key, "–"), found[key], row) for key, row in zip(keys, table, strict=True)]
    bars = [StackedBar(one.name, [one.kept, one.late, one.open]) for one in lines]
    parts = {"bars": bars, "series": list(map(str, KEPT_PARTS)), "lines": lines}
    return Picture("referral_agencies", "agencies", title_of("referral_agencies"), parts)


def _line(now: ReferralCounter, name: str, one: Counted, row: Sequence[Shown]) -> AgencyLine:
    share = now.share(row[0], row[1])
    kept_back = share == HIDDEN
    times = [HIDDEN if kept_back else hours_said(hours) for hours in (one.half, one.most)]
    return AgencyLine(name, *row, share, *times)
