"""Registering, correcting, unmasking."""

from datetime import timedelta

import pytest
from django.db import connection

from gugus.audit.models import Entry
from gugus.base.versions import Stale
from gugus.people.actions import (
    CannotKeep,
    CannotUnmask,
    mask_again,
    unmask,
    update_identity,
    update_person,
)
from gugus.people.models import Identity, Person, Unmasking
from gugus.people.queries import find_people, shown_names
from tests.conftest import NOON, as_role
from tests.people.conftest import NIK, PHONE


def identity_of(person) -> Identity:
    return Identity.objects.unscoped(because="the test looks into the vault").get(pk=person.pk)


def trail(verb: str) -> list[Entry]:
    return list(Entry.objects.unscoped(because="the test reads the trail").filter(verb=verb))


def tokens_of(person) -> set[str]:
    with as_role("gugus_worker"), connection.cursor() as cursor:
        cursor.execute("select purpose from people_searchtoken where person_id = %s", [person.pk])
        return {row[0] for row in cursor.fetchall()}


def test_a_person_of_whom_no_name_is_known_has_no_identity(register):
    person = register(sex="female")

    assert not Identity.objects.unscoped(because="test").filter(pk=person.pk).exists()
    assert tokens_of(person) == set()


def test_what_is_known_goes_into_the_vault_in_one_writing(laila):
    known = identity_of(laila)

    assert known.names == {"full": "Laila Wulansari", "aliases": ["Lala"]}
    assert known.documents == [{"kind": "nik", "number": NIK}]
    assert known.phones == ["+6280000001501"]
    assert known.address == "Dusun Contoh No. 5"
    assert laila.birth_year == 2009


def test_every_kind_of_token_is_kept(laila):
    assert tokens_of(laila) == {"name", "name_year", "name_area", "full_year", "phone", "document"}


def test_registering_leaves_one_line_without_a_name(laila):
    (entry,) = trail("person.registered")

    assert entry.about_id == laila.pk
    assert entry.changes["names"].startswith("~")
    assert "Laila" not in str(entry.changes) and NIK not in str(entry.changes)


def test_a_birth_day_as_told_is_kept_even_when_it_is_no_date(register):
    person = register("Komariah", birth_on="sekitar panen raya")

    assert identity_of(person).birth_on == "sekitar panen raya"
    assert (person.birth_year, person.birth_certainty) == (None, "unknown")


def test_a_code_that_is_taken_is_drawn_again(laila, register, monkeypatch):
    drawn = iter([laila.ref, "P-0000-0001"])
    monkeypatch.setattr("gugus.people.actions.new_person_ref", lambda: next(drawn))
    monkeypatch.setattr(Person._meta.get_field("ref"), "default", lambda: laila.ref)
    monkeypatch.setattr(Person._meta.get_field("ref"), "_get_default", lambda: laila.ref)

    assert register("Suminten").ref == "P-0000-0001"


def test_a_birth_year_says_at_least_stated(register):
    assert register(birth_year=2001).birth_certainty == "stated"
    assert register(birth_year=2001, birth_certainty="estimated").birth_certainty == "estimated"


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"birth_year": 1850}, "birth_year"), ({"birth_year": 2027}, "birth_year"), ({"sex": "x"}, "sex"),
     ({"home_area": "1" * 14}, "home_area")],
)  # fmt: skip
def test_facts_that_cannot_be_true_are_refused_with_their_field(register, facts, field):
    with pytest.raises(CannotKeep) as refused:
        register(**facts)

    assert [reason.field for reason in refused.value.reasons] == [field]
    assert not Person.objects.unscoped(because="test").exists()


def test_two_who_edit_at_once_do_not_overwrite_each_other(laila, rina):
    update_person(person=laila, facts={"education": "sma"}, seen=1, by=rina, at=NOON)

    with pytest.raises(Stale):
        update_person(person=laila, facts={"education": "smp"}, seen=1, by=rina, at=NOON)
    with pytest.raises(Stale):
        update_identity(person=laila, facts={"address": "Jalan Lain"}, seen=1, by=rina, at=NOON)

    laila.refresh_from_db()
    assert (laila.education, laila.version) == ("sma", 2)
    assert identity_of(laila).address == "Dusun Contoh No. 5"


