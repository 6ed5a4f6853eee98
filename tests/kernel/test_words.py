import pytest

from gugus.kernel.words import Words

HELP = Words(id="Bantuan", en="Help")


@pytest.mark.parametrize("code", ["en", "EN", "en-gb", "en_US"])
def test_english_is_spoken_to_whoever_asks_for_it(code):
    assert HELP.in_language(code) == "Help"


@pytest.mark.parametrize("code", ["id", "id-id", "fr", "", None, "ens"])
def test_everybody_else_reads_indonesian(code):
    assert HELP.in_language(code) == "Bantuan"


def test_a_text_without_english_falls_back_to_indonesian():
    assert Words(id="Bantuan", en="").in_language("en") == "Bantuan"
