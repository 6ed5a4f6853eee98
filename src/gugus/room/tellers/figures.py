"""Figures of the running year beside the two before, as the whole task force may see them: small counts kept back."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gugus.access.codes import Section, Verb
from gugus.base.pictures import Bar
from gugus.kernel.counts import THRESHOLD
from gugus.kernel.periods import Kind, Period
from gugus.room.parts import Drawn, Told
from gugus.statistics.counting import HIDDEN, Counter, Scale
from gugus.statistics.overview import title_of
from gugus.taskforce.policies import Sight

FIGURES = {"reports": "reportfact", "cases": "casefact", "survivors": "survivorfact"}
YEARS = 3


def tell(sight: Sight, at: datetime) -> Told | None:
    """Reports, cases and survivors by year, never exact. Nine queries."""
    if not sight.viewer.has(Section.FIGURES, Verb.SEE):
        return None
    today = timezone.localdate(at)
    now = Period.containing(Kind.YEAR, today)
    periods = [Period(Kind.YEAR, year) for year in range(now.year - YEARS + 1, now.year + 1)]
    counters = [(one, Counter(one, Scale(exact=False), today)) for one in periods]
    until = date_format(counters[-1][1].last_day, "j M Y")
    note = _("%(year)s is counted to %(day)s only; the years before are whole.") % {
        "year": now.code,
        "day": until,
    }
    return Told(drawn=[
        Drawn(title_of(code), [Bar(one.code, _said(counter.total(fact))) for one, counter in counters], note=note,
              url=reverse("statistics:definition", args=[code]))
        for code, fact in FIGURES.items()
    ])  # fmt: skip


def _said(number: int | str) -> int | str:
    return f"<{THRESHOLD}" if number == HIDDEN else number
