"""What stands in one cell of a list: days in every writing, sexes, countries, numbers of papers. Plain functions.

Each gives (value, problem): the value in the writing that we keep, or "" with the code of what is wrong (`Wrong`).
"""

import re
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gugus.kernel.documents import NIK_LENGTH, read_nik
from gugus.people.rules import FEWEST_CHARACTERS, document_key
from gugus.places.countries import country_names, from_alpha3, is_country


class Wrong(TextChoices):
    """Why a cell or a row does not go in."""

    NOBODY = "nobody", _("Neither a name nor a document: write at least one of them.")
    NAME_DIGITS = "name_digits", _("A name has letters. Is this the right column?")
    DAY = "day", _("This is no day. Write day/month/year, for example 17/05/1998, or the year alone.")
    SHORT_YEAR = "short_year", _("Write the year with four digits.")
    DAY_OUT = "day_out", _("A birth date lies between 1900 and today.")
    AGE = "age", _("An age is a number between 0 and 120.")
    SEX = "sex", _("Write P (female) or L (male), or leave it empty.")
    COUNTRY = "country", _("This country is not known. Write its name or its code of two letters.")
    NIK_LENGTH = "nik_length", _("A NIK has 16 digits.")
    NIK_ROUNDED = (
        "nik_rounded",
        _(
            "The spreadsheet kept this NIK as a number and lost digits. Format the column as text and type it again."
        ),
    )
    NIK_DATE = "nik_date", _("The digits of this NIK hold no possible birth date.")
    PAPER = "paper", _("This number is too short or too long for a document.")
    SCIENTIFIC = (
        "scientific",
        _("The spreadsheet shortened this number (E+). Format the column as text and type it again."),
    )
    TWICE = "twice", _("The same document stands in row %(row)s already.")
    SAME_PERSON = (
        "same_person",
        _("The same name with the same birth date or age stands in row %(row)s already."),
    )
    IN_GROUP = "in_group", _("This person is in the group already (number %(row)s).")


class Doubt(TextChoices):
    """What an officer should look at; the row goes in all the same."""

    HOME = "home", _("The home area was not recognised; it is kept with the address.")
    NIK_SEX = "nik_sex", _("The NIK was given to somebody of the other sex.")
    NIK_BIRTH = "nik_birth", _("The NIK holds another birth date.")
    SERIAL = "serial", _("The birth date was a number of the spreadsheet; it was turned into a day.")
    NAMESAKE = "namesake", _("The same name and birth date with another document stands in row %(row)s.")
    FORMULA = "formula", _("The cell begins like a formula. It is kept as text and never computed.")


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february pebruari feb peb", "maret march mar mrt", "april apr",
            "mei may", "juni june jun", "juli july jul", "agustus august agu agt ags aug",
            "september sept sep", "oktober october okt oct", "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
FEMALE = {"p", "pr", "perempuan", "wanita", "w", "f", "female", "woman", "girl"}
MALE = {"l", "lk", "lakilaki", "laki", "pria", "m", "male", "man", "boy"}
CITIZENS = {"wni", "indonesian", "ri", "republik indonesia"}
_EARLIEST = date(1899, 12, 30)  # day zero of a spreadsheet
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_STARTS = re.compile(r"^[\s'\"]*[=+\-@]")


def birth(text: str, today: date) -> tuple[str, str, str]:
    """A birth date as a partial ISO date, what is wrong, what is doubtful."""
    text = text.strip().strip("'").rstrip(".")
    if not text:
        return "", "", ""
    found, wrong, doubt = _day(text)
    if found and not (found[:4] >= "1900" and found <= today.isoformat()):
        return "", Wrong.DAY_OUT, ""
    return found, wrong, doubt


