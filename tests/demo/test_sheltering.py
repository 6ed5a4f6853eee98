"""The houses of the demo: beds that live, places that agree with them, words that are sealed."""

from datetime import timedelta

import pytest
from tests.conftest import NOON, as_role

from gugus.cases.actions import add_party, open_case
from gugus.demo.enacting import Stage
from gugus.demo.providing import expect_people, fill_directory
from gugus.demo.settling import settle_cast
from gugus.demo.sheltering import HOMES, open_houses
from gugus.people.actions import register_person
from gugus.providers.models import Capacity
from gugus.shelter.models import Bed, Stay

AT = NOON + timedelta(days=30)


@pytest.mark.django_db
def test_both_houses_live_and_the_directory_says_what_their_beds_say():
    agencies, users = settle_cast(NOON)
    stage = Stage(agencies, users)
    rina = users["rina"]
    with as_role("gugus_worker"):
        for number in range(12):
            at = NOON + timedelta(hours=number)
            case = open_case(agency=rina.agency, manager=rina, risk="high", summary="Rekaan.", by=rina, at=at)
            sex = "male" if number % 3 == 2 else "female"
            person = register_person(
                agency=rina.agency, sex=sex, birth_year=(1990, 2012)[number % 2],
                names={"full": f"Rekaan {number}", "aliases": []}, by=rina, at=at,
            )  # fmt: skip
            add_party(case=case, person=person, role="survivor", by=rina, at=at)
        fill_directory(agencies, users, at=AT)
        open_houses(stage, at=AT)
        expect_people(users, at=AT)

        assert Bed.objects.unscoped(because="test").count() == 20
        states = list(Stay.objects.unscoped(because="test").values_list("house__name", "state"))
        assert states.count(("Melati", "in")) >= 3 and ("Melati", "approved") in states
        assert states.count(("Teduh", "in")) >= 2
        rows = Capacity.objects.unscoped(because="test").filter(offering__agency=agencies["rumah-melati"])
        assert sum(one.taken for one in rows) == sum(
            1 for house, state in states if house == "Melati" and state != "proposed"
        )
        assert sum(one.held for one in rows) == 3


def test_every_phone_of_a_house_is_invented():
    assert all(home.phone.startswith("0800-0") for home in HOMES)
