"""What a text for everybody must fulfil, as sentences."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gugus.base.refusals import Reason
from gugus.kernel.exposure import Finding, Sign, findings_in

LONGEST_TITLE = 200  # characters
LONGEST = 40_000  # characters of one language

SAID = {
    Sign.IDENTITY_NUMBER: _("a number as long as an identity number"),
    Sign.PHONE: _("a mobile number"),
    Sign.EMAIL: _("an e-mail address"),
    Sign.RECORD: _("the code of a record"),
    Sign.PASSPORT: _("a passport number"),
    Sign.NAMED: _("somebody called by a name or initials"),
    Sign.SMALL_COUNT: _("a number below five beside people or cases"),
    Sign.AGE: _("somebody's age"),
    Sign.INITIALS: _("initials with an age"),
    Sign.ADDRESS: _("an address"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What everybody will read: Indonesian, and English where it was translated."""

    title: str
    body: str
    title_en: str = ""
    body_en: str = ""


def looked_for(words: Words) -> list[Finding]:
    """Every sign in any of the texts that somebody could be recognised."""
    return findings_in(words.title, words.body, words.title_en, words.body_en)


def hurdles_to_writing(words: Words) -> list[Reason]:
    """What every text needs, draft or not."""
    reasons = []
    if not words.title.strip():
        reasons.append(Reason("title_needed", _("Say in a line what it is."), "title"))
    if len(words.title) > LONGEST_TITLE or len(words.title_en) > LONGEST_TITLE:
        reasons.append(Reason("too_long", _("A title has 200 characters at most."), "title"))
    if len(words.body) > LONGEST or len(words.body_en) > LONGEST:
        reasons.append(Reason("too_long", _("A text has 40,000 characters at most."), "body"))
    if bool(words.title_en.strip()) != bool(words.body_en.strip()):
        reasons.append(
            Reason("english_in_part", _("English needs a title and a text, or neither."), "title_en")
        )
    return reasons


def hurdles_to_proposing(words: Words) -> list[Reason]:
    """What stands against showing it to everybody: nothing to read, or something that must not be read."""
    reasons = hurdles_to_writing(words)
    if not words.body.strip():
        reasons.append(Reason("text_needed", _("Write what everybody may read."), "body"))
    for finding in looked_for(words):
        if finding.is_refused:
            said = _("Take this out, it is %(what)s: %(where)s") % {
                "what": SAID[finding.sign], "where": finding.excerpt,
            }  # fmt: skip
            reasons.append(Reason(finding.sign.value, said, _field(words, finding)))
    return reasons


def to_look_at(words: Words) -> list[Finding]:
    """What may be harmless, but whoever approves must have looked at."""
    return [one for one in looked_for(words) if not one.is_refused]


def _field(words: Words, finding: Finding) -> str:
    for name in ("title", "body", "title_en", "body_en"):
        if finding in findings_in(getattr(words, name)):
            return name
    return ""
