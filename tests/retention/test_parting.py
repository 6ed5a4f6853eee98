"""Somebody asks to be forgotten: what goes goes, what stays is named with its reason, nobody comes back."""

import pytest
from django.db import DatabaseError, transaction

from gugus.cases.actions import CannotAddParty, add_party
from gugus.cases.models import Party
from gugus.people.actions import CannotKeep, update_identity
from gugus.people.models import Identity, Person, SearchToken
from gugus.people.queries import search_text
from gugus.retention.actions import CannotForget, forget_case, forget_person, what_stays
from tests.conftest import NOON, as_role, voice_of
from tests.retention.conftest import REASON, a_person, again, agreed, carried_out, old_case


def wished(world, person):
    with voice_of(world.lestari):
        return forget_person(
            person=person, request_ref="D-7F3Q-9M2X", reason=REASON, by=world.lestari, at=NOON
        )


def parting_of(world, person):
    with voice_of(world.lestari):
        return what_stays(person, at=NOON)


def test_a_person_alone_in_a_closed_file_goes_with_it(world, case, mawar, second):
    run = agreed(wished(world, mawar), second)

    made = carried_out(run)

    assert again(case).certificate == again(mawar).certificate == made.ref
    assert '"request":"D-7F3Q-9M2X"' in made.text


def test_an_open_file_keeps_the_person_and_says_so(world, mawar):
    case = old_case(world, mawar, close=False)

    parting = parting_of(world, mawar)

    assert parting.goes == []
    assert {(one.ref, why.code) for one in parting.stays for why in one.why} == {
        (case.ref, "case_open"),
        (mawar.ref, "case_stays"),
    }
    with pytest.raises(CannotForget, match="case_open"):
        wished(world, mawar)


def test_a_file_about_others_stays_without_this_person(world, mawar, second):
    melati = a_person(world, "Melati Contoh", birth_year=1979)
    case = old_case(world, mawar, melati)
    run = agreed(wished(world, mawar), second)

    carried_out(run)

    assert again(mawar).forgotten_at
    assert again(melati).forgotten_at is None
    assert again(case).forgotten_at is None


def test_somebody_who_appears_elsewhere_gets_a_stand_in_in_the_file_that_goes(world, case, mawar, second):
    running = old_case(world, mawar, close=False)
    with voice_of(world.lestari):
        run = forget_case(case=case, request_ref="D-1", reason=REASON, by=world.lestari, at=NOON)

    carried_out(agreed(run, second))

    with as_role("gugus_worker"):
        stand_in = Party._base_manager.get(case=case).person
        assert Party._base_manager.get(case=running).person_id == mawar.pk
    assert stand_in.pk != mawar.pk
    assert (stand_in.sex, stand_in.birth_year, stand_in.home_area) == ("female", 1980, "31")
    assert again(mawar).forgotten_at is None


def found(world, text) -> list:
    with voice_of(world.rina):
        return search_text(world.viewer("rina"), text, NOON).inside


def test_a_forgotten_person_is_found_by_nobody(world, mawar, case, second):
    assert found(world, "Mawar Contoh")
    carried_out(agreed(wished(world, mawar), second))

    assert found(world, "Mawar Contoh") == found(world, "080000001234") == []


def test_a_forgotten_person_gets_no_name_again(world, mawar, forgotten):
    with voice_of(world.rina), pytest.raises((DatabaseError, CannotKeep)), transaction.atomic():
        person = Person.objects.unscoped(because="test").get(pk=mawar.pk)
        facts = {"names": {"full": "Mawar Contoh", "aliases": []}}
        update_identity(person=person, facts=facts, by=world.rina, at=NOON)
    with as_role("gugus_worker"):
        assert Identity._base_manager.get(pk=mawar.pk).names is None


def test_tokens_come_back_for_nobody_not_even_the_worker(world, mawar, forgotten):
    with as_role("gugus_worker"), pytest.raises(DatabaseError), transaction.atomic():
        SearchToken(person_id=mawar.pk, agency=world.unit, purpose="name", token=b"x" * 16).save()


def test_a_forgotten_person_joins_no_new_file(world, mawar, forgotten):
    fresh = old_case(world, a_person(world, "Melati Contoh"), close=False)

    with voice_of(world.rina), pytest.raises((DatabaseError, CannotAddParty)), transaction.atomic():
        person = Person.objects.unscoped(because="test").get(pk=mawar.pk)
        add_party(case=fresh, person=person, role="survivor", by=world.rina, at=NOON)
