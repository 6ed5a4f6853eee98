"""Schedules and stop rule as versions: what runs keeps its own, nobody rewrites one, two at once are told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.timezone import localdate
from tests.conftest import NOON, as_role, voice_of
from tests.reintegration.conftest import TODAY, followed, visits

from gugus.audit.actions import typed
from gugus.audit.models import Entry
from gugus.reintegration import queries
from gugus.reintegration.actions import ending
from gugus.reintegration.actions.ruling import CannotChangeRules, change_rules
from gugus.reintegration.models import MonitoringRules
from gugus.reintegration.rules import Wish, doubts_about_rules, weaker_than_law
from gugus.tasks.models import Clock

WISH = Wish(
    high=(1, 2, 4), medium=(5, 60), low=(20,), visits_done=3, alone_once=2, safe_at_last=True, supports_open=1,
    end_outcomes=4, basis="SK Kepala Dinas 12/2026", valid_from=TODAY,
)  # fmt: skip
TYPED = {
    "high": "1 2 4", "medium": "5, 60", "low": "20", "visits_done": "3", "alone_once": "2", "safe_at_last": "on",
    "supports_open": "1", "end_outcomes": "4", "basis": "SK Kepala Dinas 12/2026", "reason": "Rapat 3 Juni",
}  # fmt: skip


def changed(world, *, at=NOON, **other) -> MonitoringRules:
    with voice_of(world.tono):
        return change_rules(wish=replace(WISH, **other), reason="Rapat 3 Juni", by=world.tono, at=at)


def days_of(world, one) -> list[int]:
    return [(each.planned_on - TODAY).days for each in visits(world.rina, one)]


def test_a_change_leaves_what_runs_and_counts_for_the_next_reunion(world, case):
    one = followed(world, case)
    before = days_of(world, one)
    changed(world)
    other = followed(world, case, birth_year=1984)

    assert days_of(world, one) == before and before[:3] == [3, 7, 14]
    assert days_of(world, other)[:3] == [1, 2, 4]
    assert (
        days_of(world, other)[-1] == (date(2026, 9, 15) - TODAY).days
    )  # three months, whatever the schedule says
    assert (one.rules.number, other.rules.number) == (1, 2)


def test_the_stop_rule_of_the_reunion_counts_to_the_end(world, case):
    one = followed(world, case)
    changed(world, visits_done=1, alone_once=0, safe_at_last=False, end_outcomes=0, supports_open=20)
    other = followed(world, case, birth_year=1984)
    at = NOON + timedelta(days=100)
    with voice_of(world.rina):
        asked = {each: {reason.code for reason in ending.hurdles(each, at)} for each in (one, other)}

    assert asked[one] == {"too_few_visits", "never_alone", "not_safe_at_last", "no_end_outcomes"}
    assert asked[other] == {"too_few_visits"}


def test_a_change_that_is_planned_counts_from_its_day(world, case):
    changed(world, valid_from=TODAY + timedelta(days=10))

    assert queries.rules_on(TODAY + timedelta(days=9)).number == 1
    assert queries.rules_on(TODAY + timedelta(days=10)).number == 2
    assert followed(world, case).rules.number == 1


def test_the_change_leaves_a_line_with_reason_before_and_after(world):
    changed(world)
    with voice_of(world.tono):
        rows = Entry.objects.unscoped(because="the test reads the trail")
        entry = rows.get(verb="reintegration.rules_changed")

    assert (entry.actor, typed(entry.changes)) == ("tono", "Rapat 3 Juni")
    assert entry.changes["number"] == [1, 2] and entry.changes["low"] == ["14 45 90", "20"]
    assert entry.changes["visits_done"] == [2, 3] and "safe_at_last" not in entry.changes


@pytest.mark.parametrize(
    ("other", "found"),
    [({"high": ()}, [("no_day", "high")]), ({"low": (9, 9)}, [("not_rising", "low")]),
     ({"medium": (30, 7)}, [("not_rising", "medium")]), ({"high": (0, 3)}, [("not_rising", "high")]),
     ({"low": (20, 401)}, [("too_many", "low")]), ({"high": (6,)}, [("denser", "medium")]),
     ({"medium": (21,)}, [("denser", "low")]), ({"visits_done": 0}, [("one_visit", "visits_done")])],
)  # fmt: skip
def test_no_version_visits_danger_later_than_safety_or_nobody(other, found):
    assert doubts_about_rules(WISH) == []
    assert doubts_about_rules(replace(WISH, **other)) == found


def test_less_than_the_law_asks_for_is_a_warning():
    assert weaker_than_law(True, 3) == []
    assert weaker_than_law(False, 2.9) == ["safe_at_last", "minimum"]
    assert weaker_than_law(True, None) == ["minimum"]


@pytest.mark.parametrize(
    ("other", "reason", "code"),
    [({"valid_from": TODAY - timedelta(days=1)}, "x", "in_the_past"), ({}, " ", "reason_needed")],
)
def test_no_change_for_the_past_and_none_without_a_reason(world, other, reason, code):
    with voice_of(world.tono), pytest.raises(CannotChangeRules) as refused:
        change_rules(wish=replace(WISH, **other), reason=reason, by=world.tono, at=NOON)
    assert [one.code for one in refused.value.reasons] == [code]


def test_a_later_change_is_not_overtaken_and_nothing_is_no_change(world):
    changed(world, valid_from=TODAY + timedelta(days=10))
    with voice_of(world.tono):
        for wish, code in (
            (WISH, "planned_already"),
            (replace(WISH, valid_from=TODAY + timedelta(days=10)), "unchanged"),
        ):
            with pytest.raises(CannotChangeRules) as refused:
                change_rules(wish=wish, reason="Lagi", by=world.tono, at=NOON)
            assert [one.code for one in refused.value.reasons] == [code]


def test_the_database_rewrites_no_version(world):
    for run in ("update", "delete"):
        with voice_of(world.tono), pytest.raises(DatabaseError), transaction.atomic():
            rows = MonitoringRules.objects.filter(number=1)
            rows.update(low=[399]) if run == "update" else rows._raw_delete(rows.db)


def test_who_keeps_the_rules_changes_them_on_the_page(signed_in, world):
    client = signed_in(world.tono)
    url, today = reverse("reintegration:rules_change"), localdate().isoformat()
    shown = client.get(reverse("reintegration:rules")).content.decode()
    assert "3, 7, 14, 30, 45, 60, 75, 90" in shown and "3 bulan" in shown and "Perda" in shown
    wrong = client.post(url, TYPED | {"version": 1, "valid_from": today, "low": "dua puluh", "high": "9"})
    assert wrong.status_code == 422 and "dua puluh" in wrong.content.decode()
    assert client.post(url, TYPED | {"version": 1, "valid_from": today}).status_code == 302
    late = client.post(url, TYPED | {"version": 1, "valid_from": today, "low": "25"})
    assert late.status_code == 409 and 'value="25"' in late.content.decode()
    after = client.get(reverse("reintegration:rules")).content.decode()

    assert "SK Kepala Dinas 12/2026" in after and "Rapat 3 Juni" in after and "1, 2, 4" in after


def test_a_shorter_time_than_three_months_is_said_on_the_page(signed_in, world):
    with as_role("gugus_worker"):
        Clock.objects.filter(code="reintegration_monitoring").update(amount=2)

    assert (
        "kurang dari tiga bulan" in signed_in(world.tono).get(reverse("reintegration:rules")).content.decode()
    )


def test_the_form_of_a_beginning_names_the_days_of_the_rules(signed_in, world, case):
    changed(world, at=NOON)
    with as_role("gugus_app"):
        shown = signed_in(world.rina).get(reverse("reintegration:new", args=[case.ref])).content.decode()

    assert "1, 2, 4 hari" in shown


@pytest.mark.parametrize("name", ["rina", "yusuf", "maya", "arif", "lestari"])
def test_nobody_else_keeps_the_rules(signed_in, world, name):
    client = signed_in(getattr(world, name))

    assert client.get(reverse("reintegration:rules")).status_code == 403
    assert client.post(reverse("reintegration:rules_change"), TYPED).status_code == 403
    assert client.get("/api/v1/reintegration-rules").status_code == 403
    assert MonitoringRules.objects.count() == 1


def test_machines_read_every_version_and_need_the_newest_to_change(signed_in, world):
    client = signed_in(world.tono)
    told = {name: getattr(WISH, name) for name in WISH.__slots__} | {
        "reason": "Rapat",
        "valid_from": str(localdate()),
    }
    send = lambda **head: client.post(  # noqa: E731
        "/api/v1/reintegration-rules", told, content_type="application/json", headers=head
    )

    assert send().status_code == 428
    assert send(**{"If-Match": '"x:0"'}).status_code == 412
    assert send(**{"If-Match": '"x:1"'}).status_code == 201
    rows = client.get("/api/v1/reintegration-rules").json()
    assert [(row["number"], row["status"]) for row in rows] == [(2, "D"), (1, "D")] and rows[0]["high"] == [
        1,
        2,
        4,
    ]
