"""Figures of the running year beside the two before, as the whole task force may see them: small counts kept back.

A whole year that the task force has frozen stands as it was frozen; the others are counted now. The note says which.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gugus.access.codes import Section, Verb
from gugus.base.pictures import Bar
from gugus.figures.freezing import content_of
from gugus.figures.models import Snapshot
from gugus.figures.queries import snapshots
from gugus.kernel.counts import THRESHOLD
from gugus.kernel.periods import Kind, Period
from gugus.room.parts import Drawn, Told
from gugus.statistics.counting import HIDDEN, Counter, Scale
from gugus.statistics.overview import title_of
from gugus.taskforce.policies import Sight

FIGURES = {"reports": "reportfact", "cases": "casefact", "survivors": "survivorfact"}
YEARS = 3


def tell(sight: Sight, at: datetime) -> Told | None:
    """Reports, cases and survivors by year, never exact. Ten queries at most, fewer where years are frozen."""
    if not sight.viewer.has(Section.FIGURES, Verb.SEE):
        return None
    today = timezone.localdate(at)
    now = Period.containing(Kind.YEAR, today)
    periods = [Period(Kind.YEAR, year) for year in range(now.year - YEARS + 1, now.year + 1)]
    counters = {str(one): Counter(one, Scale(exact=False), today) for one in periods}
    kept = _frozen(sight, [one for one in counters if one != str(now)])
    until = date_format(counters[str(now)].last_day, "j M Y")
    return Told(drawn=[
        Drawn(title_of(code),
              [Bar(year, _value(kept.get((code, year)), counter, fact)) for year, counter in counters.items()],
              note=_note(code, kept, list(counters), until), url=reverse("statistics:definition", args=[code]))
        for code, fact in FIGURES.items()
    ])  # fmt: skip


def _frozen(sight: Sight, years: Sequence[str]) -> dict[tuple[str, str], Snapshot]:
    """The newest snapshot of each figure and year. One query."""
    rows = snapshots(sight.viewer, force=sight.force, latest=True)
    rows = rows.filter(figure_code__in=FIGURES, period__in=years).order_by("frozen_at")
    return {(one.figure_code, one.period): one for one in rows}


def _value(snapshot: Snapshot | None, counter: Counter, fact: str) -> int | str:
    number = _lead(snapshot) if snapshot else counter.total(fact)
    return f"<{THRESHOLD}" if number == HIDDEN else number


def _lead(snapshot: Snapshot) -> int | str:
    """The one number of the figure as it was frozen."""
    return content_of(snapshot)["lead"][0]["values"][0]


def _note(code: str, kept: Mapping[tuple[str, str], Snapshot], years: Sequence[str], until: str) -> str:
    """On what the bars rest: which years are frozen, which are counted now, how far the running one goes."""
    frozen = [kept[code, year] for year in years if (code, year) in kept]
    parts = [
        _("%(year)s as frozen on %(day)s (%(ref)s).") % {
            "year": one.period, "ref": one.ref, "day": date_format(timezone.localtime(one.frozen_at), "j M Y"),
        }
        for one in frozen
    ]  # fmt: skip
    counted = [year for year in years[:-1] if (code, year) not in kept]
    if counted:
        parts.append(_("%(years)s counted today, not frozen.") % {"years": ", ".join(counted)})
    parts.append(
        _("%(year)s is counted today to %(day)s only; the years before are whole.")
        % {"year": years[-1], "day": until}
    )
    return " ".join(parts)
