"""Finding people inside one's reach, pointing outside it, and leaving a trace."""

import pytest

from gugus.access.actions import close_because, open_to
from gugus.audit.models import Entry
from gugus.people.actions import register_person, unmask, update_person
from gugus.people.models import Identity
from gugus.people.queries import find_people, hints, search_text
from tests.conftest import NOON, voice_of
from tests.people.conftest import NIK, PHONE


def trail(verb: str) -> list[Entry]:
    return list(Entry.objects.unscoped(because="the test reads the trail").filter(verb=verb).order_by("seq"))


def open_identity(person, to, by) -> None:
    identity = Identity.objects.unscoped(because="test").get(pk=person.pk)
    for kind, about, section in (("person", person, "case"), ("identity", identity, "identity")):
        open_to(kind=kind, about=about, agency=to, sections=[section], basis="test", because=person,
                by=by, at=NOON)  # fmt: skip


@pytest.fixture
def found(world):
    """A function that searches as Rina."""
    return lambda text: [hit.person for hit in find_people(world.viewer("rina"), text, NOON)]


@pytest.mark.parametrize(
    "text",
    [
        "Laila Wulansari",
        "wulansari laila",
        "LAILA WULANSARI, S.Pd.",
        "Laila Wulan Sari",
        "Layla Wulansari",
        "Laila Wulansri",  # a letter missing
        "Laila Wulasnari",  # two letters swapped
        "Laila Woelansari",  # old spelling
        "Lala",
        "Laila Wulansari 2009",
        "0800-0000-1501",
        "0800 0000 1501",
        "+6280000001501",
        "wa.me/6280000001501",
        NIK,
        "0003 0057 0809 0001",
    ],
)
def test_she_is_found_however_she_is_written(laila, found, text):
    assert found(text) == [laila]


def test_her_code_finds_her_in_any_writing(laila, found):
    assert found(laila.ref) == [laila]
    assert found(laila.ref.lower().replace("-", "")) == [laila]


@pytest.mark.parametrize(
    "text", ["Bambang Sutrisno", "Laila 1950 Hutapea", "0800-0000-9999", "0003005708090002", ""]
)
def test_others_are_not_found(laila, found, text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "%",
        "_",
        "%%%%",
        "' or 1=1 --",
        "Laila%",
        "\\",
        "{}",
        "*",
        "$$",
        "Robert'); drop table people_person;--",
    ],
)
def test_signs_of_sql_mean_nothing(register, found, text):
    register("Komariah Hutapea")

    assert found(text) == []


def test_somebody_without_identity_is_found_by_code(register, found):
    person = register(sex="female")

    assert found(person.ref) == [person]


def test_the_best_match_stands_first(register, found):
    near = register("Siti Amirah", birth_year=1988)
    same = register("Siti Aminah", birth_year=2001)
    other_year = register("Siti Aminah", birth_year=1979)

    assert found("Siti Aminah 2001")[0] == same
    assert set(found("Siti Aminah 2001")) >= {same, other_year}
    assert near in found("Siti Aminah")


def test_hits_are_masked_until_opened(laila, rina, world):
    viewer = world.viewer("rina")
    assert find_people(viewer, NIK, NOON)[0].shown_name == "L*** W***"

    unmask(person=laila, reason="identify", by=rina, at=NOON)

    assert find_people(viewer, NIK, NOON)[0].shown_name == "Laila Wulansari"


def test_a_hit_says_why(laila, world):
    answer = hints(world.viewer("rina"), name="Laila Wulan Sari", birth_year=2003, sex="female",
                   phones=[PHONE], documents=["X0000001"], at=NOON)  # fmt: skip

    assert answer.inside[0].agrees == {
        "document": "unknown", "phone": "agree", "name": "agree", "birth_year": "differ", "sex": "agree",
    }  # fmt: skip


def test_whoever_is_being_edited_is_no_hint(laila, world):
    assert not hints(world.viewer("rina"), name="Laila Wulansari", without=laila.ref, at=NOON)


def test_at_most_five_hints_are_shown(register, world):
    for year in range(1990, 2000):
        register("Siti Aminah", birth_year=year)

    assert len(hints(world.viewer("rina"), name="Siti Aminah", at=NOON).inside) == 5


def test_a_colleagues_person_is_a_pointer_to_ones_own_agency_and_only_by_exact_terms(laila, world):
    with voice_of(world.ratih):
        by_name = search_text(world.viewer("ratih"), "Laila Wulansari", NOON)
        by_number = search_text(world.viewer("ratih"), NIK, NOON)

    assert (list(by_name.inside), list(by_name.outside)) == ([], [])
    assert list(by_number.inside) == [] and [one.is_own for one in by_number.outside] == [True]


@pytest.mark.parametrize("name", ["dewi", "yusuf"])
def test_the_whole_agency_is_searched_by_those_whose_role_says_so(laila, world, name):
    with voice_of(getattr(world, name)):
        assert [hit.person for hit in find_people(world.viewer(name), "Laila Wulansari", NOON)] == [laila]


