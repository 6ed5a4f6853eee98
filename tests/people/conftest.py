"""Invented people of the vault tests: NIK with province 00, phones that no operator gives out."""

import pytest

from gugus.people.actions import register_person
from tests.conftest import NOON

NIK = "0003005708090001"
PHONE = "0800-0000-1501"


@pytest.fixture
def register(rina):
    """A function that registers a person for Rina's agency, or for another user's."""

    def make(full: str = "", *, by=rina, **facts):
        names = {"full": full, "aliases": facts.pop("aliases", [])} if full else None
        return register_person(agency=by.agency, names=names, by=by, at=facts.pop("at", NOON), **facts)

    return make


@pytest.fixture
def laila(register):
    """A young woman of whom everything is known."""
    return register(
        "Laila Wulansari",
        aliases=["Lala"],
        sex="female",
        birth_on="2009-08-17",
        birth_certainty="documented",
        nationality="ID",
        home_area="52.03",
        documents=[{"kind": "nik", "number": NIK}],
        phones=[PHONE],
        address="Dusun Contoh No. 5",
        notes="Bekas luka di tangan kiri",
    )
