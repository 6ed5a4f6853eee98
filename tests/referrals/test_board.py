"""The board: what stands where, what a card may say, and who sees none of it."""

from dataclasses import fields
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.conftest import NOON, voice_of
from tests.ledger import consented
from tests.referrals.conftest import ask, wish_for

from gugus.cases.actions import add_party
from gugus.people.actions import register_person
from gugus.referrals import board, clocks, trays
from gugus.referrals.actions import (
    accept_referral,
    decline_referral,
    finish_referral,
    give_feedback,
    send_referral,
    start_service,
    write_referral,
)
from gugus.referrals.columns import LATELY, Column
from gugus.referrals.models import Referral
from gugus.referrals.trays import Tray, Waiting, add_tray, trays_for
from gugus.tasks.clocks import NoClock

SECRETS = ("Kirana", "Wulandari")
BOARD = "/rujukan/papan/"
# The closed list of what a card says to a receiver that has not accepted.
BEFORE = {
    "ref", "state", "state_words", "side", "column", "service", "service_words", "urgency", "urgency_words", "agency",
    "agency_slug", "state_at", "clock_from", "due_at", "preview", "step",
}  # fmt: skip


def columns(world, name, at=NOON, **chosen) -> dict[str, list[str]]:
    """Column → references, as this person sees them."""
    with voice_of(getattr(world, name)):
        piles = board.piles(world.viewer(name), chosen, at)
    return {pile.column.value: [card.ref for card in pile.cards] for pile in piles if pile.count}


def card(world, name, at=NOON) -> board.Card:
    with voice_of(getattr(world, name)):
        return next(one for pile in board.piles(world.viewer(name), {}, at) for one in pile.cards)


def moved(world, referral, *names, at=NOON) -> Referral:
    """The referral after these steps of its sides."""
    steps = {
        "accept": (world.maya, lambda **k: accept_referral(answer="", **k)),
        "start": (world.maya, start_service),
        "report": (world.maya, lambda **k: give_feedback(feedback="Selesai dirawat.", **k)),
        "finish": (world.rina, finish_referral),
        "decline": (world.maya, lambda **k: decline_referral(code="no_capacity", answer="", **k)),
    }
    for name in names:
        user, step = steps[name]
        with voice_of(user):
            referral = step(referral=referral, by=user, at=at)
    return referral


@pytest.mark.parametrize(
    ("steps", "sender", "receiver"),
    [
        ((), "others", "answer"),
        (("accept",), "others", "serve"),
        (("accept", "start"), "others", "serve"),
        (("accept", "start", "report"), "read", "others"),
        (("accept", "start", "report", "finish"), "ended", "ended"),
        (("decline",), "ended", "ended"),
    ],
)
def test_both_sides_find_a_referral_where_it_waits(world, referral, steps, sender, receiver):
    moved(world, referral, *steps)

    assert columns(world, "rina") == {sender: [referral.ref]}
    assert columns(world, "maya") == {receiver: [referral.ref]}


def test_a_draft_stands_with_its_writer_alone(world, case):
    with voice_of(world.rina):
        party = case.parties.select_related("person").get(role="survivor")
        draft = write_referral(case=case, party=party, wish=wish_for(world.shelter), by=world.rina, at=NOON)

    assert columns(world, "rina") == {"draft": [draft.ref]}
    assert columns(world, "maya") == {}


def test_what_ended_long_ago_has_left_the_board(world, referral):
    moved(world, referral, "decline")

    assert columns(world, "maya", NOON + LATELY) == {"ended": [referral.ref]}
    assert columns(world, "maya", NOON + LATELY + timedelta(seconds=1)) == {}


def test_before_acceptance_a_card_says_the_preview_and_nothing_else(world, case, referral):
    one = card(world, "maya")

    told = {field.name for field in fields(one) if getattr(one, field.name)}
    assert told == BEFORE
    assert one.preview and not any(word in repr(one) for word in (*SECRETS, case.ref, "tempat aman"))
    assert one.step.slug == "terima"


def test_after_acceptance_the_card_shows_the_masked_name_and_the_feedback_clock(world, referral):
    moved(world, referral, "accept")

    one = card(world, "maya")

    assert one.person and not any(word in one.person for word in SECRETS)
    assert one.clock_from == NOON and one.due_at > NOON
    assert card(world, "rina").due_at == one.due_at


def test_who_declined_keeps_neither_preview_nor_name(world, referral):
    moved(world, referral, "decline")

    one = card(world, "maya")

    assert (one.preview, one.person, one.step) == ("", "", None)
    assert card(world, "rina").preview


