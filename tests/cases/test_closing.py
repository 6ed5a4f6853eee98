"""Closing with a second person: every hurdle at once, a supervisor agrees, the law keeps a file out of the archive."""

from datetime import timedelta

import pytest
from django.urls import reverse

from gugus.approvals.actions import CannotDecide, approve
from gugus.approvals.models import Request
from gugus.audit.models import Entry
from gugus.base.context import speaking_for
from gugus.base.refusals import Reason
from gugus.cases import panels, watching
from gugus.cases.actions import check_safety
from gugus.cases.closing import Ending, ask_to_close
from gugus.cases.codes import CaseState, EntryKind, Safety
from gugus.cases.models import Case
from gugus.cases.records import write_entry
from gugus.cases.states import CannotMove, move
from gugus.tasks.models import Task
from tests.conftest import NOON, as_role, voice_of

LATER = NOON + timedelta(days=2)
WELL = Ending(
    "goals_met", "Tujuan rencana tercapai, keluarga siap.", (NOON + timedelta(days=60)).date(), True
)
RUNS = Reason("criminal_case", "Perkara masih berjalan.")


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch):
    monkeypatch.setattr(panels, "_hurdles", [])
    monkeypatch.setattr(panels, "_running", [])


@pytest.fixture
def safe(file, rina):
    return check_safety(case=file.case, safety=Safety.SAFE, note="", by=rina, at=NOON)


def asked(world, case, ending=WELL, **more) -> Request:
    with voice_of(world.rina):
        return ask_to_close(case=case, ending=ending, by=world.rina, at=LATER, **more)


def read_again(case) -> Case:
    return Case.objects.unscoped(because="the test looks").get(pk=case.pk)


def open_tasks(case, kind) -> list[Task]:
    return list(Task.objects.unscoped(because="the test looks").open().filter(about_id=case.pk, kind=kind))


def test_asking_closes_nothing_and_a_supervisor_closes(world, safe):
    request = asked(world, safe)
    assert read_again(safe).state == "open"

    with voice_of(world.yusuf):
        approve(request=request, by=world.yusuf, at=LATER)

    with voice_of(world.rina):
        case = read_again(safe)
        assert (case.state, case.state_code, case.state_note) == ("closed", "goals_met", WELL.note)
        assert (case.aftercare_on, case.contact_agreed, case.watch_since) == (WELL.aftercare_on, True, None)
        assert [one.due_at.date() for one in open_tasks(case, "aftercare")] == [WELL.aftercare_on]
        line = Entry.objects.unscoped(because="the test looks").get(verb="case.closed")
        assert line.changes["asked_by"] == "rina" and line.actor_id == world.yusuf.pk


@pytest.mark.parametrize("who", ["rina", "lestari", "dewi"])
def test_nobody_else_agrees(world, safe, who):
    request = asked(world, safe)
    user = getattr(world, who)

    with voice_of(user), pytest.raises(CannotDecide):
        approve(request=request, by=user, at=LATER)

    assert read_again(safe).state == "open"


def test_what_changed_meanwhile_holds_back_the_yes(world, safe):
    request = asked(world, safe)
    with voice_of(world.rina):
        check_safety(case=safe, safety=Safety.DANGER, note="Pelaku datang.", by=world.rina, at=LATER)

    with voice_of(world.yusuf), pytest.raises(CannotDecide):
        approve(request=request, by=world.yusuf, at=LATER)

    assert read_again(safe).state == "open"


def test_every_reason_stands_at_its_field_at_once(world, file, monkeypatch):
    monkeypatch.setattr(
        panels, "_hurdles", [lambda case: [Reason("referral_open", "Rujukan belum dijawab.")]]
    )
    wrong = Ending("", "singkat", (NOON - timedelta(days=1)).date())

    with pytest.raises(CannotMove) as refused:
        asked(world, file.case, wrong)

    assert [(one.code, one.field) for one in refused.value.reasons] == [
        ("no_code", "code"), ("reason_needed", "note"), ("in_the_past", "aftercare_on"), ("safety_open", ""),
        ("referral_open", ""),
    ]  # fmt: skip


