"""News leave once, late ones again, failing ones are told; nobody's name leaves at all."""

from datetime import date, timedelta

import pytest
from tests.conftest import NOON, as_role, voice_of
from tests.notices.conftest import SITE, a_round, deliveries, dispatches, say, states

from gugus.kernel.ids import numbered_ref
from gugus.notices.actions import mark_read
from gugus.notices.models import Dispatch, HouseRules, Notice

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def test_news_leave_once_with_code_verb_and_a_link(addressed, mails):
    case = addressed.police
    case.ref = numbered_ref("F", 7)
    say(addressed, about=case)

    assert a_round() == 1 and a_round(NOON + MINUTE) == 0

    (letter,) = mails.letters()
    notice = deliveries(addressed.budi)[0].notice_id
    assert mails.to == ["budi@example.go.id"]
    assert letter.get_content().replace("\r\n", "\n") == (
        f"- Rujukan {case.ref} menunggu jawaban\n\n{SITE}/pemberitahuan/{notice}/\n\n"
        "Masuk untuk membaca selengkapnya.\n"
    )
    assert states(addressed.budi) == [("sent", "")]


def test_the_headers_say_nothing_and_no_more_than_needed(addressed, mails):
    say(addressed)
    a_round()

    (letter,) = mails.letters()
    (dispatch,) = dispatches(addressed.budi)
    assert sorted(letter.keys()) == [
        "Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "MIME-Version",
        "Message-ID", "Subject", "To",
    ]  # fmt: skip
    assert letter["From"] == "Pemberitahuan <gugus@example.go.id>" and letter["To"] == "budi@example.go.id"
    assert letter["Subject"] == "Ada pemberitahuan untuk Anda"
    assert letter["Message-ID"] == f"<{dispatch.key}@example.go.id>"
    assert letter.get_content_type() == "text/plain" and not letter.is_multipart()


def test_each_reads_in_the_own_language(addressed, mails):
    with as_role("gugus_worker"):
        addressed.budi.language = "en"
        addressed.budi.save(update_fields=["language"])
    say(addressed)
    a_round()

    assert mails.letters()[0]["Subject"] == "A notice for you"
    assert "Sign in to read more." in mails.letters()[0].get_content()


def test_nothing_leaves_while_no_channel_is_named(addressed, settings):
    settings.NOTICES = {}
    say(addressed)

    assert a_round() == 0
    assert deliveries(addressed.budi) == []


def test_what_happened_before_a_channel_was_named_stays_inside(addressed, settings, mails):
    named, settings.NOTICES = settings.NOTICES, {}
    say(addressed)
    a_round()
    settings.NOTICES = named

    assert a_round(NOON + MINUTE) == 0 and mails.raw == []


def test_a_burst_is_one_message(addressed, mails):
    for number in range(30):
        say(addressed, code=f"referral_{number}")

    assert a_round() == 1
    assert len(mails.raw) == 1 and mails.letters()[0].get_content().count("- ") == 30


def test_more_than_an_hour_may_bring_goes_into_the_digest(addressed, mails):
    with as_role("gugus_worker"):
        HouseRules(most_an_hour=2).save(force_insert=True)
    for minute in range(4):
        say(addressed, code=f"referral_{minute}", at=NOON + minute * MINUTE)
        a_round(NOON + minute * MINUTE)

    assert len(mails.raw) == 2
    assert states(addressed.budi)[2:] == [("digest", "burst")] * 2

    tomorrow = NOON.replace(hour=0) + timedelta(days=1)  # 07.00 in Jakarta
    assert a_round(tomorrow - MINUTE) == 0 and a_round(tomorrow) == 1
    assert mails.letters()[2]["Subject"] == "Pemberitahuan Anda hari ini"


def test_high_risk_is_never_held_back(addressed, mails):
    with as_role("gugus_worker"):
        HouseRules(most_an_hour=1).save(force_insert=True)
    midnight = NOON + 12 * HOUR
    for minute in range(3):
        say(addressed, code=f"case_{minute}", at=midnight + minute * MINUTE, risk="high")
        a_round(midnight + minute * MINUTE)

    assert len(mails.raw) == 3


def test_quiet_hours_hold_and_let_go_at_their_end(addressed, mails):
    night = NOON + 10 * HOUR  # 22.00 in Jakarta
    say(addressed, at=night)

    assert a_round(night) == 0 and states(addressed.budi) == [("held", "")]
    assert a_round(night + 7 * HOUR + 59 * MINUTE) == 0 and a_round(night + 8 * HOUR) == 1  # 06.00


def test_what_was_read_meanwhile_is_not_sent(addressed, mails):
    night = NOON + 10 * HOUR
    say(addressed, at=night)
    a_round(night)
    with voice_of(addressed.budi):
        mark_read(viewer=addressed.viewer("budi"), at=night)

    assert a_round(night + 8 * HOUR) == 0
    assert states(addressed.budi) == [("dropped", "read_meanwhile")]


def test_without_an_address_nothing_leaves_and_it_is_said(world, mails):
    say(world)

    assert a_round() == 0 and states(world.budi) == [("dropped", "no_address")]


def gone(world):
    world.budi.is_active = False
    world.budi.save(update_fields=["is_active"])


def closed(world):
    world.police.valid_to = date(2026, 6, 15)
    world.police.save(update_fields=["valid_to"])


