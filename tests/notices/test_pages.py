"""Pages and API on how one is told: own choices only, bad input at its field, nothing typed is lost."""

import re
from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now
from tests.conftest import NOON, as_role, voice_of
from tests.notices.conftest import BECAUSE, a_round, number, say

from gugus.cases.actions import open_case
from gugus.notices.actions import notify
from gugus.notices.codes import Channel, Family, Mode
from gugus.notices.models import Address, Choice, HouseRules, Manner, Notice

HOURS = {"zone": "Asia/Makassar", "quiet_from": "20:00", "quiet_until": "05:30", "digest_hour": "6",
         "days_off": ["7"], "version": "0"}  # fmt: skip
MODES = {f"mail_{family}": "digest" for family in Family}


def manner(user) -> Manner | None:
    with voice_of(user):
        return Manner.objects.unscoped(because=BECAUSE).filter(user=user).first()


def test_one_chooses_hours_and_modes_and_they_count(addressed, mails, signed_in):
    client = signed_in(addressed.budi)

    assert client.get(reverse("notices:how")).status_code == 200
    assert client.post(reverse("notices:how"), HOURS | MODES).status_code == 302

    kept = manner(addressed.budi)
    assert (kept.zone, kept.quiet_from, kept.days_off, kept.version) == ("Asia/Makassar", time(20), [7], 1)
    say(addressed)
    assert a_round() == 0
    # 06.00 in Makassar is 22.00 UTC of the day before
    assert a_round(NOON.replace(hour=21, minute=59)) == 0 and a_round(NOON.replace(hour=22)) == 1


def test_bad_input_gets_a_message_at_its_field_and_keeps_what_was_typed(addressed, mails, signed_in):
    client = signed_in(addressed.budi)
    bad = HOURS | MODES | {"digest_hour": "22", "days_off": ["1", "2", "3", "4", "5", "6", "7"]}

    answer = client.post(reverse("notices:how"), bad)

    assert answer.status_code == 422 and manner(addressed.budi) is None
    assert set(answer.context["hours"].errors) == {"digest_hour", "days_off"}
    assert 'value="20:00"' in answer.content.decode()
    assert client.post(reverse("notices:how"), HOURS | MODES | {"quiet_from": "x"}).status_code == 422
    assert client.post(reverse("notices:how"), HOURS | MODES | {"mail_tasks": "x"}).status_code == 422


def test_the_second_of_two_windows_is_told(addressed, mails, signed_in):
    client = signed_in(addressed.budi)
    client.post(reverse("notices:how"), HOURS | MODES)

    answer = client.post(reverse("notices:how"), HOURS | MODES | {"digest_hour": "9"})

    assert answer.status_code == 409 and manner(addressed.budi).digest_hour == 6


def test_nobody_chooses_for_somebody_else(addressed, rina):
    with voice_of(addressed.budi):
        Choice(user=addressed.budi, channel="mail", family="tasks", mode="never").save(force_insert=True)

    assert not Choice.objects.unscoped(because=BECAUSE).filter(user=addressed.budi).update(mode="digest")


def test_what_cannot_be_switched_off_leaves_all_the_same(addressed, mails, signed_in):
    modes = {f"mail_{family}": "never" for family in Family}
    signed_in(addressed.budi).post(reverse("notices:how"), HOURS | modes)
    for code in ("sign_in_reset", "emergency_opened", "consent_recall", "referral_sent"):
        say(addressed, code=code)
    say(addressed, code="case_changed", risk="high")

    assert a_round() == 1
    assert mails.letters()[0].get_content().count("- ") == 4


def test_the_status_page_counts_and_names_nobody(addressed, mails, signed_in):
    say(addressed)
    a_round()
    mails.answers["MAIL"] = "451 later"
    say(addressed, code="referral_returned", at=NOON + timedelta(minutes=1))
    a_round(NOON + timedelta(minutes=1))

    page = signed_in(addressed.tono).get(reverse("notices:channels"))

    text = page.content.decode()
    assert page.status_code == 200 and "Peladen minta menunggu" in text
    assert "budi" not in text and "example.go.id" not in text
    first = page.context["standings"][0]
    assert (first.channel, first.sent, first.waiting, first.is_working) == (Channel.MAIL, 1, 1, True)


