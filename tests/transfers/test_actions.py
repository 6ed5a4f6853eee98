"""Offer, answer, take back: who may, what is refused, what it leaves."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.conftest import NOON, as_role, voice_of
from tests.transfers.conftest import (
    BECAUSE,
    SECRETS,
    accept,
    agree_to_go,
    carry_out,
    draft_of,
    offer,
    read_again,
    wish_for,
)

from gugus.audit.models import Entry
from gugus.base.versions import Stale
from gugus.cases.states import CannotMove as CannotClose
from gugus.cases.states import move
from gugus.kernel.ids import new_id
from gugus.outbox.models import Event
from gugus.tasks.models import Task
from gugus.transfers import rules
from gugus.transfers.actions import (
    CannotMove,
    CannotTransfer,
    accept_transfer,
    decline_transfer,
    offer_transfer,
    withdraw_transfer,
    write_transfer,
)
from gugus.transfers.jobs import look_at_clocks, on_step
from gugus.transfers.models import Preview, Transfer


def hear_all(at=NOON) -> None:
    """What the worker does with the events so far."""
    with as_role("gugus_worker"):
        for event in Event.objects.filter(topic__startswith="transfer.").order_by("at", "pk"):
            on_step(event=event, at=at)


def test_a_draft_is_nobody_elses_and_an_offer_shows_a_preview_without_identity(world, case):
    agree_to_go(world, case, world.outside)
    draft = draft_of(world, case)
    with voice_of(world.sari):
        assert not Transfer.objects.unscoped(because=BECAUSE).exists()
    with voice_of(world.rina):
        offer_transfer(transfer=draft, by=world.rina, at=NOON)

    with voice_of(world.sari):
        facts = Preview.objects.unscoped(because=BECAUSE).get().facts
    assert facts["survivors"] == [{"age_band": "age_13_17", "sex": "female", "count": 1}]
    assert facts["minors"] is True and facts["area_code"] == "31.74" and facts["risk"] == "high"
    assert (
        facts["counts"]["referrals"] == 1
        and facts["counts"]["reports"] == 1
        and facts["counts"]["files"] == 1
    )
    told = str(facts)
    assert not any(one in told for one in (*SECRETS, case.ref, str(case.pk), "P-", "F-", "R-"))


def test_one_case_has_one_open_transfer(world, case, transfer):
    with pytest.raises(CannotTransfer, match="open_already"):
        draft_of(world, case)


def test_a_double_click_writes_one(world, case):
    key = new_id()
    with voice_of(world.rina):
        made = [
            write_transfer(case=case, wish=wish_for(world.outside), by=world.rina, at=NOON, key=key)
            for _ in range(2)
        ]

    assert made[0].pk == made[1].pk == key


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"basis_on": None}, "consent_undated"),
        ({"basis_on": (NOON + timedelta(days=3)).date()}, "in_the_future"),
        ({"basis": "legal_duty", "basis_note": " "}, "basis_needs_words"),
        ({"basis": ""}, "no_basis"),
        ({"hand_over_days": 31}, "too_long"),
    ],
)
def test_what_is_missing_is_said(world, case, more, code):
    with pytest.raises(CannotTransfer, match=code):
        draft_of(world, case, **more)


def test_an_agency_without_anybody_who_could_manage_the_case_is_not_asked(world, case):
    with pytest.raises(CannotTransfer, match="nobody_there"):
        draft_of(world, case, to=world.office)
    with pytest.raises(CannotTransfer, match="same_agency"):
        draft_of(world, case, to=world.unit)


def test_the_manager_is_one_of_the_receiving_agency_who_may(world, transfer):
    for wrong in (world.rina, world.maya):
        with voice_of(world.sari), pytest.raises(CannotMove, match="no_manager"):
            accept_transfer(transfer=transfer, manager=wrong, answer="", by=world.sari, at=NOON)


def test_each_side_makes_its_own_moves(world, transfer):
    with voice_of(world.rina), pytest.raises(CannotMove):
        decline_transfer(transfer=transfer, code="other", answer="", by=world.rina, at=NOON)
    with voice_of(world.sari), pytest.raises(CannotMove):
        withdraw_transfer(transfer=transfer, code="mistake", by=world.sari, at=NOON)


def test_an_old_page_is_told(world, transfer):
    with voice_of(world.sari), pytest.raises(Stale):
        accept_transfer(
            transfer=transfer,
            manager=world.sari,
            answer="",
            by=world.sari,
            at=NOON,
            seen=transfer.version - 1,
        )


def test_a_case_is_not_closed_under_an_open_transfer(world, case, transfer):
    with voice_of(world.rina), pytest.raises(CannotClose, match="transfer_open"):
        move(case=case, to="closed", code="deceased", note="", by=world.rina, at=NOON)


def test_the_worker_tells_asks_and_moves(world, case, transfer):
    hear_all()
    with voice_of(world.sari):
        task = Task.objects.unscoped(because=BECAUSE).get(kind="transfer_answer")
        assert task.due_at == transfer.answer_due_at and task.within_ref == ""
    accept(world, transfer)
    hear_all()

    fresh = read_again(transfer, world.sari)
    assert fresh.state == "moved" and fresh.moved_at and fresh.keep_until > NOON + timedelta(days=1700)
    with voice_of(world.sari):
        assert not Task.objects.unscoped(because=BECAUSE).open().filter(kind="transfer_answer").exists()


def test_a_lost_event_moves_within_the_next_minute(world, transfer):
    accept(world, transfer)

    with as_role("gugus_worker"):
        done = look_at_clocks(NOON + timedelta(minutes=2))

    assert done["moved"] == 1 and read_again(transfer, world.sari).state == "moved"


def test_a_decline_becomes_the_senders_task(world, transfer):
    with voice_of(world.sari):
        decline_transfer(
            transfer=transfer,
            code="no_capacity",
            answer="Penuh.",
            proposed=world.police,
            by=world.sari,
            at=NOON,
        )
    hear_all()

    with voice_of(world.rina):
        assert Task.objects.unscoped(because=BECAUSE).open().filter(kind="transfer_next").count() == 1
        assert not Task.objects.unscoped(because=BECAUSE).open().filter(kind="transfer_answer").exists()
    with voice_of(world.sari):
        assert not Preview.objects.unscoped(because=BECAUSE).exists()


def test_late_is_said_once_and_then_it_expires(world, transfer):
    with as_role("gugus_worker"):
        first = look_at_clocks(transfer.answer_due_at)
        second = look_at_clocks(transfer.answer_due_at + timedelta(minutes=1))
        third = look_at_clocks(transfer.expires_at)

    assert (first["late"], second["late"], third["ended"]) == (1, 0, 1)
    assert read_again(transfer, world.rina).code == "no_answer"


def test_an_agency_that_closes_while_asked_gives_the_offer_back_to_the_sender(world, transfer):
    world.outside.valid_to = NOON.date()
    world.outside.save(update_fields=["valid_to"])

    with as_role("gugus_worker"):
        look_at_clocks(NOON)

    assert read_again(transfer, world.rina).code == "receiver_closed"


ATTEMPTS = {
    "the sender accepts for the other": ("rina", "set state = 'accepted'"),
    "the sender says it moved": ("rina", "set state = 'moved'"),
    "the receiver says it moved": ("sari", "set state = 'moved'"),
    "the receiver accepts in another's name": ("sari", "set state = 'accepted', answered_by_id = '{rina}'"),
    "the receiver names the old manager": (
        "sari", "set state = 'accepted', answered_by_id = '{sari}', answered_at = now(), manager_id = '{rina}'",
    ),
    "the sender sends it elsewhere": ("rina", "set to_agency_id = '{police}'"),
    "the sender changes the reason": ("rina", "set reason = 'law'"),
    "the sender keeps it longer": ("rina", "set keep_until = now() + interval '99 years'"),
    "the receiver revives it": ("sari", "set state = 'draft'"),
    "the receiver changes the risk": ("sari", "set risk = 'low'"),
}  # fmt: skip


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_database_knows_the_sides_too(world, transfer, attempt):
    who, sql = ATTEMPTS[attempt]
    named = {"rina": world.rina.pk, "sari": world.sari.pk, "police": world.police.pk}
    speaks, cursor_ = voice_of(getattr(world, who)), connection.cursor()
    with speaks, cursor_ as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(f"update transfers_transfer {sql.format(**named)}")


def test_who_has_nothing_to_do_with_it_sees_no_row(world, moved):
    for user in (world.maya, world.budi, world.arif):
        with voice_of(user), connection.cursor() as cursor:
            for table in ("transfer", "preview", "letter", "step", "piece", "stub"):
                cursor.execute(f"select count(*) from transfers_{table}")
                assert cursor.fetchone() == (0,), table


def test_the_old_agency_loses_the_record_when_its_time_is_over(world, moved):
    with as_role("gugus_worker"):
        Transfer.objects.unscoped(because=BECAUSE).update(keep_until=NOON - timedelta(days=1))

    with voice_of(world.rina), connection.cursor() as cursor:
        for table in ("transfer", "preview", "step", "piece", "stub"):
            cursor.execute(f"select count(*) from transfers_{table}")
            assert cursor.fetchone() == (0,), table


def test_each_step_leaves_one_line(world, transfer):
    carry_out(accept(world, transfer))

    with voice_of(world.sari):
        verbs = list(
            Entry.objects.unscoped(because=BECAUSE)
            .filter(verb__startswith="transfer.", parent_id=transfer.case_id)
            .order_by("seq")
            .values_list("verb", flat=True)
        )
    assert verbs == ["transfer.written", "transfer.offered", "transfer.accepted", "transfer.moved"]


def test_every_state_ends_or_moves_on():
    for state in rules.OPEN:
        assert any(origin == state for origin, _to in rules.MOVES)
    for state in rules.ENDED:
        assert not any(origin == state for origin, _to in rules.MOVES)


def test_offered_again_after_a_decline(world, case, transfer):
    with voice_of(world.sari):
        decline_transfer(transfer=transfer, code="too_far", answer="", by=world.sari, at=NOON)

    assert offer(world, case).state == "offered"
