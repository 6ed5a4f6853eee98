"""Two at the same instant with connections of their own: one line, one order, one worker at a person."""

import pytest
from django.db import transaction
from tests import cast
from tests.cases.test_at_once import both, speaking
from tests.conftest import NOON, copied
from tests.groups.conftest import csv_of, line, members, told
from tests.groups.test_handing_over import SAFE, TOLD, full, journey
from tests.transfers.test_at_once import as_worker, say

from gugus.base.versions import Stale
from gugus.cases.models import Case
from gugus.directory.models import Agency
from gugus.groups import queries, sending
from gugus.groups.going import note_will, write_way
from gugus.groups.handing_over import order_hand_over
from gugus.groups.lines import Answers, answers_of, decide_line, write_line
from gugus.groups.loading import bring_list, import_list
from gugus.groups.models import HandOrder
from gugus.groups.splitting import place_by_home
from gugus.groups.writing import CannotGroup, write_group
from gugus.repatriation.models import HandedPerson, Handover


@pytest.fixture(scope="module")
def committed(cluster, django_db_setup, django_db_blocker):
    """A database of its own in which tests commit, with an agency in Lombok Timur that answers."""
    with copied(cluster, django_db_blocker, "gugus_groups_at_once"):
        with transaction.atomic():
            world = cast.settle(NOON)
            there = cast.agency("upt-lotim", "UPTD PPA Lombok Timur", "protection_unit")
            Agency.objects.filter(pk=there.pk).update(area_code="52.03")
            cast.user("lalu", there, "liaison", at=NOON)
        yield world


@pytest.fixture
def group(committed):
    """Four people on a list."""
    rina = committed.rina
    with speaking(rina):
        made = write_group(told=told(), by=rina, at=NOON)
        people = [line(one, province="Nusa Tenggara Barat", regency="Lombok Timur") for one in range(1, 5)]
        import_list(
            load=bring_list(group=made, content=csv_of(people), file_name="a.csv", by=rina, at=NOON),
            by=rina,
            at=NOON,
        )
        place_by_home(group=made, by=rina, at=NOON)
    return made


@pytest.fixture
def ready(committed, group):
    rina = committed.rina
    with speaking(rina):
        for one in members(group):
            write_line(member=one, answers=TOLD, by=rina, at=NOON)
        for one in full(group):
            decide_line(member=one, result="indicated", words="Jelas.", by=rina, at=NOON)
        for one in full(group):
            write_way(member=one, way=SAFE, by=rina, at=NOON)
        for one in full(group):
            note_will(
                member=one, wants=True, form="written", language="Indonesia", witness="", by=rina, at=NOON
            )
    return group


def test_of_two_officers_on_one_line_one_is_kept_and_the_other_is_told(committed, group):
    with speaking(committed.rina):
        member = full(group)[0]

    def write(by, act):
        answers = Answers(act=act)
        return say(
            by, lambda: write_line(member=member, answers=answers, by=by, at=NOON, seen=member.version)
        )

    outcomes = both(write(committed.rina, "recruitment"), write(committed.ratih, "sending"))

    assert sum(isinstance(one, Stale) for one in outcomes) == 1
    with speaking(committed.rina):
        kept = full(group)[0]
        winner = "sending" if isinstance(outcomes[0], Stale) else "recruitment"
        assert answers_of(kept).act == winner and kept.version == member.version + 1


def test_two_hand_overs_of_one_group_at_once_are_one_order(committed, ready):
    def order(by):
        def ordered():
            where = {one: journey() for one in queries.destinations_of(ready)}
            return order_hand_over(group=ready, journeys=where, manager=by, by=by, at=NOON)

        return say(by, ordered)

    outcomes = both(order(committed.rina), order(committed.ratih))

    refused = [one for one in outcomes if isinstance(one, CannotGroup)]
    assert len(refused) == 1 and [one.code for one in refused[0].reasons] == ["under_way"]
    with speaking(committed.rina):
        assert HandOrder.objects.unscoped(because="test").filter(group=ready).count() == 1


def test_two_workers_at_one_order_hand_everybody_over_once(committed, ready):
    with speaking(committed.rina):
        where = {one: journey() for one in queries.destinations_of(ready)}
        (order,) = order_hand_over(
            group=ready, journeys=where, manager=committed.rina, by=committed.rina, at=NOON
        )

    def work():
        step = as_worker(lambda: sending.carry_on(order=order, at=NOON))
        while step():
            pass

    outcomes = both(work, work)

    assert outcomes == [None, None]
    with speaking(committed.rina):
        people = full(ready)
        handover = Handover.objects.unscoped(because="test").get(pk=people[0].handover_id)
        assert {one.handover_id for one in people} == {handover.pk}
        assert (handover.size, handover.state) == (4, "offered")
        assert HandedPerson.objects.unscoped(because="test").filter(handover=handover).count() == 4
        assert len({one.case_id for one in people}) == 4
        assert Case.objects.unscoped(because="test").count() == 4
        assert HandOrder.objects.unscoped(because="test").get(pk=order.pk).gone == 4
