"""A return in words: places, moments in the zone of their place, papers, money."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gugus.kernel.rupiah import written
from gugus.law.lists import UnknownCode, code
from gugus.repatriation import queries, rules
from gugus.repatriation.codes import PAPERS, PAYERS, Confirmed, PauseCode, StopCode
from gugus.repatriation.models import Cost, Leg, Repatriation, TravelPaper
from gugus.repatriation.stations import names_of, zone_words


def listed_words(list_name: str, stored: str) -> str:
    """A code of the legal pack in the reader's language; an unknown one stays readable."""
    try:
        return code(list_name, stored).words.in_language(get_language())
    except UnknownCode:
        return stored


def paper_words(kind: str) -> str:
    """What a paper is called."""
    return listed_words(PAPERS, kind)


def payer_words(payer: str) -> str:
    """Who pays."""
    return listed_words(PAYERS, payer)


def code_words(stored: str) -> str:
    """Why a return was paused or stopped."""
    return str(dict([*PauseCode.choices, *StopCode.choices]).get(stored, stored))


def transport_words(transport: str) -> str:
    """By what one travels."""
    return listed_words("transports", transport)


def local_moment(moment: datetime | None, zone: str) -> str:
    """A moment as the clock on the wall of its place says it, with the name of the zone."""
    if moment is None:
        return ""
    there = timezone.localtime(moment, ZoneInfo(zone))
    return f"{date_format(there, 'j M Y')}, {date_format(there, 'H.i')} {zone_words(zone, moment)}"


def rupiah(amount: Decimal) -> str:
    """An amount in the reader's language."""
    return written(amount, get_language())


def money_words(cost: Cost) -> str:
    """An amount in its currency and the rate, where it is not rupiah."""
    if cost.currency == "IDR":
        return rupiah(cost.rupiah)
    amount = number_format(cost.amount, decimal_pos=2, use_l10n=True, force_grouping=True)
    rate = number_format(cost.rate.normalize(), use_l10n=True, force_grouping=True)
    return _("%(currency)s %(amount)s at %(rate)s") % {
        "currency": cost.currency,
        "amount": amount,
        "rate": rate,
    }


def ends_words(repatriations: Iterable[Repatriation]) -> dict:
    """Where from and where to, by return. One query for all."""
    rows = list(repatriations)
    pairs = [pair for one in rows for pair in ((one.from_point, one.from_area), (one.to_point, one.to_area))]
    names = names_of(pairs)
    return {one.pk: (names[one.from_point, one.from_area], names[one.to_point, one.to_area]) for one in rows}


def told_legs(legs: list[Leg], at: datetime) -> list[dict]:
    """Each leg for the page: places, moments where they happen, whether it is late, what cannot fit."""
    names = names_of(
        pair for leg in legs for pair in ((leg.from_point, leg.from_area), (leg.to_point, leg.to_area))
    )
    lines, last = [], None
    for leg in legs:
        line = {
            "leg": leg, "origin": names[leg.from_point, leg.from_area], "target": names[leg.to_point, leg.to_area],
            "transport": transport_words(leg.transport),
            "departs": local_moment(leg.departed_at or leg.departs_at, leg.from_zone),
            "arrives": local_moment(leg.arrived_at or leg.arrives_at, leg.to_zone),
            "alarm": local_moment(leg.alarm_at, leg.to_zone),
            "late": rules.is_late(leg.state, leg.alarm_at, at),
            "confirmed": Confirmed(leg.confirmed).label if leg.confirmed else "",
            "gap": last is not None and (last.to_point, last.to_area) != (leg.from_point, leg.from_area),
        }  # fmt: skip
        lines.append(line)
        last = leg if leg.state != "cancelled" else last
    return lines


def told_papers(papers: list[TravelPaper], legs: list[Leg]) -> list[dict]:
    """Each paper with a warning where it runs out before the journey is over."""
    last = queries.last_day(legs)
    return [
        {
            "paper": one,
            "words": paper_words(one.kind),
            "early": rules.expires_too_early(one.valid_until, last),
        }
        for one in papers
    ]


def told_costs(costs: list[Cost]) -> dict:
    """What was paid, and the sums by payer. Decimals all the way."""
    sums: dict[str, Decimal] = {}
    for one in costs:
        sums[one.payer] = sums.get(one.payer, Decimal(0)) + one.rupiah
    lines = [
        {
            "cost": one,
            "words": money_words(one),
            "rupiah": rupiah(one.rupiah),
            "payer": payer_words(one.payer),
        }
        for one in costs
    ]
    by_payer = [
        (payer_words(payer), rupiah(amount))
        for payer, amount in sorted(sums.items(), key=lambda two: -two[1])
    ]
    return {"lines": lines, "by_payer": by_payer, "total": rupiah(sum(sums.values(), Decimal(0)))}
