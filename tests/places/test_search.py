import pytest

from gugus.places import rules
from gugus.places.codes import CodeProblem
from gugus.places.search import resolve, search

pytestmark = pytest.mark.usefixtures("areas", "db")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("jaksel", "31.74"),
        ("jakarta selatan", "31.74"),
        ("Kota Adm. Jakarta Selatan", "31.74"),
        ("jakrta selatan", "31.74"),
        ("tebet", "31.74.01"),
        ("tebt", "31.74.01"),
        ("teb", "31.74.01"),
        ("tebet jaksel", "31.74.01"),
        ("Tebet, Jakarta Selatan", "31.74.01"),
        ("tebet jakrta selatan", "31.74.01"),
        ("kel. manggarai, tebet", "31.74.01.1007"),
        ("menteng dalam", "31.74.01.1003"),
        ("pasar mingu", "31.74.04"),
        ("cilndak", "31.74.06"),
        ("Tjilandak", "31.74.06"),
        ("kecamatan senen", "31.71.04"),
        ("kota bogor", "32.71"),
        ("kab. bogor", "32.01"),
        ("toba samosir", "12.12"),
        ("ujung pandang", "73.71"),
        ("solo", "33.72"),
        ("merauke", "93.01"),
        ("31.74.09", "31.74.09"),
    ],
)
def test_the_first_candidate_is_what_people_mean(typed, code):
    assert search(typed, near="31.74")[0].code == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("jaksel", "31.74"),
        ("Tebet", "31.74.01"),
        ("tebet jaksel", "31.74.01"),
        ("kota bogor", "32.71"),
        ("31.74.09", "31.74.09"),
    ],
)
def test_a_clear_name_is_resolved(typed, code):
    assert resolve(search(typed, near="31.74")).code == code


@pytest.mark.parametrize(
    "typed", ["bogor", "cilandak", "tebt", "pasar mingu", "kota baru", "xqzw", "merauke"]
)
def test_a_doubtful_name_is_left_to_a_person_however_near_a_candidate_lies(typed):
    assert resolve(search(typed, near="31.74")) is None


def test_a_former_area_is_not_offered():
    assert "91.01" not in [found.code for found in search("merauke", limit=50)]


def test_level_span_and_place_narrow_the_answer():
    assert {rules.level_of(found.code) for found in search("menteng", level=4)} == {4}
    assert {rules.level_of(found.code) for found in search("menteng", most=3)} <= {1, 2, 3}
    assert all(found.code.startswith("31.74") for found in search("pasar", under="31.74"))
    assert len(search("sukamaju", limit=3)) == 3


def test_a_candidate_says_its_kind_and_where_it_lies():
    found = search("tebet")[0]

    assert found.label == "Tebet, Jakarta Selatan, DKI Jakarta"
    assert found.kind == "Kecamatan"


@pytest.mark.parametrize(
    ("typed", "problem"), [("3171", CodeProblem.NO_DOTS), ("99.99", CodeProblem.UNKNOWN)]
)
def test_a_typed_number_is_looked_up_or_refused_never_guessed(typed, problem):
    with pytest.raises(rules.CodeRefused) as refused:
        search(typed)

    assert refused.value.problem == problem


@pytest.mark.parametrize("typed", ["", " ", "a", ",", "%", "_", "'", "''; --", "%%%", "\\"])
def test_signs_and_single_letters_find_nothing_and_break_nothing(typed):
    assert search(typed) == []


@pytest.mark.parametrize("typed", ["tebet", "desa suka maju jawa barat indonesia timur raya"])
def test_a_search_needs_at_most_three_queries(typed, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        search(typed)
