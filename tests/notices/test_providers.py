"""Two providers played on loopback: what we send, how their faults are taken, what their receipts change."""

import hashlib
import hmac
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils.timezone import now
from tests.conftest import NOON, as_role, voice_of
from tests.notices.conftest import BECAUSE, a_round, deliveries, dispatches, number, say, states

from gugus.notices import receipts
from gugus.notices.channels import Message, NotSent, calls, working
from gugus.notices.channels.whatsapp import asked
from gugus.notices.codes import Channel
from gugus.notices.models import Address, Dispatch, OneTimeCode, ProviderReceipt
from gugus.notices.one_time import CannotSendCode, code_channels, send_code
from gugus.notices.signatures import hub_is_right, signed, standard_is_right

SMS, WHATSAPP = "/pemberitahuan/kabar/sms/", "/pemberitahuan/kabar/whatsapp/"
BACK = "whsec_YmFjay1iYWNrLWJhY2stYmFjaw=="


def hub(body: bytes, *, secret="app-secret", **more):
    right = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"X-Hub-Signature-256": right} | more
    return Client().post(WHATSAPP, body, content_type="application/json", headers=headers)


def standard(body: bytes, *, name="msg_1", secret=BACK, at=None, **more):
    stamp = str(int((at or now()).timestamp()))
    headers = {"webhook-id": name, "webhook-timestamp": stamp}
    headers["webhook-signature"] = signed(secret, name, stamp, body)
    return Client().post(SMS, body, content_type="application/json", headers=headers | more)


def status_of(name: str, told: str, key="", at=None) -> bytes:
    status = {"id": name, "status": told, "timestamp": str(int((at or now()).timestamp()))}
    status |= {"recipient_id": "6280000777123", "biz_opaque_callback_data": key}
    value = {"messaging_product": "whatsapp", "statuses": [status]}
    change = {"field": "messages", "value": value}
    return json.dumps(
        {"object": "whatsapp_business_account", "entry": [{"id": "0", "changes": [change]}]}
    ).encode()


def sms_told(kind: str, key: str) -> bytes:
    return json.dumps({"type": kind, "timestamp": now().isoformat(), "data": {"id": key}}).encode()


@pytest.fixture
def by_sms(addressed, provider):
    number(addressed.budi)
    return provider


@pytest.fixture
def by_whatsapp(addressed, provider):
    number(addressed.budi, Channel.WHATSAPP)
    provider.answers = [(200, {}, b'{"messages": [{"id": "wamid.HBgN"}]}')]
    return provider


# --- what we send -------------------------------------------------------------------------------------------------


def test_an_sms_is_signed_and_says_code_and_verb(addressed, by_sms, settings):
    say(addressed)
    assert a_round() == 1

    ((path, headers, body),) = by_sms.asked
    (dispatch,) = dispatches(addressed.budi)
    told = json.loads(body)
    assert path == "/kirim" and set(told) == {"id", "to", "text"}
    assert told["id"] == headers["webhook-id"] == headers["Idempotency-Key"] == dispatch.key
    assert standard_is_right(
        "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=", name=dispatch.key, stamp=headers["webhook-timestamp"],
        header=headers["webhook-signature"], body=body, at=now().timestamp(),
    )  # fmt: skip
    assert told["text"].startswith("Ada kabar untuk Anda. https://gugus.example.go.id/pemberitahuan/")


def test_whatsapp_gets_a_template_with_two_words(addressed, by_whatsapp):
    say(addressed)
    assert a_round() == 1

    ((path, headers, body),) = by_whatsapp.asked
    told = json.loads(body)
    assert path == "/v21.0/100200300/messages" and headers["Authorization"] == "Bearer very-secret-token"
    assert told["type"] == "template" and told["template"]["name"] == "ada_kabar"
    (part,) = told["template"]["components"]
    assert [one["text"] for one in part["parameters"]] == ["Ada kabar untuk Anda", "-"]
    assert told["biz_opaque_callback_data"] == dispatches(addressed.budi)[0].key


def test_several_news_are_a_count(addressed, by_whatsapp):
    for code in ("referral_sent", "referral_returned", "referral_late"):
        say(addressed, code=code)

    assert a_round() == 1 and len(by_whatsapp.asked) == 1
    (part,) = by_whatsapp.told()[0]["template"]["components"]
    assert part["parameters"][1]["text"] == "3"


def test_the_providers_name_of_a_message_is_kept_as_a_digest_only(addressed, by_whatsapp):
    say(addressed)
    a_round()

    digest = dispatches(addressed.budi)[0].provider_digest
    assert digest and "wamid" not in digest


