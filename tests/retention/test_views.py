"""The pages of the officer: everything can be read, nothing is lost, nobody else gets in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gugus.approvals.models import Request
from gugus.audit.models import Entry
from gugus.retention.actions import ask_run
from gugus.retention.models import Hold, Run
from tests.conftest import NOON, as_role, voice_of
from tests.retention.conftest import LOOK, REASON, TODAY, a_person, asked, old_case

PAGES = ("schedule", "preview", "left", "holds", "place", "runs", "certificates")


@pytest.fixture
def officer(world, signed_in):
    return signed_in(world.lestari)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_before_anything_is_there(officer, name):
    assert officer.get(reverse(f"retention:{name}")).status_code == 200


@pytest.mark.parametrize("who", ["rina", "dewi", "maya", "budi", "sari", "arif", "wulan", "tono"])
@pytest.mark.parametrize("name", PAGES)
def test_nobody_without_the_right_gets_in(world, signed_in, who, name):
    assert signed_in(getattr(world, who)).get(reverse(f"retention:{name}")).status_code == 403


def test_the_preview_names_references_and_no_name(officer, case):
    answer = officer.get(reverse("retention:preview"), {"on": TODAY.isoformat()}).content.decode()

    assert case.ref in answer
    assert "Mawar" not in answer


def test_looking_changes_nothing_but_the_trail(officer, case):
    before = count_of_everything()

    officer.get(reverse("retention:preview"))

    assert count_of_everything() == before


def count_of_everything() -> tuple[int, int]:
    with as_role("gugus_worker"):
        return Run._base_manager.count(), Request._base_manager.count()


def test_asking_without_a_reason_keeps_the_list_and_says_what_is_missing(officer, case):
    answer = officer.post(reverse("retention:ask"), {"on": TODAY.isoformat(), "seen": "x", "reason": ""})

    assert answer.status_code == 422
    assert case.ref in answer.content.decode()
    assert count_of_everything() == (0, 0)


def test_a_list_that_changed_is_shown_again_with_what_was_typed(officer, case):
    told = {"on": TODAY.isoformat(), "seen": "0" * 64, "reason": REASON}

    answer = officer.post(reverse("retention:ask"), told)

    assert answer.status_code == 422
    assert REASON in answer.content.decode()


def test_the_run_shows_how_far_it_is_and_leads_to_the_certificate(officer, case, forgotten):
    run = officer.get(reverse("retention:run", args=[forgotten.ref])).content.decode()
    paper = officer.get(reverse("retention:certificate", args=[forgotten.ref])).content.decode()
    file = officer.get(reverse("retention:download", args=[forgotten.ref]))

    assert case.ref in run
    assert reverse("retention:certificate", args=[forgotten.ref]) in run
    assert forgotten.digest in paper
    assert file.content.decode() == forgotten.text
    with as_role("gugus_worker"):
        assert Entry._base_manager.filter(verb="retention.printed").count() == 2


def test_the_page_of_a_forgotten_case_says_so_and_offers_nothing(world, signed_in, case, forgotten):
    client = signed_in(world.rina)

    page = client.get(reverse("cases:detail", args=[case.ref]))
    edit = client.get(reverse("cases:edit", args=[case.ref]))

    assert forgotten.ref in page.content.decode()
    assert reverse("cases:edit", args=[case.ref]) not in page.content.decode()
    assert edit.status_code == 403


def test_the_page_of_a_forgotten_person_says_so(world, signed_in, mawar, forgotten):
    page = signed_in(world.yusuf).get(reverse("people:detail", args=[mawar.ref])).content.decode()

    assert forgotten.ref in page
    assert "Mawar" not in page


@pytest.mark.parametrize("name", ["run", "certificate", "download"])
def test_another_agencys_officer_finds_nothing(world, signed_in, forgotten, name):
    with as_role("gugus_worker"):
        world.sari.assignments.update(role="data_protection")

    assert signed_in(world.sari).get(reverse(f"retention:{name}", args=[forgotten.ref])).status_code == 404


def test_a_hold_is_placed_looked_at_again_and_its_release_asked(officer, world, case):
    told = {"ref": case.ref, "reason": "lpsk", "review_on": "2030-01-01", "note": "Surat LPSK."}
    placed = officer.post(reverse("retention:place"), told)
    page = placed["Location"]

    review = officer.post(page + "tinjau/", {"version": 1, "review_on": "2031-01-01"})
    late = officer.post(page + "tinjau/", {"version": 1, "review_on": "2032-01-01"})
    release = officer.post(page + "lepas/", {"version": 2, "reason": "Pelindungan sudah berakhir."})

    assert (review.status_code, late.status_code, release.status_code) == (302, 409, 302)
    with voice_of(world.lestari):
        hold = Hold.objects.unscoped(because=LOOK).get()
        assert (hold.record_id, hold.review_on.year, hold.released_at) == (case.pk, 2031, None)


def test_a_reference_of_nobody_and_of_another_agency_look_alike(officer, world):
    told = {"reason": "audit", "review_on": "2030-01-01", "note": "Tetap ada."}

    answer = officer.post(reverse("retention:place"), told | {"ref": "K-7F3Q-9M2X"})

    assert answer.status_code == 422
    assert "Tetap ada." in answer.content.decode()


def test_the_number_of_queries_of_the_list_of_runs_does_not_grow(officer, world, case):
    def questions() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert officer.get(reverse("retention:runs")).status_code == 200
        return len(caught)

    asked(world)
    one = questions()
    with as_role("gugus_worker"):
        for n in range(10):
            Run(
                agency=world.unit, kind="request", state="refused", as_of=TODAY, count=n, digest="x",
                asked_by=world.lestari, asked_at=NOON,
            ).save(force_insert=True)  # fmt: skip

    assert questions() == one


def test_only_the_oldest_five_thousand_are_asked_at_once(world, case, monkeypatch):
    monkeypatch.setattr("gugus.retention.actions.MOST", 1)
    old_case(world, a_person(world, "Melati Contoh"))

    with voice_of(world.lestari):
        run = ask_run(agency=world.unit.pk, on=TODAY, reason=REASON, by=world.lestari, at=NOON)

    assert run.count == 1
