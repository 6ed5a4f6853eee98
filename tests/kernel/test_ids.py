import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus.kernel.ids import (
    ALPHABET,
    new_id,
    new_ref,
    new_return_code,
    numbered_ref,
    parse_ref,
    parse_return_code,
)

KNOWN = "K-7F3Q-9M2X"
PREFIXES = st.sampled_from(["K", "L", "R", "OR", "KSI"])


def test_ids_are_plain_version_seven_and_sort_by_making():
    made = [new_id() for _ in range(2000)]

    assert all(type(one) is uuid.UUID and one.version == 7 for one in made)
    assert made == sorted(made) and len(set(made)) == 2000


def test_a_reference_looks_as_printed_and_reads_back():
    ref = new_ref("K")

    assert len(ref) == len(KNOWN) and ref[0] == "K" and ref[1] == ref[6] == "-"
    assert parse_ref(ref) == ref


def test_a_prefix_is_capital_letters():
    for wrong in ["", "k", "K1", "KASUS", "K-"]:
        with pytest.raises(ValueError):
            new_ref(wrong)


@given(PREFIXES.map(new_ref))
def test_sloppy_writing_is_understood(ref):
    for written in [
        ref.lower(),
        ref.replace("-", ""),
        ref.replace("-", " "),
        ref.replace("-", "\u2013"),
        f"  {ref}\n",
        ref[:2] + ref[2:].replace("0", "o").replace("1", "l").replace("5", "s"),
        ref[:4] + ref[4:].replace("0", "O").replace("1", "I").replace("5", "S"),
    ]:
        assert parse_ref(written) == ref


@given(PREFIXES.map(new_ref), st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_refused(ref, place, other):
    prefix, body = ref.split("-", 1)
    body = body.replace("-", "")

    changed = body[:place] + other + body[place + 1 :]

    assert (parse_ref(prefix + changed) == ref) == (changed == body)


@given(PREFIXES.map(new_ref), st.integers(0, 7), st.integers(0, 7))
def test_two_swapped_characters_are_refused(ref, one, other):
    prefix, body = ref.split("-", 1)
    letters = list(body.replace("-", ""))

    letters[one], letters[other] = letters[other], letters[one]

    swapped = prefix + "".join(letters)
    assert (parse_ref(swapped) == ref) == (swapped == ref.replace("-", ""))


def test_the_prefix_is_part_of_the_check():
    ref = new_ref("K")

    assert parse_ref("R" + ref[1:]) is None


@pytest.mark.parametrize(
    "text", ["", "K", "K-7F3Q", "K-7F3Q-9M2X-1", "K-AAAA-AAAA", "7F3Q-9M2X", "K-7F3Q-9M2é", "KASUSS12345678"]
)
def test_what_is_no_reference_is_refused(text):
    assert parse_ref(text) is None


def test_references_do_not_repeat_and_use_the_whole_alphabet():
    made = {new_ref("K") for _ in range(3000)}

    assert len(made) == 3000
    assert {character for ref in made for character in ref[2:].replace("-", "")} == set(ALPHABET)


def test_a_return_code_comes_in_groups_and_reads_back():
    code = new_return_code()

    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4, 4]
    assert parse_return_code(code.lower().replace("-", " ")) == code


def test_a_return_code_carries_at_least_eighty_random_bits():
    random_characters = len(new_return_code().replace("-", "")) - 1

    assert len(ALPHABET) ** random_characters >= 2**80


@given(st.integers(0, 19), st.sampled_from(ALPHABET))
def test_a_misheard_return_code_is_refused(place, other):
    code = new_return_code()
    body = code.replace("-", "")

    heard = body[:place] + other + body[place + 1 :]

    assert (parse_return_code(heard) == code) == (heard == body)


def test_a_reference_is_no_return_code_and_the_other_way_round():
    assert parse_return_code(new_ref("K")) is None
    assert parse_ref(new_return_code()) is None


def test_numbered_references_are_valid_all_different_and_scattered():
    refs = [numbered_ref("P", number) for number in (*range(2000), *range(10**9, 10**9 + 2000))]

    assert len(set(refs)) == 4000
    assert all(parse_ref(ref) == ref for ref in refs)
    assert len({ref[:4] for ref in refs[:20]}) > 10