def moved(world):
    world.budi.employments.create(agency=world.shelter, from_on=date(2026, 6, 15))
    world.budi.agency = world.shelter
    world.budi.save(update_fields=["agency"])


@pytest.mark.parametrize("leave", [gone, closed, moved])
def test_who_left_is_told_nothing(addressed, mails, leave):
    say(addressed, at=NOON - timedelta(days=1))
    with as_role("gugus_worker"):
        leave(addressed)

    assert a_round() == 0 and mails.raw == []
    assert states(addressed.budi) == [("dropped", "left")]


def test_who_leaves_while_a_message_waits_is_told_nothing(addressed, mails):
    mails.answers["MAIL"] = "451 later"
    say(addressed)
    a_round()
    mails.answers.clear()
    with as_role("gugus_worker"):
        gone(addressed)

    assert a_round(NOON + HOUR) == 0 and mails.raw == []


def test_a_server_that_is_away_is_asked_again_later_and_nothing_is_lost(addressed, mails, settings):
    right = settings.NOTICES
    settings.NOTICES = right | {"smtp_port": "9"}
    say(addressed)
    say(addressed, to=addressed.maya)

    assert a_round() == 0
    assert sorted(states(addressed.budi) + states(addressed.maya)) == [
        ("failed", "unreachable"),
        ("leaving", ""),
    ]

    settings.NOTICES = right
    assert a_round(NOON) == 0  # the channel rests for a minute
    assert a_round(NOON + MINUTE) == 2
    assert sorted(mails.to) == ["budi@example.go.id", "maya@example.go.id"]


def test_after_many_tries_it_is_given_up_and_told_on_the_page(addressed, mails):
    with as_role("gugus_worker"):
        HouseRules(tries=3).save(force_insert=True)
    mails.answers["MAIL"] = "451 greylisted"
    say(addressed)
    for hour in range(5):
        a_round(NOON + hour * HOUR)

    assert mails.calls == 3
    assert states(addressed.budi) == [("given_up", "too_much")]
    with voice_of(addressed.budi):
        codes = set(Notice.objects.unscoped(because="test").values_list("code", flat=True))
    assert "message_given_up" in codes
    mails.answers.clear()
    assert a_round(NOON + 6 * HOUR) == 0 and mails.raw == []  # this news stays inside


def test_a_refused_address_is_not_asked_again_until_it_changes(addressed, mails):
    mails.answers["RCPT"] = "550 5.1.1 no such user"
    say(addressed)
    a_round()
    mails.answers.clear()
    say(addressed, code="referral_revoked")
    a_round(NOON + MINUTE)

    assert states(addressed.budi) == [("given_up", "address"), ("dropped", "address")] and mails.raw == []

    with as_role("gugus_worker"):
        addressed.budi.email = "new@example.go.id"
        addressed.budi.save(update_fields=["email"])
    say(addressed, code="referral_returned", at=NOON + 2 * MINUTE)
    assert a_round(NOON + 2 * MINUTE) == 1 and mails.to == ["new@example.go.id"]


@pytest.mark.parametrize(
    ("verb", "line", "why"),
    [
        ("MAIL", "550 not from you", "not_admitted"),
        ("RCPT", "550 5.7.1 relaying denied", "too_much"),
        ("DATA", "452 full", "too_much"),
        ("DOT", "451 try later", "too_much"),
        ("HELLO", "554 go away", "unreachable"),
    ],
)
def test_every_refusal_before_the_last_dot_is_tried_again(addressed, mails, verb, line, why):
    mails.answers[verb] = line
    say(addressed)
    a_round()

    assert states(addressed.budi) == [("failed", why)]
    mails.answers.clear()
    assert a_round(NOON + MINUTE) == 1 and len(mails.raw) == 1


def test_a_connection_that_breaks_after_the_last_dot_never_sends_the_same_again(addressed, mails):
    mails.hang_up_after_dot = True
    say(addressed)
    a_round()

    assert len(mails.raw) == 1 and states(addressed.budi) == [("digest", "interrupted")]
    mails.hang_up_after_dot = False
    assert a_round(NOON + HOUR) == 0
    tomorrow = NOON.replace(hour=0) + timedelta(days=1)
    assert a_round(tomorrow) == 1
    assert "Ada yang terputus" in mails.letters()[1].get_content()
    assert mails.letters()[0]["Message-ID"] != mails.letters()[1]["Message-ID"]


def test_an_address_with_a_line_break_makes_no_header(addressed, mails):
    with as_role("gugus_worker"):
        addressed.budi.email = "budi@example.go.id\r\nBcc: evil@example.com"
        addressed.budi.save(update_fields=["email"])
    say(addressed)

    assert a_round() == 0 and mails.raw == []
    assert states(addressed.budi) == [("given_up", "address")]


def test_another_agency_sees_no_delivery_and_the_page_changes_none(addressed, mails, rina):
    say(addressed)
    a_round()

    with voice_of(addressed.rina):
        assert not Dispatch.objects.unscoped(because="test").exists()


def test_a_round_asks_as_often_for_thirty_people_as_it_must_and_no_person_twice(addressed, mails):
    say(addressed)
    say(addressed, to=addressed.maya)

    assert a_round() == 2 and a_round() == 0
