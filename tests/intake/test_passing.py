"""A report outside our competence is sent on; the other agency takes it over or gives it back."""

import pytest

from gugus.intake.actions import CannotEnd
from gugus.intake.models import Report
from gugus.intake.passing import CannotPass, accept_sent, return_sent, send_on
from gugus.tasks.models import Task
from tests.conftest import voice_of
from tests.intake.conftest import FAR


def seen_by(user) -> set:
    with voice_of(user):
        return {row.ref for row in Report.objects.unscoped(because="the test asks the database itself")}


def open_tasks_of(user) -> list[str]:
    with voice_of(user):
        return [one.kind for one in Task.objects.unscoped(because="the test asks the database itself").open()]


@pytest.fixture
def sent(report, world):
    with voice_of(world.dewi):
        send_on(report=report, to=world.police, note="Terjadi di wilayah lain.", by=world.dewi, at=FAR)
    return report


def test_the_receiving_agency_sees_it_at_once_and_has_a_task(sent, world):
    assert seen_by(world.budi) == {sent.ref}
    assert seen_by(world.dewi) == {sent.ref}
    assert seen_by(world.sari) == set()
    assert open_tasks_of(world.budi) == ["report_sent"]


def test_taking_over_moves_it_and_the_sender_keeps_sight(sent, world):
    with voice_of(world.budi):
        taken = accept_sent(report=sent, by=world.budi, at=FAR)

    assert (taken.agency, taken.state, taken.outcome) == (world.police, "received", "")
    assert seen_by(world.dewi) == {sent.ref}
    assert open_tasks_of(world.budi) == ["triage"]


def test_giving_back_closes_it_to_the_receiver(sent, world):
    with voice_of(world.budi):
        return_sent(report=sent, note="Bukan wilayah kami.", by=world.budi, at=FAR)

    assert seen_by(world.budi) == set()
    with voice_of(world.dewi):
        back = Report.objects.visible_to(world.viewer("dewi")).get()
        assert (back.state, back.outcome, back.agency) == ("received", "", world.unit)
        assert back.passings.get().answer_note == "Bukan wilayah kami."


def test_giving_back_needs_a_reason(sent, world):
    with voice_of(world.budi), pytest.raises(CannotPass, match="reason_needed"):
        return_sent(report=sent, note=" ", by=world.budi, at=FAR)


def test_only_the_agency_it_was_sent_to_answers(sent, world):
    with voice_of(world.dewi), pytest.raises(CannotPass, match="not_yours"):
        accept_sent(report=sent, by=world.dewi, at=FAR)


def test_an_answer_is_given_once(sent, world):
    with voice_of(world.budi):
        accept_sent(report=sent, by=world.budi, at=FAR)
        with pytest.raises(CannotPass, match="not_waiting"):
            accept_sent(report=sent, by=world.budi, at=FAR)


def test_a_report_goes_to_another_agency_only(report, world):
    with voice_of(world.dewi), pytest.raises(CannotPass, match="own_agency"):
        send_on(report=report, to=world.unit, note="", by=world.dewi, at=FAR)


def test_what_has_ended_is_not_sent_on(sent, world):
    with voice_of(world.dewi), pytest.raises(CannotEnd, match="ended"):
        send_on(report=sent, to=world.shelter, note="", by=world.dewi, at=FAR)
