"""How area codes and names of places are read, compared and tidied. Plain functions on plain values."""

import re
import unicodedata

from gugus.places.codes import AreaKind, CodeProblem, Level, Scheme

_CODE = re.compile(r"\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?")
_DIGITS = re.compile(r"\d{3,}")
_KIND_WORD = re.compile(r"(?:kabupaten|kab\.?|kota)\s+(?:(?:administrasi|adm\.?)\s+)?", re.IGNORECASE)
_OLD_SPELLING = (("tj", "c"), ("dj", "j"), ("oe", "u"))  # Tjilandak, Djakarta, Bandoeng
_FIRST_CITY = 71  # second part of a code: regencies count from 01, cities from 71
_FIRST_DESA = 2001  # fourth part of a code: kelurahan count from 1001, desa from 2001


class CodeRefused(ValueError):
    """A text is not a Kemendagri code. `problem` says why, in words for the person who typed it."""

    def __init__(self, text: str, problem: CodeProblem):
        super().__init__(f"{text}: {problem.label}")
        self.text, self.problem = text, problem


def area_code(text: str, *, scheme: Scheme | str = Scheme.KEMENDAGRI) -> str:
    """Return `text` as a Kemendagri code with dots, or raise CodeRefused.

    Nothing is repaired: dots are never added, because 164 BPS numbers would then silently name another place.
    """
    text = text.strip()
    if scheme != Scheme.KEMENDAGRI:
        raise CodeRefused(text, CodeProblem.OTHER_SCHEME)
    if _DIGITS.fullmatch(text):
        raise CodeRefused(text, CodeProblem.NO_DOTS)
    if not _CODE.fullmatch(text):
        raise CodeRefused(text, CodeProblem.MALFORMED)
    return text


def looks_like_code(text: str) -> bool:
    """True for anything a person types as a number: `31.74`, but also the refused `3174`."""
    return re.fullmatch(r"[\d.]{2,}", text.strip()) is not None


def code_in_nik(nik: str) -> str:
    """The district code in the first six digits of a NIK, with dots: where the number was first issued.

    A hint only: the area may have been merged since, and the person may have moved. Raises CodeRefused.
    """
    if not re.match(r"\d{6}", nik):
        raise CodeRefused(nik[:6], CodeProblem.MALFORMED)
    return f"{nik[:2]}.{nik[2:4]}.{nik[4:6]}"


def level_of(code: str) -> Level:
    """The level of a code, by its number of parts."""
    return Level(code.count(".") + 1)


def parent_of(code: str) -> str | None:
    """The code one level up, None for a province. Codes only: a moved area may lie elsewhere today."""
    return code.rpartition(".")[0] or None


def kind_of(code: str, written: str) -> AreaKind:
    """What kind of area a code is; `written` is the name as the official list writes it."""
    level, last = level_of(code), int(code.rpartition(".")[2])
    if level == Level.PROVINCE:
        return AreaKind.PROVINCE
    if level == Level.DISTRICT:
        return AreaKind.DISTRICT
    if level == Level.VILLAGE:
        return AreaKind.DESA if last >= _FIRST_DESA else AreaKind.KELURAHAN
    administrative = re.match(r"\w+\.?\s+adm", written, re.IGNORECASE)
    if last >= _FIRST_CITY:
        return AreaKind.ADMINISTRATIVE_CITY if administrative else AreaKind.CITY
    return AreaKind.ADMINISTRATIVE_REGENCY if administrative else AreaKind.REGENCY


def tidy_name(code: str, written: str) -> str:
    """The bare name of an area: "KOTA ADM. JAKARTA SELATAN" is Jakarta Selatan."""
    name = " ".join(written.split())
    if level_of(code) == Level.REGENCY:
        name = _KIND_WORD.sub("", name, count=1) if _KIND_WORD.match(name) else name
    if level_of(code) <= Level.REGENCY:
        name = re.sub(r"\bkep\.", "Kepulauan", name, flags=re.IGNORECASE)
        name = " ".join(_capitalised(word) for word in name.split())
    return name


def _capitalised(word: str) -> str:
    if word.upper() in {"DKI", "DI"}:
        return word.upper()
    return word.lower() if word.lower() == "dan" else word[:1].upper() + word[1:].lower()


def search_key(text: str) -> str:
    """What two spellings of one name have in common: no case, accents, signs; old spelling made new."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    for old, new in _OLD_SPELLING:
        plain = plain.replace(old, new)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain.replace("'", "")).split())
