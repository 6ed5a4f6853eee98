"""The list of belongings for signature: by code, for the house alone, never the address."""

import pytest
from django.http import Http404
from tests.conftest import NOON, voice_of
from tests.shelter.conftest import ADDRESS, NOTE, inside

from gugus.shelter.actions.keeping import take_in
from gugus.shelter.gathering import NothingKept, gather_belongings


def test_the_list_names_things_and_codes_only(world, melati):
    stay = inside(world, melati, "Kenanga 01")
    with voice_of(world.maya):
        with pytest.raises(NothingKept):
            gather_belongings(world.viewer("maya"), stay.ref, NOON)
        take_in(stay=stay, what="Satu paspor", signed=True, by=world.maya, at=NOON)
        told = gather_belongings(world.viewer("maya"), stay.ref, NOON)
    with voice_of(world.rina), pytest.raises(Http404):
        gather_belongings(world.viewer("rina"), stay.ref, NOON)

    assert [one["what"] for one in told["things"]] == ["Satu paspor"]
    assert "Melur" not in str(told) and ADDRESS not in str(told) and NOTE not in str(told)
