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
from gugus.statistics.counting import Scale, offered, scale_for
from gugus.statistics.definitions import VERSION
from gugus.statistics.overview import Overview, overview
from gugus.statistics.referring import ReferralFigures, referral_figures, referral_scale
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


class ReferralsAsked(Asked):
    """Also as which side the own agency is meant."""

    side: str = Field("sent", pattern="^(sent|received)$", description="Counts with own=true only.")


@router.get("/figures", response=Figures, summary="Figures of a period")
@api_door(Section.FIGURES)
def figures(request: HttpRequest, asked: Query[Asked]):
    """Reports, cases, survivors, services, referrals and clocks. Protected figures come by year only."""
    today = timezone.localdate()
    scale = scale_for(request.viewer, own=asked.own)
    period = _period(asked.period, scale, today)
    return _told(overview(period, scale, today), scale)


@router.get("/figures/referrals", response=Figures, summary="Figures about referrals")
@api_door(Section.FIGURES)
def referral_rows(request: HttpRequest, asked: Query[ReferralsAsked]):
    """Times to answer, clocks kept, reasons, agencies. Exact numbers are those of the own agency, as one side."""
    today = timezone.localdate()
    scale = referral_scale(request.viewer, own=asked.own)
    period = _period(asked.period, scale, today)
    return _told(referral_figures(period, scale, today, side=asked.side), scale)


def _period(text: str, scale: Scale, today: date) -> Period:
    try:
        period = Period.parse(text) if text else Period.containing(Kind.YEAR, today)
    except ValueError as unreadable:
        raise Cannot([Reason("period_unreadable", _("This is not a period."), "period")]) from unreadable
    if not offered(period, scale):
        raise Cannot([Reason("years_only", _("Protected figures come by year only."), "period")])
    return period


def _told(shown: Overview | ReferralFigures, scale: Scale) -> Figures:
    rows = [
        FigureRow(figure=code, what=what, part=part, number=n if isinstance(n, int) else None, text=_text(n))
        for code, what, part, n in rows_of(shown)
    ]
    return Figures(
        period=str(shown.period),
        counted_to=shown.counted_to,
        exact=scale.exact,
        definitions=VERSION,
        rows=rows,
    )


def _text(value: int | float | str | None) -> str:
    return "–" if value is None else str(value)
