"""The pages, as the cast meets them."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now

from gugus.access.actions import open_to
from gugus.audit.models import Entry
from gugus.people.actions import register_person, unmask, update_identity, update_person
from gugus.people.models import Identity, Person, Unmasking
from tests.conftest import voice_of
from tests.people.conftest import NIK, PHONE

VALUES = ("Laila", "Wulansari", "Lala", NIK, "0000001501", "Dusun Contoh", "Bekas luka", "2009-08")


@pytest.fixture
def laila(world):
    with voice_of(world.rina):
        return register_person(
            agency=world.unit,
            sex="female",
            names={"full": "Laila Wulansari", "aliases": ["Lala"]},
            birth_on="2009-08-17",
            birth_certainty="documented",
            home_area="31.74",
            documents=[{"kind": "nik", "number": NIK}],
            phones=[PHONE],
            address="Dusun Contoh No. 5",
            notes="Bekas luka di tangan kiri",
            by=world.rina,
            at=now(),
        )


@pytest.fixture
def opened(laila, world):
    with voice_of(world.rina):
        unmask(person=laila, reason="contact", by=world.rina, at=now())
    return laila


def words(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def reloaded(person, by) -> Person:
    with voice_of(by):
        return Person.objects.unscoped(because="the test looks").get(pk=person.pk)


def entries(verb: str, by) -> int:
    with voice_of(by):
        return Entry.objects.unscoped(because="the test reads the trail").filter(verb=verb).count()


def test_the_page_shows_no_real_value_until_it_is_opened(signed_in, world, laila):
    answer = signed_in(world.rina).get(f"/orang/{laila.ref}/")

    assert answer.status_code == 200
    assert [value for value in VALUES if value in words(answer)] == []
    assert "L*** W***" in words(answer) and "***01" in words(answer)


def test_the_warning_names_article_24_and_a_reason_is_needed(signed_in, world, laila):
    client = signed_in(world.rina)

    page = client.get(f"/orang/{laila.ref}/buka/")
    refused = client.post(f"/orang/{laila.ref}/buka/", {"reason": "", "note": ""})

    assert "Pasal 24" in words(page)
    assert refused.status_code == 422
    assert entries("person.unmasked", world.rina) == 0


def test_after_a_reason_the_values_are_open_for_this_user_alone(signed_in, world, laila):
    client = signed_in(world.rina)

    answer = client.post(f"/orang/{laila.ref}/buka/", {"reason": "contact", "note": ""}, follow=True)

    assert all(value in words(answer) for value in ("Laila Wulansari", NIK, "Dusun Contoh"))
    assert entries("person.unmasked", world.rina) == 1
    assert entries("person.identity_seen", world.rina) == 1
    assert "Laila" not in words(signed_in(world.yusuf).get(f"/orang/{laila.ref}/"))


def test_hidden_again_before_its_time(signed_in, world, opened):
    client = signed_in(world.rina)

    answer = client.post(f"/orang/{opened.ref}/tutup/", follow=True)

    assert "Laila" not in words(answer)


def test_an_old_view_has_ended(signed_in, world, laila):
    with voice_of(world.rina):
        unmask(person=laila, reason="contact", by=world.rina, at=now() - timedelta(minutes=16))

    assert "Laila" not in words(signed_in(world.rina).get(f"/orang/{laila.ref}/"))


@pytest.mark.parametrize("name", ["sari", "budi", "ratih", "arif", "wulan", "lestari", "tono"])
def test_whoever_has_no_reach_meets_the_page_of_a_missing_person(signed_in, world, laila, name):
    client = signed_in(getattr(world, name))

    hidden, missing = client.get(f"/orang/{laila.ref}/"), client.get("/orang/P-0000-0000/")

    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content


def test_a_stranger_is_sent_to_the_sign_in(client, laila):
    assert client.get(f"/orang/{laila.ref}/").status_code == 302


def test_a_shared_person_without_identity_shows_facts_only(signed_in, world, laila):
    with voice_of(world.rina):
        open_to(kind="person", about=laila, agency=world.shelter, sections=["case"], basis="test",
                because=laila, by=world.rina, at=now())  # fmt: skip

    answer = signed_in(world.maya).get(f"/orang/{laila.ref}/")

    assert answer.status_code == 200
    assert "2009" in words(answer) and "***" not in words(answer)
    assert signed_in(world.maya).get(f"/orang/{laila.ref}/buka/").status_code == 403


def test_a_shared_identity_can_be_opened_and_its_agency_sees_who_did(signed_in, world, laila):
    with voice_of(world.rina):
        identity = Identity.objects.unscoped(because="test").get(pk=laila.pk)
        for kind, about, section in (("person", laila, "case"), ("identity", identity, "identity")):
            open_to(kind=kind, about=about, agency=world.shelter, sections=[section], basis="test",
                    because=laila, by=world.rina, at=now())  # fmt: skip

    answer = signed_in(world.maya).post(f"/orang/{laila.ref}/buka/", {"reason": "contact"}, follow=True)

    assert "Laila Wulansari" in words(answer)
    assert "Maya" in words(signed_in(world.rina).get(f"/orang/{laila.ref}/"))


def test_a_liaison_may_look_but_not_write(signed_in, world, laila):
    with voice_of(world.rina):
        identity = Identity.objects.unscoped(because="test").get(pk=laila.pk)
        for kind, about, section in (("person", laila, "case"), ("identity", identity, "identity")):
            open_to(kind=kind, about=about, agency=world.shelter, sections=[section], basis="test",
                    because=laila, by=world.rina, at=now())  # fmt: skip

    assert signed_in(world.maya).get(f"/orang/{laila.ref}/identitas/").status_code == 403
    assert signed_in(world.maya).post(f"/orang/{laila.ref}/fakta/", {"sex": "male"}).status_code == 403


def test_facts_are_corrected(signed_in, world, laila):
    typed = {"sex": "female", "birth_year": "2008", "birth_certainty": "stated", "version": "1"}

    answer = signed_in(world.rina).post(f"/orang/{laila.ref}/fakta/", typed)

    assert answer.status_code == 302
    assert reloaded(laila, world.rina).birth_year == 2008


def test_an_age_becomes_an_estimated_birth_year(signed_in, world, laila):
    typed = {"sex": "female", "age": "17", "birth_certainty": "documented", "version": "1"}

    signed_in(world.rina).post(f"/orang/{laila.ref}/fakta/", typed)

    changed = reloaded(laila, world.rina)
    assert (changed.birth_year, changed.birth_certainty) == (now().year - 17, "estimated")


def test_whoever_saves_second_keeps_the_text_and_sees_what_changed(signed_in, world, laila):
    client = signed_in(world.rina)
    with voice_of(world.yusuf):
        update_person(person=laila, facts={"language": "Sasak"}, by=world.yusuf, at=now())
    typed = {"sex": "female", "birth_certainty": "stated", "birth_year": "2009", "language": "Jawa"}

    answer = client.post(f"/orang/{laila.ref}/fakta/", typed | {"version": "1"})

    assert answer.status_code == 409
    assert "Sasak" in words(answer) and 'value="Jawa"' in words(answer)
    assert reloaded(laila, world.rina).language == "Sasak"

    again = client.post(f"/orang/{laila.ref}/fakta/", typed | {"version": "2"})

    assert again.status_code == 302
    assert reloaded(laila, world.rina).language == "Jawa"


def test_an_identity_is_corrected_only_by_who_sees_it(signed_in, world, laila):
    client = signed_in(world.rina)

    answer = client.get(f"/orang/{laila.ref}/identitas/")

    assert answer.status_code == 302
    assert answer["Location"] == f"/orang/{laila.ref}/buka/?to=identity"


def test_an_opened_identity_stands_in_its_form(signed_in, world, opened):
    answer = signed_in(world.rina).get(f"/orang/{opened.ref}/identitas/")

    assert answer.status_code == 200
    assert "Laila Wulansari" in words(answer) and NIK in words(answer)


def test_who_saves_an_identity_second_keeps_the_text_after_the_view_has_ended(signed_in, world, opened):
    client = signed_in(world.rina)
    with voice_of(world.yusuf):
        update_identity(person=opened, facts={"address": "Jalan Rahasia"}, by=world.yusuf, at=now())
    with voice_of(world.rina):
        Unmasking.objects.unscoped(because="test").update(until_at=now() - timedelta(minutes=1))

    answer = client.post(
        f"/orang/{opened.ref}/identitas/", {"full": "Laila W", "address": "Jalan Baru", "version": "1"}
    )

    assert answer.status_code == 409
    assert "Jalan Baru" in words(answer) and "Jalan Rahasia" not in words(answer)


def test_an_identity_begins_without_opening_anything(signed_in, world):
    with voice_of(world.rina):
        nobody = register_person(agency=world.unit, by=world.rina, at=now())
    client = signed_in(world.rina)

    answer = client.post(f"/orang/{nobody.ref}/identitas/", {"full": "Suminten", "version": "1"})

    assert answer.status_code == 302
    assert "S***" in words(client.get(f"/orang/{nobody.ref}/"))


def test_the_search_page_answers_masked_and_keeps_the_text_out_of_addresses(signed_in, world, laila):
    client = signed_in(world.rina)

    answer = client.post("/orang/", {"text": "wulansari laila 2009"})

    assert laila.ref in words(answer) and "L*** W***" in words(answer)
    assert client.get("/orang/?text=wulansari").content.decode().count(laila.ref) == 0


@pytest.mark.parametrize("text", ["", "x" * 10_000])
def test_an_empty_or_endless_search_is_refused_kindly(signed_in, world, text):
    assert signed_in(world.rina).post("/orang/", {"text": text}).status_code == 422


def test_hints_answer_a_foreign_form_by_its_own_field_names(signed_in, world, laila):
    posted = {
        "hint_name": "who-full", "hint_phone": "who-phone", "hint_choose": "who-known",
        "who-full": "Layla Wulan Sari", "who-phone": "62 800 0000 1501", "narrative": "not asked",
    }  # fmt: skip

    answer = signed_in(world.rina).post("/orang/mirip/", posted, headers={"HX-Request": "true"})

    assert f'name="who-known" value="{laila.ref}"' in words(answer)
    assert "<html" not in words(answer)


def test_hints_without_a_script_are_a_page(signed_in, world, laila):
    answer = signed_in(world.rina).post("/orang/mirip/", {"hint_name": "n", "n": "Laila Wulansari"})

    assert "<html" in words(answer) and laila.ref in words(answer)


def test_hints_never_travel_in_an_address(signed_in, world):
    assert signed_in(world.rina).get("/orang/mirip/?n=Laila").status_code == 405


@pytest.mark.parametrize("name", ["arif", "wulan", "lestari", "tono"])
def test_roles_without_identities_cannot_search(signed_in, world, name):
    client = signed_in(getattr(world, name))

    assert client.post("/orang/", {"text": "Laila"}).status_code == 403
    assert client.post("/orang/mirip/", {}).status_code == 403


def test_the_page_asks_a_fixed_number_of_queries(signed_in, world, opened, django_assert_max_num_queries):
    client = signed_in(world.rina)
    client.get(f"/orang/{opened.ref}/")

    with django_assert_max_num_queries(32):
        client.get(f"/orang/{opened.ref}/")
