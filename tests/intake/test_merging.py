"""Two reports of one event become one, and can be parted again for a while."""

from datetime import timedelta

import pytest
from django.urls import reverse

from gugus.intake.actions import mark_not_a_case
from gugus.intake.merging import CannotMerge, merge, unmerge
from tests.conftest import NOON, voice_of


@pytest.fixture
def other(note_down):
    return note_down(risk="low", narrative="Tetangga lain menelepon.", mentions=[{"role": "witness"}])


@pytest.fixture
def dewi(world):
    with voice_of(world.dewi):
        yield world.dewi


def test_one_ends_as_merged_and_the_other_goes_on_with_the_higher_risk(report, other, dewi):
    girl = report.mentions.get()

    into = merge(report=report, into=other, carry=[girl.pk], by=dewi, at=NOON)

    report.refresh_from_db()
    assert (report.state, report.outcome, report.merged_into) == ("ended", "merged", other)
    assert (into.state, into.risk) == ("received", "medium")
    assert sorted(into.mentions.values_list("role", flat=True)) == ["survivor", "witness"]


def test_parting_restores_both(report, other, dewi):
    merge(report=report, into=other, carry=[report.mentions.get().pk], by=dewi, at=NOON)

    back = unmerge(report=report, by=dewi, at=NOON + timedelta(days=30))

    assert (back.state, back.outcome, back.merged_into) == ("received", "", None)
    assert back.mentions.count() == 1 and other.mentions.count() == 1


def test_after_thirty_days_it_stays(report, other, dewi):
    merge(report=report, into=other, by=dewi, at=NOON)

    with pytest.raises(CannotMerge, match="too_late"):
        unmerge(report=report, by=dewi, at=NOON + timedelta(days=31))


def test_when_the_other_has_ended_it_stays(report, other, dewi):
    merge(report=report, into=other, by=dewi, at=NOON)
    mark_not_a_case(report=other, code="test", by=dewi, at=NOON)

    with pytest.raises(CannotMerge, match="other_ended"):
        unmerge(report=report, by=dewi, at=NOON)


def test_chains_and_circles_are_refused(report, other, note_down, dewi):
    third = note_down()
    merge(report=report, into=other, by=dewi, at=NOON)

    with pytest.raises(CannotMerge, match="absorbs_others"):
        merge(report=other, into=third, by=dewi, at=NOON)
    with pytest.raises(CannotMerge, match="same_report"):
        merge(report=third, into=third, by=dewi, at=NOON)
    with pytest.raises(CannotMerge, match="other_ended"):
        merge(report=third, into=report, by=dewi, at=NOON)


def test_the_page_compares_both_and_joins_them(signed_in, world, report, other):
    client = signed_in(world.dewi)
    url = reverse("intake:merge", args=[report.ref])
    assert other.ref in client.get(url).content.decode()
    assert client.get(url, {"dengan": "R-0000-0000"}).status_code == 422

    compared = client.get(url, {"dengan": other.ref.lower()})
    page = client.post(f"{url}?dengan={other.ref}", {"version": report.version})

    assert "Tetangga lain menelepon." in compared.content.decode()
    assert page.status_code == 302
    shown = client.get(reverse("intake:report", args=[report.ref])).content.decode()
    assert reverse("intake:part", args=[report.ref]) in shown
    assert client.post(reverse("intake:part", args=[report.ref])).status_code == 302
