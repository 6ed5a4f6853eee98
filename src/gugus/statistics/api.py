"""The same figures for programs: the same scale, the same hidden counts."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from gugus.access.api import api_door
from gugus.access.codes import Section
from gugus.base.refusals import Cannot, Reason
from gugus.kernel.periods import Kind, Period
from gugus.statistics.counting import offered, scale_for
from gugus.statistics.definitions import VERSION
from gugus.statistics.overview import overview
from gugus.statistics.rows import rows_of

router = Router(tags=["figures"])


class FigureRow(Schema):
    """One number."""

    figure: str = Field(description="Code of the figure; see /data/definisi/<code>/.")
    what: str
    part: str
    number: int | None = Field(description="Null when the count is kept back.")
    text: str = Field(description="As shown: the number, a share, or * when kept back.")


class Figures(Schema):
    """All figures of a period."""

    period: str
    counted_to: date = Field(description="Last day counted (Jakarta).")
    exact: bool = Field(description="Exact numbers of the own agency; otherwise small counts are kept back.")
    definitions: str = Field(description="Version of the definitions.")
    rows: list[FigureRow]


class Asked(Schema):
    """What is asked for."""

    period: str = Field("", description="2024, 2024-S1, 2024-Q3 or 2024-06; empty for this year.")
    own: bool = Field(False, description="Exact numbers of the own agency, where the role allows it.")


@router.get("/figures", response=Figures, summary="Figures of a period")
@api_door(Section.FIGURES)
def figures(request: HttpRequest, asked: Query[Asked]):
    """Reports, cases, survivors, services, referrals and clocks. Protected figures come by year only."""
    today = timezone.localdate()
    try:
        period = Period.parse(asked.period) if asked.period else Period.containing(Kind.YEAR, today)
    except ValueError as unreadable:
        raise Cannot([Reason("period_unreadable", _("This is not a period."), "period")]) from unreadable
    scale = scale_for(request.viewer, own=asked.own)
    if not offered(period, scale):
        raise Cannot([Reason("years_only", _("Protected figures come by year only."), "period")])
    shown = overview(period, scale, today)
    rows = [
        FigureRow(figure=code, what=what, part=part, number=n if isinstance(n, int) else None, text=str(n))
        for code, what, part, n in rows_of(shown)
    ]
    return Figures(
        period=str(period), counted_to=shown.counted_to, exact=scale.exact, definitions=VERSION, rows=rows
    )