# --- their faults -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "state", "later"),
    [
        ((429, {"Retry-After": "120"}, b"{}"), ("failed", "too_much"), 2),
        ((401, {}, b"{}"), ("failed", "not_admitted"), 1),
        ((500, {}, b"not json"), ("leaving", ""), 1),
        ((503, {}, b"{}"), ("leaving", ""), 1),
        ((302, {"Location": "http://127.0.0.1:1/elsewhere"}, b""), ("failed", "server"), 1),
    ],
)
def test_faults_of_the_sms_provider_are_tried_again_under_the_same_id(
    addressed, by_sms, answer, state, later
):
    by_sms.answers = [answer, (200, {}, b"{}")]
    say(addressed)
    a_round()

    assert states(addressed.budi) == [state]
    assert a_round(NOON + timedelta(minutes=later) - timedelta(seconds=1)) == 0
    assert a_round(NOON + timedelta(minutes=later)) == 1
    ids = {told["id"] for told in by_sms.told()}
    assert len(by_sms.asked) == 2 and len(ids) == 1 and states(addressed.budi) == [("sent", "")]


def test_a_provider_that_has_the_id_already_has_the_message(addressed, by_sms):
    by_sms.hang_up = True
    say(addressed)
    a_round()
    by_sms.hang_up, by_sms.answers = False, [(409, {}, b"{}")]

    assert a_round(NOON + timedelta(minutes=1)) == 1 and states(addressed.budi) == [("sent", "")]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((400, {}, b'{"error": {"code": 131026}}'), ("given_up", "address")),
        ((400, {}, b'{"error": {"code": 131056}}'), ("failed", "too_much")),
        ((500, {}, b'{"error": {"code": 131000}}'), ("failed", "server")),
        ((400, {}, b'{"error": {"code": 132001}}'), ("given_up", "refused")),
        ((500, {}, b"<html>"), ("digest", "interrupted")),
        ((200, {}, b"[[[" * 40_000), ("sent", "")),
        ((200, {}, b'{"messages": [7]}'), ("sent", "")),
    ],
)
def test_faults_of_whatsapp(addressed, by_whatsapp, answer, state):
    by_whatsapp.answers = [answer]
    say(addressed)
    a_round()

    assert states(addressed.budi) == [state]


def test_a_slow_provider_is_not_waited_for(addressed, by_sms, monkeypatch):
    monkeypatch.setattr(calls, "PATIENCE", 0.2)
    by_sms.slow = 1.0
    say(addressed)
    a_round()

    assert states(addressed.budi) == [("leaving", "")]  # unsure, and the same id goes again


def test_a_failing_channel_keeps_no_other_from_leaving(addressed, mails, settings, tmp_path):
    secret = tmp_path / "s"
    secret.write_text("x" * 20)
    secret.chmod(0o600)
    settings.NOTICES |= {
        "sms_url": "http://127.0.0.1:9/", "sms_secret_file": str(secret), "sms_receipts_file": str(secret)
    }  # fmt: skip
    number(addressed.budi)
    say(addressed)
    say(addressed, to=addressed.maya)

    assert a_round() == 2 and len(mails.raw) == 2
    assert sorted(one.state for one in deliveries(addressed.budi)) == ["failed", "sent"]


def test_a_refused_number_is_not_tried_again(addressed, by_sms):
    by_sms.answers = [(422, {}, b'{"error": "address"}'), (200, {}, b"{}")]
    say(addressed)
    a_round()
    say(addressed, code="referral_returned")

    assert a_round(NOON + timedelta(minutes=1)) == 0 and len(by_sms.asked) == 1


# --- addresses and secrets ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    ["http://provider.example/", "ftp://x/", "https://user:pw@provider.example/", "file:///etc/passwd", "", "https://",
     "http://127.0.0.1.evil.example/", "http://169.254.169.254/", "https://x:99999/"],
)  # fmt: skip
def test_messages_go_over_https_only_or_stay_on_this_machine(url):
    assert not calls.is_safe(url)
    with pytest.raises(NotSent):
        calls.post(url, b"", {}, before=lambda: None)


def test_a_secret_that_others_can_read_switches_the_channel_off(db, provider, settings):
    assert set(working()) == {"sms", "whatsapp"}
    open_file = settings.NOTICES["sms_secret_file"]
    Path(open_file).chmod(0o644)

    assert set(working()) == {"whatsapp"}
    assert Client().post(SMS, b"{}", content_type="application/json").status_code == 403


# --- webhooks -----------------------------------------------------------------------------------------------------


def kept() -> int:
    with as_role("gugus_worker"):
        return ProviderReceipt.objects.unscoped(because=BECAUSE).count()


