"""Texts for many readers: what points to a person is found, what only looks like it is not."""

import pytest

from gugus.kernel.telltale import points_to_a_person


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NIK 0074015608100001 perlu dicek", "nik"),
        ("NIK 0074 0156 0810 0001", "nik"),
        ("hubungi 0812-3456-7890", "phone"),
        ("WA +62 812 3456 7890", "phone"),
        ("paspor C1234567", "passport"),
        ("kirim ke petugas@contoh.invalid", "mail"),
        ("korban bernama Mawar", "named"),
        ("anak perempuan berinisial M", "named"),
        ("the victim named Rose", "named"),
        ("lihat K-7F3Q-9M2X", "record"),
    ],
)
def test_what_points_to_a_person_is_found(text, code):
    assert code in points_to_a_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Surat nomor 123/456/2025 a.n. Wali Kota Administrasi Jakarta Selatan",
        "Pelatihan bagi 1.681 agen perubahan di 31 provinsi selama 2025-2029",
        "Anggaran Rp 1.250.000.000 pada tahun 2026",
        "Perpres 49/2023 pasal 30, Pergub 64/2019",
        "Setiap korban mendapat pendampingan paling lambat 7 hari",
        "Anak-anak di 44 RPTRA",
        "Rekomendasi RE-7F3Q-9M2X diganti",
    ],
)
def test_figures_numbers_of_letters_and_offices_are_left_alone(text):
    assert points_to_a_person(text) == []
