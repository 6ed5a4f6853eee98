"""Pages and API of the criminal track: who comes in, what they show, what a refusal says."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.conftest import NOON, voice_of
from tests.justice.conftest import (
    ACT,
    LP,
    LP_ON,
    TO_HAND_OVER,
    TODAY,
    again,
    at_trial,
    follow_all,
    hearing_on,
    moved,
    recruiter,
    ruled,
    seen_by,
    written,
)

from gugus.audit.models import Entry
from gugus.justice import api
from gugus.justice.actions import shielding, sitting
from gugus.justice.models import (
    Charge,
    Hearing,
    Informing,
    Move,
    Proceeding,
    Protection,
    Ruling,
    Seat,
    Shield,
)
from gugus.justice.views import calendar, hearings, listing, proceedings, survivors

KEY = "019f0000-0000-7000-8000-00000000c0de"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    for room in (listing, proceedings, hearings, survivors, calendar, api):
        monkeypatch.setattr(room, "now", lambda: NOON)


def page(client, name, *args, query="") -> str:
    answer = client.get(reverse(f"justice:{name}", args=args) + query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def send(client, name, *args, status=302, **words):
    answer = client.post(reverse(f"justice:{name}", args=args), words)
    assert answer.status_code == status, (name, answer.status_code, answer.content.decode()[-3000:])
    return answer


def fresh(user, model, **which):
    return seen_by(user, model, **which)[-1]


def test_a_track_through_the_pages_from_the_report_to_the_verdict(world, case, accused, signed_in):
    rina = signed_in(world.rina)
    page(rina, "new", case.ref)
    send(
        rina, "new", case.ref, key=KEY, accused=str(accused.pk), lp_number=LP, lp_on=str(LP_ON), act_1=str(ACT),
        office=str(world.police.pk), note="Dilaporkan ibunya.",
    )  # fmt: skip
    one = fresh(world.rina, Proceeding)
    for number, stage in enumerate(TO_HAND_OVER):
        page(rina, "move", one.ref)
        version = again(world.rina, one).version
        send(
            rina,
            "move",
            one.ref,
            to=stage,
            on=str(LP_ON + timedelta(days=number)),
            document="B/1",
            version=version,
        )
    shown = page(rina, "charge", one.ref, query=f"?hari={ACT}")
    assert "KUHP Nasional" in shown and "Pasal 2 ayat" not in shown
    version = again(world.rina, one).version
    send(
        rina, "charge", one.ref, acted_on=str(ACT), provision="kuhp_455", level="single", aggravations=["child"],
        version=version,
    )  # fmt: skip
    for stage in ("indicted", "trial"):
        version = again(world.rina, one).version
        send(rina, "move", one.ref, to=stage, on=str(TODAY), version=version)
    charge = fresh(world.rina, Charge)
    page(rina, "verdict", one.ref)
    words = {f"outcome_{charge.pk}": "convicted", f"months_{charge.pk}": 96, f"fine_{charge.pk}": 300_000_000}
    version = again(world.rina, one).version
    send(rina, "verdict", one.ref, on=str(TODAY), number="12/Pid.Sus/2026", version=version, **words)

    assert again(world.rina, one).stage == "verdict"
    ruling = fresh(world.rina, Ruling)
    assert (ruling.months, ruling.fine, ruling.life) == (96, 300_000_000, False)
    whole = page(rina, "detail", one.ref)
    for word in (LP, "12/Pid.Sus/2026", "KUHP Nasional", "Rp300.000.000", "korban anak"):
        assert word in whole
    assert "Bimo Rekaan" not in whole


def test_what_is_refused_stands_at_its_field_and_keeps_what_was_typed(world, proceeding, signed_in):
    rina = signed_in(world.rina)
    words = {
        "to": "inquiry",
        "on": str(LP_ON - timedelta(days=1)),
        "document": "B/77/yang-diketik",
        "version": 1,
    }

    answer = send(rina, "move", proceeding.ref, status=422, **words)

    shown = answer.content.decode()
    assert "B/77/yang-diketik" in shown and "Ini mendahului langkah sebelumnya." in shown


def test_who_was_slower_sees_that_and_keeps_the_text(world, proceeding, signed_in):
    moved(world.rina, proceeding, "inquiry")

    answer = send(
        signed_in(world.rina), "move", proceeding.ref, status=409, to="investigation", on=str(TODAY), version=1,
        document="B/88/yang-diketik",
    )  # fmt: skip

    assert "B/88/yang-diketik" in answer.content.decode()
    assert len(seen_by(world.rina, Move, proceeding=proceeding)) == 2


def test_a_hearing_of_a_child_through_the_pages(world, proceeding, survivor, signed_in):
    rina = signed_in(world.rina)
    pk = survivor.pk
    words = {
        "agenda": "victim", "starts_at": "2026-06-25T10:00", "zone": "wita", "minutes": "60",
        f"presence_{pk}": "in_person",
        "key": KEY, "court_name": "PN Contoh",
    }  # fmt: skip
    alone = send(rina, "new_hearing", proceeding.ref, status=422, **words).content.decode()
    assert "Anak diperiksa dengan didampingi" in alone and "Kirana Wulandari" not in alone
    send(
        rina,
        "new_hearing",
        proceeding.ref,
        **words,
        **{f"beside_{pk}": "parent", f"beside_name_{pk}": "Ibu Contoh"},
    )

    one = fresh(world.rina, Hearing)
    assert one.starts_at.isoformat() == "2026-06-25T02:00:00+00:00"
    shown = page(rina, "hearing", one.ref)
    assert "10.00 WITA" in shown and "Ibu Contoh" in shown
    assert 'value="2026-06-25T10:00"' in page(rina, "change_hearing", one.ref)
    send(
        rina, "hearing_step", one.ref, "tunda", code="court", next_at="2026-07-02T09:00", version=one.version
    )
    later = fresh(world.rina, Hearing, follows=one)
    assert later.starts_at.isoformat() == "2026-07-02T01:00:00+00:00"
    assert [seat.beside_name for seat in seen_by(world.rina, Seat, hearing=later)] == ["Ibu Contoh"]
    assert later.ref in page(rina, "hearing", one.ref)


def test_the_survivor_is_told_through_the_pages(world, proceeding, signed_in):
    follow_all()
    rina, row = signed_in(world.rina), seen_by(world.rina, Informing)[0]

    assert "data-label" in page(rina, "list", query="?tab=tell")
    page(rina, "tell", proceeding.ref, row.pk)
    send(rina, "tell", proceeding.ref, row.pk, way="meeting", told_at="2026-06-15T11:00")

    assert again(world.rina, row).state == "told"


def test_protection_through_the_pages(world, case, survivor, signed_in):
    rina = signed_in(world.rina)
    page(rina, "ask_protection", case.ref)
    send(
        rina,
        "ask_protection",
        case.ref,
        party=str(survivor.pk),
        kinds=["physical"],
        asked_on=str(TODAY),
        key=KEY,
    )
    one = fresh(world.rina, Protection)
    page(rina, "protection", one.ref)
    page(rina, "protection_step", one.ref)
    send(rina, "protection_step", one.ref, to="complete", on=str(TODAY), version=one.version)

    assert again(world.rina, one).state == "complete"
    assert one.ref in page(rina, "list", query="?tab=protection")


def test_art_18_is_not_there_for_the_other_side(world, shared, survivor, signed_in):
    rina = signed_in(world.rina)
    page(rina, "raise_shield", shared.ref)
    send(rina, "raise_shield", shared.ref, party=str(survivor.pk), note="Dipaksa membawa paket.")
    one = fresh(world.rina, Shield)
    assert "Dipaksa membawa paket." in page(rina, "shield", one.ref)
    page(rina, "shield_step", one.ref)
    assert one.ref in rina.get(reverse("cases:detail", args=[shared.ref])).content.decode()

    budi = signed_in(world.budi)
    for name, ref in (
        ("shield", one.ref),
        ("shield_step", one.ref),
        ("raise_shield", shared.ref),
        ("shield", "TP-0000-0000"),
    ):
        assert budi.get(reverse(f"justice:{name}", args=[ref])).status_code == 404
    whole = budi.get(reverse("cases:detail", args=[shared.ref])).content.decode()
    assert one.ref not in whole and "Pasal 18" not in whole
    for ref in (one.ref, "TP-0000-0000"):
        assert budi.get(f"/api/v1/shields/{ref}").status_code == 404


def test_the_case_page_shows_the_track_to_the_police_and_not_to_the_shelter(
    world, shared, accused, signed_in
):
    one = written(world, shared, accused)
    url = reverse("cases:detail", args=[shared.ref])

    assert one.ref in signed_in(world.rina).get(url).content.decode()
    assert one.ref in signed_in(world.budi).get(url).content.decode()
    assert one.ref not in signed_in(world.maya).get(url).content.decode()


@pytest.mark.parametrize("name", ["maya", "sari", "arif", "wulan", "dewi", "tono"])
def test_hidden_and_missing_look_alike(world, shared, accused, signed_in, name):
    one = written(world, shared, accused)
    hearing = hearing_on(world, one)
    client = signed_in(getattr(world, name))

    for real, missing in (
        (f"/perkara/{one.ref}/", "/perkara/PP-0000-0000/"), (f"/sidang/{hearing.ref}/", "/sidang/SI-0000-0000/"),
        (f"/api/v1/proceedings/{one.ref}", "/api/v1/proceedings/PP-0000-0000"),
    ):  # fmt: skip
        there, not_there = client.get(real), client.get(missing)
        assert there.status_code == not_there.status_code in {403, 404}
        assert one.ref not in there.content.decode().replace(real, "")


def test_a_report_is_sought_by_post_and_the_trail_keeps_no_number(world, proceeding, signed_in):
    rina = signed_in(world.rina)

    found = rina.post(reverse("justice:seek"), {"number": "lp/b/112/iii/2026/spkt"})
    nothing = rina.post(reverse("justice:seek"), {"number": "LP/0"})

    assert proceeding.ref in found.content.decode() and proceeding.ref not in nothing.content.decode()
    with voice_of(world.rina):
        entries = list(Entry.objects.unscoped(because="the test looks").filter(verb="proceeding.sought"))
    assert [one.changes for one in entries] == [{"found": 1}, {"found": 0}]
    assert "112" not in str([one.changes for one in entries])


def test_the_lists_and_figures_speak(world, case, proceeding, signed_in):
    rina = signed_in(world.rina)
    hearing_on(world, proceeding)
    moved(world.rina, written(world, case, None, lp_number="LP/B/2"), "inquiry", ("stopped", "no_offence"))

    assert "Sidang" in page(rina, "list")
    for tab, there in (("running", True), ("long", True), ("ended", False)):
        assert (proceeding.ref in page(rina, "list", query=f"?tab={tab}")) is there
    shown = page(rina, "figures")
    assert "Penyelidikan" in shown and proceeding.ref not in shown and LP not in shown


@pytest.mark.parametrize("tab", ["week", "running", "tell", "protection"])
def test_the_same_number_of_queries_for_three_rows_and_for_thirty(world, case, survivor, signed_in, tab):
    client = signed_in(world.rina)

    def grow(first, last):
        for number in range(first, last):
            one = written(
                world, case, recruiter(world, case, f"Orang Rekaan {number}"), lp_number=f"LP/{number}"
            )
            hearing_on(world, one, sitting.Place(survivor, "recorded"))
            with voice_of(world.rina):
                shielding.raise_shield(case=case, party=survivor, origin="told", by=world.rina, at=NOON)
        follow_all()

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            page(client, "list", query=f"?tab={tab}")
        return len(caught)

    grow(0, 3)
    queries()
    few = queries()
    grow(3, 12)

    assert queries() == few


# API


def call(client, method, path, body=None, **headers):
    send_it = getattr(client, method)
    data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    return send_it(f"/api/v1{path}", **data, headers=headers)


def test_the_same_story_through_the_api(world, case, accused, survivor, signed_in):
    rina = signed_in(world.rina)
    body = {
        "lp_on": str(LP_ON), "accused": str(accused.pk), "lp_number": LP, "office": world.police.slug,
        "acts_on": [str(ACT)],
    }  # fmt: skip
    made = call(rina, "post", f"/cases/{case.ref}/proceedings", body)
    assert made.status_code == 201, made.content
    ref, tag = made.json()["ref"], made["ETag"]

    bare = call(rina, "post", f"/proceedings/{ref}/move", {"to": "inquiry", "on": str(LP_ON)})
    moved_on = call(
        rina, "post", f"/proceedings/{ref}/move", {"to": "inquiry", "on": str(LP_ON)}, **{"If-Match": tag}
    )
    stale = call(
        rina,
        "post",
        f"/proceedings/{ref}/move",
        {"to": "investigation", "on": str(LP_ON)},
        **{"If-Match": tag},
    )
    wrong = call(
        rina,
        "post",
        f"/proceedings/{ref}/move",
        {"to": "trial", "on": str(LP_ON)},
        **{"If-Match": moved_on["ETag"]},
    )
    assert (bare.status_code, moved_on.status_code, stale.status_code, wrong.status_code) == (
        428,
        200,
        412,
        409,
    )
    hearing = call(
        rina, "post", f"/proceedings/{ref}/hearings",
        {
            "starts_at": "2026-06-25T10:00:00+07:00", "agenda": "victim", "places": [{"party": str(survivor.pk)}],
        },
    )  # fmt: skip
    assert hearing.status_code == 409 and "child_alone" in hearing.content.decode()
    charged = call(
        rina, "post", f"/proceedings/{ref}/charges", {"provision": "kuhp_455", "acted_on": str(ACT)},
        **{"If-Match": moved_on["ETag"]},
    )  # fmt: skip
    assert [one["provision"] for one in charged.json()["charges"]] == ["kuhp_455"]
    assert call(rina, "post", "/proceedings/search", {"number": LP.lower()}).json()[0]["ref"] == ref
    assert call(rina, "get", "/proceedings/figures").json()["stages"]["inquiry"] == 1
    codes = {one["code"] for one in call(rina, "get", f"/proceedings/provisions?on={ACT}").json()}
    assert "kuhp_455" in codes and "uu21_2_1" not in codes


def test_the_api_tells_of_an_accused_a_code_at_most(world, shared, accused, signed_in):
    one = at_trial(world, written(world, shared, accused))
    ruled(world, one)

    told = call(signed_in(world.budi), "get", f"/proceedings/{one.ref}")

    # Who it is was not shared with the police: they learn that somebody is accused, and nobody's code or name.
    assert (told.json()["accused"], told.json()["accused_known"]) == (None, True)
    assert "Bimo" not in told.content.decode()
    ours = call(signed_in(world.rina), "get", f"/proceedings/{one.ref}").json()
    assert ours["accused"] == accused.person.ref
    assert [row["instance"] for row in told.json()["verdicts"]] == ["first"]
    assert call(signed_in(world.maya), "get", f"/proceedings/{one.ref}").status_code in {403, 404}


def test_who_may_not_know_the_accused_does_not_take_the_accused_away(world, shared, accused, signed_in):
    one = written(world, shared, accused)
    budi = signed_in(world.budi)
    assert 'name="accused"' not in page(budi, "change", one.ref)

    send(budi, "change", one.ref, lp_number=LP, act_1=str(ACT), note="Diperbarui.", version=one.version)

    kept = again(world.rina, one)
    assert (kept.accused_id, kept.note) == (accused.pk, "Diperbarui.")
