"""Everything the demo invents that must never stand readable in a dump of its database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gugus.demo.cast import USERS
from gugus.demo.imagine import SEED, imagine_world
from gugus.demo.imagined import ImaginedCase, ImaginedReport
from gugus.demo.sheltering import planted_words

TELLING_LENGTH = 30  # shorter sentences may stand anywhere by chance


@dataclass(frozen=True)
class Planted:
    """Phrases to search for. Names of one word are left out: they are also names of villages."""

    names: frozenset[str]
    phones: frozenset[str]
    documents: frozenset[str]
    addresses: frozenset[str]
    narratives: frozenset[str]
    notes: frozenset[str]

    def phrases(self) -> frozenset[str]:
        """Return every phrase, whatever its kind."""
        return self.names | self.phones | self.documents | self.addresses | self.narratives | self.notes


def planted(reports: Iterable[ImaginedReport] | None = None, *, until: date | None = None) -> Planted:
    """Collect the phrases of these reports; without reports, of the whole demo up to `until`, hero included.

    Phones come as written and as bare digits, NIK and passports as written. Narratives come sentence by
    sentence. Raises ValueError when neither reports nor a day are given.
    """
    if reports is None:
        if until is None:
            raise ValueError("say which reports, or up to which day")
        reports = imagine_world(SEED, until=until)
    reports = list(reports)
    people = [person for report in reports for person in report.persons()]
    phones = {phone for person in people for phone in person.phones}
    staff = {user.full_name for user in USERS}
    where, lines, words = planted_words()
    phones |= lines
    return Planted(
        names=frozenset(p.full_name for p in people if " " in p.full_name) - staff,
        phones=frozenset(phones | {phone.replace("-", "") for phone in phones}),
        documents=frozenset(number for p in people for number in (p.nik, p.passport) if number),
        addresses=frozenset(p.address for p in people if p.address) | where,
        narratives=frozenset(
            _long(sentence for report in reports for sentence in sentences(report.narrative))
        ),
        notes=frozenset(_long(text for report in reports if report.case for text in _notes(report.case)))
        | words,
    )


def sentences(text: str) -> list[str]:
    """Cut a text at the full stops that end its sentences."""
    return [part.strip(" .") for part in text.split(". ") if part.strip(" .")]


def _notes(case: ImaginedCase) -> Iterable[str]:
    """Yield the free text of a case: evidence, chronology, answers, results, closing, flags."""
    if case.screening:
        yield from (one.text for one in case.screening.evidence)
    yield from (one.text for one in case.chronology)
    for one in case.referrals:
        yield from (one.need, one.answer_note, one.feedback)
    yield from (one.result for one in case.services)
    if case.closing:
        yield case.closing.note
    yield from case.flags


def _long(texts: Iterable[str]) -> Iterable[str]:
    return (text for text in texts if len(text) >= TELLING_LENGTH)
