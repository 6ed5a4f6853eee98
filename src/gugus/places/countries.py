"""Countries by ISO 3166-1 alpha-2, named by the Unicode locale data, and two codes of our own.

ISO 3166-1 has no code for "unknown" and none for "stateless". `XX` and `XA` lie in the range it leaves to
users, so they can never become a country; their three-letter forms are those of travel documents.
"""

import re
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from gugus.kernel.words import Words
from gugus.places.codes import STATELESS, UNKNOWN_COUNTRY

# Territories of the locale data that are not in ISO 3166-1: unions, reserved codes, pseudo-locales, Kosovo.
_NOT_ISO = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"]
)
_WITHDRAWN = frozenset(
    ["BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"]
)  # three-letter codes of states that are gone
_OWN_NAMES = {
    UNKNOWN_COUNTRY: Words(id="Tidak diketahui", en="Unknown"),
    STATELESS: Words(id="Tanpa kewarganegaraan", en="Stateless"),
}
_OWN_ALPHA3 = {UNKNOWN_COUNTRY: "XXX", STATELESS: "XXA"}


def _language(code: str | None) -> str:
    return "en" if (code or "").lower().startswith("en") else "id"


@lru_cache(maxsize=2)
def _names(language: str) -> dict[str, str]:
    found = Locale(language).territories
    listed = {code: found[code] for code in found if re.fullmatch("[A-Z]{2}", code) and code not in _NOT_ISO}
    ordered = dict(sorted(listed.items(), key=lambda pair: pair[1].casefold()))
    return ordered | {code: words.in_language(language) for code, words in _OWN_NAMES.items()}


def country_names(language: str | None) -> dict[str, str]:
    """Code and name of all countries in the order of their names, our own two codes last."""
    return dict(_names(_language(language)))


def country_name(code: str, language: str | None) -> str:
    """The name of a country, or the code itself where it is none."""
    return _names(_language(language)).get(code, code)


def is_country(code: str) -> bool:
    """True for the 249 codes of ISO 3166-1 and our own two."""
    return code in _names("id")


@lru_cache(maxsize=1)
def _alpha3() -> dict[str, str]:
    pairs = get_global("territory_aliases").items()
    codes = {
        new[0]: old
        for old, new in pairs
        if re.fullmatch("[A-Z]{3}", old) and len(new) == 1 and old not in _WITHDRAWN and is_country(new[0])
    }
    return codes | _OWN_ALPHA3


def alpha3(code: str) -> str:
    """The three-letter code that some exchange formats ask for; KeyError for what is no country."""
    return _alpha3()[code]


def from_alpha3(code: str) -> str:
    """The stored two-letter code of a three-letter one; KeyError for what is no country."""
    return {three: two for two, three in _alpha3().items()}[code]
