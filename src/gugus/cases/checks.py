"""Is what a program sends known here? Pages offer only known codes; the API is told what is wrong."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from gugus import law
from gugus.access.models import User
from gugus.base.refusals import Cannot, Reason
from gugus.kernel.partials import Partial
from gugus.places.queries import area, countries


class CannotRead(Cannot):
    """The input names something that is not known here."""


def check(*doubts: Iterable[Reason]) -> None:
    """Refuse when there is any doubt; all reasons at once."""
    if reasons := [reason for some in doubts for reason in some]:
        raise CannotRead(reasons)


def unknown_codes(list_name: str, codes: Iterable[str], field: str) -> list[Reason]:
    """Codes that a list of the law does not have; "" means nothing."""
    known = {one.code for one in law.codes(list_name)}
    strange = [code for code in codes if code and code not in known]
    return [Reason("unknown_code", _("This code is not in the list."), field)] if strange else []


def unknown_area(code: str | None, field: str = "area_code") -> list[Reason]:
    """A code that no area has."""
    if code and area(code) is None:
        return [Reason("unknown_area", _("There is no area with this code."), field)]
    return []


def unknown_country(code: str, field: str = "country") -> list[Reason]:
    """A code that no country has."""
    if code and code not in {one.code for one in countries()}:
        return [Reason("unknown_country", _("There is no country with this code."), field)]
    return []


def unreadable_day(text: str, field: str) -> list[Reason]:
    """Not a partial ISO date."""
    try:
        if text:
            Partial.parse(text)
    except ValueError:
        return [Reason("unreadable_day", _("Write 2026, 2026-03 or 2026-03-14."), field)]
    return []


def colleague(rows, username: str, field: str) -> User:
    """The colleague of that username among those who may do it. Raises CannotRead."""
    found = rows.filter(username__iexact=username).first()
    if found is None:
        raise CannotRead([Reason("not_a_colleague", _("Choose an active colleague of your agency."), field)])
    return found
