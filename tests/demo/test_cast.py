"""The cast: everybody works somewhere that exists, in the codes of the directory and of access."""

from datetime import date

from gugus.access.codes import Role
from gugus.demo import cast
from gugus.demo.areas import DISTRICTS, KECAMATAN
from gugus.directory.codes import AgencyKind, Level, WorkField
from gugus.law import codes


def test_agencies_speak_the_codes_of_the_directory():
    services = {one.code for one in codes("services")}
    areas = {*DISTRICTS, *KECAMATAN, "31", "ID", "KH"}

    for agency in cast.AGENCIES:
        assert agency.kind in AgencyKind.values and agency.level in Level.values
        assert set(agency.services) <= services
        assert {*agency.fields, *agency.leads} <= set(WorkField.values) and set(agency.leads) <= set(
            agency.fields
        )
        assert agency.area in areas
        assert agency.valid_to is None or agency.valid_to > agency.valid_from
        assert not agency.successor or agency.successor in cast.BY_SLUG


def test_every_user_has_a_role_in_an_agency_that_stands_today():
    for user in cast.USERS:
        agency = cast.BY_SLUG[user.agency]

        assert set(user.roles) <= set(Role.values)
        assert agency.valid_to is None
        assert user.username == user.username.lower() and user.full_name.lower().startswith(user.username)

    assert len(cast.BY_USERNAME) == len(cast.USERS) and len(cast.BY_SLUG) == len(cast.AGENCIES)


def test_every_role_is_played_by_somebody():
    assert {role for user in cast.USERS for role in user.roles} == set(Role.values)


def test_an_agency_gives_way_to_its_successor_on_the_day_of_the_change():
    assert cast.standing_on("kp2mi", date(2024, 10, 31)) == "bp2mi"
    assert cast.standing_on("kp2mi", date(2024, 11, 1)) == "kp2mi"
    assert cast.standing_on("bp2mi", date(2025, 1, 1)) == "kp2mi"
    assert cast.standing_on("upt-pppa", date(2021, 12, 31)) == "p2tp2a"


def test_the_demo_prints_a_sign_in_for_everybody():
    assert {name for name, _, _ in cast.demo_sign_ins()} == set(cast.BY_USERNAME)
