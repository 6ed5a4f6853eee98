"""The drill that the benchmark times still goes all the way, with a few people."""

from bench.groups import drill
from tests.conftest import NOON, as_role
from tests.groups.conftest import csv_of, line, members


def test_a_list_becomes_people_on_their_way_home(group, rina, there):
    said: list[str] = []

    took = drill(
        group, csv_of([line(one) for one in range(1, 5)]), by=rina, at=NOON,
        worker=lambda: as_role("gugus_worker"), say=said.append,
    )  # fmt: skip

    assert list(took)[-2:] == ["order the hand-over", "the worker hands over"]
    assert any("handed over to" in one and not one.startswith("0 ") for one in said)
    assert [one.handed_at for one in members(group)].count(NOON) > 0