def test_asking_twice_is_refused_and_a_double_click_is_one(world, safe):
    key = safe.pk
    first = asked(world, safe, key=key)

    assert asked(world, safe, key=key).pk == first.pk
    with pytest.raises(CannotMove) as refused:
        asked(world, safe)
    assert refused.value.reasons[0].code == "asked_already"


def test_where_nobody_else_could_agree_one_person_closes_and_the_trail_says_so(world, safe):
    world.yusuf.is_active = False
    world.yusuf.save(update_fields=["is_active"])

    case = asked(world, safe)

    assert case.state == "closed"
    with voice_of(world.rina):
        assert Entry.objects.unscoped(because="look").get(verb="case.closed").changes["alone"] is True


def test_a_running_criminal_case_keeps_the_file_out_of_the_archive(world, safe, rina, monkeypatch):
    monkeypatch.setattr(panels, "_running", [lambda case: [RUNS]])

    case = move(case=safe, to=CaseState.CLOSED, code="goals_met", note="", by=rina, at=LATER)
    assert case.watch_since == LATER and open_tasks(case, "legal_watch")
    with pytest.raises(CannotMove) as refused:
        move(case=case, to=CaseState.ARCHIVED, code="nothing_open", note="", by=rina, at=LATER)
    assert list(refused.value.reasons) == [RUNS]

    with speaking_for(agency=None, user=None), as_role("gugus_worker"):
        watching.look_at_the_law(case=case, at=LATER)
    assert read_again(case).watch_since == LATER
    monkeypatch.setattr(panels, "_running", [])
    with speaking_for(agency=None, user=None), as_role("gugus_worker"):
        watching.look_at_the_law(case=case, at=LATER + timedelta(days=9))

    case = read_again(case)
    assert case.watch_since is None and not open_tasks(case, "legal_watch")
    assert (
        move(case=case, to=CaseState.ARCHIVED, code="legal_ended", note="", by=rina, at=LATER).state
        == "archived"
    )


def test_reopening_ends_what_was_planned_for_afterwards(world, safe, rina, monkeypatch):
    monkeypatch.setattr(panels, "_running", [lambda case: [RUNS]])
    case = move(
        case=safe,
        to=CaseState.CLOSED,
        code="goals_met",
        note="",
        by=rina,
        at=LATER,
        aftercare_on=WELL.aftercare_on,
    )

    case = move(case=case, to=CaseState.OPEN, code="new_danger", note="Ancaman.", by=rina, at=LATER)

    assert (case.watch_since, case.aftercare_on) == (None, None)
    assert not open_tasks(case, "legal_watch") and not open_tasks(case, "aftercare")


def test_silence_becomes_a_task_whose_clock_ran_from_the_last_contact(world, safe, rina):
    at = NOON + timedelta(days=5)
    assert [one.pk for one in watching.silent_cases(at)] == [safe.pk]

    with speaking_for(agency=None, user=None), as_role("gugus_worker"):
        watching.look_after(at)
        watching.look_after(at)

    (task,) = open_tasks(safe, "no_contact")
    assert task.clock.code == "no_contact_high" and task.due_at < at and task.assignee_id == rina.pk
    write_entry(case=safe, kind=EntryKind.CONTACT, text="Bertemu.", happened_at=at, by=rina, at=at)
    assert not open_tasks(safe, "no_contact")
    with speaking_for(agency=None, user=None), as_role("gugus_worker"):
        assert watching.silent_cases(at) == []


def test_the_page_asks_and_keeps_what_was_typed(signed_in, world, safe):
    client = signed_in(world.rina)
    url = reverse("cases:state", args=[safe.ref, "close"])

    bad = client.post(url, {"code": "", "note": "Kata saya yang panjang.", "version": safe.version})
    good = client.post(url, {"code": "goals_met", "note": WELL.note, "version": safe.version})

    assert bad.status_code == 422 and "Kata saya yang panjang." in bad.content.decode()
    assert good.status_code == 302
    assert "SP-" in client.get(good.url).content.decode()
    assert signed_in(world.maya).post(url, {"code": "goals_met", "note": WELL.note}).status_code == 403
