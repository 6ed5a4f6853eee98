"""Which sheet of assessment counts: the newest that officials wrote, else the one that ships with the law pack."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from gugus.care.models import AssessmentInstrument, NeedsAssessment
from gugus.kernel.words import Words
from gugus.law import assessing as shipped
from gugus.law.assessing import Domain, Instrument
from gugus.law.lists import UnknownCode

OWN = "office"  # the code of sheets that officials wrote; those of the law pack have others


def sheet_of(row: AssessmentInstrument) -> Instrument:
    """A row as the pure sheet."""
    return Instrument(OWN, row.number, tuple(_domain(one) for one in row.domains))


def plain(sheet: Instrument) -> list[dict[str, Any]]:
    """The pure sheet as the content of a row."""
    return [
        {
            "code": one.code, "section": one.section, "id": one.words.id, "en": one.words.en,
            "said_id": [said.id for _score, said in one.anchors], "said_en": [said.en for _score, said in one.anchors],
        }
        for one in sheet.domains
    ]  # fmt: skip


def _domain(told: dict[str, Any]) -> Domain:
    said = zip(shipped.SCORES, told["said_id"], told["said_en"], strict=True)
    anchors = tuple((score, Words(id=first, en=second)) for score, first, second in said)
    return Domain(told["code"], told["section"], Words(id=told["id"], en=told["en"]), anchors)


class Book:
    """Every version that officials let count, read in one query at the first question."""

    @cached_property
    def _rows(self) -> list[AssessmentInstrument]:
        return list(AssessmentInstrument.objects.counting())

    def on(self, day: date) -> Instrument:
        """The sheet that counts on a local day. Raises UnknownCode where none does."""
        row = next((one for one in self._rows if one.valid_from <= day), None)
        return sheet_of(row) if row else shipped.instrument_on(day)

    def of(self, code: str, version: int) -> Instrument:
        """A version as it was written, whether it counts today or not. Raises UnknownCode."""
        if code != OWN:
            return shipped.instrument(code, version)
        row = next((one for one in self._rows if one.number == version), None)
        if row is None:
            raise UnknownCode(f"the sheets of assessment do not have {version}")
        return sheet_of(row)

    def find(self, code: str, day: date) -> Domain | None:
        """A domain by the sheet of a day, or by the newest version that knew it."""
        for sheet in (self.on(day), *(sheet_of(one) for one in self._rows), shipped.instrument_on(day)):
            for one in sheet.domains:
                if one.code == code:
                    return one
        return None


def instrument_on(day: date) -> Instrument:
    """The sheet that counts on a local day. One query."""
    return Book().on(day)


def instrument_of(assessment: NeedsAssessment) -> Instrument:
    """The sheet that was used, with the sentences of that version. At most one query, once per assessment."""
    if not hasattr(assessment, "sheet"):
        assessment.sheet = Book().of(assessment.instrument, assessment.instrument_version)
    return assessment.sheet


def put_sheets(found: Iterable[NeedsAssessment]) -> None:
    """Put its sheet on each assessment, all from one reading."""
    book = Book()
    for one in found:
        one.sheet = book.of(one.instrument, one.instrument_version)