def test_only_administrators_look_and_only_the_host_sets(addressed, signed_in, world):
    assert signed_in(world.rina).get(reverse("notices:channels")).status_code == 403
    house = {"quiet_from": "22:00", "quiet_until": "05:00", "digest_hour": "8", "most_an_hour": "3", "tries": "5",
             "version": "1"}  # fmt: skip
    client = signed_in(world.tono)

    assert client.post(reverse("notices:channels"), house | {"digest_hour": "23"}).status_code == 422
    assert client.post(reverse("notices:channels"), house).status_code == 302
    assert client.post(reverse("notices:channels"), house).status_code == 409
    rows = HouseRules.objects.unscoped(because=BECAUSE)
    assert (rows.get().quiet_from, rows.get().version) == (time(22), 2)


def test_the_list_is_grouped_by_record_and_filtered(signed_in, world):
    with voice_of(world.rina):
        case = open_case(
            agency=world.unit, manager=world.rina, risk="high", summary="x", by=world.rina, at=NOON
        )
        for code in ("case_changed", "case_handed_over"):
            notify(code=code, about=case, users=[world.budi], at=NOON)
        notify(code="task_late", about=world.police, users=[world.budi], at=NOON)
    client = signed_in(world.budi)

    groups = client.get("/pemberitahuan/").context["groups"]
    assert sorted(len(one.notices) for one in groups) == [1, 2]
    assert len(client.get("/pemberitahuan/?family=cases").context["groups"]) == 1
    assert client.get("/pemberitahuan/?family=files").context["groups"] == []
    assert len(client.get("/pemberitahuan/?family=nonsense&unread=1").context["groups"]) == 2


def test_opening_the_record_reads_its_news(signed_in, world):
    with voice_of(world.rina):
        case = open_case(
            agency=world.unit, manager=world.rina, risk="high", summary="x", by=world.rina, at=NOON
        )
        for user in (world.rina, world.sari):
            notify(code="case_changed", about=case, users=[user], at=NOON)

    signed_in(world.rina).get(f"/kasus/{case.ref}/")
    signed_in(world.sari).get(f"/kasus/{case.ref}/")

    for user, read in ((world.rina, True), (world.sari, False)):  # a hidden case was not opened
        with voice_of(user):
            rows = Notice.objects.unscoped(because=BECAUSE).filter(user=user, code="case_changed")
            assert (rows.get().read_at is not None) is read


def test_the_bell_asks_one_question_and_does_not_keep_the_session_awake(signed_in, world):
    client = signed_in(world.budi)
    say(world)
    client.get("/pemberitahuan/jumlah/")

    answer = client.get("/pemberitahuan/jumlah/", headers={"HX-Request": "true"})

    assert re.search(r'<span id="bell-count".*1 pemberitahuan', answer.content.decode(), re.DOTALL)
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("rows", [3, 30])
def test_the_list_asks_as_often_for_thirty_as_for_three(
    signed_in, world, rows, django_assert_max_num_queries
):
    for one in range(rows):
        say(world, code=f"case_{one}")
    client = signed_in(world.budi)
    client.get("/pemberitahuan/")

    with django_assert_max_num_queries(14):
        client.get("/pemberitahuan/")


# --- API ----------------------------------------------------------------------------------------------------------


def test_the_api_chooses_the_same(addressed, mails, signed_in):
    client = signed_in(addressed.budi)
    put = {"content_type": "application/json"}

    assert client.get("/api/v1/notices/choices").json()["channels"] == ["mail"]
    told = {"choices": [{"channel": "mail", "family": "referrals", "mode": "never"}]}
    answer = client.put("/api/v1/notices/choices", told, **put).json()
    assert {"channel": "mail", "family": "referrals", "mode": Mode.NEVER} in answer["choices"]

    hours = {"zone": "Asia/Jayapura", "quiet_from": "21:00", "quiet_until": "06:00", "digest_hour": 7}
    made = client.put("/api/v1/notices/hours", hours, **put)
    assert made.status_code == 200 and made["ETag"] == '"hours:1"'
    assert (
        client.put("/api/v1/notices/hours", hours, headers={"If-Match": '"hours:0"'}, **put).status_code
        == 412
    )
    assert client.put("/api/v1/notices/hours", hours | {"digest_hour": 22}, **put).status_code == 409
    assert client.get("/api/v1/notices/count").json() == {"unread": 0}
    say(addressed)
    assert a_round() == 0
    assert client.get("/api/v1/notices/deliveries").json() == []
    assert client.get("/api/v1/notices?family=referrals&unread=true").json()[0]["family"] == "referrals"


