"""What is shown of a personal value to somebody who may know that it exists, but not what it is.

A mask lets an officer tell two records on the same desk apart, and no more. It never shows how long the
hidden part is, because a length narrows a guess. Even so, whoever already suspects a person can check the
suspicion against a mask; where that alone is dangerous, show nothing.
"""

from datetime import date

from gugus.kernel.documents import PaperNumber
from gugus.kernel.names import bare_words
from gugus.kernel.partials import Partial

HIDDEN = "***"


def mask_name(name: str) -> str:
    """Return initials with stars, titles and degrees left out: "S*** A***"; empty stays empty."""
    return " ".join(f"{word[0].upper()}{HIDDEN}" for word in bare_words(name))


def initials(name: str) -> str:
    """Return the bare initials, for a place too narrow for a masked name: "S.A."."""
    return "".join(f"{word[0].upper()}." for word in bare_words(name))


def mask_phone(number: str) -> str:
    """Return the last three digits; a number under eight digits (129, an extension) is hidden whole."""
    return _ending([character for character in number if character.isdigit()], shown=3, at_least=8)


def mask_nik(nik: str) -> str:
    """Return the last two digits alone.

    Province, district, birth date and sex stand in the first twelve digits; shown in part they point to
    one person in a small place. The last two belong to a serial number and say nothing.
    """
    return _ending([character for character in nik if character.isdigit()], shown=2, at_least=16)


def mask_paper_number(paper: PaperNumber | str) -> str:
    """Return the last two characters of a passport or travel document number."""
    number = paper.number if isinstance(paper, PaperNumber) else paper
    return _ending([character for character in number.upper() if character.isalnum()], shown=2, at_least=6)


def mask_email(address: str) -> str:
    """Hide an e-mail address whole but for its first letter; the domain may name an employer."""
    return f"{address.strip()[0].lower()}{HIDDEN}@{HIDDEN}" if address.strip() else ""


def mask_date(day: date | Partial) -> str:
    """Return the year alone."""
    return str(day.year)


def _ending(characters: list[str], *, shown: int, at_least: int) -> str:
    if not characters:
        return ""
    return HIDDEN + ("".join(characters[-shown:]) if len(characters) >= at_least else "")
