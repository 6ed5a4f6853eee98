"""The search box: codes lead straight there, names only inside one's reach, hidden and missing alike."""

import pytest
from tests.conftest import NOON, voice_of

from gugus.cases.actions import add_party, open_case
from gugus.people.actions import register_person


@pytest.fixture
def case(world):
    with voice_of(world.rina):
        made = open_case(
            agency=world.unit, manager=world.rina, risk="high", summary="x", by=world.rina, at=NOON
        )
        names = {"full": "Soekarsih Contohwati", "aliases": []}
        person = register_person(
            agency=world.unit, names=names, phones=["080000004321"], by=world.rina, at=NOON
        )
        add_party(case=made, person=person, role="survivor", by=world.rina, at=NOON)
    return made


def search(client, text):
    return client.post("/cari/", {"q": text})


@pytest.mark.parametrize("written", ["{ref}", "  {ref} ", "{bare}"])
def test_a_code_leads_straight_to_the_record(signed_in, world, case, written):
    text = written.format(ref=case.ref.lower(), bare=case.ref.replace("-", ""))

    answer = search(signed_in(world.rina), text)

    assert answer.status_code == 302 and answer["Location"] == f"/kasus/{case.ref}/"


def test_a_hidden_code_and_a_missing_one_look_alike(signed_in, world, case):
    client = signed_in(world.sari)

    hidden = client.post("/cari/", {"q": case.ref}, follow=True)
    missing = client.get("/kasus/K-0000-0000/")

    assert hidden.status_code == missing.status_code == 404
    assert hidden.content.replace(case.ref.encode(), b"") == missing.content.replace(b"K-0000-0000", b"")


@pytest.mark.parametrize("text", ["Sukarsih", "contohwati soekarsih", "0800-0000-4321"])
def test_a_person_is_found_by_name_in_any_spelling_and_by_phone(signed_in, world, case, text):
    page = search(signed_in(world.rina), text).content.decode()

    assert case.ref in page and "Soekarsih" not in page.replace(f'value="{text}"', "").replace(
        "soekarsih", ""
    )


def test_a_name_finds_nothing_outside_ones_reach(signed_in, world, case):
    page = search(signed_in(world.sari), "Soekarsih Contohwati").content.decode()

    assert case.ref not in page and "Tidak ditemukan" in page


def test_two_letters_are_too_few(signed_in, world):
    assert "Sedikit lagi" in search(signed_in(world.rina), "a").content.decode()


def test_an_address_with_terms_searches_nothing(signed_in, world, case):
    answer = signed_in(world.rina).get("/cari/?q=Soekarsih")

    assert "answer" not in answer.context and case.ref not in answer.content.decode()
