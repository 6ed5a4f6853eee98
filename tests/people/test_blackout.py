"""Names in any writing go; the rest of the sentence stays."""

import pytest

from gugus.people.blackout import Hidden, blackout_of

LAILA = Hidden(
    "Korban 1", names=("Laila Wulansari", "Lala"), numbers=("0800-0000-1501", "0003005708090001", "XX1234567"),
    phrases=("Dusun Contoh No. 5", "2009-08-17"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Laila Wulansari dijemput.", "Korban 1 dijemput."),
        ("LAILA dijemput", "Korban 1 dijemput"),
        ("kata laila, ibunya sakit", "kata Korban 1, ibunya sakit"),
        ("Lailanya menangis", "Korban 1 menangis"),
        ("Wulan Sari tidak sama", "Wulan Sari tidak sama"),
        ("Si Wulansarie pergi", "Si Korban 1 pergi"),
        ("Woelansari pergi", "Korban 1 pergi"),
        ("telepon 0800 0000 1501 mati", "telepon Korban 1 mati"),
        ("telepon +62 800-0000-1501", "telepon Korban 1"),
        ("NIK 00030 0570 8090 001", "NIK Korban 1"),
        ("paspor XX 1234567.", "paspor Korban 1."),
        ("di dusun  contoh, no 5 itu", "di Korban 1 5 itu"),
        ("lahir 2009-08-17", "lahir Korban 1"),
        ("Kasus K-7F3Q-9M2X pada 15 Juni 2026", "Kasus K-7F3Q-9M2X pada 15 Juni 2026"),
    ],
)
def test_what_is_taken_out(written, read):
    assert blackout_of([LAILA]).scrub(written) == read


def test_a_page_keeps_its_tags_and_loses_what_people_read():
    page = '<div class="laila" id="laila"><p title="Laila">Laila &amp; Budi</p><input value="Lala"></div>'

    clean = blackout_of([LAILA]).scrub_page(page)

    assert clean == (
        '<div class="laila" id="laila"><p title="Korban 1">Korban 1 &amp; Budi</p><input value="Korban 1"></div>'
    )


def test_an_answer_for_programs_loses_them_too():
    body = '{"note": "Laila pergi", "many": [{"phone": "080000001501"}], "n": 3}'

    assert blackout_of([LAILA]).scrub_json(body) == (
        '{"note": "Korban 1 pergi", "many": [{"phone": "Korban 1"}], "n": 3}'
    )
