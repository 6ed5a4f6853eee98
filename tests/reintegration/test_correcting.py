"""A visit that was written down wrongly: what is right stands beside it, counts, and overwrites nothing."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now
from tests.conftest import NOON, as_role, voice_of
from tests.reintegration.conftest import TODAY, followed, opened_to, seen, seen_by, visits, work
from tests.reintegration.test_actions import case_now, later, refused
from tests.reintegration.test_views import SECRET, one, page, text

from gugus.audit.actions import typed
from gugus.audit.models import Entry
from gugus.cases.actions import check_safety
from gugus.reintegration import queries
from gugus.reintegration.actions.correcting import Correction, correct_visit
from gugus.reintegration.actions.visiting import miss_visit, record_visit
from gugus.reintegration.models import ReturnAlarm, VisitRecord

__all__ = ["one"]
DAY3 = TODAY + timedelta(days=3)


def written(world, case, **told):
    """A reintegration and its first visit, written down on the third day as dangerous."""
    followed_one = followed(world, case)
    first = visits(world.rina, followed_one)[0]
    with voice_of(world.rina):
        given = seen(DAY3, **{"safety": "danger", "words": "Salah orang.", "alarm": False} | told)
        record_visit(visit=first, seen=given, by=world.rina, **later(3))
    return followed_one, visits(world.rina, followed_one)[0]


def correct(world, visit, at=5, by=None, wrong="answer", why="Tertukar dengan kunjungan lain.", **right):
    by = by or world.rina
    if not right.get("missed"):
        right = {"seen": seen(DAY3, **right)}
    with voice_of(by):
        told = Correction(wrong, why, **right)
        return correct_visit(visit=visit, right=told, by=by, version=visit.version, **later(at))


def test_both_stand_beside_each_other_and_the_correction_counts(world, case):
    one, first = written(world, case)
    correct(world, first, words="Aman di rumah bibi.", needs=("counselling",))
    with voice_of(world.rina):
        shown = queries.visits_of(one)[0]

    assert (shown.found.safety, shown.found.wrong, shown.found.why) == (
        "safe",
        "answer",
        "Tertukar dengan kunjungan lain.",
    )
    assert [(old.safety, old.words) for old in shown.earlier] == [("danger", "Salah orang.")]
    assert (shown.state, shown.visited_on, shown.needs) == ("done", DAY3, ["counselling"])
    assert case_now(world, case).safety == "safe"
    entry = seen_by(world.rina, Entry, verb="reintegration.visit_corrected")[0]
    assert typed(entry.changes) == "Tertukar dengan kunjungan lain." and entry.changes["safety"] == "safe"


def test_a_correction_can_be_corrected_and_only_the_last_counts(world, case):
    one, first = written(world, case)
    correct(world, first, alone="no")
    correct(world, visits(world.rina, one)[0], at=6, alone="seen")
    with voice_of(world.rina):
        shown, standing = queries.visits_of(one)[0], queries.standing_of(one)

    assert [len(shown.earlier), shown.found.alone, shown.earlier[0].alone] == [2, "seen", "no"]
    assert (standing.visits_done, standing.seen_alone, standing.last_safety) == (1, 1, "safe")


def test_a_visit_that_did_not_take_place_proves_nothing_any_more(world, case):
    one, first = written(world, case, safety="safe")
    assert case_now(world, case).safety == "safe"
    correct(world, first, wrong="held", missed="not_home")
    with voice_of(world.rina):
        standing = queries.standing_of(one)

    assert case_now(world, case).safety == "unknown"
    assert (standing.visits_done, standing.last_safety) == (0, "")
    assert (visits(world.rina, one)[0].state, visits(world.rina, one)[0].visited_on) == ("missed", None)


def test_a_missed_visit_that_took_place_counts(world, case):
    one = followed(world, case)
    first = visits(world.rina, one)[0]
    with voice_of(world.rina):
        miss_visit(visit=first, code="weather", by=world.rina, **later(3))
    correct(world, visits(world.rina, one)[0], wrong="held", safety="watch", words="Bibi sakit.")

    assert visits(world.rina, one)[0].state == "done" and case_now(world, case).safety == "watch"


def test_what_was_seen_later_is_not_hidden(world, case):
    one, first = written(world, case)
    with voice_of(world.rina):
        check_safety(case=case_now(world, case), safety="watch", note="Ditelepon.", by=world.rina, **later(4))
    correct(world, first)

    assert case_now(world, case).safety == "watch"


def test_a_corrected_answer_that_speaks_for_danger_raises_the_alarm(world, case):
    _one, first = written(world, case, safety="safe")
    correct(world, first, findings={"recruiter": "recruiter_came"})

    assert [row.kind for row in seen_by(world.rina, ReturnAlarm)] == ["recruiter"]


@pytest.mark.parametrize(
    ("right", "code", "field"),
    [({"wrong": ""}, "no_code", "wrong"), ({"why": " "}, "words_needed", "why"),
     ({"visited_on": TODAY - timedelta(days=1)}, "before_reunion", "visited_on"),
     ({"visited_on": TODAY + timedelta(days=9)}, "in_the_future", "visited_on"),
     ({"missed": "nonsense"}, "no_code", "code")],
)  # fmt: skip
def test_impossible_corrections_are_refused_at_their_field(world, case, right, code, field):
    _one, first = written(world, case)
    on = right.pop("visited_on", DAY3)

    def run():
        if on == DAY3:
            return correct(world, first, **right)
        return _other_day(world, first, on)

    assert refused(code, run)[code] == field
    assert len(seen_by(world.rina, VisitRecord)) == 1


def _other_day(world, visit, on):
    with voice_of(world.rina):
        right = Correction("day", "Salah catat.", seen=seen(on))
        return correct_visit(visit=visit, right=right, by=world.rina, **later(5))


def test_a_planned_visit_has_nothing_to_correct(world, case):
    one = followed(world, case)

    refused("not_written", lambda: correct(world, visits(world.rina, one)[1]))


def test_only_who_wrote_it_corrects_it_and_the_banner_follows_by_the_worker(world, case):
    one = followed(world, case)
    opened_to(world, case, world.shelter)
    first = visits(world.maya, one)[0]
    with voice_of(world.maya):
        told = seen(DAY3, safety="danger", words="Salah rumah.", alarm=False)
        record_visit(visit=first, seen=told, by=world.maya, **later(3))
    work(**later(3))
    assert case_now(world, case).safety == "danger"
    refused("not_yours", lambda: correct(world, visits(world.rina, one)[0]))
    correct(world, visits(world.maya, one)[0], by=world.maya)
    assert case_now(world, case).safety == "danger"  # the shelter cannot write in the case
    work("reintegration.visit_corrected", **later(5))

    assert case_now(world, case).safety == "safe"


def test_on_the_page_what_was_typed_is_kept_and_a_second_writer_is_told(signed_in, world, one):
    client = signed_in(world.rina)
    first, day = visits(world.rina, one)[0], now().date().isoformat()
    told = {
        "visited_on": day,
        "means": "home",
        "alone": "no",
        "safety": "watch",
        "words": SECRET,
        "version": 1,
    }
    assert client.post(reverse("reintegration:record", args=[one.ref, first.pk]), told).status_code == 302
    url = reverse("reintegration:correct", args=[one.ref, first.pk])
    assert SECRET in text(client.get(url))
    told |= {"version": 2, "alone": "seen", "wrong": "answer"}
    empty = client.post(url, told)
    assert empty.status_code == 422 and SECRET in text(empty)
    assert client.post(url, told | {"why": "Tercentang keliru."}).status_code == 302
    late = client.post(url, told | {"why": "Ketikan saya."})
    assert late.status_code == 409 and "Ketikan saya." in text(late) and "Ditemui sendirian" in text(late)
    shown = text(page(client, "detail", one.ref))

    assert "Tercentang keliru." in shown and "Yang ditulis sebelumnya" in shown
    gone = reverse("reintegration:correct_missed", args=[one.ref, first.pk])
    assert (
        client.post(gone, {"version": 3, "wrong": "held", "why": "Batal.", "code": "weather"}).status_code
        == 302
    )
    assert visits(world.rina, one)[0].state == "missed"
    planned = reverse("reintegration:correct", args=[one.ref, visits(world.rina, one)[1].pk])
    assert client.get(planned).status_code == 404


def test_machines_correct_with_the_version_they_read(signed_in, world, one):
    client = signed_in(world.rina)
    first = visits(world.rina, one)[0]
    with voice_of(world.rina):
        record_visit(visit=first, seen=seen(now().date()), by=world.rina, at=now())
    url = f"/api/v1/reintegrations/{one.ref}/visits/{first.pk}/correction"
    body = {"version": 2, "wrong": "answer", "why": "Keliru.", "seen": {
        "visited_on": now().date().isoformat(), "means": "phone", "alone": "spoken", "safety": "safe"}}  # fmt: skip
    send = lambda told: client.post(url, told, content_type="application/json")  # noqa: E731

    assert send(body | {"version": 1}).status_code == 412
    assert send(body).json()["visits"][0]["means"] == "phone"
    assert signed_in(world.sari).post(url, body, content_type="application/json").status_code == 404


def test_the_first_record_is_never_changed_and_a_second_first_one_is_refused(world, case):
    _one, first = written(world, case)
    with as_role("gugus_worker"):
        row = VisitRecord.objects.unscoped(because="test").select_related("data_key").get(visit=first)
        twin = VisitRecord(
            visit=first, reintegration=row.reintegration, case_id=row.case_id, by=row.by, at=NOON
        )
        with pytest.raises(Exception, match="one_first_record_of_a_visit"), transaction.atomic():
            twin.save(force_insert=True)
