"""Terms, hours, fees, ages and places in the reader's language."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gugus import law
from gugus.kernel.rupiah import written
from gugus.law.lists import UnknownCode
from gugus.providers import rules
from gugus.providers.codes import FeeFor, Language, Misfit, Sex, Standing
from gugus.providers.models import Offering
from gugus.providers.rules import Free

UNTIL_MIDNIGHT = 1440


def word(list_name: str, stored: str) -> str:
    """The wording of a stored code today, with a capital; an unknown code stays readable as itself."""
    try:
        words = law.code(list_name, stored).words.in_language(get_language())
    except UnknownCode:
        words = stored.replace("_", " ")
    return words[:1].upper() + words[1:]


def service_choices(*, blank: str | None = None) -> Callable[[], list]:
    """Services for a form field, grouped by their official roots, worded when the form is drawn."""

    def worded() -> list:
        first = [] if blank is None else [("", str(blank))]
        groups = []
        for top in (one for one in law.codes("services") if not one.parent):
            branch = [top, *law.children("services", top.code)]
            groups.append(
                (word("services", top.code), [(one.code, word("services", one.code)) for one in branch])
            )
        return first + groups

    return worded


def disability_choices() -> list[tuple[str, str]]:
    """Disabilities for which a house can be equipped."""
    codes = [one.code for one in law.codes("disabilities") if one.code not in rules.NO_DISABILITY]
    return [(code, word("disabilities", code)) for code in codes]


def ages(age_from: int | None, age_to: int | None) -> str:
    """ "13–17 years", "from 18 years", "all ages"."""
    if age_to is not None:
        return _("%(first)d–%(last)d years") % {"first": age_from or 0, "last": age_to}
    return _("from %(first)d years") % {"first": age_from} if age_from else _("all ages")


def for_whom(one: Offering) -> str:
    """Sex and ages of a service in short words."""
    sexes = (
        _("everybody") if len(one.sexes) == len(Sex) else ", ".join(str(Sex(sex).label) for sex in one.sexes)
    )
    return f"{sexes}, {ages(one.age_from, one.age_to)}"


def extras(one: Offering) -> list[str]:
    """What else it offers: pregnancy, children along, disabilities."""
    said = [_("pregnant persons")] if one.pregnancy else []
    said += [_("with their own children")] if one.with_children else []
    return said + [word("disabilities", code) for code in one.accessibility]


def spoken(codes: Iterable[str]) -> str:
    """Languages by name."""
    return ", ".join(str(Language(code).label) for code in codes)


def fee(one: Offering) -> str:
    """Free by rule; otherwise whole rupiah and for what."""
    if one.fee is None:
        return _("free of charge")
    return f"{written(Decimal(one.fee), get_language())} {FeeFor(one.fee_for).label}"


def clock(minutes: int | None) -> str:
    """450 → "07.30"."""
    if minutes is None:
        return "–"
    return "24.00" if minutes == UNTIL_MIDNIGHT else f"{minutes // 60:02d}.{minutes % 60:02d}"


def week(one: Offering) -> list[tuple[str, str]]:
    """Weekday and hours, Monday first."""
    names = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    return [
        (name, _("closed") if opens is None else f"{clock(opens)}–{clock(closes)}")
        for name, opens, closes in zip(names, one.opens, one.closes, strict=True)
    ]


def hours(one: Offering) -> str:
    """ "24 hours", or the days in short: "Monday–Friday 07.30–16.00"."""
    if one.always_open:
        return _("24 hours, every day")
    runs: list[list] = []
    for name, said in week(one):
        if runs and runs[-1][2] == said:
            runs[-1][1] = name
        else:
            runs.append([name, name, said])
    parts = [f"{a if a == b else f'{a}–{b}'} {said}" for a, b, said in runs if said != _("closed")]
    rests = f" ({_('closed on holidays')})" if one.rests_on_holidays else ""
    return "; ".join(parts) + rests if parts else _("by appointment only")


def places(free: Free) -> str:
    """How many places are free, and how sure that is."""
    if free.standing == Standing.UNCOUNTED:
        return _("places are not counted")
    if free.standing == Standing.FULL:
        return _("full tonight") if free.full_until else _("full")
    return ngettext("%(number)d place free", "%(number)d places free", free.places) % {"number": free.places}


def nearness(levels: int) -> str:
    """How near a service is, by areas."""
    said = (_("another province"), _("same province"), _("same city"), _("same district"), _("same village"))
    return said[min(levels, 4)]


def against(misfits: Sequence[str]) -> list[str]:
    """Why a service does not fit, in words."""
    return [str(Misfit(one).label) for one in misfits]


def language_code(text: str) -> str:
    """The code of a language that was written as a word, "" when it is none of the list."""
    wanted = text.strip().casefold().removeprefix("bahasa ").strip()
    for one in Language:
        if wanted and wanted in {one.value, str(one.label).casefold(), one.name.casefold()}:
            return one.value
    return ""


def tel(phone: str) -> str:
    """A phone number for a tel: link: digits and a leading plus."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return ("+" if phone.strip().startswith("+") else "") + digits


def dress(one: Offering, at: datetime | None = None) -> Offering:
    """Put the words that pages show on a service, without a query."""
    one.service_words = word("services", one.service)
    one.for_whom, one.extras, one.spoken = for_whom(one), extras(one), spoken(one.languages)
    one.fee_words, one.hours_words = fee(one), hours(one)
    one.tel, one.duty_tel = tel(one.phone), tel(one.duty_phone)
    if at is not None:
        one.is_unconfirmed = rules.is_unconfirmed(one.confirmed_on, at.date())
    return one
