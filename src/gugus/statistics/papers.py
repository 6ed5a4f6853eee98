"""The recapitulation of an office's year for SIMFONI PPA: counts by the lists that SIMFONI has, small ones hidden.

It leaves the house, so it is protected although whoever makes it may see exact numbers; and for the same reason it
comes by year only. Single survivors are entered in SIMFONI by its own operators, not from here.
"""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.text import capfirst

from gugus import law
from gugus.access.policies import NO_RIGHT
from gugus.access.viewer import Viewer
from gugus.kernel.counts import THRESHOLD
from gugus.kernel.periods import Kind, Period
from gugus.statistics.counting import Counter, Scale, Shown, may_be_exact
from gugus.statistics.definitions import VERSION
from gugus.statistics.forms import EARLIEST
from gugus.statistics.overview import say

SEXES = (("female", "Perempuan"), ("male", "Laki-laki"), ("unknown", "Belum diketahui"))
AGES = (("true", "Anak (di bawah 18 tahun)"), ("false", "Dewasa"), ("unknown", "Umur belum diketahui"))


def gather_recap(viewer: Viewer, ref: str, at: datetime) -> dict:
    """The year `ref` of the viewer's own office. Raises Http404 for what is no year or lies ahead."""
    if not may_be_exact(viewer):
        raise PermissionDenied(NO_RIGHT)
    today = timezone.localdate(at)
    period = _year(ref, today.year)
    counter = Counter(period, Scale(exact=False, agency=viewer.agency_id), today)
    agency = viewer.user.agency
    return {
        "subject": f"Rekapitulasi SIMFONI PPA tahun {period}",
        "nature": "Terbatas",
        "office": agency.name,
        "area": agency.area_code,
        "first_on": counter.first,
        "last_on": counter.last_day,
        "threshold": THRESHOLD,
        "definitions": VERSION,
        "totals": [
            ["Laporan diterima", shown(counter.total("reportfact"))],
            ["Kasus dibuka", shown(counter.total("casefact"))],
            ["Korban", shown(counter.total("survivorfact"))],
        ],
        "people": _people(counter),
        "forms": _by_list(counter, "survivorfact", "form", "exploitation_forms"),
        "services": _by_list(counter, "servicefact", "service", "services", _services()),
        "channels": _by_list(counter, "reportfact", "channel", "report_channels"),
        "_about": agency.pk,
    }


def shown(count: Shown) -> str:
    """A count as printed: thousands with dots, the sign of a hidden one as it is."""
    return count if isinstance(count, str) else f"{count:,}".replace(",", ".")


def _year(text: str, this_year: int) -> Period:
    if not (text.isdecimal() and len(text) == 4 and EARLIEST <= int(text) <= this_year):
        raise Http404
    return Period(Kind.YEAR, int(text))


def _people(counter: Counter) -> list[list[str]]:
    """Children and adults by sex, in one frame that is protected as a whole."""
    grid = counter.grid("survivorfact", ("child", "sex"), [key for key, _ in AGES], [key for key, _ in SEXES])
    return [[words, *(shown(grid.counts[age, sex]) for sex, _ in SEXES)] for age, words in AGES]


def _services() -> list[str]:
    """The services that SIMFONI knows; finer ones are counted under them."""
    return [one.code for one in law.codes("services") if not one.parent]


def _by_list(counter: Counter, fact: str, dim: str, name: str, keys: Sequence[str] = ()) -> list[list[str]]:
    line = counter.line(fact, dim, keys)
    known = {one.code: capfirst(say(one.words)) for one in law.codes(name)} | {"unknown": "Belum diketahui"}
    return [[known.get(key, key), shown(number)] for key, number in line.counts.items() if number != 0]
