"""Templates and values that mean harm: values are data, and a template that runs wild takes down only its process."""

import time
from io import BytesIO

import pytest
from docx import Document as Word
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.conftest import text_of

from gugus.documents import press
from gugus.documents.kinds import all_kinds, kind_of
from gugus.documents.letter_files import BadTemplate, layout, template_at
from gugus.documents.limits import Limits
from gugus.documents.press import CannotSet, laid_out

DATA = {
    "ref": "DK-7F3Q-9M2X", "about": "RK-7F3Q-9M2X", "kind": "k", "title": "Surat", "number": "007/A/VI/2026",
    "place": "Kota Contoh", "date": "15 Juni 2026", "secret": "RAHASIA", "version": "1/1", "made_at": "hari ini",
    "template": "x", "digest": "ab" * 32, "office": {"over": ["Pemerintah"], "name": "Kantor", "contact": ""},
    "signer": {"name": "", "position": "", "rank": "", "nip": ""}, "values": {},
}  # fmt: skip
MARKUP = "#panic() *tebal* _miring_ $x^2$ @rujuk `kode` <label> [isi] // komentar /* x */ \\ = Judul {{ 7*7 }} {% x %}"


def pdf(source: str, **values) -> bytes:
    files = {"main.typ": source.encode(), "official.typ": layout().content}
    return laid_out("pdf", files, DATA | {"values": values})


def flat(text: str) -> str:
    return "".join(text.split())


BEGIN = '#import "official.typ": *\n#show: paper\n'
ALL = BEGIN + '#rows((("a", at("x")),))\n#words(at("x"))\n#lined(("A",), ((at("x"),),))\n'


def test_markup_in_a_value_is_printed_and_never_run():
    said = text_of(pdf(ALL, x=MARKUP))

    assert said.count(flat(MARKUP)) == 3


def test_a_value_in_every_place_of_the_shared_layout_is_only_text():
    told = {"subject": MARKUP, "to": [MARKUP], "copies": [MARKUP], "attachment": MARKUP, "nature": "#panic()"}
    said = text_of(pdf('#import "official.typ": *\n#show: letter\nIsi.', **told))

    assert said.count(flat(MARKUP)) == 4


@settings(max_examples=12, deadline=None)
@given(x=st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=60))
def test_any_value_can_be_set(x):
    assert pdf(ALL, x=x).startswith(b"%PDF-")


def test_letters_of_other_languages_and_empty_values_are_set():
    said = text_of(pdf(ALL, x="Nguyễn Škvorecký Ðặng – “kutipan”"))

    assert "NguyễnŠkvorecký" in said
    assert "–" in text_of(pdf(ALL, x="")) and pdf(ALL, x=None) and pdf(ALL, x=[]) and pdf(ALL, x={})


def test_very_long_values_go_over_many_pages():
    long = "kata yang panjang sekali " * 2000
    said = text_of(pdf('#import "official.typ": *\n#show: paper\n#words(at("x"))', x=long))

    assert said.count("panjang") == 2000 and "Halaman5dari" in said


def test_the_hash_stands_on_each_page():
    said = text_of(pdf('#import "official.typ": *\n#show: paper\nA #pagebreak() B'))

    assert said.count("ab" * 32) == 2 and "Halaman2dari2" in said


@pytest.mark.parametrize("source", [
    "#read(\"/etc/passwd\")", "#import \"@preview/cetz:0.2.2\": *", "#panic(\"x\")", "#include \"../../etc/hosts\"",
    "#image(\"/proc/self/environ\")", "#let f(n) = f(n + 1)\n#f(0)",
])  # fmt: skip
def test_a_template_that_reaches_out_or_breaks_makes_nothing(source):
    with pytest.raises(CannotSet, match="template_broken|too_much"):
        pdf(source)


def test_an_endless_template_is_stopped():
    for source in ("#while true { let x = 1 }", "#for one in range(2000000000) { let x = one * one }"):
        files = {"main.typ": source.encode(), "official.typ": layout().content}

        with pytest.raises(CannotSet, match="too_much|template_broken"):
            laid_out("pdf", files, DATA, Limits(patience=3))


def test_a_word_file_made_again_later_is_the_same_file():
    files = {"main.docx": template_at("gugus/conferences/letters/undangan.docx").content}
    first = laid_out("docx", files, DATA)
    time.sleep(2.1)  # times in a box have steps of two seconds

    assert laid_out("docx", files, DATA) == first


def test_the_process_is_given_no_secret(monkeypatch):
    monkeypatch.setenv("GUGUS_KEYRING", "/secret/keyring")
    seen = {}

    def run(command, **more):
        seen.update(more["env"])
        raise press.subprocess.TimeoutExpired("x", 1)

    monkeypatch.setattr(press.subprocess, "run", run)
    with pytest.raises(CannotSet):
        pdf(ALL, x="")
    assert "GUGUS_KEYRING" not in seen and not any("secret" in one for one in seen.values())


def test_a_word_value_is_escaped_and_never_run():
    path = kind_of("referral_letter").docx  # one that says whom it is written to
    raw = laid_out(
        "docx", {"main.docx": template_at(path).content}, DATA | {"values": {"to": [MARKUP + " & <w:p/>"]}}
    )

    said = "\n".join(one.text for one in Word(BytesIO(raw)).paragraphs)
    assert MARKUP + " & <w:p/>" in said and "49" not in said


def test_a_word_template_runs_in_a_sandbox():
    word, held = Word(), BytesIO()
    word.add_paragraph("{{ ''.__class__.__mro__[1].__subclasses__() }}")
    word.save(held)
    with pytest.raises(CannotSet, match="template_broken"):
        laid_out("docx", {"main.docx": held.getvalue()}, DATA)


@pytest.mark.parametrize(
    "path", ["", "gugus/documents/letters/none.typ", "../pyproject.toml", "gugus/config/settings.py"]
)
def test_only_template_files_with_a_version_are_templates(path):
    with pytest.raises(BadTemplate):
        template_at(path)


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda one: one.code)
def test_every_kind_has_its_files_with_a_version(kind):
    assert template_at(kind.template).version
    assert not kind.docx or template_at(kind.docx).version
