"""The pages of cases, as the cast opens them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gugus.approvals.actions import approve
from gugus.approvals.models import Request
from gugus.audit.models import Entry
from gugus.cases import panels
from gugus.cases.actions import add_colleague, add_party, check_safety, raise_flag
from gugus.cases.models import Case, ChronologyEntry, EntryDraft, Flag, Incident, Party
from gugus.cases.panels import Panel
from gugus.cases.records import Leg, add_incident, write_entry
from gugus.kernel.ids import new_id
from tests.cases.conftest import a_case, somebody
from tests.conftest import NOON, voice_of

BECAUSE = "the test looks behind the page"


@pytest.fixture(autouse=True)
def own_page_only(monkeypatch):
    """Panels of higher contexts have tests of their own."""
    monkeypatch.setattr(panels, "_panels", {})
    monkeypatch.setattr(panels, "_hurdles", [])
    monkeypatch.setattr(panels, "_timelines", [])


def address(name: str, file, *more) -> str:
    return reverse(f"cases:{name}", args=[file.case.ref, *more])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def form_of(**typed) -> dict:
    return {"key": str(new_id()), **typed}


def entry_form(**typed) -> dict:
    at = timezone.localtime(timezone.now()).strftime("%Y-%m-%dT%H:%M")
    return form_of(text="Bertemu di kantor.", kind="contact", happened_at=at, section="case") | typed


# The case page


def test_the_case_page_answers_the_five_questions(world, file, share, signed_in):
    share(world.police, ["case"])

    page = text_of(signed_in(world.rina).get(address("detail", file)))

    assert "Belum diketahui apakah korban aman" in page
    assert "Manajer kasus · UPT PPPA" in page
    assert "Periksa" in page and 'id="tasks"' in page
    assert "Unit PPA Polres" in page


def test_names_are_masked_and_looking_is_written_down(world, file, signed_in):
    page = text_of(signed_in(world.rina).get(address("detail", file)))

    assert "N*** K***" in page and "Nadia" not in page and "Kusumaningrum" not in page
    seen = Entry.objects.unscoped(because=BECAUSE).filter(verb="case.seen", about_id=file.case.pk)
    assert [one.actor for one in seen] == ["rina"]


def test_a_child_is_marked_by_the_age_at_the_act(world, file, signed_in):
    assert "Korban anak" in text_of(signed_in(world.rina).get(address("detail", file)))


@pytest.mark.parametrize("name", ["sari", "maya", "budi", "arif", "wulan", "lestari", "tono", "ratih"])
@pytest.mark.parametrize("page", ["detail", "print", "safety", "write", "add_person", "edit", "hand_over"])
def test_a_case_out_of_reach_gives_nothing_on_any_page(world, file, signed_in, name, page):
    response = signed_in(getattr(world, name)).get(address(page, file))

    assert response.status_code in {403, 404}
    missing = signed_in(getattr(world, name)).get(address(page, file).replace(file.case.ref, "K-0000-0000"))
    assert response.status_code == missing.status_code


def test_strangers_are_sent_to_the_sign_in(client, file):
    assert client.get(address("detail", file)).status_code == 302


def test_a_shelter_sees_no_notes_no_crime_no_stranger_and_no_justice(world, file, share, signed_in, rina):
    add_incident(case=file.case, facts={"description": "RAHASIA-PERKARA"}, legs=[], by=rina, at=NOON)
    check_safety(case=file.case, safety="watch", note="CATATAN-DALAM", by=rina, at=NOON)
    raise_flag(case=file.case, kind="unsafe_contact", note="Hubungi lewat pesan.", by=rina, at=NOON)
    for section in ("case", "care", "justice"):
        write_entry(
            case=file.case, kind="note", text=f"ISI-{section}", happened_at=NOON, by=rina, at=NOON, section=section
        )  # fmt: skip
    share(world.shelter, ["case", "care"])

    page = text_of(signed_in(world.maya).get(address("detail", file)))

    assert "UPT PPPA bertanggung jawab atas kasus ini" in page
    assert "Hubungi lewat pesan." in page and "ISI-case" in page and "ISI-care" in page
    for hidden in (
        "dijanjikan kerja",
        "CATATAN-DALAM",
        "RAHASIA-PERKARA",
        "ISI-justice",
        "B*** P***",
        "Bagas",
    ):
        assert hidden not in page, hidden
    for closed in ("/ubah/", "/keselamatan/", "/status/", "/serah/", "/orang/"):
        assert f"/kasus/{file.case.ref}{closed}" not in page, closed


@pytest.mark.parametrize(
    "page", ["safety", "edit", "add_person", "incident", "flag", "colleague", "hand_over"]
)
def test_a_shelter_changes_nothing_in_a_shared_case(world, file, share, signed_in, page):
    share(world.shelter, ["case", "care"])

    assert signed_in(world.maya).post(address(page, file), form_of()).status_code == 403


def test_a_panel_that_fails_takes_nothing_else_with_it(world, file, signed_in, monkeypatch, caplog):
    def broken(viewer, case, at):
        with connection.cursor() as cursor:
            cursor.execute("select broken from nowhere")

    def fine(viewer, case, at):
        return {"items": []}

    monkeypatch.setattr(panels, "_panels", {
        "bad": Panel("bad", "case", 1, "Rusak", "cases/parts/trail.html", broken),
        "good": Panel("good", "case", 2, "Baik", "base/parts/steps.html", fine),
        "shut": Panel("shut", "figures", 3, "Tertutup", "base/parts/steps.html", fine),
    })  # fmt: skip

    page = text_of(signed_in(world.rina).get(address("detail", file)))

    assert "Bagian ini tidak dapat dimuat" in page and 'id="panel-good"' in page
    assert "panel-shut" not in page
    assert "bad" in caplog.text


def test_the_number_of_queries_does_not_grow_with_the_file(world, file, signed_in, rina):
    client = signed_in(world.rina)
    client.get(address("detail", file))

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address("detail", file)).status_code == 200
        return len(asked)

    def grow(number: int) -> None:
        with voice_of(world.rina):
            for _ in range(number):
                add_party(
                    case=file.case, person=somebody(world, "Siti Rahayu"), role="witness", by=rina, at=NOON
                )
                legs = [Leg(kind="transit", area_code="31.74.01"), Leg(kind="destination", country="KH")]
                add_incident(case=file.case, facts={"from_on": "2026"}, legs=legs, by=rina, at=NOON)
                write_entry(case=file.case, kind="visit", text="x", happened_at=NOON, by=rina, at=NOON)
                raise_flag(case=file.case, kind="threat", note="x", by=rina, at=NOON)

    add_colleague(case=file.case, user=world.ratih, by=rina, at=NOON)
    grow(3)
    few = queries()
    grow(15)

    assert queries() == few
    assert few <= 49


# Acting on the page


def test_a_safety_check_from_the_page_is_kept(world, file, signed_in):
    response = signed_in(world.rina).post(
        address("safety", file), {"safety": "safe", "note": "", "next_at": "", "version": file.case.version}
    )

    assert response.status_code == 302
    assert Case.objects.unscoped(because=BECAUSE).get().safety == "safe"


def test_what_an_action_refuses_stands_at_its_field_and_nothing_typed_is_lost(world, file, signed_in):
    response = signed_in(world.rina).post(
        address("safety", file), {"safety": "danger", "note": " ", "version": file.case.version}
    )

    assert response.status_code == 422
    assert "Tuliskan bahayanya" in text_of(response) and 'value="danger"' in text_of(response)


def test_the_second_of_two_is_told_sees_both_and_keeps_the_words(world, file, signed_in, rina):
    seen = file.case.version
    check_safety(case=file.case, safety="danger", note="Ada ancaman baru.", by=rina, at=NOON)
    client = signed_in(world.rina)
    typed = {"safety": "watch", "note": "Kata-kata saya.", "version": seen}

    response = client.post(address("safety", file), typed)

    page = text_of(response)
    assert response.status_code == 409
    assert "Ada ancaman baru." in page and "Kata-kata saya." in page
    newest = re.search(r'name="version" value="(\d+)"', page)[1]
    assert int(newest) > seen
    again = client.post(address("safety", file), typed | {"version": newest})
    assert again.status_code == 302
    assert Case.objects.unscoped(because=BECAUSE).get().safety_note == "Kata-kata saya."


def test_a_double_click_writes_one_line(world, file, signed_in):
    typed = entry_form()
    client = signed_in(world.rina)

    assert [client.post(address("write", file), typed).status_code for _ in range(2)] == [302, 302]

    assert ChronologyEntry.objects.unscoped(because=BECAUSE).get().text == "Bertemu di kantor."


def test_an_unfinished_line_waits_for_its_writer_and_is_spent_when_added(world, file, signed_in):
    add_colleague(case=file.case, user=world.ratih, by=world.rina, at=NOON)
    client = signed_in(world.rina)
    assert client.post(address("draft", file), {"text": "Baru setengah"}).status_code == 204
    assert "Baru setengah" in text_of(client.get(address("detail", file)))
    assert "Baru setengah" not in text_of(signed_in(world.ratih).get(address("detail", file)))

    signed_in(world.rina).post(address("write", file), entry_form())

    assert not EntryDraft.objects.unscoped(because=BECAUSE).exists()


def test_a_line_that_cannot_stand_keeps_its_words(world, file, signed_in):
    tomorrow = timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")

    response = signed_in(world.rina).post(address("write", file), entry_form(happened_at=tomorrow))

    assert response.status_code == 422
    assert "Bertemu di kantor." in text_of(response) and "Waktu ini belum terjadi" in text_of(response)


def test_a_correction_points_to_the_old_line_and_stands_in_its_section(world, file, signed_in, rina):
    old = write_entry(
        case=file.case, kind="court", text="Sidang hari Senin.", happened_at=NOON, by=rina, at=NOON, section="justice"
    )  # fmt: skip

    response = signed_in(world.rina).post(
        address("correct", file, old.pk), entry_form(text="Sidang hari Selasa.", section="justice")
    )

    new = ChronologyEntry.objects.unscoped(because=BECAUSE).get(corrects=old)
    assert response.status_code == 302 and new.section == "justice"
    page = text_of(signed_in(world.rina).get(address("detail", file)))
    assert f'href="#e-{old.pk}"' in page and "Sudah dikoreksi" in page and "Sidang hari Senin." in page


def test_nobody_corrects_the_words_of_another_agency(world, file, share, signed_in, rina):
    old = write_entry(
        case=file.case, kind="court", text="Isi.", happened_at=NOON, by=rina, at=NOON, section="justice"
    )  # fmt: skip
    share(world.police, ["case", "justice"])

    assert signed_in(world.budi).get(address("correct", file, old.pk)).status_code == 404


def test_an_agency_writes_in_the_section_that_was_opened_to_it(world, file, share, signed_in):
    share(world.police, ["case", "justice"])
    client = signed_in(world.budi)

    assert client.post(address("write", file), entry_form(section="justice", kind="court")).status_code == 302
    assert client.post(address("write", file), entry_form(section="health")).status_code == 422

    entry = ChronologyEntry.objects.unscoped(because=BECAUSE).get()
    assert entry.agency_id == world.police.pk


def test_another_leg_comes_back_with_one_more_row_and_everything_typed(world, file, signed_in):
    typed = form_of(description="Dibawa lewat Batam.", **{
        "leg-TOTAL_FORMS": "2", "leg-INITIAL_FORMS": "0", "leg-0-kind": "recruitment", "more": "1",
    })  # fmt: skip

    page = text_of(signed_in(world.rina).post(address("incident", file), typed))

    assert "Dibawa lewat Batam." in page and "leg-2-kind" in page and "leg-3-kind" not in page
    assert not Incident.objects.unscoped(because=BECAUSE).exists()


def test_an_incident_keeps_its_legs_in_order_and_leaves_empty_ones_out(world, file, signed_in):
    typed = form_of(modus="online_scam", from_on_year="2026", **{
        "leg-TOTAL_FORMS": "3", "leg-INITIAL_FORMS": "0",
        "leg-0-kind": "recruitment", "leg-0-area_code": "31.74.01", "leg-1-kind": "",
        "leg-2-kind": "destination", "leg-2-country": "KH", "leg-2-transport": "aircraft",
    })  # fmt: skip

    response = signed_in(world.rina).post(address("incident", file), typed)

    assert response.status_code == 302, text_of(response)
    incident = Incident.objects.unscoped(because=BECAUSE).get()
    assert [(leg.position, leg.kind) for leg in incident.legs.order_by("position")] == [
        (1, "recruitment"),
        (2, "destination"),
    ]
    page = text_of(signed_in(world.rina).get(address("detail", file)))
    assert "Kamboja" in page and "Pesawat udara" in page


def test_an_empty_incident_and_a_leg_without_its_step_are_sent_back(world, file, signed_in):
    legs = {"leg-TOTAL_FORMS": "1", "leg-INITIAL_FORMS": "0", "leg-0-country": "MY"}

    assert signed_in(world.rina).post(address("incident", file), form_of(**legs)).status_code == 422
    legs["leg-0-country"] = ""
    assert signed_in(world.rina).post(address("incident", file), form_of(**legs)).status_code == 422


def test_somebody_new_is_registered_with_the_role_in_one_step_and_once(world, file, signed_in):
    typed = form_of(role="witness", name="Hartono Wibisono", sex="male", phone="0800 0000 0101")
    client = signed_in(world.rina)

    assert [client.post(address("add_person", file), typed).status_code for _ in range(2)][0] == 302

    rows = Party.objects.unscoped(because=BECAUSE).filter(role="witness")
    assert rows.count() == 1 and rows[0].person.identity.names["full"] == "Hartono Wibisono"


def test_who_resembles_somebody_known_is_asked_about_before_saving(world, file, signed_in):
    known = somebody(world, "Hartono Wibisono", sex="male", birth_year=1980)
    typed = form_of(role="witness", name="Hartono Wibisono", sex="male", birth_year="1980")
    client = signed_in(world.rina)
    add_party(case=a_case(world), person=known, role="witness", by=world.rina, at=NOON)

    asked = client.post(address("add_person", file), typed)
    assert asked.status_code == 200 and known.ref in text_of(asked)
    assert not Party.objects.unscoped(because=BECAUSE).filter(case=file.case, role="witness").exists()
    chosen = client.post(address("add_person", file), typed | {"choice": known.ref})

    assert chosen.status_code == 302
    assert Party.objects.unscoped(because=BECAUSE).get(case=file.case, role="witness").person == known


def test_a_person_that_was_not_offered_cannot_be_chosen(world, file, signed_in):
    typed = form_of(role="witness", name="Hartono Wibisono", choice=file.accused.ref)

    assert signed_in(world.rina).post(address("add_person", file), typed).status_code == 422


def test_a_role_ends_with_a_reason(world, file, signed_in):
    response = signed_in(world.rina).post(
        address("end_role", file, file.party.pk), {"reason": "Salah orang."}
    )

    assert response.status_code == 302
    assert Party.objects.unscoped(because=BECAUSE).get(pk=file.party.pk).until_at is not None


def test_a_warning_stands_on_top_until_it_is_resolved(world, file, signed_in):
    client = signed_in(world.rina)
    client.post(address("flag", file), form_of(kind="threat", note="Pelaku tahu alamat."))
    flag = Flag.objects.unscoped(because=BECAUSE).get()
    assert "Pelaku tahu alamat." in text_of(client.get(address("detail", file)))

    client.post(address("resolve", file, flag.pk), {"resolution": "Sudah pindah."})

    assert "Pelaku tahu alamat." not in text_of(client.get(address("detail", file)))


def test_closing_shows_every_hurdle_before_anybody_types(world, file, signed_in):
    page = text_of(signed_in(world.rina).get(address("state", file, "close")))

    assert "Belum ada yang memastikan bahwa korban aman." in page and "Tujuan layanan tercapai" in page


def test_a_case_closes_and_opens_again_from_the_page(world, file, signed_in, rina):
    check_safety(case=file.case, safety="safe", note="", by=rina, at=NOON)
    client = signed_in(world.rina)

    def go(way, code):
        version = Case.objects.unscoped(because=BECAUSE).get().version
        typed = {"code": code, "version": version, "note": "Tujuan rencana tercapai."}
        return client.post(address("state", file, way), typed).status_code

    assert go("close", "goals_met") == 302
    with voice_of(world.yusuf):
        approve(request=Request.objects.unscoped(because=BECAUSE).get(), by=world.yusuf, at=timezone.now())
    assert [go("open", "new_danger"), go("hold", "other")] == [302, 302]
    assert Case.objects.unscoped(because=BECAUSE).get().state == "on_hold"
    assert client.get(address("state", file, "archive")).status_code == 404
    assert client.get(address("state", file, "nowhere")).status_code == 404


def test_the_facts_of_a_case_are_corrected_from_the_page(world, file, signed_in):
    client = signed_in(world.rina)
    typed = {
        "summary": "Ringkasan baru.", "risk": "low", "area_code": "31.74.01", "crossed_border": "no",
        "exploitation": ["forced_labour"], "version": file.case.version,
    }  # fmt: skip

    assert client.post(address("edit", file), typed).status_code == 302

    case = Case.objects.unscoped(because=BECAUSE).get()
    assert (case.summary, case.risk, case.area_code, case.crossed_border) == (
        "Ringkasan baru.",
        "low",
        "31.74.01",
        False,
    )


def test_a_print_masks_names_and_is_written_down(world, file, signed_in):
    page = text_of(signed_in(world.rina).get(address("print", file)))

    assert "N*** K***" in page and "Nadia" not in page
    assert Entry.objects.unscoped(because=BECAUSE).filter(verb="case.printed").count() == 1


def test_no_page_carries_a_style_attribute_or_an_inline_script(world, file, signed_in):
    client = signed_in(world.rina)
    names = [
        "detail",
        "print",
        "edit",
        "safety",
        "flag",
        "colleague",
        "hand_over",
        "add_person",
        "incident",
        "write",
    ]

    for name in names:
        page = client.get(address(name, file)).content.decode()
        assert not re.search(r"\sstyle=|\son\w+=|<script(?![^>]*(?:\ssrc=|application/json))", page), name


def test_whoever_hands_a_case_over_lands_where_the_work_goes_on(world, file, signed_in):
    typed = {"to": str(world.ratih.pk), "reason": "Cuti.", "version": file.case.version}

    response = signed_in(world.rina).post(address("hand_over", file), typed)

    assert response["Location"] == reverse("cases:list")
    assert signed_in(world.rina).get(address("detail", file)).status_code == 404
    assert signed_in(world.ratih).get(address("detail", file)).status_code == 200