def test_a_corrected_birth_year_is_found_by_the_next_search(laila, rina, world):
    update_person(person=laila, facts={"birth_year": 2007, "birth_certainty": "documented"}, by=rina, at=NOON)

    (hit,) = find_people(world.viewer("rina"), "Laila Wulansari 2007", NOON)

    assert hit.agrees == {"name": "agree", "birth_year": "agree"}


def test_an_identity_can_begin_later(register, rina, world):
    person = register(sex="female")

    update_identity(person=person, facts={"names": {"full": "Suminten"}}, by=rina, at=NOON)

    assert [hit.person for hit in find_people(world.viewer("rina"), "Sumintén", NOON)] == [person]


def test_a_changed_identity_keeps_what_was_not_named_and_is_found_anew(laila, rina, world):
    update_identity(person=laila, facts={"names": {"full": "Laila Hartati"}, "phones": []}, by=rina, at=NOON)

    known = identity_of(laila)
    assert (known.names["full"], known.phones, known.address) == ("Laila Hartati", None, "Dusun Contoh No. 5")
    assert find_people(world.viewer("rina"), PHONE, NOON) == []
    assert [hit.person for hit in find_people(world.viewer("rina"), "Hartati", NOON)] == [laila]


def test_a_birth_day_learned_later_settles_the_year(register, rina):
    person = register("Ningsih", birth_year=2000, birth_certainty="estimated")

    update_identity(person=person, facts={"birth_on": "2002-03"}, by=rina, at=NOON)

    person.refresh_from_db()
    assert (person.birth_year, person.birth_certainty) == (2002, "stated")


@pytest.mark.parametrize("reason", ["", "   ", "curious", "because I want to"])
def test_without_a_reason_nothing_is_shown(laila, rina, world, reason):
    with pytest.raises(CannotUnmask, match="reason_needed"):
        unmask(person=laila, reason=reason, by=rina, at=NOON)

    assert not Unmasking.objects.unscoped(because="test").exists()
    assert shown_names(world.viewer("rina"), [laila], NOON) == {laila.pk: "L*** W***"}


def test_another_reason_must_be_written_down(laila, rina):
    with pytest.raises(CannotUnmask, match="note_needed"):
        unmask(person=laila, reason="other", note="  ", by=rina, at=NOON)


def test_who_is_not_known_cannot_be_unmasked(register, rina):
    with pytest.raises(CannotUnmask, match="no_identity"):
        unmask(person=register(), reason="contact", by=rina, at=NOON)


def test_an_unmasking_opens_for_a_quarter_of_an_hour_and_is_written_down(laila, rina, world):
    unmask(person=laila, reason="contact", note="Menelepon ibu Laila", by=rina, at=NOON)

    viewer = world.viewer("rina")
    assert shown_names(viewer, [laila], NOON) == {laila.pk: "Laila Wulansari"}
    assert (
        shown_names(viewer, [laila], NOON + timedelta(minutes=14, seconds=59))[laila.pk] == "Laila Wulansari"
    )
    assert shown_names(viewer, [laila], NOON + timedelta(minutes=15))[laila.pk] == "L*** W***"
    (entry,) = trail("person.unmasked")
    assert (entry.about_id, entry.actor, entry.reason) == (laila.pk, "rina", "contact")
    assert "Laila" not in str(entry.changes)


def test_it_opens_for_nobody_else(laila, rina, world):
    unmask(person=laila, reason="contact", by=rina, at=NOON)

    assert shown_names(world.viewer("yusuf"), [laila], NOON)[laila.pk] == "L*** W***"


def test_it_can_be_closed_before_its_time(laila, rina, world):
    unmask(person=laila, reason="contact", by=rina, at=NOON)

    assert mask_again(person=laila, by=rina, at=NOON + timedelta(minutes=1)) == 1

    assert shown_names(world.viewer("rina"), [laila], NOON + timedelta(minutes=2))[laila.pk] == "L*** W***"
