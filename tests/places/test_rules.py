import pytest

from gugus.places import rules
from gugus.places.codes import AreaKind, CodeProblem, Scheme


@pytest.mark.parametrize("code", ["31", "31.74", "31.74.01", "31.74.01.1001"])
def test_a_code_with_dots_is_taken_as_it_stands(code):
    assert rules.area_code(f" {code} ") == code


@pytest.mark.parametrize("number", ["3171", "317", "3171010", "3171010001"])
def test_a_number_without_dots_is_refused_because_bps_writes_so(number):
    with pytest.raises(rules.CodeRefused) as refused:
        rules.area_code(number)

    assert refused.value.problem == CodeProblem.NO_DOTS
    assert "3171" in str(refused.value) and "31.71" in str(refused.value)


def test_a_code_that_says_it_is_of_bps_is_refused_even_when_it_has_dots():
    with pytest.raises(rules.CodeRefused) as refused:
        rules.area_code("31.71", scheme=Scheme.BPS)

    assert refused.value.problem == CodeProblem.OTHER_SCHEME


@pytest.mark.parametrize(
    "text", ["", "3", "31.7", "31.74.1", "31.74.01.101", "31-74", "Tebet", "31.74.01.1001.1"]
)
def test_what_is_no_code_is_refused(text):
    with pytest.raises(rules.CodeRefused) as refused:
        rules.area_code(text)

    assert refused.value.problem == CodeProblem.MALFORMED


def test_the_first_six_digits_of_a_nik_are_a_kemendagri_district():
    assert rules.code_in_nik("0074014107900001") == "00.74.01"


def test_a_nik_that_is_too_short_names_no_district():
    with pytest.raises(rules.CodeRefused):
        rules.code_in_nik("0074")


@pytest.mark.parametrize(
    ("code", "written", "kind", "name"),
    [
        ("31", "DKI JAKARTA", AreaKind.PROVINCE, "DKI Jakarta"),
        ("31.74", "KOTA ADM. JAKARTA SELATAN", AreaKind.ADMINISTRATIVE_CITY, "Jakarta Selatan"),
        ("31.74", "Kota Administrasi Jakarta Selatan", AreaKind.ADMINISTRATIVE_CITY, "Jakarta Selatan"),
        ("31.01", "KAB. ADM. KEP. SERIBU", AreaKind.ADMINISTRATIVE_REGENCY, "Kepulauan Seribu"),
        ("53.02", "KAB TIMOR TENGAH SELATAN", AreaKind.REGENCY, "Timor Tengah Selatan"),
        ("32.71", "KOTA BOGOR", AreaKind.CITY, "Bogor"),
        ("33.73", "KOTA KOTABARU", AreaKind.CITY, "Kotabaru"),
        ("63.02", "KAB. KOTABARU", AreaKind.REGENCY, "Kotabaru"),
        ("32.15.25", "Kota Baru", AreaKind.DISTRICT, "Kota Baru"),
        ("31.74.01.1001", "Tebet  Timur ", AreaKind.KELURAHAN, "Tebet Timur"),
        ("11.01.01.2001", "Keude Bakongan", AreaKind.DESA, "Keude Bakongan"),
    ],
)
def test_kind_and_bare_name_come_out_of_what_the_list_writes(code, written, kind, name):
    assert (rules.kind_of(code, written), rules.tidy_name(code, written)) == (kind, name)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Tjilandak", "Cilandak"),
        ("DJAKARTA", "jakarta"),
        ("Bandoeng", "Bandung"),
        ("KI'E", "kie"),
        ("Café-X", "cafe x"),
    ],
)
def test_two_spellings_of_a_name_have_one_key(old, new):
    assert rules.search_key(old) == rules.search_key(new)
