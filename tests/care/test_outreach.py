"""The papers of a service line: order and report of outreach, request for a medical report; codes, own lines only."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from docx import Document as Word
from tests.conftest import NOON, as_role, voice_of
from tests.documents.conftest import asked, content, made, place, text_of  # noqa: F401 - place keeps files in a folder
from tests.records import NAME, NIK, PHONE

from gugus.base.refusals import Cannot
from gugus.care.actions import arrange, cancel_line, finish_line, write_line
from gugus.directory.models import Agency

NEED, FOUND = "Belum dapat keluar rumah", "Ditemui di tempat netral; bersedia didampingi"


@pytest.fixture
def line(world, case, child):
    """A function: a line of the unit for a service."""

    def of(service="outreach", **more):
        with voice_of(world.rina):
            return write_line(
                case=case, party=child, service=service, by=world.rina, at=NOON, note=NEED, **more
            )

    return of


def arranged(world, one):
    with voice_of(world.rina):
        return arrange(line=one, appointment_at=NOON + timedelta(days=1), by=world.rina, at=NOON)


def gone(world, one):
    with voice_of(world.rina):
        return finish_line(
            line=one, done_on=NOON.date(), result="reached", note=FOUND, by=world.rina, at=NOON
        )


def words(document) -> str:
    return text_of(content(document))


def flat(text: str) -> str:
    return "".join(text.split())


def in_word(document) -> str:
    book = Word(BytesIO(content(document)))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in book.paragraphs), *cells])


def test_an_order_names_officers_and_code_and_no_survivor(world, line, child):
    one = arranged(world, line())
    order = made(asked(world.rina, "outreach_order", one.ref))

    assert (order.state, order.problem_code, order.seq) == ("ready", "", 1) and "/ST/" in order.number
    said = words(order)
    expected = [
        "SURATTUGASPENJANGKAUAN",
        "MENUGASKAN",
        world.rina.full_name,
        one.ref,
        child.person.ref,
        "pukul",
    ]
    assert [word for word in expected if flat(word) not in said] == []
    told = [secret for secret in (NAME, NIK, PHONE, NEED) if flat(secret).lower() in said.lower()]
    assert told == []


def test_the_report_follows_the_order_and_tells_what_was_found(world, line):
    one = arranged(world, line())
    order = made(asked(world.rina, "outreach_order", one.ref))
    gone(world, one)
    report = made(asked(world.rina, "outreach_report", one.ref))

    assert (report.state, report.problem_code) == ("ready", "")
    said = words(report)
    expected = ["LAPORANPENJANGKAUAN", order.number, NEED, FOUND, "Tidakditemukan", "15Juni2026"]
    assert [word for word in expected if flat(word) not in said] == []
    assert [secret for secret in (NAME, NIK, PHONE) if flat(secret).lower() in said.lower()] == []


def test_a_struck_out_order_is_no_ground(world, line):
    one = arranged(world, line())
    order = made(asked(world.rina, "outreach_order", one.ref))
    gone(world, one)
    with as_role("gugus_worker"):
        type(order)._base_manager.filter(pk=order.pk).update(
            void_code="mistake", voided_at=NOON, voided_by=world.rina
        )

    assert flat(order.number) not in words(made(asked(world.rina, "outreach_report", one.ref)))


@pytest.mark.parametrize(("service", "called"), [
    ("forensic_exam", "visumetrepertum"), ("psychiatric_exam", "visumetrepertumpsychiatricum"),
])  # fmt: skip
def test_a_medical_report_is_asked_of_who_examines(world, line, child, service, called):
    one = line(service, provider_name="RSUD Contoh")
    request = made(asked(world.rina, "visum_request", one.ref))

    assert (request.state, request.problem_code) == ("ready", "")
    said = words(request)
    expected = [
        "PimpinanRSUDContoh",
        called,
        child.person.ref,
        "ataspermintaanpenyidik",
        "Nomorlaporanpolisi",
    ]
    assert [word for word in expected if flat(word) not in said] == []
    told = [secret for secret in (NAME, NIK, PHONE, NEED) if flat(secret).lower() in said.lower()]
    assert told == []


def test_the_police_ask_in_their_own_right(world, line):
    one = line("forensic_exam")
    with as_role("gugus_worker"):
        Agency._base_manager.filter(pk=world.unit.pk).update(kind="police")

    said = words(made(asked(world.rina, "visum_request", one.ref)))
    assert flat("Untuk kepentingan penanganan perkara") in said and "ataspermintaanpenyidik" not in said


@pytest.mark.parametrize("code", ["outreach_order", "outreach_report", "visum_request"])
def test_offices_edit_them_in_word(world, case, line, child, code):
    one = arranged(world, line("forensic_exam" if code == "visum_request" else "outreach"))
    if code == "outreach_report":
        gone(world, one)
    said = in_word(made(asked(world.rina, code, one.ref, form="docx")))

    assert child.person.ref in said and case.ref in said and "{{" not in said and "{%" not in said


@pytest.mark.parametrize(("code", "service", "more"), [
    ("outreach_order", "shelter", {}),
    ("outreach_report", "shelter", {}),
    ("outreach_report", "outreach", {}),  # nothing was noted yet
    ("outreach_order", "outreach", {"provider_name": "Lembaga lain"}),  # others go
    ("visum_request", "outreach", {}),
])  # fmt: skip
def test_what_does_not_suit_the_line_is_refused(world, line, code, service, more):
    with pytest.raises(Cannot):
        asked(world.rina, code, line(service, **more).ref)


def test_nobody_is_sent_twice_or_after_it_was_called_off(world, line):
    done, off = gone(world, line()), line("forensic_exam")
    with voice_of(world.rina):
        cancel_line(line=off, code="not_needed", by=world.rina, at=NOON)

    with pytest.raises(Cannot, match="not_outreach"):
        asked(world.rina, "outreach_order", done.ref)
    with pytest.raises(Cannot, match="not_examination"):
        asked(world.rina, "visum_request", off.ref)


@pytest.mark.parametrize("name", ["maya", "sari", "arif", "eka", "ratih"])
def test_nobody_elses_line_gives_a_paper(world, line, name):
    one = line()

    with pytest.raises((Http404, PermissionDenied)):
        asked(getattr(world, name), "outreach_order", one.ref)


def test_who_was_let_in_reads_the_line_and_writes_no_paper_in_the_units_name(world, line, opened):
    one = line()
    maya = opened("care")

    with pytest.raises((Http404, PermissionDenied)):
        asked(maya, "outreach_order", one.ref)


def test_the_page_offers_only_what_suits(signed_in, world, line):
    client = signed_in(world.rina)
    offered = {
        service: client.get(f"/layanan/{line(service).ref}/").content.decode()
        for service in ("outreach", "forensic_exam", "shelter")
    }

    def offers(service):
        return [
            code
            for code in ("outreach_order", "outreach_report", "visum_request")
            if code in offered[service]
        ]

    assert offers("outreach") == ["outreach_order", "outreach_report"]
    assert (offers("forensic_exam"), offers("shelter")) == (["visum_request"], [])
