"""Every kind of paper, from a record of its own to a page: whole, masked, and never in another office's hands."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.conftest import NOON, as_role, voice_of
from tests.documents.conftest import asked, content, made, text_of, viewer
from tests.records import NAME, NIK, PHONE, settle_records

from gugus.base.refusals import Cannot
from gugus.cases.models import Case
from gugus.documents.gate import kind_for, subject_for
from gugus.documents.kinds import all_kinds, kind_of
from gugus.transfers.models import Transfer

PAPERS = {
    "complaint_form": ("intake", "dewi", ["Formulirpengaduan", "terkuncidigudangbiru"]),
    "screening_form": ("screening", "rina", ["Formuliridentifikasi", "Usulansistem"]),
    "consent_sheet": ("consent", "rina", ["Lembarpersetujuan", "Pendapatanak"]),
    "referral_letter": ("referrals", "rina", ["Yth.RumahAmanMelati", "Lembarjawaban", "dirahasiakan"]),
    "transfer_letter": ("transfers", "rina", ["Pelimpahanpenanganankasus", "LembagaLain"]),
    "conference_invitation": ("conferences", "rina", ["Undanganrapat"]),
    "restitution_application": ("restitution", "rina", ["PermohonanRestitusi", "LPSK", "batal"]),
    "restitution_statement": ("restitution", "rina", ["perhitunganrestitusi", "wajibmembayar"]),
    "case_progress": ("cases", "rina", ["Catatanperkembangankasus", "Penanggungjawab"]),
    "case_statement": ("cases", "rina", ["SURATKETERANGAN"]),
}


@pytest.fixture
def refs(world):
    return settle_records(world)


@pytest.mark.parametrize("code", PAPERS)
def test_a_paper_of_each_kind_is_made_and_names_nobody(world, refs, code):
    space, name, expected = PAPERS[code]
    document = made(asked(getattr(world, name), code, refs[space]))

    assert (document.state, document.problem_code) == ("ready", "")
    said = text_of(content(document))
    assert [words for words in expected if words.lower() not in said.lower()] == []
    assert [secret for secret in (NAME, NIK, PHONE) if secret.replace(" ", "").lower() in said.lower()] == []
    assert bool(document.number) == kind_of(code).numbered


@pytest.mark.parametrize("code", [code for code in PAPERS if kind_of(code) and kind_of(code).docx])
def test_where_offices_edit_there_is_a_word_file(world, refs, code):
    space, name, _expected = PAPERS[code]

    assert content(made(asked(getattr(world, name), code, refs[space], form="docx"))).startswith(b"PK")


@pytest.mark.parametrize("code", PAPERS)
@pytest.mark.parametrize("name", ["sari", "arif", "eka"])
def test_nobody_elses_paper_can_be_asked_for(world, refs, code, name):
    with pytest.raises((Http404, PermissionDenied)):
        asked(getattr(world, name), code, refs[PAPERS[code][0]])


@pytest.mark.parametrize("code", ["referral_letter", "transfer_letter"])
def test_only_the_sender_writes_the_letter(world, refs, code):
    user = world.maya if code == "referral_letter" else world.sari
    with voice_of(user), pytest.raises((Http404, PermissionDenied)):
        subject_for(viewer(user), kind_for(viewer(user), code), refs[PAPERS[code][0]], at=NOON)


@pytest.mark.parametrize(("code", "space"), [
    ("case_closing", "cases"), ("transfer_minutes", "transfers"), ("conference_minutes", "conferences"),
])  # fmt: skip
def test_what_has_not_happened_yet_is_no_paper(world, refs, code, space):
    with pytest.raises(Cannot):
        asked(world.rina, code, refs[space])


def test_a_closed_case_has_its_closing_form(world, refs):
    with as_role("gugus_worker"):
        Case._base_manager.filter(ref=refs["cases"]).update(state="closed", state_code="goals_met")

    assert (
        "Formulirterminasi".lower()
        in text_of(content(made(asked(world.rina, "case_closing", refs["cases"])))).lower()
    )


def test_a_moved_case_has_its_minutes(world, refs):
    with as_role("gugus_worker"):
        Transfer._base_manager.filter(ref=refs["transfers"]).update(
            state="moved", moved_at=NOON, offered_at=NOON, answered_at=NOON, answered_by=world.sari,
            manager=world.sari, keep_until=NOON.replace(year=2030),
        )  # fmt: skip

    document = made(asked(world.rina, "transfer_minutes", refs["transfers"]))
    assert (document.state, document.problem_code) == ("ready", "")


def test_every_kind_of_ours_is_tried_here_or_named():
    others = {"case_closing", "transfer_minutes", "conference_minutes"}
    ours = {"intake", "screening", "consent", "referrals", "transfers", "conferences", "cases", "restitution"}

    assert {one.code for one in all_kinds() if one.gather.split(".")[1] in ours} - others == PAPERS.keys()
