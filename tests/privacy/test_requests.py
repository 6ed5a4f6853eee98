"""Requests: certain who asks, the same refusal for everybody, exemptions named, the wall holds."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.conftest import NOON, voice_of
from tests.privacy.conftest import CHECKS, a_request, fresh, survivor_of

from gugus.base.refusals import Cannot
from gugus.cases.actions import add_party, open_case
from gugus.cases.models import Case
from gugus.people.actions import register_person
from gugus.privacy import copies
from gugus.privacy.actions import erasing
from gugus.privacy.actions import requests as actions
from gugus.privacy.actions.letters import send_letter
from gugus.privacy.actions.requests import CannotAnswer
from gugus.tasks.models import Task


def verified(world, request, person, **more):
    with voice_of(world.lestari):
        return actions.verify(
            request=request, person=person, checks=CHECKS, note="", by=world.lestari, at=NOON, **more
        )


def decided(world, request, kind="copy", verdict="granted", **more):
    facts = {"exemptions": [], "reason": ""} | more
    with voice_of(world.lestari):
        return actions.decide_item(
            request=request, kind=kind, verdict=verdict, by=world.lestari, at=NOON, **facts
        )


def chosen(world, request, file_kind, pk, *, included=True, exemption=""):
    with voice_of(world.lestari):
        return actions.decide_file(
            request=request, file_kind=file_kind, file_id=pk, included=included, exemption=exemption, reason="",
            by=world.lestari, at=NOON,
        )  # fmt: skip


def accused_too(world, person, *, summary="Diduga merekrut."):
    """A second case in which the same person is accused, beside another survivor."""
    with voice_of(world.rina):
        case = open_case(
            agency=world.unit, manager=world.rina, risk="low", summary=summary, by=world.rina, at=NOON,
            area_code="31.74.07",
        )  # fmt: skip
        other = register_person(
            agency=world.unit,
            sex="female",
            names={"full": "Melur Anggraini", "aliases": []},
            by=world.rina,
            at=NOON,
        )
        add_party(case=case, person=other, role="survivor", by=world.rina, at=NOON)
        add_party(case=case, person=person, role="accused", by=world.rina, at=NOON)
        return Case.objects.unscoped(because="fixture").get(pk=case.pk)


def test_each_right_has_its_clock_and_the_request_the_earliest(world):
    request = a_request(world.lestari, "withdrawal", "erasure")

    assert request.due_at == NOON + timedelta(hours=72)
    with voice_of(world.lestari):
        task = Task.objects.unscoped(because="test").get(about_id=request.pk)
        assert {item.kind for item in request.items.all()} == {"withdrawal", "erasure"}
    assert (task.due_at, task.assignee_id, task.ends_by_act) == (request.due_at, world.lestari.pk, True)


def test_nobody_stands_on_a_request_before_it_is_certain_who_asks(world, case):
    request = a_request(world.lestari)
    person = survivor_of(world, case)

    with voice_of(world.lestari), pytest.raises(CannotAnswer) as refused:
        actions.verify(request=request, person=person, checks=["alone"], note="", by=world.lestari, at=NOON)

    assert len(refused.value.reasons) == 4  # a proof, free will, the manager, the other side
    assert fresh(request, world.lestari).person_id is None


def test_a_guardian_needs_an_authority(world, case):
    request = a_request(world.lestari, asker="guardian")

    with pytest.raises(CannotAnswer, match="check_missing"):
        verified(world, request, survivor_of(world, case))


def test_the_refusal_is_the_same_whether_or_not_the_person_exists(signed_in, world, case):
    client, pages = signed_in(world.lestari), []
    for name in ("Kirana Wulandari", "Tidak Dikenal Siapa Pun"):
        request = a_request(world.lestari, asker_name=name)
        with voice_of(world.lestari):
            letter = actions.refuse_unproven(
                request=request, checks=[], note="", delivery="hand", by=world.lestari, at=NOON
            )
        page = client.get(reverse("privacy:letter", args=[letter.pk])).content.decode()
        pages.append(page.replace(letter.written_number, "N").replace(request.ref, "R"))

    assert pages[0] == pages[1]
    assert "Kirana" not in pages[0]


def test_a_limited_right_names_the_exemption_and_the_reason(world, case):
    request = verified(world, a_request(world.lestari, "erasure"), survivor_of(world, case))

    with pytest.raises(CannotAnswer, match="exemption_needed, words_needed"):
        decided(world, request, "erasure", "refused")
    item = decided(world, request, "erasure", "refused", exemptions=["law_enforcement"], reason="Penyidikan.")

    assert item.exemptions == ["law_enforcement"]


def test_the_answer_waits_for_every_decision(world, case):
    request = verified(world, a_request(world.lestari, "copy", "erasure"), survivor_of(world, case))
    decided(world, request)

    with voice_of(world.lestari), pytest.raises(CannotAnswer, match="undecided, files_undecided, unsafe"):
        actions.answer_request(request=request, answer="", delivery="post", by=world.lestari, at=NOON)


def test_from_arrival_to_closing(signed_in, world, case):
    request = verified(world, a_request(world.lestari), survivor_of(world, case))
    decided(world, request)
    chosen(world, request, "case", case.pk)
    with voice_of(world.lestari):
        with pytest.raises(CannotAnswer, match="revealing"):
            actions.answer_request(
                request=request, answer="Sebagai korban", delivery="hand", by=world.lestari, at=NOON
            )
        letter = actions.answer_request(
            request=request, answer="Silakan ambil.", delivery="hand", by=world.lestari, at=NOON
        )
        assert not Task.objects.unscoped(because="test").filter(about_id=request.pk, done_at=None).exists()
        with pytest.raises(CannotAnswer, match="letter_unsent, not_done"):
            actions.close_request(request=request, by=world.lestari, at=NOON)
        send_letter(letter=letter, delivery="hand", by=world.lestari, at=NOON)
        actions.mark_done(request=request, kind="copy", done_ref="", by=world.lestari, at=NOON)
        actions.close_request(request=request, by=world.lestari, at=NOON)

    assert fresh(request, world.lestari).state == "closed"
    assert (
        "Silakan ambil."
        in signed_in(world.lestari).get(reverse("privacy:letter", args=[letter.pk])).content.decode()
    )


def test_a_survivor_s_copy_never_tells_of_the_file_in_which_she_is_accused(signed_in, world, case):
    person = survivor_of(world, case)
    dark = accused_too(world, person)
    request = verified(world, a_request(world.lestari), person)
    decided(world, request)

    with pytest.raises(CannotAnswer, match="beyond_the_wall"):
        chosen(world, request, "case", dark.pk)
    chosen(world, request, "case", case.pk)
    client = signed_in(world.lestari)
    texts = [
        client.get(reverse(name, args=[request.ref])).content.decode()
        for name in ("privacy:copy", "privacy:copy_json")
    ]

    for text in texts:
        assert case.ref in text and dark.ref not in text
        assert "Melur" not in text and "merekrut" not in text


def test_and_the_accused_s_copy_never_tells_of_the_file_in_which_he_is_a_survivor(world, case):
    person = survivor_of(world, case)
    dark = accused_too(world, person)
    request = verified(world, a_request(world.lestari, capacity="accused"), person)
    decided(world, request)

    with pytest.raises(CannotAnswer, match="beyond_the_wall"):
        chosen(world, request, "case", case.pk)
    chosen(world, request, "case", dark.pk)

    with voice_of(world.lestari):
        text = str(copies.as_data(copies.copy_of(fresh(request, world.lestari))))
    assert dark.ref in text and case.ref not in text and "Melur" not in text


def test_the_wall_holds_even_if_somebody_wrote_the_row_by_hand(world, case):
    person = survivor_of(world, case)
    dark = accused_too(world, person)
    request = verified(world, a_request(world.lestari), person)
    decided(world, request)
    row = chosen(world, request, "case", case.pk)
    with voice_of(world.lestari):
        row.pk, row.file_id, row.file_ref, row.role = dark.pk, dark.pk, dark.ref, "accused"
        row._state.adding = True
        row.save(force_insert=True)

        text = str(copies.as_data(copies.copy_of(request)))
    assert dark.ref not in text


def test_the_copy_shows_oneself_and_officers_only_as_functions(signed_in, world, case):
    request = verified(world, a_request(world.lestari), survivor_of(world, case))
    decided(world, request)
    chosen(world, request, "case", case.pk)

    text = signed_in(world.lestari).get(reverse("privacy:copy", args=[request.ref])).content.decode()

    assert "Kirana Wulandari" in text and "Manajer kasus" in text
    assert "Rina" not in text and "Dijanjikan kerja" not in text


def test_there_is_no_copy_before_it_was_granted_and_all_files_decided(signed_in, world, case):
    client = signed_in(world.lestari)
    request = a_request(world.lestari)
    url = reverse("privacy:copy", args=[request.ref])

    assert client.get(url).status_code == 404
    request = verified(world, request, survivor_of(world, case))
    decided(world, request)
    assert client.get(url).status_code == 404
    chosen(world, request, "case", case.pk)
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("name", ["sari", "rina", "maya", "arif", "hasan", "tono"])
def test_nobody_else_reads_requests_or_copies(signed_in, world, case, name):
    request = verified(world, a_request(world.lestari), survivor_of(world, case))
    client = signed_in(getattr(world, name))

    for page in ("privacy:request", "privacy:copy", "privacy:copy_json", "privacy:request_verify"):
        assert client.get(reverse(page, args=[request.ref])).status_code in {403, 404}
    if name in {"sari", "maya", "arif"}:
        with voice_of(getattr(world, name)):
            assert not type(request).objects.unscoped(because="test").exists()


def test_a_person_of_another_agency_and_one_that_does_not_exist_look_alike(signed_in, world):
    with voice_of(world.sari):
        foreign = register_person(agency=world.outside, sex="male", by=world.sari, at=NOON)
    client, request = signed_in(world.lestari), a_request(world.lestari)
    url = reverse("privacy:request_verify", args=[request.ref])
    pages = []
    for ref in (foreign.ref, "P-0000-0000"):
        answer = client.post(url, {"version": 1, "ref": ref, "checks": CHECKS})
        pages.append((answer.status_code, str(answer.context["form"].errors.get("ref"))))

    assert pages[0][0] == 422 and "kode ini" in pages[0][1]
    assert pages[1][0] == 422


def test_a_copy_asks_once_more_who_sits_there(signed_in, world, case):
    request = verified(world, a_request(world.lestari), survivor_of(world, case))
    decided(world, request)
    chosen(world, request, "case", case.pk)
    client = signed_in(world.lestari)
    session = client.session
    session["fresh_at"] = 0
    session.save()

    answer = client.get(reverse("privacy:copy", args=[request.ref]))

    assert answer.status_code == 302 and reverse("account_reauthenticate") in answer.url


class Run:
    """What retention gives back: only its code matters here."""

    ref = "BA-0000-0001"


def test_erasure_is_asked_of_retention_once_and_its_code_stays(world, case, monkeypatch):
    told = []
    monkeypatch.setattr(erasing, "forget_person", lambda **facts: told.append(facts) or Run)
    request = verified(world, a_request(world.lestari, "erasure"), survivor_of(world, case))
    with voice_of(world.lestari):
        with pytest.raises(CannotAnswer, match="not_granted"):
            erasing.ask_erasure(request=request, reason="x", by=world.lestari, at=NOON)
        decided(world, request, "erasure")
        item = erasing.ask_erasure(request=request, reason="Permintaan.", by=world.lestari, at=NOON)
        with pytest.raises(CannotAnswer, match="asked_already"):
            erasing.ask_erasure(request=request, reason="Lagi.", by=world.lestari, at=NOON)

    assert item.done_ref == Run.ref
    assert [(one["request_ref"], one["person"].pk) for one in told] == [(request.ref, request.person_id)]


def test_retention_names_what_stays_and_nothing_is_said_to_be_erased(world, case):
    request = verified(world, a_request(world.lestari, "erasure"), survivor_of(world, case))
    decided(world, request, "erasure")

    with voice_of(world.lestari), pytest.raises(Cannot):
        erasing.ask_erasure(request=request, reason="Permintaan.", by=world.lestari, at=NOON)

    with voice_of(world.lestari):
        assert request.items.get(kind="erasure").done_ref == ""
