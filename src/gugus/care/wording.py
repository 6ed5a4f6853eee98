"""Domains and sentences of the instrument in the reader's language, scores with their changes, money."""

from decimal import Decimal

from django.utils.translation import get_language

from gugus.care.assessing import instrument_of
from gugus.care.models import DomainScore, NeedsAssessment
from gugus.law.assessing import Instrument
from gugus.law.lists import UnknownCode


def worded(words) -> str:
    """Words of the law pack in the reader's language."""
    return words.in_language(get_language())


def domain_words(assessment: NeedsAssessment, code: str) -> str:
    """What the used instrument calls a domain; an unknown code stays readable as itself."""
    return domain_of(instrument_of(assessment), code)


def domain_of(used: Instrument, code: str) -> str:
    """The same by the instrument."""
    try:
        return worded(used.domain(code).words)
    except UnknownCode:
        return code


def anchor_words(assessment: NeedsAssessment, score: DomainScore) -> str:
    """The sentence that anchors a score, or why there is none."""
    if score.score is None:
        return str(score.get_why_not_display())
    try:
        return worded(instrument_of(assessment).domain(score.domain).anchor(score.score))
    except UnknownCode:
        return ""


def rupiah(amount: Decimal | None) -> str:
    """Exact money as Indonesia writes it: Rp1.250.000 or Rp1.250.000,50; nothing for None."""
    if amount is None:
        return ""
    whole, _point, rest = f"{amount:.2f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"Rp{grouped}" + (f",{rest}" if rest != "00" else "")
