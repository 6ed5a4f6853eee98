"""Phone numbers as people in Indonesia write them, brought to E.164 and never lost.

A number that is possible but given out to nobody is kept like any other: people mistype, and invented
numbers must behave like real ones in tests. What cannot be read stays as the digits that were typed.
"""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers

HOME_REGION = "ID"
_HOME_CODE = "62"
_FEWEST_DIGITS = 7  # below that it is a short code such as 110 or 129, not a subscriber
_LINK = re.compile(r"(?:wa\.me/|phone=|tel:|callto:|wa:)\+?([\d\s().\-]+)", re.IGNORECASE)
_JID = re.compile(r"\+?(\d{7,15})(?::\d+)?@(?:s\.whatsapp\.net|c\.us)", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:ext|pes|ekst|x)[a-z]*\.?\s*\d{1,5}\s*$", re.IGNORECASE)
_RUN = re.compile(r"(?<![a-z])[\do+(][\do\s.\-()]*(?![a-z])", re.IGNORECASE)
_INTERNATIONAL = ("00", "001", "007", "008", "01017")
_BETWEEN_NUMBERS = re.compile(r"\s*(?:[;,|\n/&]|\batau\b|\bdan\b|\bor\b|\band\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number: `typed` as it came, `digits` of it, and `e164` where it could be understood.

    `country` is two letters, None where unknown. `is_certain` says that the number plan knows the number.
    """

    typed: str
    digits: str
    e164: str | None = None
    country: str | None = None
    is_certain: bool = False

    @property
    def key(self) -> str:
        """Return what is compared and searched: E.164, or the bare digits as typed."""
        return self.e164 or self.digits


def read_phone(text: str, *, region: str = HOME_REGION) -> Phone:
    """Read one number in any writing (0812…, +62…, 62…, wa.me links); `region` is where it was written down."""
    plain = _without_decoration(text)
    digits = re.sub(r"\D", "", plain)
    if len(digits) < _FEWEST_DIGITS:
        return Phone(typed=text, digits=digits)
    has_plus = plain.lstrip(" (").startswith("+")
    read = [number for attempt in _attempts(digits, has_plus, region) if (number := _parsed(attempt, region))]
    if not read:
        return Phone(typed=text, digits=digits)
    # The number plan decides between two readings; where it knows neither, the likelier one is kept.
    return _phone(text, digits, next(filter(phonenumbers.is_valid_number, read), read[0]))


def read_phones(text: str, *, region: str = HOME_REGION) -> tuple[Phone, ...]:
    """Read a field that holds several numbers, such as "0800… / 0800…"; empty when there is no digit."""
    parts = [part for part in _BETWEEN_NUMBERS.split(text) if len(re.sub(r"\D", "", part)) >= _FEWEST_DIGITS]
    if len(parts) < 2 or _LINK.search(text):
        parts = [text] if re.search(r"\d", text) else []
    return tuple(read_phone(part.strip(), region=region) for part in parts)


def _without_decoration(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    if match := _JID.search(plain):
        return f"+{match[1]}"
    if match := _LINK.search(plain):
        return _with_plus_unless_home(match[1])
    return _RUN.sub(_zeros_for_letters, _EXTENSION.sub("", plain))


def _zeros_for_letters(run: re.Match[str]) -> str:
    """Read the letter O as a zero where it stands among digits."""
    has_digits = sum(character.isdigit() for character in run[0]) >= 3
    return re.sub("[oO]", "0", run[0]) if has_digits else run[0]


def _with_plus_unless_home(number: str) -> str:
    """A WhatsApp link always carries the country code, unless somebody put the home writing into it."""
    number = number.strip()
    return number if number.startswith("0") else f"+{number}"


def _attempts(digits: str, has_plus: bool, region: str) -> list[str]:
    """List the readings to try, the likeliest first."""
    if has_plus:
        return [f"+{digits}"]
    if digits.startswith(_INTERNATIONAL):
        abroad = [f"+{digits.removeprefix(prefix)}" for prefix in _INTERNATIONAL if digits.startswith(prefix)]
        return [*abroad, digits]
    if region != HOME_REGION or digits.startswith("0"):
        return [digits, f"+{digits}"]
    if digits.startswith(_HOME_CODE):
        return [f"+{digits}", digits]
    if digits.startswith("8"):
        return [f"0{digits}"]
    return [f"+{digits}", f"0{digits}"]


def _parsed(attempt: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(attempt, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def _phone(typed: str, digits: str, number: phonenumbers.PhoneNumber) -> Phone:
    is_certain = phonenumbers.is_valid_number(number)
    country = phonenumbers.region_code_for_number(number) if is_certain else None
    return Phone(
        typed=typed,
        digits=digits,
        e164=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        country=country or phonenumbers.region_code_for_country_code(number.country_code or 0),
        is_certain=is_certain,
    )