def _day(text: str) -> tuple[str, str, str]:
    if re.fullmatch(r"(?:19|20)\d\d", text):
        return text, "", ""
    if re.fullmatch(r"\d{4}-\d\d", text):
        return _iso(int(text[:4]), int(text[5:]), None)
    if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T][\d:.]+)?", text):
        return _iso(*map(int, match.groups()))
    if match := re.fullmatch(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{2}|\d{4})", text):
        return _named(match[1], int(match[2]), match[3])
    if match := re.fullmatch(r"(\d{1,2})\s*[-/. ]?\s*([A-Za-z]+)\.?\s*[-/., ]?\s*(\d{4}|\d{2})", text):
        return _named(match[1], MONTHS.get(match[2].lower(), 0), match[3])
    if match := re.fullmatch(r"([A-Za-z]+)\s+(\d{4})", text):
        return _iso(int(match[2]), MONTHS.get(match[1].lower(), 0), None)
    if re.fullmatch(r"\d{4,5}(?:\.0)?", text):
        day = _EARLIEST + timedelta(days=int(text.partition(".")[0]))
        return day.isoformat(), "", Doubt.SERIAL
    return "", Wrong.DAY, ""


def _named(day: str, month: int, year: str) -> tuple[str, str, str]:
    if len(year) == 2:
        return "", Wrong.SHORT_YEAR, ""
    return _iso(int(year), month, int(day))


def _iso(year: int, month: int, day: int | None) -> tuple[str, str, str]:
    try:
        first = date(year, month, day or 1)
    except ValueError:
        return "", Wrong.DAY, ""
    return (first.isoformat() if day else f"{year:04d}-{month:02d}"), "", ""


def age(text: str) -> tuple[int | None, str]:
    """Completed years ("27", "27 tahun")."""
    text = text.strip().strip("'")
    if not text:
        return None, ""
    match = re.fullmatch(r"(\d{1,3})(?:\.0)?\s*(?:th|thn|tahun|years?|y)?\.?", text, re.IGNORECASE)
    if not match or int(match[1]) > 120:
        return None, Wrong.AGE
    return int(match[1]), ""


def sex(text: str) -> tuple[str, str]:
    """Female, male or "" as people write it."""
    word = re.sub(r"[^a-z]", "", text.lower())
    if not word:
        return "", "" if not text.strip(" -'") else Wrong.SEX
    if word in FEMALE:
        return "female", ""
    return ("male", "") if word in MALE else ("", Wrong.SEX)


def nationality(text: str) -> tuple[str, str]:
    """A country's code from its name, its code of two or three letters, or "WNI"."""
    word = " ".join(text.strip(" '.").split())
    if not word or word in {"-", "?"}:
        return "", ""
    if word.lower() in CITIZENS:
        return "ID", ""
    if len(word) == 2 and is_country(word.upper()):
        return word.upper(), ""
    for language in ("id", "en"):
        names = {name.casefold(): code for code, name in country_names(language).items()}
        if (code := names.get(word.casefold())) is not None:
            return code, ""
    try:
        return from_alpha3(word.upper()), ""
    except KeyError:
        return "", Wrong.COUNTRY


def nik(text: str, *, numeric: bool) -> tuple[str, str]:
    """Sixteen digits as text. A number of sixteen digits in a spreadsheet is not the number that was typed."""
    typed = text.strip().strip("'’`")
    if not typed or typed in {"-", "0"}:
        return "", ""
    if _SCIENTIFIC.fullmatch(typed):
        return "", Wrong.SCIENTIFIC
    read = read_nik(typed)
    if numeric and len(read.digits) >= NIK_LENGTH:
        return "", Wrong.NIK_ROUNDED
    if {"letters", "length"} & set(read.problems):
        return "", Wrong.NIK_LENGTH
    return (read.digits, "") if read.is_possible else ("", Wrong.NIK_DATE)


def paper(text: str) -> tuple[str, str]:
    """The number of a passport or SPLP."""
    typed = text.strip().strip("'’`")
    if not typed or typed in {"-", "0"}:
        return "", ""
    if _SCIENTIFIC.fullmatch(typed):
        return "", Wrong.SCIENTIFIC
    key = document_key(typed)
    return (typed, "") if FEWEST_CHARACTERS <= len(key) <= 20 else ("", Wrong.PAPER)


def looks_like_formula(text: str) -> bool:
    """Would a spreadsheet compute this? A phone number with its plus would not."""
    return bool(_STARTS.match(text)) and not re.fullmatch(r"[\s'\"]*[+\-][\d\s().\-]*|-+", text)
