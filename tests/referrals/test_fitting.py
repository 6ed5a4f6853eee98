"""Choosing an agency: whom its services fit, how many places are free, and why one does not fit; none is hidden."""

import pytest
from django.urls import reverse
from django.utils.timezone import now
from tests.conftest import voice_of
from tests.providers.conftest import house
from tests.referrals.conftest import settle_case

from gugus.cases.models import Case
from gugus.referrals.fitting import need_of


@pytest.fixture
def case(world):
    return settle_case(world)


def asked(client, case: Case) -> str:
    return (
        client.get(reverse("referrals:new", args=[case.ref]) + "?service=shelter")
        .content.decode()
        .partition("<main")[2]
    )


def test_who_fits_stands_first_and_who_does_not_says_why(signed_in, world, case):
    house(world.sari, title="Putra", sexes=("male",), group="male", at=now())
    house(world.maya, at=now())
    client = signed_in(world.rina)

    page = asked(client, case)

    assert page.index("Rumah Aman Melati") < page.index("Lembaga Lain")
    assert "Cocok bagi orang ini" in page and "4 tempat kosong" in page
    assert "Tidak cocok" in page and "Bukan untuk jenis kelamin ini" in page and "to=lembaga-lain" in page


def test_an_agency_without_an_entry_stays_and_is_told_apart(signed_in, world, case):
    world.police.services = ["shelter"]
    world.police.save()
    house(world.sari, title="Putra", sexes=("male",), group="male", at=now())
    house(world.maya, at=now())

    page = asked(signed_in(world.rina), case)

    order = [page.index(name) for name in ("Rumah Aman Melati", "Unit PPA Polres", "Lembaga Lain")]
    assert order == sorted(order) and "Belum ada di direktori penyedia" in page


def test_only_what_the_directory_asks_leaves_the_case(world, case):
    with voice_of(world.rina):
        party = case.parties.select_related("person").get(role="survivor")
        need = need_of(case, party, "shelter", now())

    assert (need.sex, need.service, need.area) == ("female", "shelter", "31.74.07")
    assert need.age_from == need.age_to == now().year - 2010


@pytest.mark.parametrize("many", [1, 12])
def test_the_choice_takes_the_same_number_of_queries(
    signed_in, world, case, many, django_assert_max_num_queries
):
    for number in range(many):
        house(world.maya, title=str(number), at=now())
    client = signed_in(world.rina)

    with django_assert_max_num_queries(32):
        asked(client, case)
