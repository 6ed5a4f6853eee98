"""Rupiah as people write it, read exactly or not at all; and written so that nobody counts zeros.

    read("Rp1.250.000,50") == read("1250000.50") == Decimal("1250000.50")

Pure; no float comes near an amount.
"""

import re
from decimal import Decimal

MOST = Decimal("99999999999999.99")  # as much as a column holds
CENT = Decimal("0.01")
MINUS = "\u2212"

_CURRENCY = re.compile(r"^(?:rp\.?|idr)\s*", re.IGNORECASE)
_WAYS = (
    (re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?", re.ASCII), ".", ","),  # 1.250.000,50
    (re.compile(r"\d+(?:,\d{1,2})?", re.ASCII), "", ","),  # 1250000,50
    (re.compile(r"\d+(?:\.\d{1,2})?", re.ASCII), "", "."),  # 1250000.50
    (re.compile(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d{1,2})?", re.ASCII), ",", "."),  # 1,250,000.50
    (re.compile(r"\d{1,3},\d{3}\.\d{1,2}", re.ASCII), ",", "."),  # 1,250.50
)
_TWO_WAYS = re.compile(r"\d{1,3},\d{3}", re.ASCII)  # one thousand in English, a broken cent in Indonesian


class NotRupiah(ValueError):
    """This is no amount; `code` says why: negative, two_ways, too_large or unreadable."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def read(text: str) -> Decimal:
    """The exact amount, with two decimals. Raises NotRupiah for what could be read in two ways or not at all."""
    told = " ".join(text.replace("\u00a0", " ").split())
    if told.startswith(("-", "\u2212", "(")):
        raise NotRupiah("negative")
    told = _CURRENCY.sub("", told).removesuffix(",-")
    if told.startswith(("-", "\u2212", "(")):
        raise NotRupiah("negative")
    if _TWO_WAYS.fullmatch(told):
        raise NotRupiah("two_ways")
    for shape, group, point in _WAYS:
        if shape.fullmatch(told):
            plain = told.replace(group, "") if group else told
            amount = Decimal(plain.replace(point, "."))
            if amount > MOST:
                raise NotRupiah("too_large")
            return amount.quantize(CENT)
    raise NotRupiah("unreadable")


def written(amount: Decimal, language: str | None = "id") -> str:
    """ "Rp1.250.000,50" as EYD spells it, without a space; in English "Rp1,250,000.50". A minus stands before "Rp"."""
    return (MINUS if amount < 0 else "") + "Rp" + number(abs(amount), language)


def number(amount: Decimal, language: str | None = "id") -> str:
    """The same without "Rp", for a table whose heading says so. Cents only where there are some."""
    text = f"{abs(amount).quantize(CENT):,.2f}".removesuffix(".00")
    if not (language or "id").startswith("en"):
        text = text.translate(str.maketrans({",": ".", ".": ","}))
    return (MINUS if amount < 0 else "") + text


def plain(amount: Decimal) -> str:
    """For machines and forms: "1250000.50"."""
    return f"{amount.quantize(CENT):f}"