@pytest.mark.parametrize("name", ["arif", "wulan", "lestari", "tono"])
def test_roles_without_identities_find_nobody_and_ask_nothing(laila, world, name):
    with voice_of(getattr(world, name)):
        assert not search_text(world.viewer(name), NIK, NOON)

    assert trail("person.searched") == []


@pytest.mark.parametrize("text", [NIK, PHONE, "Laila Wulansari 2009", "wulansari LAYLA 2009"])
def test_outside_ones_scope_exact_terms_name_an_agency_and_nothing_else(laila, world, text):
    with voice_of(world.sari):
        answer = search_text(world.viewer("sari"), text, NOON)

    assert list(answer.inside) == []
    assert [pointer.name for pointer in answer.outside] == ["UPT PPPA"]


@pytest.mark.parametrize(
    "text",
    [
        "Laila Wulansari",
        "Laila",
        "Lala 2009",
        "Laila 2009",
        "Laila Wulansari 2008",
        "Laila Hartati 2009",
        "52.03",
    ],
)
def test_outside_ones_scope_less_than_exact_terms_say_nothing(laila, world, text):
    with voice_of(world.sari):
        assert not search_text(world.viewer("sari"), text, NOON)


def test_a_pointer_never_tells_how_many(laila, register, world):
    for _another in range(3):
        register("Laila Wulansari", birth_year=2009, phones=[PHONE])

    with voice_of(world.sari):
        answer = search_text(world.viewer("sari"), PHONE, NOON)

    assert [str(pointer) for pointer in answer.outside] == ["UPT PPPA"]


def test_outside_is_asked_with_the_same_queries_found_or_not(laila, world, django_assert_num_queries):
    viewer = world.viewer("sari")
    with voice_of(world.sari):
        with django_assert_num_queries(6):
            search_text(viewer, NIK, NOON)
        with django_assert_num_queries(6):
            search_text(viewer, "0003005708090002", NOON)


def test_what_was_shared_is_found_inside_and_points_nowhere(laila, rina, world):
    open_identity(laila, world.shelter, rina)

    with voice_of(world.maya):
        answer = search_text(world.viewer("maya"), "Laila Wulansari 2009", NOON)

    assert [hit.person for hit in answer.inside] == [laila]
    assert list(answer.outside) == []


def test_a_person_shared_without_identity_stays_outside(laila, rina, world):
    open_to(kind="person", about=laila, agency=world.shelter, sections=["case"], basis="test",
            because=laila, by=rina, at=NOON)  # fmt: skip

    with voice_of(world.maya):
        answer = search_text(world.viewer("maya"), NIK, NOON)

    assert (list(answer.inside), [str(one) for one in answer.outside]) == ([], ["UPT PPPA"])


def test_when_sharing_ends_the_search_forgets(laila, rina, world):
    open_identity(laila, world.shelter, rina)
    close_because(because=laila, by=rina, at=NOON)

    with voice_of(world.maya):
        assert find_people(world.viewer("maya"), "Laila Wulansari", NOON) == []


def test_every_search_leaves_one_line_without_its_terms(laila, world):
    find_people(world.viewer("rina"), "Laila Wulansari 2009", NOON)
    find_people(world.viewer("rina"), "Nobody Known", NOON)

    found, not_found = trail("person.searched")
    assert found.changes["shown"] == [laila.ref] and not_found.changes["shown"] == []
    assert {"name", "birth_year"} == set(found.changes["terms"])
    assert "Laila" not in str(found.changes) and "laila" not in str(found.changes)


def test_a_hint_shown_outside_is_written_down(laila, world):
    with voice_of(world.sari):
        hints(world.viewer("sari"), name="", phones=[PHONE], at=NOON)
        (entry,) = trail("person.hinted")

    assert entry.changes["pointed_to"] == ["UPT PPPA"]


def test_two_agencies_may_know_the_same_person(laila, world):
    with voice_of(world.budi):
        register_person(agency=world.police, names={"full": "Lala"}, phones=[PHONE], by=world.budi, at=NOON)

    with voice_of(world.rina):
        answer = search_text(world.viewer("rina"), PHONE, NOON)

    assert [hit.person for hit in answer.inside] == [laila]
    assert [str(one) for one in answer.outside] == ["Unit PPA Polres"]


def test_a_corrected_home_area_does_not_lose_anybody(laila, rina, found):
    update_person(person=laila, facts={"home_area": "31.74"}, by=rina, at=NOON)

    assert found("Laila Wulansari") == [laila]


def test_a_search_costs_a_fixed_number_of_queries(register, world, django_assert_num_queries):
    for year in range(1980, 1990):
        register("Siti Aminah", birth_year=year, home_area="31.74")

    with django_assert_num_queries(10):
        find_people(world.viewer("rina"), "Siti Aminah", NOON)
