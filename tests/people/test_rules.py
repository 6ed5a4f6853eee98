"""Identity facts in one writing; the keys and tokens made of them."""

from itertools import pairwise
from uuid import UUID

import pytest

from gugus.people import rules
from gugus.people.codes import Purpose
from gugus.people.rules import IdentityFacts

SOMEBODY = UUID("0190b6c0-0000-7000-8000-000000000001")


def keys(purpose: Purpose, **facts) -> set[str]:
    return {key for found, key in rules.keys_of(IdentityFacts(**facts)) if found == purpose}


def test_a_single_name_is_a_whole_name():
    assert rules.clean_names({"full": "  Suminten "}) == {"full": "Suminten", "aliases": []}


def test_somebody_may_be_known_by_a_nickname_alone():
    assert rules.clean_names({"full": "", "aliases": ["Neng", "Neng", ""]}) == {
        "full": "",
        "aliases": ["Neng"],
    }


@pytest.mark.parametrize("nothing", [None, {}, {"full": "  "}, {"full": "", "aliases": ["", "  "]}])
def test_nothing_stays_nothing(nothing):
    assert rules.clean_names(nothing) is None


def test_line_breaks_and_control_characters_do_not_enter_a_name():
    assert rules.clean_names({"full": "Siti\n\x00 Aminah"})["full"] == "Siti Aminah"


def test_a_bare_number_of_sixteen_digits_is_taken_for_a_nik():
    assert rules.clean_documents(["0003005708090001", "X 000001"]) == [
        {"kind": "nik", "number": "0003005708090001"},
        {"kind": "other", "number": "X 000001"},
    ]


def test_the_same_number_in_two_writings_is_one_document():
    assert len(rules.clean_documents(["X 000001", "x-000001", "Paspor no. X000001"])) == 1


def test_phones_are_kept_once_as_e164_or_as_typed():
    assert rules.clean_phones(["0800-0000-1501", "+62 800 0000 1501", "129"]) == ["+6280000001501", "129"]


def test_a_hotline_makes_no_token_that_thousands_would_share():
    assert keys(Purpose.PHONE, phones=("129", "110")) == set()


def test_a_very_short_document_number_makes_no_token():
    assert keys(Purpose.DOCUMENT, documents=("12", "A1")) == set()


def test_aliases_are_found_like_names():
    found = keys(Purpose.NAME, full="Laila Wulansari", aliases=("Tuminah",))

    assert {"n:tuminah", "n:wulansari"} <= found


def test_a_year_and_an_area_are_tied_to_telling_words_only():
    facts = {"full": "Siti Aminah", "birth_year": 2004, "home_area": "31.74.01"}

    assert keys(Purpose.NAME_YEAR, **facts) == {"amina|2004"}
    assert keys(Purpose.NAME_AREA, **facts) == {"amina|31.74"}


def test_a_name_of_common_words_is_tied_to_them_all_the_same():
    assert len(keys(Purpose.NAME_YEAR, full="Siti Nur", birth_year=2004)) == 2


def test_the_full_term_needs_two_words_and_a_year():
    assert keys(Purpose.FULL_YEAR, full="Suminten", birth_year=2004) == set()
    assert keys(Purpose.FULL_YEAR, full="Siti Aminah") == set()
    assert len(keys(Purpose.FULL_YEAR, full="Siti Aminah", birth_year=2004)) == 1


def test_the_full_term_knows_no_order_and_no_old_spelling():
    one = keys(Purpose.FULL_YEAR, full="Tjahjono Soekarno", birth_year=1999)

    assert one == keys(Purpose.FULL_YEAR, full="Sukarno Cahyono", birth_year=1999)


def test_tokens_are_keyed_sixteen_bytes_and_different_for_each_purpose():
    tokens = rules.tokens_of(
        IdentityFacts(full="X000001", phones=("0800-0000-1501",), documents=("6280000001501",)), SOMEBODY
    )

    assert {len(token) for _purpose, token in tokens} == {16}
    assert len({token for _purpose, token in tokens}) == len(tokens)


def test_a_pasted_page_does_not_make_a_thousand_tokens():
    page = " ".join(f"nama{number}" for number in range(2000))

    assert len(rules.tokens_of(IdentityFacts(full=page), SOMEBODY)) < 400


@pytest.mark.parametrize(
    ("given", "settled"),
    [
        ((None, "documented", ""), (None, "unknown")),
        ((2001, "unknown", ""), (2001, "stated")),
        ((2001, "estimated", ""), (2001, "estimated")),
        ((2001, "estimated", "2003-05-01"), (2003, "stated")),
        ((None, "unknown", "2003"), (2003, "stated")),
        ((2003, "documented", "2003-05-01"), (2003, "documented")),
        ((2001, "stated", "tidak tahu"), (2001, "stated")),
    ],
)
def test_birth_facts_settle(given, settled):
    assert rules.settled_birth(*given) == settled


def test_the_bearers_of_a_name_are_spread_over_variants_and_found_alike():
    facts = IdentityFacts(full="Siti Aminah", birth_year=1998, phones=("0800-0000-1501",))
    people = [UUID(int=number) for number in range(200)]
    asked = set(rules.tokens_to_ask(rules.keys_of(facts)))

    sets = {whom: set(rules.tokens_of(facts, whom)) for whom in people}

    assert all({token for _purpose, token in kept} <= asked for kept in sets.values())
    grouped = {
        p: {token for kept in sets.values() for purpose, token in kept if purpose == p} for p in Purpose
    }
    names = len([1 for purpose, _key in rules.keys_of(facts) if purpose == Purpose.NAME])
    assert len(grouped[Purpose.NAME]) == 8 * names
    alone = [set(kept) for kept in sets.values()]
    assert max(len(one & other) for one, other in pairwise(alone)) < names
    assert len(grouped[Purpose.PHONE]) == len(grouped[Purpose.FULL_YEAR]) == 1
