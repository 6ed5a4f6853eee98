"""What cases tell about a person: near work, and files within reach only."""

from gugus.cases.actions import add_colleague, end_party
from gugus.cases.neighbours import appearances, near_persons
from tests.conftest import NOON, voice_of


def test_persons_are_near_to_who_manages_or_works_on_their_case(world, file, rina):
    ids = [file.survivor.pk, file.accused.pk]
    assert near_persons(world.viewer("rina"), ids, NOON) == set(ids)

    with voice_of(world.ratih):
        assert near_persons(world.viewer("ratih"), ids, NOON) == set()
    add_colleague(case=file.case, user=world.ratih, by=rina, at=NOON)
    with voice_of(world.ratih):
        assert near_persons(world.viewer("ratih"), ids, NOON) == set(ids)


def test_a_case_is_named_only_to_who_may_open_it(world, file, share):
    (seen,) = appearances(world.viewer("rina"), file.survivor, NOON)
    assert seen.ref == file.case.ref and str(seen.role) == "Korban"

    for name in ("ratih", "sari", "maya", "lestari", "dewi"):
        with voice_of(getattr(world, name)):
            assert appearances(world.viewer(name), file.survivor, NOON) == [], name
    share(world.shelter, ["case"])
    with voice_of(world.maya):
        assert len(appearances(world.viewer("maya"), file.survivor, NOON)) == 1
        assert appearances(world.viewer("maya"), file.accused, NOON) == []


def test_an_ended_role_no_longer_names_the_file(world, file, rina):
    end_party(party=file.party, reason="Salah orang.", by=rina, at=NOON)

    assert appearances(world.viewer("rina"), file.survivor, NOON) == []
