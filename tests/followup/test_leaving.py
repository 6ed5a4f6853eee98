"""An agency leaves the task force or is replaced in it in the middle of the year: nothing stays with nobody."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.cast import agency, user
from tests.conftest import NOON, as_role, voice_of
from tests.followup.conftest import lines_of, recommended
from tests.followup.test_jobs import open_tasks, worked
from tests.forces import seat, settle_force

from gugus.access.codes import Role
from gugus.base.context import speaking_for
from gugus.directory.codes import AgencyKind
from gugus.directory.models import Membership
from gugus.followup.actions.recording import Told, change_recommendation
from gugus.followup.jobs import on_move, on_seat_left, pass_on
from gugus.followup.models import Recommendation
from gugus.outbox.models import Event
from gugus.taskforce.actions.keeping import CannotKeep
from gugus.taskforce.actions.seats import end_seat, pass_secretariat, replace_seat
from gugus.taskforce.queries import heir_on, host_on, seats_on

TODAY = timezone.localdate
DAY = timedelta(days=1)


@pytest.fixture
def heir(world):
    """An agency that sits in no task force, with somebody who answers for it."""
    made = agency("dit-ppa-ppo", "Direktorat PPA-PPO", AgencyKind.POLICE)
    user("hendra", made, Role.LIAISON, at=NOON)
    return made


@contextmanager
def as_worker():
    """The worker speaks for nobody."""
    with speaking_for(agency=None, user=None), as_role("gugus_worker"):
        yield


def hendra(heir):
    return heir.users.get(username="hendra")


def heard_that_seats_changed() -> None:
    with as_worker():
        for event in Event.objects.filter(topic="taskforce.seat_left"):
            on_seat_left(event=event, at=timezone.now())


def again(one) -> Recommendation:
    with as_worker():
        return Recommendation.objects.unscoped(because="test").select_related("owner").get(pk=one.pk)


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_the_leaving_form_shows_what_is_still_to_be_done_and_asks_who_takes_it_over(
    signed_in, world, force, to_police
):
    client = signed_in(world.wulan)
    url = reverse("taskforce:member", args=[force.ref, world.police.slug, "keluar"])
    told = {"on": TODAY().isoformat(), "version": str(force.version)}

    page, refused = client.get(url), client.post(url, told)
    taken = client.post(url, told | {"heir": str(world.unit.pk)})
    heard_that_seats_changed()

    assert to_police.ref in page.content.decode() and "Menyusun prosedur" in page.content.decode()
    assert refused.status_code == 422 and "heir" in refused.context["form"].errors
    assert taken.status_code == 302
    assert again(to_police).owner == world.unit
    assert lines_of(to_police, world.rina) == ["recorded", "handed"]
    assert to_police.ref in signed_in(world.rina).get(reverse("followup:board")).content.decode()
    assert signed_in(world.budi).get(reverse("followup:detail", args=[to_police.ref])).status_code == 404


def test_who_has_nothing_to_do_leaves_without_an_heir(world, force, to_police):
    with voice_of(world.wulan):
        end_seat(force=force, agency=world.shelter, on=TODAY(), by=world.wulan, at=NOON)

    assert heir_on(force, world.shelter, TODAY()) is None


@pytest.mark.parametrize("who", ["police", "outside"])
def test_only_another_member_takes_over(who, world, force, to_police):
    with voice_of(world.wulan), pytest.raises(CannotKeep) as refused:
        end_seat(
            force=force, agency=world.police, heir=getattr(world, who), on=TODAY(), by=world.wulan, at=NOON
        )

    assert codes(refused) == {"no_heir"}


def test_until_its_day_the_agency_that_leaves_answers_itself(world, force, to_police):
    later = TODAY() + 10 * DAY
    with voice_of(world.wulan):
        end_seat(force=force, agency=world.police, heir=world.unit, on=later, by=world.wulan, at=NOON)
        new = recommended(world, force, text="Sesudah diumumkan", at=timezone.now())

    heard_that_seats_changed()
    assert again(to_police).owner == world.police
    with as_worker():
        assert pass_on(timezone.now() + 10 * DAY) == 2
    assert again(to_police).owner == again(new).owner == world.unit


def test_a_member_is_replaced_in_the_middle_of_the_year_through_the_pages(
    signed_in, world, force, heir, to_police
):
    worked()
    client, today = signed_in(world.wulan), TODAY()
    url = reverse("taskforce:member", args=[force.ref, world.police.slug, "pengganti"])
    page = client.get(url)
    told = {"on": today.isoformat(), "heir": str(heir.pk), "version": str(force.version)}
    assert page.status_code == 200 and to_police.ref in page.content.decode()
    assert client.post(url, told).status_code == 302
    heard_that_seats_changed()
    with speaking_for(agency=None, user=None):
        worked()

    now = client.get(reverse("taskforce:detail", args=[force.ref]))
    before = client.get(reverse("taskforce:detail", args=[force.ref]), {"hari": (today - DAY).isoformat()})
    theirs = signed_in(hendra(heir))
    detail = theirs.get(reverse("followup:detail", args=[to_police.ref]))

    assert heir in [one.agency for one in now.context["seats"]]
    assert world.police in [one.agency for one in before.context["seats"]]
    assert heir.name in now.content.decode()
    assert next(one for one in now.context["seats"] if one.agency == heir).leads == ["enforcement"]
    assert {one.slug for one in detail.context["steps"]} == {"selesai", "kemajuan", "perpanjangan"}
    assert [one.about_id for one in open_tasks(heir, "recommendation_do")] == [to_police.pk]
    assert open_tasks(world.police, "recommendation_do") == []
    step = reverse("followup:step", args=[to_police.ref, "kemajuan"])
    assert theirs.post(step, {"words": "Kami lanjutkan", "share": "20"}).status_code == 302
    assert lines_of(to_police, hendra(heir)) == ["recorded", "handed", "progress"]
    assert signed_in(world.budi).get(reverse("followup:detail", args=[to_police.ref])).status_code == 404


def test_a_member_is_replaced_through_the_api(signed_in, world, force, heir, to_police):
    client = signed_in(world.wulan)
    url = f"/api/v1/taskforces/{force.ref}"
    tag, on = {"If-Match": client.get(url)["ETag"]}, TODAY().isoformat()

    def post(path, body, **headers):
        return client.post(f"{url}/members/{path}", body, content_type="application/json", headers=headers)

    left = post(f"{world.police.slug}/end", {"on": on}, **tag)
    blind = post(f"{world.police.slug}/replace", {"on": on, "heir": heir.slug})
    unknown = post(f"{world.police.slug}/replace", {"on": on, "heir": "tidak-ada"}, **tag)
    done = post(f"{world.police.slug}/replace", {"on": on, "heir": heir.slug}, **tag)
    stale = post(f"{heir.slug}/replace", {"on": on, "heir": world.police.slug}, **tag)
    heard_that_seats_changed()

    assert [one["code"] for one in left.json()["errors"]] == ["has_work"]
    assert to_police.ref in left.content.decode()
    assert [one["field"] for one in unknown.json()["errors"]] == ["heir"]
    assert (blind.status_code, done.status_code, stale.status_code) == (428, 200, 412)
    assert heir.slug in [one["agency"] for one in done.json()["seats"]]
    told = signed_in(hendra(heir)).get(f"/api/v1/recommendations/{to_police.ref}").json()
    assert told["owner"] == heir.slug and told["next"] == ["selesai", "kemajuan", "perpanjangan"]


@pytest.mark.parametrize("name", ["budi", "arif", "sari"])
def test_only_the_secretariat_replaces_a_member(name, signed_in, world, force, heir):
    client = signed_in(getattr(world, name))
    url = reverse("taskforce:member", args=[force.ref, world.police.slug, "pengganti"])
    body = {"on": TODAY().isoformat(), "heir": heir.slug}
    api = f"/api/v1/taskforces/{force.ref}/members/{world.police.slug}/replace"

    assert client.get(url).status_code in {403, 404}
    assert client.post(api, body, content_type="application/json", headers={"If-Match": "x"}).status_code in {
        403,
        404,
    }
    assert not Membership.objects.filter(agency=heir).exists()


def test_a_member_that_takes_over_a_seat_keeps_its_own_fields(world, force):
    with voice_of(world.wulan):
        replace_seat(force=force, agency=world.police, heir=world.unit, on=TODAY(), by=world.wulan, at=NOON)

    (one,) = [one for one in seats_on(force, TODAY()) if one.agency == world.unit]
    assert (one.fields, one.leads) == (["social", "enforcement"], ["enforcement"])


def test_the_seat_of_the_secretariat_is_taken_with_the_secretariat(world, force, heir):
    with voice_of(world.wulan):
        replace_seat(force=force, agency=world.office, heir=heir, on=TODAY(), by=world.wulan, at=NOON)

    assert host_on(force, TODAY()) == heir and host_on(force, TODAY() - DAY) == world.office


def test_what_does_not_fit_a_replacement_is_refused(world, force):
    for who, on, code in (
        (world.police, TODAY(), "no_heir"),
        (world.outside, force.valid_from, "too_early"),
    ):
        with voice_of(world.wulan), pytest.raises(CannotKeep) as refused:
            replace_seat(force=force, agency=world.police, heir=who, on=on, by=world.wulan, at=NOON)
        assert code in codes(refused)


def test_it_goes_along_however_often_the_seat_changes_hands(world, force, heir, to_police):
    today = TODAY()
    with voice_of(world.wulan):
        replace_seat(force=force, agency=world.police, heir=heir, on=today - 2 * DAY, by=world.wulan, at=NOON)
        end_seat(force=force, agency=heir, heir=world.shelter, on=today, by=world.wulan, at=NOON)
    last = agency("rumah-baru", "Rumah Baru", AgencyKind.SHELTER)
    world.shelter.valid_to, world.shelter.successor = today, last
    world.shelter.save(update_fields=["valid_to", "successor"])

    assert heir_on(force, world.police, today) == last
    with as_worker():
        assert pass_on(timezone.now()) == 1
    assert again(to_police).owner == last


def test_what_an_office_without_successor_had_to_do_becomes_a_task_of_the_secretariat(
    signed_in, world, force, to_police
):
    worked()
    with as_worker():
        world.police.valid_to = TODAY()
        world.police.save(update_fields=["valid_to"])
        assert pass_on(timezone.now()) == pass_on(timezone.now()) == 0
    client = signed_in(world.wulan)

    (task,) = open_tasks(world.office, "recommendation_give")
    assert task.about_id == to_police.pk
    assert client.get(reverse("followup:detail", args=[to_police.ref])).context["nobodys"]
    board = client.get(reverse("followup:board"), {"instansi": world.police.slug})
    assert board.status_code == 200 and to_police.ref in board.content.decode()

    with voice_of(world.wulan):
        from_nobody = Recommendation.objects.unscoped(because="test").get(pk=to_police.pk)
        told = {"text": from_nobody.text, "owner": world.unit, "due_on": from_nobody.due_on, "field": "norms"}
        change_recommendation(
            recommendation=from_nobody, told=Told(**told), why="Instansi ditutup", by=world.wulan,
            at=timezone.now(),
        )  # fmt: skip
    with as_worker():
        for event in Event.objects.filter(topic="recommendation.changed"):
            on_move(event=event, at=event.at)
    assert open_tasks(world.office, "recommendation_give") == []
    assert len(open_tasks(world.unit, "recommendation_do")) == 1


def test_what_waits_for_the_secretariat_goes_along_when_another_keeps_it(world, force, to_police):
    with as_worker():
        world.police.valid_to = TODAY()
        world.police.save(update_fields=["valid_to"])
        pass_on(timezone.now())
    with voice_of(world.wulan):
        pass_secretariat(force=force, agency=world.unit, on=TODAY(), by=world.wulan, at=NOON)
    with as_worker():
        pass_on(timezone.now())

    assert open_tasks(world.office, "recommendation_give") == []
    assert len(open_tasks(world.unit, "recommendation_give")) == 1


def test_another_task_force_keeps_what_is_its_own(world, force, to_police):
    other = settle_force(world, name="Lain", area="31.71", members=[world.police])
    theirs = recommended(world, other)
    with voice_of(world.wulan):
        end_seat(force=force, agency=world.police, heir=world.unit, on=TODAY(), by=world.wulan, at=NOON)
    heard_that_seats_changed()

    assert (again(to_police).owner, again(theirs).owner) == (world.unit, world.police)


def test_the_leaving_form_asks_as_often_for_three_as_for_thirty(signed_in, world, force, to_police):
    client = signed_in(world.wulan)
    url = reverse("taskforce:member", args=[force.ref, world.police.slug, "keluar"])
    client.get(url)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    few = asked()
    for number in range(20):
        recommended(world, force, text=f"Rekomendasi {number}")
        seat(force, agency(f"anggota-{number}", f"Anggota {number}", AgencyKind.NGO), fields=["social"])
    assert asked() == few
