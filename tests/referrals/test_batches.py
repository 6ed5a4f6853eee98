"""Several persons at once: one referral and one decision for each, all or none in every step."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.conftest import NOON, as_role, voice_of
from tests.referrals.conftest import family, group_of, parties_of, wish_for

from gugus.base.versions import Stale
from gugus.cases.actions import end_party
from gugus.outbox.models import Event
from gugus.referrals.batches import Ask, Decision, decide_batch, revoke_rest, send_batch, write_batch
from gugus.referrals.models import Batch, Referral
from gugus.referrals.moving import CannotMove
from gugus.tasks.models import Task

BECAUSE = "the test looks"
POLICE = "unit-ppa"


def members(batch, user) -> list[Referral]:
    with voice_of(user):
        rows = Referral.objects.unscoped(because=BECAUSE).filter(batch=batch).order_by("pk")
        return list(rows.select_related("data_key"))


def states(batch, user) -> list[str]:
    return [one.state for one in members(batch, user)]


def url(name, batch):
    return reverse(f"referrals:{name}", args=[batch.ref])


@pytest.fixture
def three(world, case):
    """A mother and two children, asked for in one go."""
    return family(world, case, world.shelter)


def test_one_referral_for_each_is_sent_in_one_transaction(world, three):
    assert states(three, world.rina) == ["sent"] * 3
    assert states(three, world.maya) == ["sent"] * 3
    assert {one.minor for one in members(three, world.maya)} == {True, False}


def test_nothing_is_sent_when_one_cannot_be(world, case):
    batch = family(world, case, world.shelter, send=False)
    with voice_of(world.rina):
        gone = case.parties.select_related("case", "person").order_by("since_at", "pk").last()
        end_party(party=gone, reason="Pulang.", by=world.rina, at=NOON)
        with pytest.raises(Exception, match="not_in_case"):
            send_batch(batch=batch, by=world.rina, at=NOON)

    assert states(batch, world.rina) == ["draft"] * 3
    assert states(batch, world.maya) == []


def test_the_same_form_sent_twice_asks_once(world, case):
    first = family(world, case, world.shelter, key="01890000-0000-7000-8000-000000000001")
    with voice_of(world.rina):
        parties = list(case.parties.select_related("person"))
        second = write_batch(
            case=case, asks=[Ask(one) for one in parties], wish=wish_for(world.shelter), kind="family",
            by=world.rina, at=NOON, key=first.pk,
        )  # fmt: skip

    assert second.pk == first.pk
    assert len(members(first, world.rina)) == 3


def test_some_go_to_another_agency_and_each_agency_sees_its_own(world, case, signed_in):
    batch = group_of(world, case, [world.shelter, world.police, world.shelter])

    assert len(members(batch, world.maya)) == 2 and len(members(batch, world.budi)) == 1
    body = signed_in(world.budi).get(f"/api/v1/referral-batches/{batch.ref}").json()
    assert (len(body["referrals"]), body["counts"]) == (1, {"sent": 1})


def form_for(batch, user, **answers):
    """What the page of decisions posts; answers: position → (decision, more)."""
    data = {}
    for place, one in enumerate(members(batch, user)):
        decision, more = answers.get(f"p{place}", ("later", {}))
        fields = {"decision": decision, "version": one.version, "code": "", "answer": ""} | more
        data |= {f"{one.ref}-{name}": value for name, value in fields.items()}
    return data


def test_one_decision_per_person_on_one_page(signed_in, world, case):
    batch = group_of(world, case, [world.shelter] * 3)
    data = form_for(
        batch, world.maya, p0=("accept", {"answer": "Siap."}), p1=("decline", {"code": "no_capacity"})
    )

    answer = signed_in(world.maya).post(url("batch_decide", batch), data)

    assert answer.status_code == 302
    assert states(batch, world.rina) == ["accepted", "declined", "sent"]
    with voice_of(world.rina):
        tasks = Task.objects.unscoped(because=BECAUSE).filter(kind="referral_next", done_at=None)
        assert [task.about_id for task in tasks] == [members(batch, world.rina)[1].pk]
    shown = signed_in(world.rina).get(url("batch", batch)).context
    assert {str(label): number for label, number in shown["counts"]} and shown["seen"].counts == {
        "accepted": 1, "declined": 1, "sent": 1,
    }  # fmt: skip


def test_an_error_at_one_person_loses_nothing_typed_and_answers_nobody(signed_in, world, case):
    batch = group_of(world, case, [world.shelter] * 3)
    data = form_for(
        batch,
        world.maya,
        p0=("accept", {"answer": "Kamar tiga siap."}),
        p1=("decline", {"answer": "Penuh kini."}),
    )

    answer = signed_in(world.maya).post(url("batch_decide", batch), data)

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Kamar tiga siap." in shown and "Penuh kini." in shown
    wrong = [one for one in answer.context["forms"] if one.errors]
    assert [list(one.errors) for one in wrong] == [["code"]]
    assert states(batch, world.maya) == ["sent"] * 3


def test_somebody_faster_with_one_person_changes_nobody_and_keeps_the_words(signed_in, world, case):
    batch = group_of(world, case, [world.shelter] * 2)
    data = form_for(batch, world.maya, p0=("accept", {"answer": "Siap semua."}), p1=("accept", {}))
    with voice_of(world.rina):
        first = members(batch, world.rina)[0]
        Referral._base_manager.filter(pk=first.pk).update(version=first.version + 1)

    answer = signed_in(world.maya).post(url("batch_decide", batch), data)

    assert answer.status_code == 409
    assert "Siap semua." in answer.content.decode()
    assert states(batch, world.maya) == ["sent"] * 2


def test_parting_a_family_with_a_child_must_be_said_knowingly(signed_in, world, three):
    client = signed_in(world.maya)
    data = form_for(
        three, world.maya, p0=("accept", {}), p1=("decline", {"code": "no_capacity"}), p2=("accept", {})
    )

    asked = client.post(url("batch_decide", three), data)

    assert asked.status_code == 422 and "apart" in asked.context["whole"].errors
    assert states(three, world.maya) == ["sent"] * 3
    assert client.post(url("batch_decide", three), data | {"apart": "on"}).status_code == 302
    assert sorted(states(three, world.rina)) == ["accepted", "accepted", "declined"]
    assert signed_in(world.rina).get(url("batch", three)).context["seen"].parted is True


def test_an_earlier_answer_counts_when_a_family_is_parted(world, three):
    first, second, _third = members(three, world.maya)
    with voice_of(world.maya):
        decide_batch(batch=three, decisions=[Decision(first, True)], by=world.maya, at=NOON)
        with pytest.raises(CannotMove) as refused:
            decide_batch(
                batch=three, decisions=[Decision(second, False, "no_capacity")], by=world.maya, at=NOON
            )

    assert [one.code for one in refused.value.reasons] == ["parts_family"]


def test_strangers_in_a_group_are_not_a_family(world, case):
    batch = group_of(world, case, [world.shelter] * 2)
    first, second = members(batch, world.maya)
    with voice_of(world.maya):
        decide_batch(
            batch=batch, decisions=[Decision(first, True), Decision(second, False, "no_capacity")], by=world.maya,
            at=NOON,
        )  # fmt: skip

    assert sorted(states(batch, world.maya)) == ["accepted", "declined"]


def test_the_open_rest_is_taken_back_together_and_the_accepted_runs_on(signed_in, world, case):
    batch = group_of(world, case, [world.shelter] * 3)
    with voice_of(world.maya):
        decide_batch(
            batch=batch, decisions=[Decision(members(batch, world.maya)[0], True)], by=world.maya, at=NOON
        )

    client = signed_in(world.rina)
    assert client.post(url("batch_take_back", batch), {"code": ""}).status_code == 422
    assert client.post(url("batch_take_back", batch), {"code": "elsewhere"}).status_code == 302
    assert states(batch, world.rina) == ["accepted", "revoked", "revoked"]
    with voice_of(world.rina), pytest.raises(CannotMove):
        revoke_rest(batch=batch, code="elsewhere", by=world.rina, at=NOON)


def test_the_receiver_sees_previews_and_no_person(signed_in, world, three):
    shown = signed_in(world.maya).get(url("batch", three)).content.decode()
    body = signed_in(world.maya).get(f"/api/v1/referral-batches/{three.ref}").content.decode()

    persons = refs_of(world, three)
    for text in (shown, body):
        assert not any(word in text for word in ("Kirana", "Melur", "aman malam ini", *persons))


def refs_of(world, batch) -> list[str]:
    with voice_of(world.rina):
        rows = Referral.objects.unscoped(because=BECAUSE).filter(batch=batch)
        return list(rows.values_list("person__ref", flat=True))


def test_one_call_makes_a_batch_and_one_answers_it(signed_in, world, case):
    parties = [str(one.pk) for one in parties_of(world, case, 2)]
    body = {
        "asks": [{"party": one} for one in parties], "kind": "group", "to": world.shelter.slug, "service": "shelter",
        "urgency": "soon", "sections": ["case", "identity"], "message": "Dua kamar.",
    }  # fmt: skip
    made = signed_in(world.rina).post(
        f"/api/v1/cases/{case.ref}/referral-batches", body, content_type="application/json"
    )
    assert made.status_code == 201 and made.json()["counts"] == {"sent": 2}

    client = signed_in(world.maya)
    place = f"/api/v1/referral-batches/{made.json()['ref']}"
    one, two = client.get(place).json()["referrals"]
    stale = [{"ref": one["ref"], "version": one["version"] - 1, "accepted": True}]
    assert post(client, f"{place}/decisions", {"decisions": stale}).status_code == 412
    nameless = [{"ref": two["ref"], "version": two["version"], "accepted": False}]
    assert post(client, f"{place}/decisions", {"decisions": nameless}).status_code == 409
    fine = [
        {"ref": one["ref"], "version": one["version"], "accepted": True},
        {"ref": two["ref"], "version": two["version"], "accepted": False, "code": "no_capacity", "proposed": POLICE},
    ]  # fmt: skip
    answered = post(client, f"{place}/decisions", {"decisions": fine})
    assert answered.json()["counts"] == {"accepted": 1, "declined": 1}
    assert [bool(each["person"]) for each in answered.json()["referrals"]] == [True, False]


def post(client, address, body):
    return client.post(address, body, content_type="application/json")


@pytest.mark.parametrize("name", ["sari", "budi", "arif", "wulan"])
def test_others_do_not_find_a_batch(signed_in, world, three, name):
    client = signed_in(getattr(world, name))

    assert client.get(url("batch", three)).status_code in {403, 404}
    assert client.get(f"/api/v1/referral-batches/{three.ref}").status_code in {403, 404}
    assert client.post(url("batch_decide", three), {}).status_code in {403, 404}
    with voice_of(getattr(world, name)):
        assert not Batch.objects.unscoped(because=BECAUSE).filter(pk=three.pk).exists()


def test_a_batch_that_was_not_sent_is_hidden_from_the_asked(signed_in, world, case):
    batch = family(world, case, world.shelter, send=False)

    assert signed_in(world.maya).get(url("batch", batch)).status_code == 404
    with voice_of(world.maya):
        assert not Batch.objects.unscoped(because=BECAUSE).filter(pk=batch.pk).exists()


def test_the_sender_decides_for_nobody(signed_in, world, three):
    client = signed_in(world.rina)

    assert (
        client.post(url("batch_decide", three), form_for(three, world.rina, p0=("accept", {}))).status_code
        == 302
    )
    assert states(three, world.rina) == ["sent"] * 3


def test_pages_lead_from_the_case_to_a_sent_batch(signed_in, world, case):
    parties = [str(one.pk) for one in parties_of(world, case, 3)]
    client = signed_in(world.rina)
    start = reverse("referrals:new", args=[case.ref])
    assert "together=1" in client.get(start).content.decode()
    assert "together=1&amp;service=shelter" in client.get(f"{start}?together=1").content.decode()
    last = f"{start}?together=1&service=shelter&to={world.shelter.slug}"
    form = client.get(last).context["form"]
    told = {
        "key": form["key"].value(), "together": "family", "parties": parties[:1], "urgency": "now",
        "message": "Tiga tempat tidur.",
        "sections": ["case", "identity"], "send": "",
    }  # fmt: skip

    alone = client.post(last, told)
    sent = client.post(last, told | {"parties": parties, f"to_{parties[1]}": "unit-ppa"})
    twice = client.post(last, told | {"parties": parties})

    assert alone.status_code == 422 and "parties" in alone.context["form"].errors
    assert "Tiga tempat tidur." in alone.content.decode()
    assert sent.status_code == 302 and twice.url == sent.url
    with voice_of(world.rina):
        batch = Batch.objects.unscoped(because=BECAUSE).get()
    assert {one.to_agency_id for one in members(batch, world.rina)} == {world.shelter.pk, world.police.pk}


def test_more_persons_need_no_more_queries(signed_in, world, case):
    small, large = group_of(world, case, [world.shelter] * 2), group_of(world, case, [world.shelter] * 9)

    for user in (world.maya, world.rina):
        client = signed_in(user)
        client.get(url("batch", small))
        assert queries(client, url("batch", large)) == queries(client, url("batch", small))
        place = "/api/v1/referral-batches/"
        assert queries(client, f"{place}{large.ref}") == queries(client, f"{place}{small.ref}")


def queries(client, address) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_a_version_that_changed_stops_all(world, case):
    batch = group_of(world, case, [world.shelter] * 2)
    first, second = members(batch, world.maya)
    with voice_of(world.maya), pytest.raises(Stale):
        decide_batch(
            batch=batch, decisions=[Decision(first, True, seen=first.version), Decision(second, True, seen=1)],
            by=world.maya, at=NOON,
        )  # fmt: skip

    assert states(batch, world.maya) == ["sent"] * 2
    with as_role("gugus_worker"):
        assert not Event.objects.filter(topic="referral.accepted").exists()