def test_the_clock_goes_on_when_service_begins_and_anew_when_it_is_asked_to_go_on(world, referral):
    accepted = moved(world, referral, "accept")
    later = NOON + timedelta(hours=5)

    started = moved(world, accepted, "start", at=later)

    assert (started.clock_from, started.due_at, started.state_at) == (NOON, accepted.due_at, later)
    reported = moved(world, started, "report", at=later)
    assert (reported.clock_from, reported.due_at) == (None, None)


def test_without_a_clock_in_the_table_an_acceptance_still_counts(world, referral, monkeypatch):
    def none_in_force(*asked, **more):
        raise NoClock

    monkeypatch.setattr(clocks, "clock_on", none_in_force)

    accepted = moved(world, referral, "accept")

    assert (accepted.state, accepted.due_at) == ("accepted", None)


@pytest.mark.parametrize("name", ["sari", "budi"])
def test_another_agency_sees_nothing_even_with_the_first_lock_off(world, referral, name):
    assert columns(world, name) == {}
    with voice_of(getattr(world, name)):
        rows = Referral.objects.unscoped(because="test")
        assert board._places(world.viewer("maya"), rows, list(Column), 6, NOON) == {one: [] for one in Column}
        assert board._cards_at(world.viewer("maya"), [referral.pk], NOON) == {}
        assert rows.count() == 0


def test_a_forged_viewer_gets_from_the_database_what_its_voice_gets(world, referral):
    """The first lock believes it is the shelter; the database is asked by somebody else."""
    with voice_of(world.sari):
        assert [pile.count for pile in board.piles(world.viewer("maya"), {}, NOON)] == [0] * len(Column)
        assert board.groups(world.viewer("maya"), {}, NOON) == []


@pytest.mark.parametrize("name", ["arif", "wulan", "eka"])
def test_a_viewer_of_the_task_force_gets_figures_and_no_board(signed_in, world, referral, name):
    client = signed_in(getattr(world, name))

    assert client.get(BOARD).status_code == 403
    assert client.get("/api/v1/referral-board").status_code == 403
    assert client.get("/data/").status_code == 200


def test_filters_narrow_and_stand_in_the_address(signed_in, world, case, referral):
    client = signed_in(world.maya)

    assert referral.ref in client.get(f"{BOARD}?urgency=now&agency={world.unit.slug}").content.decode()
    page = client.get(f"{BOARD}?urgency=planned").content.decode()
    assert referral.ref not in page and "Hapus" in page
    assert columns(world, "maya", service="shelter") == {"answer": [referral.ref]}
    assert columns(world, "maya", service="legal_aid") == {}
    assert columns(world, "maya", late="1") == {}
    assert columns(world, "maya", NOON + timedelta(days=30), late="1") == {"answer": [referral.ref]}


def test_mine_is_what_one_wrote_answered_or_manages(world, referral):
    assert columns(world, "rina", mine="1") == {"others": [referral.ref]}
    assert columns(world, "ratih", mine="1") == {}
    assert columns(world, "maya", mine="1") == {}

    moved(world, referral, "accept")

    assert columns(world, "maya", mine="1") == {"serve": [referral.ref]}


def test_a_filter_that_is_none_is_told_at_its_field_and_loses_nothing(signed_in, world, referral):
    answer = signed_in(world.maya).get(f"{BOARD}?urgency=gestern&late=1")

    assert answer.status_code == 422
    assert "urgency" in answer.context["form"].errors
    assert answer.context["chosen"] == {"late": "1"}
    assert '<details class="fold" open>' in answer.content.decode()  # else nobody would see it


def test_an_empty_board_says_what_to_do_next(signed_in, world):
    page = signed_in(world.rina).get(BOARD).content.decode()

    assert reverse("cases:list") in page and "Rujuk" in page


def many(world, case, count: int) -> list[Referral]:
    """Referrals of so many persons of one case, in all columns of the shelter."""
    made = []
    for number in range(count):
        with voice_of(world.rina):
            person = register_person(
                agency=world.unit, sex="female", birth_year=2001, names={"full": f"Orang {number}", "aliases": []},
                by=world.rina, at=NOON,
            )  # fmt: skip
            party = add_party(case=case, person=person, role="survivor", by=world.rina, at=NOON)
            consented(world.rina, person, world.shelter)
            draft = write_referral(
                case=case, party=party, wish=wish_for(world.shelter), by=world.rina, at=NOON
            )
            made.append(send_referral(referral=draft, by=world.rina, at=NOON + timedelta(minutes=number)))
        steps = [(), ("accept",), ("decline",)][number % 3]
        moved(world, made[-1], *steps, at=NOON + timedelta(minutes=number))
    return made


