"""A report through the office's press: the same bytes twice, a dead worker's document made once, a fault noticed."""

from datetime import timedelta

import pytest
from tests.conftest import NOON, as_role, voice_of
from tests.documents.conftest import asked, made
from tests.reporting.conftest import final, opened_report

from gugus.audit.models import Entry
from gugus.documents import actions, rules
from gugus.documents.models import Document
from gugus.outbox.models import Event
from gugus.reporting.jobs import on_document
from gugus.reporting.models import ForceReport
from gugus.reporting.papers import NotMerged


def follow(at=NOON) -> None:
    with as_role("gugus_worker"):
        for event in Event.objects.filter(topic="document.ended"):
            on_document(event=event, at=at)


def files_of(report, by) -> dict:
    with voice_of(by):
        return ForceReport.objects.unscoped(because="test").get(pk=report.pk).files


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_report_made_twice_by_two_people_on_two_days_is_the_same_file(room, form):
    report = final(room, with_figure=True)

    first = made(asked(room.wulan, "force_report", report.ref, form=form))
    again = made(asked(room.budi, "force_report", report.ref, form=form), at=NOON + timedelta(days=3))
    follow()

    assert first.state == again.state == "ready" and first.sha256 == again.sha256
    assert list(files_of(report, room.wulan).values()) == [first.sha256]


def test_what_a_dead_worker_left_is_made_once_and_is_the_same(room):
    report = final(room)
    whole = made(asked(room.wulan, "force_report", report.ref))
    left = asked(room.wulan, "force_report", report.ref)
    with as_role("gugus_worker"):
        begun = NOON - rules.PATIENCE - timedelta(minutes=1)
        Document.objects.unscoped(because="test").filter(pk=left.pk).update(
            state="making", tries=1, begun_at=begun
        )

    taken_up = made(left)

    assert (taken_up.state, taken_up.tries, taken_up.sha256) == ("ready", 2, whole.sha256)
    with as_role("gugus_worker"):
        assert actions.make(document=left, at=NOON).tries == 2  # it is there: nothing is made again


def test_other_bytes_from_the_same_template_are_a_fault_in_the_trail(room):
    report = final(room)
    document = made(asked(room.wulan, "force_report", report.ref))
    follow()
    with as_role("gugus_worker"):
        Document.objects.unscoped(because="test").filter(pk=document.pk).update(sha256="0" * 64)
    follow()

    with as_role("gugus_worker"):
        assert Entry.objects.unscoped(because="test").filter(verb="forcereport.differs").count() == 1


def test_nothing_is_laid_out_before_the_merge(room):
    report = opened_report(room)

    with pytest.raises(NotMerged):
        asked(room.wulan, "force_report", report.ref)
