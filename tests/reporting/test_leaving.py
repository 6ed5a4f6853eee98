"""A member leaves or is replaced in one task force: its chapters are its heir's."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.conftest import NOON, as_role, voice_of
from tests.forces import settle_force
from tests.reporting.conftest import TEXT, chapter, opened_report
from tests.reporting.test_actions import follow_all

from gugus.audit.models import Entry as Line
from gugus.base.context import speaking_for
from gugus.outbox.models import Event
from gugus.reporting import jobs
from gugus.reporting.actions import writing
from gugus.reporting.models import Chapter
from gugus.taskforce.actions.keeping import CannotKeep
from gugus.taskforce.actions.seats import end_seat, replace_seat
from gugus.tasks.models import Task


def today():
    return timezone.localdate()


def heard(at=None) -> None:
    """The worker hears twice who left."""
    with speaking_for(agency=None, user=None), as_role("gugus_worker"):
        for event in list(Event.objects.filter(topic="taskforce.seat_left")) * 2:
            jobs.on_seat_left(event=event, at=at or timezone.now())
    with speaking_for(agency=None, user=None):
        follow_all()


def tasks(agency) -> list[Task]:
    with as_role("gugus_worker"):
        return list(
            Task.objects.unscoped(because="test").filter(kind="report_chapter", agency=agency, done_at=None)
        )


@pytest.fixture
def written(room):
    """The police has begun its chapter."""
    report = opened_report(room)
    follow_all()
    one = chapter(report, "enforcement", room.wulan)
    with voice_of(room.budi):
        writing.write_chapter(chapter=one, text=TEXT, by=room.budi, at=NOON)
    return report


@pytest.mark.parametrize("way", ["leaves", "is_replaced"])
def test_the_heir_writes_on_and_hands_in(way, room, written, signed_in):
    heir, who = (room.unit, room.bayu) if way == "leaves" else (room.outside, room.kartika)
    with voice_of(room.wulan):
        verb = end_seat if way == "leaves" else replace_seat
        verb(force=room.force, agency=room.police, heir=heir, on=today(), by=room.wulan, at=NOON)
    heard()
    with as_role("gugus_worker"):
        assert Line.objects.unscoped(because="test").filter(verb="forcereport.chapter_passed_on").count() == 1

    assert tasks(room.police) == []
    assert len(tasks(heir)) == 1
    one = chapter(written, "enforcement", who)
    assert one.agency == heir
    url = reverse("reporting:detail", args=[written.ref])
    assert signed_in(room.budi).get(url).status_code == 404
    assert signed_in(who).get(url).status_code == 200
    with voice_of(room.budi):
        assert not Chapter.objects.unscoped(because="test").exists()
    with voice_of(who):
        writing.write_chapter(chapter=one, text=TEXT + "\nlagi", by=who, at=NOON)
        assert writing.submit_chapter(chapter=one, by=who, at=NOON).state == "submitted"
    heard()
    assert tasks(heir) == []


def test_what_was_approved_stays_under_its_name(room, written):
    with voice_of(room.wulan):
        one = chapter(written, "enforcement", room.wulan)
        writing.submit_chapter(chapter=one, by=room.wulan, at=NOON)
        writing.approve_chapter(chapter=one, by=room.wulan, at=NOON)
        end_seat(force=room.force, agency=room.police, on=today(), by=room.wulan, at=NOON)
    heard()

    assert chapter(written, "enforcement", room.wulan).agency == room.police


def test_on_a_later_day_the_nightly_run_hands_it_on(room, written):
    with voice_of(room.wulan):
        end_seat(force=room.force, agency=room.police, heir=room.unit, on=today() + timedelta(days=3), by=room.wulan,
                 at=NOON)  # fmt: skip
    heard()
    assert chapter(written, "enforcement", room.wulan).agency == room.police

    heard(timezone.now() + timedelta(days=3))
    assert chapter(written, "enforcement", room.wulan).agency == room.unit


def test_another_task_force_keeps_its_chapters(room, written):
    other = settle_force(room, name="Lain", area="31.71")
    with voice_of(room.wulan):
        end_seat(force=other, agency=room.police, heir=room.unit, on=today(), by=room.wulan, at=NOON)
    heard()

    assert chapter(written, "enforcement", room.wulan).agency == room.police


def test_nobody_leaves_its_chapters_to_nobody(room, written, signed_in):
    url = reverse("taskforce:member", args=[room.force.ref, room.police.slug, "keluar"])
    page = signed_in(room.wulan).get(url).content.decode()
    with voice_of(room.wulan), pytest.raises(CannotKeep) as refused:
        end_seat(force=room.force, agency=room.police, on=today(), by=room.wulan, at=NOON)

    assert "1 bab" in page and written.ref in page
    assert [one.code for one in refused.value.reasons] == ["has_work"]
