"""Domains and sentences of the instrument in the reader's language, scores with their changes, money."""

from datetime import date
from decimal import Decimal

from django.utils.translation import get_language

from gugus.care.instruments import Book, instrument_of
from gugus.care.models import DomainScore, NeedsAssessment
from gugus.kernel.rupiah import written
from gugus.law.lists import UnknownCode


def worded(words) -> str:
    """Words of the law pack in the reader's language."""
    return words.in_language(get_language())


def domain_words(assessment: NeedsAssessment, code: str) -> str:
    """What the used instrument calls a domain; an unknown code stays readable as itself."""
    try:
        return worded(instrument_of(assessment).domain(code).words)
    except UnknownCode:
        return code


def domain_of(book: Book, code: str, day: date) -> str:
    """What the sheet of a day calls a domain, or the newest sheet that knew it."""
    found = book.find(code, day)
    return worded(found.words) if found else code


def anchor_words(assessment: NeedsAssessment, score: DomainScore) -> str:
    """The sentence that anchors a score, or why there is none."""
    if score.score is None:
        return str(score.get_why_not_display())
    try:
        return worded(instrument_of(assessment).domain(score.domain).anchor(score.score))
    except UnknownCode:
        return ""


def rupiah(amount: Decimal | None) -> str:
    """Exact money in the reader's language; nothing for None."""
    return "" if amount is None else written(amount, get_language())