def test_the_api_of_channels_is_for_administrators(addressed, mails, signed_in):
    assert signed_in(addressed.rina).get("/api/v1/notices/channels").status_code == 403
    client = signed_in(addressed.tono)

    told = {one["channel"]: one for one in client.get("/api/v1/notices/channels").json()}
    assert told["mail"]["works"] and not told["sms"]["on"]
    assert client.post("/api/v1/notices/channels/sms/test").status_code == 409
    assert client.post("/api/v1/notices/channels/mail/test").status_code == 409  # Tono has no address


def test_a_test_reaches_the_administrator(addressed, mails, signed_in, world):
    with as_role("gugus_worker"):
        world.tono.email = "tono@example.go.id"
        world.tono.save(update_fields=["email"])

    assert signed_in(world.tono).post(reverse("notices:test"), {"channel": "mail"}).status_code == 302
    assert signed_in(world.tono).post(reverse("notices:test"), {"channel": "pigeon"}).status_code == 404
    assert a_round(now()) == 1
    assert "uji coba" in mails.letters()[0].get_content()


# --- numbers ------------------------------------------------------------------------------------------------------


def code_in(provider) -> str:
    return re.search(r"\b\d{6}\b", provider.told()[-1]["text"])[0]


def test_nothing_leaves_to_a_number_before_its_code_came_back(addressed, provider, signed_in):
    client, url = signed_in(addressed.budi), reverse("notices:number", args=["sms"])
    assert client.get(url).status_code == 200
    assert client.post(url, {"what": "ask", "number": "0800-0777-123"}).status_code == 302
    with voice_of(addressed.budi):
        Choice(user=addressed.budi, channel="sms", family="referrals", mode="at_once").save(force_insert=True)
    say(addressed, at=now())
    a_round(now())
    assert len(provider.asked) == 1  # the code, and nothing else

    assert client.post(url, {"what": "confirm", "code": "000000"}).status_code == 422
    assert client.post(url, {"what": "confirm", "code": code_in(provider)}).status_code == 302
    say(addressed, code="referral_returned", at=now())
    a_round(now() + timedelta(hours=12))
    a_round(now() + timedelta(hours=24))
    assert len(provider.asked) == 2 and "0800" not in client.get(url).content.decode()

    assert client.post(url, {"what": "drop"}).status_code == 302
    with voice_of(addressed.budi):
        assert not Address.objects.unscoped(because=BECAUSE).filter(user=addressed.budi).exists()


def test_five_wrong_guesses_end_a_code_and_three_codes_an_hour_are_enough(addressed, provider, signed_in):
    client, url = signed_in(addressed.budi), reverse("notices:number", args=["sms"])
    client.post(url, {"what": "ask", "number": "08000777123"})
    a_round(now())
    for _guess in range(5):
        assert client.post(url, {"what": "confirm", "code": "999999x"}).status_code == 422

    answer = client.post(url, {"what": "confirm", "code": code_in(provider)})
    assert answer.status_code == 422 and "tidak berlaku lagi" in answer.content.decode()
    for _more in range(2):
        assert client.post(url, {"what": "ask", "number": "08000777123"}).status_code == 302
    assert client.post(url, {"what": "ask", "number": "08000777123"}).status_code == 422
    assert client.post(url, {"what": "ask", "number": "129"}).status_code == 422


def test_a_channel_that_is_off_has_no_page(addressed, signed_in):
    assert signed_in(addressed.budi).get(reverse("notices:number", args=["sms"])).status_code == 404
    assert signed_in(addressed.budi).get(reverse("notices:number", args=["mail"])).status_code == 404


def test_a_number_is_sealed_and_seen_by_nobody_else(addressed, rina):
    number(addressed.budi)

    with voice_of(addressed.rina):
        assert not Address.objects.unscoped(because=BECAUSE).exists()
