"""Signs that a text for everybody says too much."""

import pytest

from gugus.kernel.exposure import REFUSED, Sign, findings_in

HARMLESS = (
    "Rapat pleno membahas 20 kasus tahun 2024, sebagian besar anak perempuan.",
    "Pasal 24 UU 21/2007; Perpres 49/2023; 35 pos pengaduan; 44 kecamatan; 1.250 peserta.",
    "The plenary heard 20 cases of 2024 and asked for 44 posts.",
    "Anggaran Rp 7.377.845.925 untuk restitusi, naik 12 persen.",
    "",
)


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_sentences_find_nothing(text):
    assert findings_in(text) == []


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("NIK 3174 0000 0000 0001 tercatat", Sign.IDENTITY_NUMBER),
        ("nomor 3174000000000001.", Sign.IDENTITY_NUMBER),
        ("hubungi 0812-0000-0000", Sign.PHONE),
        ("hubungi +62 812 0000 0000", Sign.PHONE),
        ("telepon/081200000000", Sign.PHONE),
        ("WA-081200000000", Sign.PHONE),
        ("hubungi 0812.0000.0000", Sign.PHONE),
        ("hubungi 0812 0000 0000 000", Sign.PHONE),
        ("surel mawar@contoh.invalid", Sign.EMAIL),
        ("kasus K-R8TN-CXJJ dibahas", Sign.RECORD),
        ("dua anak perempuan dipulangkan", Sign.SMALL_COUNT),
        ("ada 3 korban", Sign.SMALL_COUNT),
        ("4 kasus baru", Sign.SMALL_COUNT),
        ("three girls went home", Sign.SMALL_COUNT),
        ("seorang korban", Sign.SMALL_COUNT),
        ("korban berusia 15 tahun", Sign.AGE),
        ("a 15-year-old", Sign.AGE),
        ("NN (17) bercerita", Sign.INITIALS),
        ("di Jalan Melati", Sign.ADDRESS),
        ("paspor XX1234567", Sign.PASSPORT),
        ("korban asal Tebet bernama Kenanga", Sign.NAMED),
        ("RT 05/RW 02", Sign.ADDRESS),
    ],
)
def test_signs_are_found(text, sign):
    assert sign in {one.sign for one in findings_in(text)}


@pytest.mark.parametrize("text", ["23 korban", "14 kasus", "2024 kasus", "1.204 korban", "3,5 orang"])
def test_numbers_that_are_large_or_no_counts_are_left_alone(text):
    assert Sign.SMALL_COUNT not in {one.sign for one in findings_in(text)}


def test_what_is_refused_comes_first_and_each_place_once():
    found = findings_in("dua korban, 0812-0000-0000", "dua korban, 0812-0000-0000")

    assert [one.sign for one in found] == [Sign.PHONE, Sign.SMALL_COUNT]
    assert found[0].is_refused and not found[1].is_refused
    assert Sign.EMAIL in REFUSED and Sign.AGE not in REFUSED


def test_the_excerpt_shows_the_place_and_not_the_whole_text():
    text = "awal " * 30 + "dua korban" + " akhir" * 30

    (found,) = findings_in(text)

    assert found.excerpt.startswith("…") and found.excerpt.endswith("…")
    assert "dua korban" in found.excerpt and len(found.excerpt) < 80