def test_the_handshake_answers_the_challenge_to_who_knows_the_word(db, provider):
    ask = {"hub.mode": "subscribe", "hub.verify_token": "verify-me", "hub.challenge": "1158201444"}
    client = Client()

    right = client.get(WHATSAPP, ask)
    assert (right.status_code, right.content, right["Content-Type"]) == (200, b"1158201444", "text/plain")
    wrong = [
        ask | {"hub.verify_token": "verify-mf"},
        ask | {"hub.mode": "x"},
        ask | {"hub.challenge": "<b>"},
        {},
    ]
    assert {client.get(WHATSAPP, one).status_code for one in wrong} == {403}
    assert client.get(SMS, ask).status_code == client.get("/pemberitahuan/kabar/x/", ask).status_code == 403


def test_a_receipt_changes_the_delivery_and_an_earlier_step_does_not_undo_a_later_one(addressed, by_whatsapp):
    say(addressed)
    a_round()
    assert hub(status_of("wamid.HBgN", "delivered")).status_code == 200
    a_round(NOON + timedelta(minutes=1))
    assert dispatches(addressed.budi)[0].receipt == "delivered"
    hub(status_of("wamid.HBgN", "sent"))
    a_round(NOON + timedelta(minutes=2))
    assert dispatches(addressed.budi)[0].receipt == "delivered"  # late news of an earlier step


def test_the_same_bytes_again_are_taken_down_once(addressed, by_whatsapp):
    body = status_of("wamid.HBgN", "delivered")

    assert [hub(body).status_code for _time in range(3)] == [200] * 3 and kept() == 1


def test_what_did_not_arrive_is_given_up_and_the_number_not_tried_again(addressed, by_whatsapp):
    say(addressed)
    a_round()
    hub(status_of("wamid.HBgN", "failed"))
    a_round(NOON + timedelta(minutes=1))

    assert states(addressed.budi) == [("given_up", "address")]
    say(addressed, code="referral_returned")
    assert a_round(NOON + timedelta(minutes=2)) == 0


def test_a_receipt_settles_what_was_unsure(addressed, by_whatsapp):
    by_whatsapp.hang_up = True
    say(addressed)
    a_round()
    assert states(addressed.budi) == [("digest", "interrupted")]

    hub(status_of("wamid.unknown-to-us", "delivered", key=dispatches(addressed.budi)[0].key))
    a_round(NOON + timedelta(minutes=1))

    assert states(addressed.budi) == [("sent", "")]
    by_whatsapp.hang_up = False
    assert a_round(NOON + timedelta(days=1)) == 0  # the digest has nothing to repeat


def test_sms_receipts_by_standard_webhooks(addressed, by_sms):
    say(addressed)
    a_round()
    key = dispatches(addressed.budi)[0].key

    assert standard(sms_told("message.delivered", key)).status_code == 200
    assert standard(sms_told("message.delivered", key)).status_code == 200
    a_round(NOON + timedelta(minutes=1))

    assert kept() == 1 and dispatches(addressed.budi)[0].receipt == "delivered"


WRONG = {
    "another secret": lambda body: standard(body, secret="whsec_b3RoZXI="),
    "an old moment": lambda body: standard(body, at=now() - timedelta(seconds=301)),
    "a moment to come": lambda body: standard(body, at=now() + timedelta(seconds=310)),
    "no signature": lambda body: standard(body, **{"webhook-signature": ""}),
    "another scheme": lambda body: standard(body, **{"webhook-signature": "v2,AAAA"}),
    "another id": lambda body: standard(body, **{"webhook-id": "msg_2"}),
    "no id": lambda body: standard(body, **{"webhook-id": ""}),
    "a strange stamp": lambda body: standard(body, **{"webhook-timestamp": "١٢٣"}),
    "a huge stamp": lambda body: standard(body, **{"webhook-timestamp": "9" * 40}),
    "hub: another secret": lambda body: hub(body, secret="x"),
    "hub: no signature": lambda body: hub(body, **{"X-Hub-Signature-256": ""}),
    "hub: sha1": lambda body: hub(body, **{"X-Hub-Signature-256": "sha1=00"}),
    "hub: no ascii": lambda body: hub(body, **{"X-Hub-Signature-256": "sha256=é"}),
    "too long": lambda body: standard(body + b" " * 65_536),
    "a form": lambda body: Client().post(SMS, {"a": "b"}),
    "no such channel": lambda body: Client().post("/pemberitahuan/kabar/mail/", body, content_type="text/plain"),
}  # fmt: skip


@pytest.mark.parametrize("how", WRONG)
def test_whatever_is_not_right_gets_one_neutral_answer_and_leaves_nothing(db, provider, how):
    answer = WRONG[how](sms_told("message.delivered", "a" * 32))

    assert (answer.status_code, answer.content) == (403, b"") and kept() == 0