@pytest.mark.parametrize("address", [BOARD, f"{BOARD}?by=agency", f"{BOARD}?column=serve"])
def test_three_and_thirty_referrals_ask_the_same_number_of_questions(signed_in, world, case, address):
    client = signed_in(world.maya)
    many(world, case, 3)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    many(world, case, 30)
    with CaptureQueriesContext(connection) as more:
        client.get(address)

    # Fewer are possible: where no card shown is of a known person, nobody's name is asked for.
    assert len(more) <= len(few)


def test_a_long_column_is_cut_and_goes_on_by_cursor_without_loss(world, case, monkeypatch):
    monkeypatch.setattr(board, "PAGE", 4)
    waiting = {one.ref for place, one in enumerate(many(world, case, 33)) if place % 3 == 0}
    seen, after = [], ""

    with voice_of(world.maya):
        first = next(one for one in board.piles(world.viewer("maya"), {}, NOON) if one.column == "answer")
        while True:
            page = board.pile(world.viewer("maya"), "answer", {}, NOON, after=after)
            seen += [one.ref for one in page.cards]
            if not (after := page.older):
                break

    assert (len(first.cards), first.more) == (board.CAP, len(waiting) - board.CAP)
    assert len(seen) == len(waiting) and set(seen) == waiting


def test_a_broken_cursor_is_the_beginning(signed_in, world, referral):
    answer = signed_in(world.maya).get(f"{BOARD}?column=answer&after=kaputt")

    assert referral.ref in answer.content.decode()


def test_agencies_stand_by_name_with_numbers_that_lead_to_their_referrals(signed_in, world, case, referral):
    ask(world, case, world.police, service="police_report", urgency="soon")

    page = signed_in(world.rina).get(f"{BOARD}?by=agency").content.decode()

    assert page.index(world.shelter.name) < page.index(world.police.name)
    assert f"?column=others&amp;agency={world.shelter.slug}" in page


def test_the_page_shows_the_card_without_name_message_and_case(signed_in, world, case, referral):
    page = signed_in(world.maya).get(BOARD).content.decode()

    assert referral.ref in page and reverse("referrals:step", args=[referral.ref, "terima"]) in page
    assert not any(word in page for word in (*SECRETS, case.ref, "tempat aman"))


@pytest.mark.parametrize("steps", [(), ("accept",), ("accept", "start", "report"), ("decline",)])
@pytest.mark.parametrize("name", ["rina", "maya"])
def test_the_page_draws_cards_of_every_column(signed_in, world, case, steps, name):
    at = timezone.now()
    referral = moved(world, ask(world, case, world.shelter, at=at), *steps, at=at)
    client = signed_in(getattr(world, name))

    for address in (BOARD, f"{BOARD}?by=agency", "/", "/rujukan/?tab=outgoing"):
        assert client.get(address).status_code == 200
    assert referral.ref in client.get(BOARD).content.decode()
    assert client.get("/api/v1/referral-board").status_code == 200


def test_the_api_gives_the_same_board_with_a_closed_list_of_fields(signed_in, world, case, referral):
    client = signed_in(world.maya)

    body = client.get("/api/v1/referral-board").json()
    one = next(column for column in body if column["column"] == "answer")
    shown = one["cards"][0]

    assert (one["count"], shown["ref"], shown["next"], shown["person"]) == (1, referral.ref, "accepted", "")
    assert set(shown) == {
        "ref", "state", "side", "column", "service", "urgency", "agency", "state_at", "clock_from", "due_at", "preview",
        "person", "batch", "next",
    }  # fmt: skip
    assert case.ref not in str(body) and not any(word in str(body) for word in SECRETS)
    column = client.get("/api/v1/referral-board/columns/answer").json()
    assert [card["ref"] for card in column["cards"]] == [referral.ref]
    assert client.get("/api/v1/referral-board/agencies").json() == [
        {"agency": world.unit.slug, "columns": {"answer": 1}, "late": one["late"]}
    ]


def test_the_api_refuses_an_unknown_filter(signed_in, world):
    answer = signed_in(world.maya).get("/api/v1/referral-board?agency=tidak-ada")

    assert answer.status_code == 409 and answer.json()["errors"][0]["field"] == "agency"


def test_a_tray_stands_beside_the_board_only_while_something_waits(signed_in, world, monkeypatch):
    monkeypatch.setattr(trays, "_trays", {})
    waiting = [Waiting("PKS-1 menunggu tanda tangan", "/perjanjian/", since=NOON)]
    add_tray(Tray("agreements", "Perjanjian", "file", lambda viewer, at: waiting if viewer.is_known else []))

    assert trays_for(world.viewer("maya"), NOON)[0][1] == waiting
    assert "PKS-1 menunggu" in signed_in(world.maya).get(BOARD).content.decode()
    waiting.clear()
    assert trays_for(world.viewer("maya"), NOON) == []
