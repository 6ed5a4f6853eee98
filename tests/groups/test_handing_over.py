"""Split and handed over: each with an own case, return and line in the minutes; ready people only."""

from datetime import timedelta

import pytest
from tests import cast
from tests.conftest import NOON
from tests.groups.conftest import members

from gugus.access.models import Grant, User
from gugus.base.context import speaking_for
from gugus.cases.models import Case
from gugus.directory.models import Agency
from gugus.groups import handing_over, queries
from gugus.groups.going import Way, note_will, write_way
from gugus.groups.handing_over import Journey, hand_over, hurdles_of
from gugus.groups.lines import Answers, decide_line, mark_absent, set_aside, write_line
from gugus.groups.splitting import leave_open, name_receiver, place, place_by_home
from gugus.groups.writing import CannotGroup
from gugus.repatriation.models import HandedPerson, Handover, Repatriation

TOLD = Answers(act="recruitment", means="deception", purpose="online_scam", age_band="age_25_44")
SAFE = Way("not_needed", "safe", "person")


def again(member):
    return next(one for one in full(member.group) if one.pk == member.pk)


def full(group):
    return list(queries.members_of(group))


@pytest.fixture
def there(world):
    """An agency in Lombok Timur that receives people, with somebody who answers."""
    made = cast.agency("upt-lotim", "UPTD PPA Lombok Timur", "protection_unit")
    Agency.objects.filter(pk=made.pk).update(area_code="52.03")
    made.refresh_from_db()
    with speaking_for():  # nobody of the cast makes accounts
        cast.user("lalu", made, "liaison", at=NOON)
    return made


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


def go(group, by, **other):
    where = {one: journey(**other) for one in queries.destinations_of(group)}
    return hand_over(group=group, journeys=where, manager=by, by=by, at=NOON)


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

    (went,) = go(group, rina)

    people = full(group)
    assert went.people == 4 and went.reasons == ()
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
    (went,) = go(group, rina)

    assert went.people == 1 and Handover.objects.unscoped(because="test").count() == 2


def test_pressed_twice_it_happens_once(ready, rina):
    group = ready(2)
    go(group, rina)

    (again_,) = go(group, rina)

    assert [one.code for one in again_.reasons] == ["nobody_ready"]
    assert Case.objects.unscoped(because="test").count() == 2
    assert Handover.objects.unscoped(because="test").count() == 1


def test_a_destination_goes_whole_or_not_at_all_and_leaves_the_others_alone(ready, rina, there, monkeypatch):
    group = ready(4)
    place(group=group, members=full(group)[:2], area_code="52.03", by=rina, at=NOON)
    place(group=group, members=full(group)[2:], area_code="53.01", by=rina, at=NOON)
    real = handing_over._return_of

    def breaks(group, destination, member, *rest):
        if member.number == 2:
            raise CannotGroup([handing_over.Reason("broken", "2: x")])
        return real(group, destination, member, *rest)

    monkeypatch.setattr(handing_over, "_return_of", breaks)
    for one in queries.destinations_of(group):
        if one.to_agency_id is None:
            name_receiver(destination=one, agency=there, by=rina, at=NOON)

    went = {one.destination.area_code: (one.people, [r.code for r in one.reasons]) for one in go(group, rina)}

    assert went == {"53.01": (2, []), "52.03": (0, ["broken"])}
    assert Case.objects.unscoped(because="test").count() == 2
    assert [one.number for one in full(group) if one.handed_at] == [3, 4]


def test_the_rules_of_returns_are_asked_and_name_the_line(ready, rina):
    group = ready(2)

    (went,) = go(group, rina, departed_at=NOON + timedelta(hours=1))

    assert went.people == 0 and went.reasons and str(went.reasons[0].words).startswith("1: ")
    assert not Case.objects.unscoped(because="test").exists()


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
    (went,) = go(group, rina)

    assert codes[one.pk] == ["unsafe"] and codes[other.pk] == ["will_refused"]
    assert went.people == 1


def test_a_child_is_not_asked_in_the_guardians_place(imported, there, rina):
    (one,) = imported(1, province="Nusa Tenggara Barat", regency="Lombok Timur")
    place_by_home(group=one.group, by=rina, at=NOON)
    write_line(member=again(one), answers=Answers(age_band="age_13_17"), by=rina, at=NOON)

    with pytest.raises(CannotGroup, match="child"):
        note_will(
            member=again(one), wants=True, form="written", language="Indonesia", witness="", by=rina, at=NOON
        )
    with pytest.raises(CannotGroup, match="child"):
        write_way(member=again(one), way=Way(tracing="not_needed"), by=rina, at=NOON)


def test_who_is_absent_or_set_aside_is_never_handed_over(ready, rina):
    group = ready(3)
    one, other, _third = full(group)
    mark_absent(member=one, absent=True, by=rina, at=NOON)
    set_aside(member=other, words="Disebut tiga orang.", by=rina, at=NOON)

    (went,) = go(group, rina)

    assert went.people == 1 and Case.objects.unscoped(because="test").count() == 1


def test_somebody_of_another_agency_does_not_answer_for_the_cases(ready, rina, world):
    group = ready(1)
    where = {one: journey() for one in queries.destinations_of(group)}

    with pytest.raises(CannotGroup, match="not_a_colleague"):
        hand_over(group=group, journeys=where, manager=world.sari, by=rina, at=NOON)
    assert members(group)[0].handed_at is None and User.objects.filter(pk=world.sari.pk).exists()