def test_known_and_unknown_messages_are_answered_alike(addressed, by_sms):
    say(addressed)
    a_round()
    known = standard(sms_told("message.delivered", dispatches(addressed.budi)[0].key))
    unknown = standard(sms_told("message.delivered", "0" * 32), name="msg_2")

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content) == (200, b"")
    assert {k for k, _ in known.items()} == {k for k, _ in unknown.items()}
    assert a_round(NOON + timedelta(minutes=1)) == 0


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b"7", b"null", b"[" * 100_000, b'{"entry": 7}', b'{"entry": [{"changes": [{"value": []}]}]}',
     b'{"entry": [{"changes": [{"value": {"statuses": [{"id": {}, "status": [], "timestamp": {}}]}}]}]}',
     b"\xff\xfe", b'{"entry": [{"changes": [{"value": {"statuses": [null, 7, "x"]}}]}]}'],
)  # fmt: skip
def test_strange_bodies_with_a_right_signature_are_passed_over(db, provider, body):
    answer = hub(body)

    assert answer.status_code == (403 if len(body) > 65_536 else 200) and kept() == 0
    assert standard(body).status_code == answer.status_code and kept() == 0


def test_an_old_receipt_of_whatsapp_is_passed_over(db, provider):
    assert hub(status_of("wamid.x", "read", at=now() - timedelta(days=8))).status_code == 200 and kept() == 0


def test_one_request_brings_no_flood(db, provider):
    status = {"id": "w", "status": "sent", "timestamp": str(int(now().timestamp()))}
    many = [status | {"id": f"w{one}"} for one in range(500)]
    body = json.dumps({"entry": [{"changes": [{"value": {"statuses": many}}]}]}).encode()

    assert hub(body).status_code == 200 and kept() == receipts.MOST_IN_ONE


def test_signatures_are_over_the_raw_bytes():
    body = b'{"a":  1}'
    right = "sha256=" + hmac.new(b"s", body, hashlib.sha256).hexdigest()

    assert hub_is_right("s", right, body) and not hub_is_right("s", right, b'{"a": 1}')
    assert not hub_is_right("", "sha256=" + hmac.new(b"", body, hashlib.sha256).hexdigest(), body)


def test_the_known_vector_of_standard_webhooks():
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'

    assert signed(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body) == (
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


# --- one-time codes for others ------------------------------------------------------------------------------------


def guest_code(world, **more):
    told = {"channel": "sms", "to": "0800-0777-123", "code": "424242", "language": "id", "at": NOON} | more
    with voice_of(world.rina):
        return send_code(**told)


def test_a_code_for_a_guest_leaves_over_the_other_way_and_is_kept_nowhere(addressed, provider):
    made = guest_code(addressed, link_went_by="whatsapp")
    assert a_round() == 1

    assert provider.told()[0]["text"].startswith("Kode Anda: 424242.")
    with as_role("gugus_worker"):
        assert not OneTimeCode.objects.unscoped(because=BECAUSE).exists()
        assert Dispatch.objects.unscoped(because=BECAUSE).get(pk=made.pk).step == "sent"


def test_a_code_never_goes_the_way_of_the_link(addressed, provider):
    assert code_channels(link_went_by="sms") == ["whatsapp"]
    for more, reason in (
        ({"link_went_by": "sms"}, "same_channel"), ({"channel": "mail"}, "channel_off"), ({"to": "129"}, "no_number"),
    ):  # fmt: skip
        with pytest.raises(CannotSendCode) as refused:
            guest_code(addressed, **more)
        assert [one.code for one in refused.value.reasons] == [reason]


def test_a_code_that_comes_too_late_does_not_leave(addressed, provider):
    guest_code(addressed)

    assert a_round(NOON + timedelta(minutes=16)) == 0 and provider.asked == []
    with as_role("gugus_worker"):
        assert not OneTimeCode.objects.unscoped(because=BECAUSE).exists()


def test_a_code_by_whatsapp_uses_the_template_for_codes(settings):
    settings.NOTICES = {"whatsapp_code_template": "kode"}
    message = Message("k", "+6280000777123", "id", "Kode Anda", (), "…", code="424242")

    parts = asked(message)["template"]["components"]
    assert [one["parameters"][0]["text"] for one in parts] == ["424242"] * 2


def test_the_application_role_reads_no_code_and_no_receipt(addressed, provider, rina):
    guest_code(addressed)

    with voice_of(addressed.rina):
        assert not OneTimeCode.objects.unscoped(because=BECAUSE).exists()
        assert not Dispatch.objects.unscoped(because=BECAUSE).exists()
        assert not Address.objects.unscoped(because=BECAUSE).exists()
