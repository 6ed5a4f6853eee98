"""Pages and API: who gets in, what a village office reads, errors at their fields, numbers of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from tests.conftest import NOON, as_role, voice_of
from tests.reintegration.conftest import HOME, begun, followed, opened_to, party_of, seen, village, visits

from gugus.law.lists import children, codes
from gugus.people.models import Person
from gugus.reintegration import figures
from gugus.reintegration.actions.preparing import Look, begin_reintegration, look_at_home
from gugus.reintegration.actions.visiting import record_visit
from gugus.reintegration.models import OutcomeAnswer, Reintegration, ReturnAlarm

SECRET = "Pamannya pernah menjual motor"


def page(client, name, *args, **query):
    return client.get(reverse(f"reintegration:{name}", args=args), query)


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def one(world, case):
    """Reunited four days ago, by the real clock: pages ask it."""
    at = now() - timedelta(days=10)
    with as_role("gugus_worker"):
        type(case).objects.unscoped(because="test").filter(pk=case.pk).update(opened_at=at)
    case.opened_at = at
    on = (now() - timedelta(days=4)).date()
    return followed(world, case, on=on, at=now() - timedelta(days=4))


def test_a_girl_is_prepared_reunited_and_visited_on_the_pages(signed_in, world, case):
    client = signed_in(world.rina)
    party = party_of(case, world.rina)
    day = now().date().isoformat()

    made = client.post(
        reverse("reintegration:new", args=[case.ref]), {"party": str(party.pk), "risk": "medium"}
    )
    ref = made["Location"].rstrip("/").rpartition("/")[2]
    step = lambda slug, **told: client.post(reverse("reintegration:step", args=[ref, slug]), told)  # noqa: E731
    early = step("putuskan", place="family", wants="yes", reasons="Ibu menunggu.")
    assert (
        early.status_code == 422
        and "Rumah ini belum dilihat" in text(early)
        and "Ibu menunggu." in text(early)
    )
    assert step("rumah", **HOME | {"looked_on": day}).status_code == 302
    assert step("siapkan", step="client_wish", answer="done", done_on=day).status_code == 302
    assert step("putuskan", place="family", wants="yes", reasons="Ibu menunggu.").status_code == 302
    assert step("satukan", reunited_on=day).status_code == 302
    first = visits(world.rina, Reintegration(pk=_pk(world, ref)))[0]
    form = page(client, "record", ref, first.pk)
    assert form.status_code == 200 and "Kunjungan k1" in text(form)
    wrong = client.post(reverse("reintegration:record", args=[ref, first.pk]), {"words": SECRET})
    assert wrong.status_code == 422 and SECRET in text(wrong)
    told = {"visited_on": day, "means": "home", "alone": "no", "safety": "watch", "words": SECRET,
            "recruiter": "recruiter_came", "needs": ["counselling"], "alarm": "on",
            "version": first.version}  # fmt: skip
    assert client.post(reverse("reintegration:record", args=[ref, first.pk]), told).status_code == 302
    shown = text(page(client, "detail", ref))

    assert (
        "Perekrut menghubungi" in shown
        and SECRET in shown
        and "perekrut menghubungi atau datang" in shown.lower()
    )
    assert f"/kasus/{case.ref}/layanan/?service=counselling" in shown
    assert client.post(reverse("reintegration:record", args=[ref, first.pk]), told).status_code == 409
    on_case = text(client.get(reverse("cases:detail", args=[case.ref])))
    assert "Urutan kunjungan" in on_case and ref in on_case


def _pk(world, ref):
    with voice_of(world.rina):
        return Reintegration.objects.unscoped(because="test").get(ref=ref).pk


def test_a_hidden_one_looks_like_a_missing_one(signed_in, world, one):
    for name in ("sari", "maya"):
        client = signed_in(getattr(world, name))
        hidden, missing = page(client, "detail", one.ref), page(client, "detail", "RI-0000-0000")
        assert hidden.status_code == missing.status_code == 404
        assert client.get(f"/api/v1/reintegrations/{one.ref}").status_code == 404
        assert one.ref not in text(page(client, "list", tab="running"))


def test_the_police_have_no_way_in(signed_in, world, case, one):
    opened_to(world, case, world.police)

    assert page(signed_in(world.budi), "detail", one.ref).status_code in {403, 404}
    assert signed_in(world.budi).get(f"/api/v1/reintegrations/{one.ref}").status_code in {403, 404}


def test_a_village_office_reads_days_and_needs_and_writes_nothing(signed_in, world, case, one):
    office, wayan = village(world)
    opened_to(world, case, office)
    first = visits(world.rina, one)[0]
    with voice_of(world.rina):
        told = seen(now().date(), words=SECRET, needs=("skills_training",), safety="watch")
        record_visit(visit=first, seen=told, by=world.rina, at=now())
    client = signed_in(wayan)
    shown, data = (
        text(page(client, "detail", one.ref)),
        client.get(f"/api/v1/reintegrations/{one.ref}").json(),
    )

    assert "Hari dan kebutuhan" in shown and "elatihan keterampilan" in shown
    for hidden in (SECRET, "Ibu menjemput", "Bersama keluarga", "perlu diawasi", "Catat kunjungan", "Alarm"):
        assert hidden not in shown.partition("<main")[2], hidden
    assert data["visits"][0]["needs"] == ["skills_training"]
    assert (data["visits"][0]["safety"], data["visits"][0]["words"], data["place"]) == ("", None, "")
    assert SECRET not in text(page(client, "report", one.ref))
    assert page(client, "record", one.ref, visits(world.rina, one)[1].pk).status_code == 403
    alarm = client.post(reverse("reintegration:step", args=[one.ref, "alarm"]), {"kind": "debt"})
    assert alarm.status_code == 403


def test_one_click_raises_an_alarm_and_the_list_shows_it(signed_in, world, one):
    client = signed_in(world.rina)
    for _ in range(2):
        assert (
            client.post(
                reverse("reintegration:step", args=[one.ref, "alarm"]), {"kind": "missing"}
            ).status_code
            == 302
        )
    with voice_of(world.rina):
        alarm = ReturnAlarm.objects.unscoped(because="test").get()

    assert one.ref in text(page(client, "list", tab="alarms"))
    settled = client.post(
        reverse("reintegration:settle", args=[one.ref, alarm.pk]), {"verdict": "false", "words": ""}
    )
    assert settled.status_code == 422
    settled = client.post(
        reverse("reintegration:settle", args=[one.ref, alarm.pk]),
        {"verdict": "false", "words": "Ia di sawah."},
    )
    assert settled.status_code == 302 and one.ref not in text(page(client, "list", tab="alarms"))


def test_the_end_says_everything_at_once(signed_in, world, one):
    answer = signed_in(world.rina).post(
        reverse("reintegration:step", args=[one.ref, "selesai"]), {"version": one.version}
    )

    assert answer.status_code == 422
    assert "Waktu pemantauan paling singkat" in text(answer) and "Hasil pada akhir belum ditanyakan" in text(
        answer
    )


def test_two_people_decide_at_once_and_the_second_keeps_what_was_typed(signed_in, world, case):
    one = begun(world, case)
    with voice_of(world.rina):
        look_at_home(one=one, look=Look(**HOME), by=world.rina, at=NOON)
    told = {"place": "family", "wants": "yes", "reasons": SECRET, "version": one.version}
    answer = signed_in(world.rina).post(reverse("reintegration:step", args=[one.ref, "putuskan"]), told)

    assert answer.status_code == 409 and SECRET in text(answer)


def test_a_companion_off_the_team_and_a_colleague_find_nothing(signed_in, world, one):
    for name in ("ratih", "nadia"):
        assert page(signed_in(getattr(world, name)), "detail", one.ref).status_code == 404


def test_the_supervisor_sees_it_the_chair_only_counts(signed_in, world, one):
    assert page(signed_in(world.yusuf), "detail", one.ref).status_code == 200
    assert page(signed_in(world.arif), "detail", one.ref).status_code == 403
    assert page(signed_in(world.arif), "figures").status_code == 200


def test_small_counts_of_outcomes_are_hidden(world, case, one):
    known = [each.code for each in codes("reintegration_outcomes") if not each.parent]
    with as_role("gugus_worker"):
        for level, number in ((3, 12), (2, 6), (0, 1)):
            for _ in range(number):
                other = Reintegration(
                    case=case,
                    person_id=_person(world),
                    agency=world.unit,
                    risk="low",
                    started_by=None,
                    started_at=NOON,
                )
                other.save(force_insert=True)
                OutcomeAnswer.objects.create(
                    reintegration=other, case=case, moment="end", indicator=known[0], level=level,
                    asked_on="2025-06-01", at=NOON,
                )  # fmt: skip
    with voice_of(world.sari):
        first = figures.of_year(2025)[0]

    assert len(first.bars) == 3 and len(first.scale) == len(children("reintegration_outcomes", known[0]))
    shown = first.bars[2].values
    assert 1 not in shown and shown.count("<5") >= 2 and set(shown) <= {12, 6, "<5"}


def _person(world):
    one = Person(agency=world.unit, visible_to=[world.unit.pk], created_at=NOON)
    one.save(force_insert=True)
    return one.pk


def test_the_api_takes_a_girl_home_and_wants_the_version(signed_in, world, case):
    client = signed_in(world.rina)
    party = party_of(case, world.rina)
    day = now().date().isoformat()
    call = lambda path, body, **more: client.post(  # noqa: E731
        f"/api/v1/{path}", body, content_type="application/json", headers=more
    )
    made = call(f"cases/{case.ref}/reintegrations", {"party": str(party.pk), "risk": "low"})
    assert made.status_code == 201, made.content
    url = f"reintegrations/{made.json()['ref']}"
    assert call(f"{url}/homes", HOME | {"looked_on": day}).status_code == 200
    place = {"place": "family", "wants": "yes", "reasons": "Ibu menunggu."}
    assert call(f"{url}/placement", place).status_code == 428
    tag = client.get(f"/api/v1/{url}")["ETag"]
    placed = call(f"{url}/placement", place, **{"If-Match": tag})
    assert placed.json()["place"] == "family"
    assert call(f"{url}/reunion", {"reunited_on": day}, **{"If-Match": tag}).status_code == 412
    home = call(f"{url}/reunion", {"reunited_on": day}, **{"If-Match": placed["ETag"]}).json()
    first = home["visits"][0]["id"]
    told = {
        "visited_on": day,
        "means": "phone",
        "alone": "spoken",
        "safety": "safe",
        "findings": {"debt": "debt_pressed"},
    }
    after = call(f"{url}/visits/{first}", told).json()
    assert after["visits"][0]["findings"] == {"debt": "debt_pressed"} and after["alarms"][0]["kind"] == "debt"
    missed = call(f"{url}/visits/{after['visits'][1]['id']}/missed", {"code": "weather"})
    assert missed.json()["visits"][1]["missed"] == "weather"
    negative = call(f"{url}/supports", {"kind": "work", "words": "Warung", "amount": "-5"})
    assert negative.status_code == 409
    helped = call(f"{url}/supports", {"kind": "capital", "words": "Warung", "amount": "100.50"}).json()[
        "supports"
    ][0]
    paid = call(f"{url}/supports/{helped['id']}/payments", {"amount": "100.50", "paid_on": day}).json()
    assert paid["supports"][0]["paid"] == "100.50"
    assert (
        call(
            f"{url}/alarms/{after['alarms'][0]['id']}/settle", {"verdict": "false", "words": "Arisan."}
        ).status_code
        == 200
    )
    assert call(f"{url}/end", {}, **{"If-Match": client.get(f"/api/v1/{url}")["ETag"]}).status_code == 409
    assert [row["ref"] for row in client.get("/api/v1/reintegrations?tab=running").json()] == [
        made.json()["ref"]
    ]


@pytest.mark.parametrize("tab", ["due", "running"])
def test_the_list_asks_the_same_number_of_questions_for_3_and_for_12(signed_in, world, case, tab):
    client = signed_in(world.rina)

    def grow(number):
        for _ in range(number):
            party = party_of(case, world.rina, birth_year=1990)
            with voice_of(world.rina):
                begin_reintegration(case=case, party=party, by=world.rina, at=NOON)

    def asked() -> int:
        page(client, "list", tab=tab)
        with CaptureQueriesContext(connection) as found:
            assert page(client, "list", tab=tab).status_code == 200
        return len(found)

    grow(3)
    few = asked()
    grow(9)
    assert asked() == few
