"""The secret link of a calendar: guessed, reused, revoked, renewed, leaking nothing."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from icalendar import Calendar
from tests.conftest import NOON, voice_of
from tests.justice.conftest import hearing_on, seen_by, written

from gugus.access.calendar_pages import WRONG_AN_HOUR
from gugus.audit.models import Entry
from gugus.justice.actions import feeding, sitting
from gugus.justice.models import FeedLink
from gugus.justice.views import calendar

LINK = "/kalender-sidang/"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    cache.clear()
    monkeypatch.setattr(calendar, "now", lambda: NOON)


def made_for(user) -> str:
    with voice_of(user):
        return feeding.renew_feed(by=user, at=NOON)


def fetch(client, secret, **more):
    client.logout()
    return client.get(reverse("justice:feed", args=[secret]), **more)


@pytest.fixture
def hearing(world, shared, accused, survivor):
    proceeding = written(world, shared, accused)
    place = sitting.Place(survivor, beside="parent", beside_name="Ibu Contoh")
    return hearing_on(world, proceeding, place, room="Ruang 3", note="Jaga jarak.")


def test_the_calendar_holds_the_code_and_the_hour_and_nothing_else(client, world, shared, hearing):
    answer = fetch(client, made_for(world.rina))

    with voice_of(world.rina):
        track = hearing.proceeding.ref
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(one["summary"]) for one in events] == [hearing.ref]
    assert events[0].decoded("dtstart") == hearing.starts_at
    assert set(events[0]) == {
        "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "CLASS", "STATUS",
    }  # fmt: skip
    text = answer.content.decode()
    for word in (
        "Kirana",
        "Bimo",
        "Contoh",
        "Ruang",
        "Korban",
        "victim",
        shared.ref,
        track,
    ):
        assert word not in text
    assert answer["Cache-Control"] == "no-store" and answer["Content-Type"].startswith("text/calendar")


def test_the_database_keeps_a_digest_only(world, rina):
    secret = feeding.renew_feed(by=rina, at=NOON)

    link = seen_by(rina, FeedLink)[0]
    assert secret.encode() not in bytes(link.digest) and len(bytes(link.digest)) == 32
    assert secret not in str(list(Entry.objects.unscoped(because="the test looks").values()))


def test_a_guess_a_revoked_link_and_a_lost_account_get_the_same_answer(client, world, hearing):
    old = made_for(world.rina)
    new = made_for(world.rina)
    gone = made_for(world.budi)
    type(world.budi).objects.filter(pk=world.budi.pk).update(is_active=False)
    answers = [fetch(client, secret) for secret in ("x" * 43, old, gone, "y" * 300)]

    assert {(one.status_code, one.content, one["Cache-Control"]) for one in answers} == {
        (404, b"", "no-store")
    }
    assert fetch(client, new).status_code == 200
    with voice_of(world.rina):
        assert feeding.revoke_feed(by=world.rina, at=NOON) and not feeding.revoke_feed(by=world.rina, at=NOON)
    assert fetch(client, new).status_code == 404


def test_a_right_that_is_lost_closes_the_calendar(client, world, hearing):
    secret = made_for(world.budi)
    assert hearing.ref in fetch(client, secret).content.decode()
    world.budi.assignments.update(valid_to=NOON.date() - timedelta(days=1))

    assert fetch(client, secret).status_code == 404


def test_each_calendar_holds_what_its_owner_may_see(client, world, hearing):
    assert hearing.ref in fetch(client, made_for(world.budi)).content.decode()
    assert hearing.ref not in fetch(client, made_for(world.ratih)).content.decode()


def test_guessing_is_slowed_down(client, world, rina, settings):
    for _number in range(WRONG_AN_HOUR):
        assert fetch(client, "x" * 43).status_code == 404

    assert fetch(client, "x" * 43).status_code == 429


def test_the_trail_keeps_once_a_day_that_a_calendar_read(client, world, hearing):
    secret = made_for(world.rina)
    for _number in range(3):
        fetch(client, secret)

    with voice_of(world.rina):
        assert Entry.objects.unscoped(because="the test looks").filter(verb="feed.read").count() == 1


def test_nobody_reads_or_revokes_the_link_of_a_colleague(world):
    made_for(world.rina)

    assert seen_by(world.yusuf, FeedLink) == [] == seen_by(world.budi, FeedLink)


def test_the_link_is_shown_once(signed_in, world):
    client = signed_in(world.rina)

    first = client.post(LINK)
    later = client.get(LINK)

    assert b".ics" in first.content and first["Cache-Control"] == "no-store"
    assert b".ics" not in later.content


def test_one_entry_has_the_same_few_lines(signed_in, world, hearing):
    answer = signed_in(world.rina).get(f"/sidang/{hearing.ref}/kalender.ics")

    assert [str(one["summary"]) for one in Calendar.from_ical(answer.content).walk("VEVENT")] == [hearing.ref]
    assert "Ruang" not in answer.content.decode() and answer["Cache-Control"] == "no-store"
