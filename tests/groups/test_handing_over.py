"""Split and handed over: each with an own case, return and line in the minutes; ready people only."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from tests.conftest import NOON, as_role, voice_of
from tests.groups.conftest import members, told

from gugus.access.models import Grant, User
from gugus.base.refusals import Reason
from gugus.cases.models import Case
from gugus.groups import jobs, queries, sending
from gugus.groups.going import ForChild, Way, note_will, write_way
from gugus.groups.handing_over import Journey, hurdles_of, order_hand_over
from gugus.groups.lines import Answers, decide_line, mark_absent, set_aside, write_line
from gugus.groups.models import HandOrder
from gugus.groups.splitting import leave_open, name_receiver, place, place_by_home
from gugus.groups.writing import CannotGroup, change_group, close_group
from gugus.repatriation.actions.moving import CannotReturn
from gugus.repatriation.models import HandedPerson, Handover, Leg, Repatriation

TOLD = Answers(act="recruitment", means="deception", purpose="online_scam", age_band="age_25_44")
SAFE = Way("not_needed", "safe", "person")


def again(member):
    return next(one for one in full(member.group) if one.pk == member.pk)


def full(group):
    return list(queries.members_of(group))


def get_ready(people, by, *, without=(), at=NOON):
    """Screen, decide, ask: everything but the destination."""
    for one in people:
        if one.number in without:
            continue
        write_line(member=one, answers=TOLD, by=by, at=at)
        decide_line(member=again(one), result="indicated", words="Jelas.", by=by, at=at)
        write_way(member=again(one), way=SAFE, by=by, at=at)
        note_will(
            member=again(one), wants=True, form="written", language="Indonesia", witness="", by=by, at=at
        )


@pytest.fixture
def ready(imported, there, rina):
    def go(number, *, without=()):
        people = imported(number, province="Nusa Tenggara Barat", regency="Lombok Timur")
        place_by_home(group=people[0].group, by=rina, at=NOON)
        get_ready(people, rina, without=without)
        return people[0].group

    return go


def journey(**other) -> Journey:
    facts = {
        "transport": TRANSPORT, "departed_at": NOON - timedelta(minutes=5), "arrives_at": NOON + timedelta(hours=5),
        "escort": "Wati Rekaan", "place": "Terminal 3",
    }  # fmt: skip
    return Journey(**facts | other)


TRANSPORT = "aircraft"


def ordered(group, by, *, key=None, **other):
    where = {one: journey(**other) for one in queries.destinations_of(group) if one.people}
    return order_hand_over(group=group, journeys=where, manager=by, by=by, at=NOON, key=key)


def carried(order) -> HandOrder:
    """What the worker makes of an order."""
    with as_role("gugus_worker"):
        while sending.carry_on(order=order, at=NOON):
            pass
        return HandOrder.objects.unscoped(because="test").get(pk=order.pk)


def go(group, by, **other):
    return [carried(one) for one in ordered(group, by, **other)]


def codes_of(order) -> dict[int, list[str]]:
    return {one["number"]: one["codes"] for one in order.problems or ()}


def test_homes_suggest_destinations_and_who_receives_there(imported, there, rina):
    people = imported(3, province="Nusa Tenggara Barat", regency="Lombok Timur")

    assert place_by_home(group=people[0].group, by=rina, at=NOON) == 3
    assert place_by_home(group=people[0].group, by=rina, at=NOON) == 0

    (one,) = queries.destinations_of(people[0].group)
    assert (one.area_code, one.to_agency, one.people) == ("52.03", there, 3)


def test_one_or_several_go_elsewhere(imported, there, rina):
    people = imported(3, province="Nusa Tenggara Barat", regency="Lombok Timur")
    place_by_home(group=people[0].group, by=rina, at=NOON)

    place(group=people[0].group, members=people[:2], area_code="32.01", by=rina, at=NOON)
    leave_open(group=people[0].group, members=people[2:], by=rina, at=NOON)

    counted = {one.area_code: (one.people, one.to_agency) for one in queries.destinations_of(people[0].group)}
    assert counted == {"32.01": (2, None), "52.03": (0, there)}
    with pytest.raises(CannotGroup, match="no_area"):
        place(group=people[0].group, members=people, area_code="99.99", by=rina, at=NOON)


def test_our_own_agency_does_not_receive_from_itself(imported, there, rina, world):
    people = imported(1, province="Nusa Tenggara Barat", regency="Lombok Timur")
    place_by_home(group=people[0].group, by=rina, at=NOON)
    (one,) = queries.destinations_of(people[0].group)

    with pytest.raises(CannotGroup, match="same_agency"):
        name_receiver(destination=one, agency=world.unit, by=rina, at=NOON)


def test_everything_that_is_missing_is_said_at_once(imported, rina):
    (one,) = imported(1, province="", regency="")

    codes = [reason.code for reason in hurdles_of(full(one.group), NOON)[one.pk]]

    assert codes == ["not_decided", "no_destination", "not_traced", "no_risk", "will_missing"]


def test_all_ready_people_go_in_one_deed_each_with_an_own_file(ready, rina, there):
    group = ready(4)

    (order,) = go(group, rina)

    people = full(group)
    assert (order.state, order.gone, order.problems, order.journey) == ("done", 4, None, None)
    assert len({one.case_id for one in people}) == len({one.repatriation_id for one in people}) == 4
    assert {one.assessment.case_id for one in people} == {one.case_id for one in people}
    handover = Handover.objects.unscoped(because="test").get()
    assert (handover.size, handover.state, handover.to_agency) == (4, "offered", there)
    assert {one.handover_id for one in people} == {handover.pk}
    assert HandedPerson.objects.unscoped(because="test").filter(handover=handover).count() == 4
    assert set(Repatriation.objects.unscoped(because="test").values_list("state", flat=True)) == {"departed"}
    grants = Grant.objects.unscoped(because="test").filter(agency=there, record_kind="repatriation")
    assert grants.count() == 4 and set(grants.values_list("from_at", flat=True)) == {None}
    assert group.__class__.objects.unscoped(because="test").get(pk=group.pk).state == "handed_over"


def test_who_is_not_ready_stays_and_goes_later(ready, rina):
    group = ready(3, without={2})
    go(group, rina)
    assert [one.number for one in full(group) if one.handed_at is None] == [2]

    get_ready([one for one in full(group) if one.number == 2], rina)
    (order,) = go(group, rina)

    assert order.gone == 1 and Handover.objects.unscoped(because="test").count() == 2


def test_pressed_twice_it_happens_once(ready, rina):
    group, order_key = ready(2), uuid4()
    (order,) = ordered(group, rina, key=order_key)

    assert [one.pk for one in ordered(group, rina, key=order_key)] == [order.pk]
    with pytest.raises(CannotGroup, match="under_way"):
        ordered(group, rina)
    carried(order)
    carried(order)

    with pytest.raises(CannotGroup, match="nobody_ready"):
        ordered(group, rina)
    assert Case.objects.unscoped(because="test").count() == 2
    assert Handover.objects.unscoped(because="test").count() == 1


def test_killed_between_two_people_it_goes_on_and_each_goes_once(ready, rina):
    group = ready(3)
    (order,) = ordered(group, rina)

    with as_role("gugus_worker"):
        assert sending.carry_on(order=order, at=NOON)  # and here the worker dies
    after_one = [one.number for one in full(group) if one.handed_at]
    done = carried(order)

    assert after_one == [1] and [one.number for one in full(group) if one.handed_at] == [1, 2, 3]
    assert done.gone == 3 and Handover.objects.unscoped(because="test").get().size == 3
    assert (
        HandedPerson.objects.unscoped(because="test").count()
        == Case.objects.unscoped(because="test").count()
        == 3
    )


def test_killed_within_a_person_nothing_of_her_is_left_and_she_goes_once(ready, rina, monkeypatch):
    group = ready(2)
    (order,) = ordered(group, rina)
    real = sending._minutes

    def dies(*args):
        raise RuntimeError("power cut")

    monkeypatch.setattr(sending, "_minutes", dies)
    with as_role("gugus_worker"), pytest.raises(RuntimeError):
        sending.carry_on(order=order, at=NOON)
    assert not Case.objects.unscoped(because="test").exists()
    monkeypatch.setattr(sending, "_minutes", real)

    assert carried(order).gone == 2
    assert Case.objects.unscoped(because="test").count() == 2


def test_who_breaks_the_worker_three_times_is_named_and_the_others_go(ready, rina, monkeypatch):
    group = ready(3)
    (order,) = ordered(group, rina)
    real = sending._case_of

    def breaks(group, member, *rest):
        if member.number == 2:
            raise RuntimeError("always")
        return real(group, member, *rest)

    monkeypatch.setattr(sending, "_case_of", breaks)
    with as_role("gugus_worker"):
        for _minute in range(4):
            jobs.hand_all()
        done = HandOrder.objects.unscoped(because="test").get(pk=order.pk)

    assert (done.state, done.gone, codes_of(done)) == ("done", 2, {2: ["broken_off"]})


def test_who_cannot_go_is_named_with_the_reason_and_holds_up_nobody(ready, rina):
    group = ready(4)
    (order,) = ordered(group, rina)
    one, other, third, _fourth = full(group)
    mark_absent(member=one, absent=True, by=rina, at=NOON)
    set_aside(member=other, words="Disebut tiga orang.", by=rina, at=NOON)
    write_way(member=third, way=Way("not_needed", "unsafe", "person"), by=rina, at=NOON)

    done = carried(order)

    assert done.gone == 1 and codes_of(done) == {1: ["not_there"], 2: ["not_there"], 3: ["unsafe"]}
    assert Handover.objects.unscoped(because="test").get().state == "offered"
    with pytest.raises(CannotGroup, match="nobody_ready"):
        ordered(group, rina)


def test_what_fails_at_one_destination_leaves_the_other_alone(ready, rina, there, monkeypatch):
    group = ready(4)
    place(group=group, members=full(group)[2:], area_code="53.01", by=rina, at=NOON)
    for one in queries.destinations_of(group):
        if one.to_agency_id is None:
            name_receiver(destination=one, agency=there, by=rina, at=NOON)
    orders = {one.destination.area_code: one for one in ordered(group, rina)}
    close_receivers = {"52.03": 0, "53.01": 2}
    real = sending._return_of

    def breaks(group, order, member, *rest):
        if order.destination.area_code == "52.03":
            raise CannotGroup([Reason("broken", "x")])
        return real(group, order, member, *rest)

    monkeypatch.setattr(sending, "_return_of", breaks)

    assert {area: carried(one).gone for area, one in orders.items()} == close_receivers
    assert [one.number for one in full(group) if one.handed_at] == [3, 4]
    assert (
        Case.objects.unscoped(because="test").count()
        == Handover.objects.unscoped(because="test").get().size
        == 2
    )


def test_what_speaks_against_the_journey_is_said_before_anything_is_kept(ready, rina):
    group = ready(2)

    with pytest.raises(CannotGroup, match="in_the_future") as refused:
        ordered(group, rina, departed_at=NOON + timedelta(hours=1))

    assert "Lombok Timur" in str(refused.value.reasons[0].words)
    assert not HandOrder.objects.unscoped(because="test").exists()


def test_minutes_that_cannot_be_sent_wait_as_a_draft_and_nobody_is_lost(ready, rina, monkeypatch):
    group = ready(2)
    (order,) = ordered(group, rina)

    def refuses(**_all):
        raise CannotReturn([Reason("basis_gone", "x")])

    monkeypatch.setattr(sending.handing, "offer", refuses)
    done = carried(order)

    assert (done.state, done.gone, codes_of(done)) == ("done", 2, {0: ["basis_gone"]})
    assert Handover.objects.unscoped(because="test").get().state == "draft"


def test_while_people_go_the_receiver_and_the_group_stay_as_they_are(ready, rina):
    group = ready(1)
    ordered(group, rina)
    (where,) = queries.destinations_of(group)

    with pytest.raises(CannotGroup, match="under_way"):
        name_receiver(destination=where, agency=None, by=rina, at=NOON)
    with pytest.raises(CannotGroup, match="under_way"):
        close_group(group=group, by=rina, at=NOON)


def test_an_order_is_given_in_ones_own_name_and_nobody_but_the_worker_carries_it_on(ready, rina, world):
    group = ready(1)
    (order,) = ordered(group, rina)
    rows = HandOrder.objects.unscoped(because="test").filter(pk=order.pk)

    with voice_of(world.sari):
        assert not rows.exists()
    assert rows.update(state="done", ended_at=NOON) == 0
    with pytest.raises(DatabaseError), transaction.atomic():
        HandOrder(
            group=group, agency=group.agency, destination=order.destination, manager=rina, numbers=[1],
            ordered_by=world.ratih, ordered_at=NOON,
        ).save(force_insert=True)  # fmt: skip


def test_who_lives_where_the_group_arrives_goes_with_a_short_leg_of_her_own(imported, there, rina):
    people = imported(2, province="Nusa Tenggara Barat", regency="Lombok Timur")
    group = change_group(group=people[0].group, told=told(area_code="52.03"), by=rina, at=NOON)
    place_by_home(group=group, by=rina, at=NOON)
    get_ready(full(group), rina)

    (order,) = go(group, rina)

    assert order.gone == 2 and order.handover.to_agency == there
    legs = Leg.objects.unscoped(because="test").values_list("from_area", "to_area", "state")
    assert set(legs) == {("52.03", "52.03", "under_way")}


def test_where_our_own_agency_goes_on_only_the_cases_are_opened(imported, there, rina):
    people = imported(2, province="Nusa Tenggara Barat", regency="Lombok Timur")
    group = change_group(group=people[0].group, told=told(area_code="52.03"), by=rina, at=NOON)
    place_by_home(group=group, by=rina, at=NOON)
    (where,) = queries.destinations_of(group)
    name_receiver(destination=where, agency=None, by=rina, at=NOON)
    for one in full(group):
        write_line(member=one, answers=TOLD, by=rina, at=NOON)
        decide_line(member=again(one), result="indicated", words="Jelas.", by=rina, at=NOON)
    (where,) = queries.destinations_of(group)

    (order,) = order_hand_over(group=group, journeys={where: Journey()}, manager=rina, by=rina, at=NOON)
    done = carried(order)

    assert (done.gone, done.handover, done.problems) == (2, None, None)
    assert Case.objects.unscoped(because="test").count() == 2
    assert not Repatriation.objects.unscoped(because="test").exists()
    assert [one.handed_at is not None for one in full(group)] == [True, True]
    assert close_group(group=group, by=rina, at=NOON).state == "closed"


def test_nobody_is_sent_home_who_does_not_want_to_or_into_danger(ready, rina):
    group = ready(3, without={1, 2})
    one, other, _third = full(group)
    for member, way in ((one, Way("not_needed", "unsafe", "person")), (other, SAFE)):
        write_line(member=member, answers=TOLD, by=rina, at=NOON)
        decide_line(member=again(member), result="indicated", words="Jelas.", by=rina, at=NOON)
        write_way(member=again(member), way=way, by=rina, at=NOON)
        note_will(
            member=again(member), wants=member == one, form="written", language="Indonesia", witness="", by=rina,
            at=NOON,
        )  # fmt: skip

    codes = {pk: [r.code for r in found] for pk, found in hurdles_of(full(group), NOON).items()}
    (order,) = go(group, rina)

    assert codes[one.pk] == ["unsafe"] and codes[other.pk] == ["will_refused"]
    assert order.gone == 1


def test_a_child_is_not_asked_in_the_guardians_place(imported, there, rina):
    (one,) = imported(1, province="Nusa Tenggara Barat", regency="Lombok Timur")
    place_by_home(group=one.group, by=rina, at=NOON)
    write_line(member=again(one), answers=Answers(age_band="age_13_17"), by=rina, at=NOON)

    with pytest.raises(CannotGroup, match="child"):
        note_will(
            member=again(one), wants=True, form="written", language="Indonesia", witness="", by=rina, at=NOON
        )
    with pytest.raises(CannotGroup, match="child"):
        asked_for_child(again(one), rina, view="")
    with pytest.raises(CannotGroup, match="child"):
        write_way(member=again(one), way=Way(tracing="not_needed"), by=rina, at=NOON)


def asked_for_child(member, by, *, view="agrees"):
    return note_will(
        member=member, wants=True, form="written", language="Indonesia", witness="", by=by, at=NOON,
        child=ForChild("Ibu Rekaan", "mother", view),
    )  # fmt: skip


def test_for_a_child_the_guardian_answers_and_the_child_is_heard_on_the_same_page(imported, there, rina):
    (one,) = imported(1, province="Nusa Tenggara Barat", regency="Lombok Timur", birth="01/02/2012")
    place_by_home(group=one.group, by=rina, at=NOON)
    answers = Answers(act="recruitment", purpose="online_scam", age_band="age_13_17")
    write_line(member=again(one), answers=answers, by=rina, at=NOON)
    decide_line(member=again(one), result="indicated", words="Jelas.", by=rina, at=NOON)
    write_way(member=again(one), way=Way("found", "safe", "family"), by=rina, at=NOON)

    ground = asked_for_child(again(one), rina)
    (order,) = go(one.group, rina)

    assert (ground.giver, ground.relation, ground.child_view) == ("guardian", "mother", "agrees")
    assert order.gone == 1 and HandedPerson.objects.unscoped(because="test").get().child


def test_who_is_absent_or_set_aside_is_never_handed_over(ready, rina):
    group = ready(3)
    one, other, _third = full(group)
    mark_absent(member=one, absent=True, by=rina, at=NOON)
    set_aside(member=other, words="Disebut tiga orang.", by=rina, at=NOON)

    (order,) = go(group, rina)

    assert order.gone == 1 and Case.objects.unscoped(because="test").count() == 1


def test_somebody_of_another_agency_does_not_answer_for_the_cases(ready, rina, world):
    group = ready(1)
    where = {one: journey() for one in queries.destinations_of(group)}

    with pytest.raises(CannotGroup, match="not_a_colleague"):
        order_hand_over(group=group, journeys=where, manager=world.sari, by=rina, at=NOON)
    assert members(group)[0].handed_at is None and User.objects.filter(pk=world.sari.pk).exists()


def pressed(page, group, by, *, key=None):
    """The form of the page, filled in for every destination that has somebody ready."""
    given = {"manager": by.pk, "place": "Terminal 3", "key": key or uuid4()}
    for one in queries.destinations_of(group):
        given |= {
            f"{one.pk}-go": "on", f"{one.pk}-transport": TRANSPORT, f"{one.pk}-departed_at": "2026-06-15T11:55",
            f"{one.pk}-arrives_at": "2026-06-15T17:00",
        }  # fmt: skip
    return page.post(reverse("groups:handing", args=[group.ref]), given)


def test_the_page_answers_at_once_shows_how_far_it_is_and_who_did_not_go(ready, rina, signed_in, monkeypatch):
    monkeypatch.setattr("gugus.groups.ways_pages.now", lambda: NOON)
    group, page = ready(3), signed_in(rina)
    shown = reverse("groups:went", args=[group.ref])

    answer = pressed(page, group, rina)
    (order,) = queries.orders_of(group)
    before = page.get(shown).content.decode()
    mark_absent(member=full(group)[1], absent=True, by=rina, at=NOON)
    with as_role("gugus_worker"):
        sending.carry_on(order=order, at=NOON)
    between = page.get(shown).content.decode()
    carried(order)
    after = page.get(shown).content.decode()

    assert answer.status_code == 302 and answer.url == shown
    assert 'max="3" value="0"' in before and "every 3s" in before
    assert 'max="3" value="1"' in between and "every 3s" in between
    assert (
        "every 3s" not in after
        and queries.orders_of(group)[0].handover.ref in after
        and '<span class="number">2</span>' in after
    )


def test_a_double_click_is_one_order(ready, rina, signed_in, monkeypatch):
    monkeypatch.setattr("gugus.groups.ways_pages.now", lambda: NOON)
    group, page, key = ready(1), signed_in(rina), uuid4()

    answers = [pressed(page, group, rina, key=key).status_code for _twice in range(2)]

    assert answers == [302, 302] and len(queries.orders_of(group)) == 1


def test_the_api_keeps_the_order_and_tells_how_far_it_is(ready, rina, signed_in, monkeypatch):
    monkeypatch.setattr("gugus.groups.api.now", lambda: NOON)
    group, client = ready(2), signed_in(rina)
    (where,) = queries.destinations_of(group)
    body = {"manager": rina.username, "journeys": [{
        "destination": str(where.pk), "transport": TRANSPORT, "departed_at": (NOON - timedelta(minutes=5)).isoformat(),
        "arrives_at": (NOON + timedelta(hours=5)).isoformat(),
    }]}  # fmt: skip
    path = f"/api/v1/groups/{group.ref}"

    answer = client.post(f"{path}/hand-over", body, content_type="application/json")
    (order,) = queries.orders_of(group)
    carried(order)
    (told_,) = client.get(f"{path}/hand-overs").json()

    assert answer.status_code == 202 and answer.json()[0]["state"] == "waiting"
    assert (told_["state"], told_["people"], told_["handed_over"], told_["stayed"]) == ("done", 2, 2, [])
    assert told_["minutes"] == Handover.objects.unscoped(because="test").get().ref
