"""Notices: the four contents of the law and nothing else, the safe way, numbers without gaps."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.conftest import NOON, voice_of
from tests.privacy.conftest import a_breach, survivor_of, told

from gugus.privacy.actions import breaches as actions
from gugus.privacy.actions import letters
from gugus.privacy.actions.letters import CannotWriteLetter
from gugus.privacy.rules import REVEALING, revealing_words


@pytest.fixture
def ready(world, case):
    """A breach on which it was decided to tell the survivor and the authority."""
    breach = told(a_breach(world.lestari), world.lestari)
    with voice_of(world.lestari):
        breach = actions.decide_notices(
            breach=breach,
            tell_persons="yes",
            tell_authority="yes",
            reason="Risiko.",
            by=world.lestari,
            at=NOON,
        )
    return breach


def a_row(world, breach, person, *, reach="unknown", guardian=False):
    with voice_of(world.lestari):
        row = actions.add_affected(
            breach=breach, person=person, reach=reach, is_child=guardian, by=world.lestari, at=NOON
        )
        return actions.decide_affected(
            row=row, tell="yes", guardian=guardian, reason="", by=world.lestari, at=NOON
        )


def a_letter(world, row, delivery="hand"):
    with voice_of(world.lestari):
        return letters.write_to_person(row=row, delivery=delivery, by=world.lestari, at=NOON)


def words_on(client, letter, language="id"):
    page = client.get(reverse("privacy:letter", args=[letter.pk]) + f"?bahasa={language}").content.decode()
    body = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_letter_has_the_four_contents_and_betrays_nothing(signed_in, world, case, ready, language):
    person = survivor_of(world, case)
    letter = a_letter(world, a_row(world, ready, person))

    words = words_on(signed_in(world.lestari), letter, language)

    for part in ("komputer jinjing hilang", "sudah ditutup", "Kata sandi diganti"):
        assert part in words
    assert [words.count(f" {number}. ") for number in (1, 2, 3, 4, 5)] == [1, 1, 1, 1, 0]
    assert revealing_words(words) == []
    for hidden in (person.ref, case.ref, ready.ref, "Kirana", "Laptop", "TPPO"):
        assert hidden not in words


def test_words_that_betray_are_found_in_both_languages():
    assert revealing_words("Korban perdagangan; victim of trafficking") == [
        "Korban", "perdagangan", "victim", "trafficking",
    ]  # fmt: skip
    assert revealing_words("Sepiku tidak berkorbankan apa pun.") == []
    assert len(set(REVEALING)) == len(REVEALING)


def test_a_child_s_letter_goes_to_the_guardian(signed_in, world, case, ready):
    letter = a_letter(world, a_row(world, ready, survivor_of(world, case), guardian=True))

    words = words_on(signed_in(world.lestari), letter)

    assert "orang tua atau wali" in words and "anak dalam pengasuhan Anda" in words


@pytest.mark.parametrize("reach", ["unknown", "unsafe"])
def test_where_contact_is_unsafe_the_letter_is_handed_over(signed_in, world, case, ready, reach):
    row = a_row(world, ready, survivor_of(world, case), reach=reach)

    with pytest.raises(CannotWriteLetter, match="unsafe"):
        a_letter(world, row, "post")
    letter = a_letter(world, row)
    with voice_of(world.lestari), pytest.raises(CannotWriteLetter, match="unsafe"):
        letters.send_letter(letter=letter, delivery="post", by=world.lestari, at=NOON)
    assert "serahkan surat ini secara langsung" in words_on(signed_in(world.lestari), letter)


def test_numbers_follow_each_other_and_one_person_gets_one_letter(world, case, ready):
    row = a_row(world, ready, survivor_of(world, case))
    first, again = a_letter(world, row), a_letter(world, row)
    with voice_of(world.lestari):
        other = letters.write_to_authority(breach=ready, by=world.lestari, at=NOON)

    assert first.pk == again.pk
    assert [first.written_number, other.written_number] == ["001/PDP/2026", "002/PDP/2026"]


def test_a_letter_is_frozen_when_the_record_goes_on(signed_in, world, case, ready):
    letter = a_letter(world, a_row(world, ready, survivor_of(world, case)))
    told(ready, world.lestari, told_how="Ternyata lain.")

    assert "komputer jinjing hilang" in words_on(signed_in(world.lestari), letter)


def test_without_its_parts_there_is_no_letter(world):
    breach = told(a_breach(world.lestari), world.lestari, told_recovery="", happened_at=None)
    with voice_of(world.lestari):
        breach = actions.decide_notices(
            breach=breach, tell_persons="no", tell_authority="yes", reason="x", by=world.lestari, at=NOON
        )
        with pytest.raises(CannotWriteLetter) as refused:
            letters.write_to_authority(breach=breach, by=world.lestari, at=NOON)

    assert [one.field for one in refused.value.reasons] == ["happened_at", "told_recovery"]


def test_sent_after_the_deadline_says_why(world, case, ready):
    letter = a_letter(world, a_row(world, ready, survivor_of(world, case)))
    late = ready.due_at + timedelta(minutes=1)
    with voice_of(world.lestari):
        with pytest.raises(CannotWriteLetter, match="late_reason_needed"):
            letters.send_letter(letter=letter, delivery="hand", by=world.lestari, at=late)
        letters.send_letter(
            letter=letter, delivery="hand", late_reason="Alamat dicari.", by=world.lestari, at=late
        )
        letter = letters.letter_received(
            letter=letter, received_on=late.date(), received_by="Bu Kirana", by=world.lestari, at=late
        )

    assert letter.received_by == "Bu Kirana" and letter.late_reason == "Alamat dicari."


@pytest.mark.parametrize("name", ["sari", "maya", "hasan"])
def test_letters_are_for_the_officer_alone(signed_in, world, case, ready, name):
    letter = a_letter(world, a_row(world, ready, survivor_of(world, case)))

    assert signed_in(getattr(world, name)).get(reverse("privacy:letter", args=[letter.pk])).status_code in {
        403,
        404,
    }
