"""A heads-up in words: when, how many, what is needed."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gugus.arrivals.codes import Condition, Wanted, Zone
from gugus.arrivals.models import Headsup, Offer
from gugus.law.clocks import zone
from gugus.places.queries import labels
from gugus.providers.codes import Group
from gugus.providers.wording import spoken


def moment(at: datetime, zone_code: str) -> str:
    """A moment in a zone, without the zone's name: "15 Jun 19.00"."""
    local = at.astimezone(zone(zone_code))
    return f"{date_format(local, 'j M')} {local:%H.%M}"


def window(one: Headsup) -> str:
    """ "15 Jun 19.00–23.00 WIB"; only the month once the details are gone."""
    if one.details_gone_at:
        return date_format(one.from_at.astimezone(zone(one.zone)), "F Y")
    first, last = (at.astimezone(zone(one.zone)) for at in (one.from_at, one.to_at))
    end = f"{last:%H.%M}" if first.date() == last.date() else moment(one.to_at, one.zone)
    return f"{moment(one.from_at, one.zone)}–{end} {Zone(one.zone).label}"


def persons(one: Headsup) -> str:
    """ "10–12 persons", "8 persons"."""
    if one.persons_min == one.persons_max:
        return ngettext("%(number)d person", "%(number)d persons", one.persons_max) % {
            "number": one.persons_max
        }
    return _("%(least)d–%(most)d persons") % {"least": one.persons_min, "most": one.persons_max}


def sexes(one: Headsup) -> str:
    """How many of each sex, where it is known."""
    said = []
    if one.female is not None:
        said.append(_("%(number)d female") % {"number": one.female})
    if one.male is not None:
        said.append(_("%(number)d male") % {"number": one.male})
    return ", ".join(said)


def minors(one: Headsup) -> str:
    """Are children among them, and how many?"""
    if not one.minors:
        return _("no children")
    if one.minors_count is None:
        return _("children among them")
    return ngettext("%(number)d child", "%(number)d children", one.minors_count) % {
        "number": one.minors_count
    }


def needs(codes: Iterable[str]) -> list[str]:
    """What is needed."""
    return [str(Wanted(code).label) for code in codes]


def dress(rows: Iterable[Headsup]) -> list[Headsup]:
    """Put the words that pages show on heads-ups. At most two queries."""
    found = list(rows)
    places = labels({one.area_code for one in found})
    for one in found:
        one.window, one.persons, one.sexes, one.children = window(one), persons(one), sexes(one), minors(one)
        one.spoken, one.needed = spoken(one.languages), needs(one.needs)
        one.place = places.get(one.area_code, "")
    return found


def dress_offer(one: Offer, zone_code: str) -> Offer:
    """Put the words of an offer on it, without a query."""
    one.group_words = str(Group(one.group).label) if one.group else ""
    one.condition_words = [str(Condition(code).label) for code in one.conditions]
    one.window = (
        f"{moment(one.from_at, zone_code)} – {moment(one.until_at, zone_code)}"
        if one.from_at and one.until_at
        else ""
    )
    return one
