"""Reasons and questions are tables: complete, in both languages, and strict about unknown words."""

import pytest

from gugus import law
from gugus.kernel.words import Words
from gugus.law.facts import ELEMENTS
from gugus.law.tables import table
from gugus.law.wording import joined, named_codes, questions, reason


@pytest.mark.parametrize("row", table("reasons.csv"), ids=[row["code"] for row in table("reasons.csv")])
def test_every_reason_can_be_said_in_both_languages(row):
    said = reason(row["code"], Words(id="perekrutan", en="recruitment"))

    assert said.words.id and said.words.en
    assert ("{codes}" in row["id"]) is ("{codes}" in row["en"])
    assert len(said.articles) == len(row["provisions"].split())


@pytest.mark.parametrize("kind", list(ELEMENTS))
@pytest.mark.parametrize("how", ["found", "told", "missing", "ruled_out"])
def test_every_element_has_its_four_reasons(kind, how):
    assert reason(f"{kind}_{how}")


def test_a_reason_cites_its_articles_and_says_which_need_confirming():
    said = reason("consent_irrelevant").cited

    assert "UU 21/2007 Pasal 26;" in said.id
    assert "Palermo Protocol Art. 3(b) (to be confirmed)" in said.en


def test_codes_are_named_in_words():
    named = named_codes("acts", {"transfer", "recruitment"})

    assert joined([named, Words("", "")]) == Words(id="perekrutan, pemindahan", en="recruitment, transfer")


def test_an_unknown_reason_or_gap_fails_loudly():
    with pytest.raises(law.UnknownCode):
        reason("because")
    with pytest.raises(law.UnknownCode):
        questions("weather")
