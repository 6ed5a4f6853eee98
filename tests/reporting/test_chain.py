"""City to province inside one installation, province to centre as a signed file; an altered file is refused."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import user
from tests.conftest import NOON, as_role, voice_of
from tests.forces import settle_force
from tests.reporting.conftest import final, finished, frozen, opened_report
from tests.reporting.test_sending import KEY, PDF

from gugus.access.codes import Role
from gugus.kernel.anchors import public_text
from gugus.reporting import parcels
from gugus.reporting.actions import merging, planning, sending, writing
from gugus.reporting.models import ForceReport, UpwardReport


@pytest.fixture
def centre(room):
    """The central task force above that of the province; its secretariat lies with the safe house's agency here."""
    force = settle_force(
        room, name="Gugus Tugas Pusat", members=[], host=room.shelter, area="", level="central"
    )
    with as_role("gugus_worker"):
        room.higher.parent = force
        room.higher.save(update_fields=["parent"])
        room.pusat = user("pusat", room.shelter, Role.SECRETARIAT, at=NOON)
        room.gubernur = user("gubernur", room.outside, Role.CHAIR, at=NOON)
    return force


def of_the_province(room) -> ForceReport:
    wish = planning.Wish("annual", date(2024, 1, 1), date(2024, 12, 31))
    with voice_of(room.kartika):
        report = planning.begin_report(force=room.higher, wish=wish, by=room.kartika, at=NOON)
        for one in report.chapters.exclude(code="foreword").select_related("report", "data_key"):
            planning.leave_out(chapter=one, by=room.kartika, at=NOON)
        report = planning.open_for_writing(report=report, by=room.kartika, at=NOON)
        one = report.chapters.select_related("report", "agency", "data_key").get(code="foreword")
        writing.write_chapter(chapter=one, text="Laporan kota sudah diterima.", by=room.kartika, at=NOON)
        writing.submit_chapter(chapter=one, by=room.kartika, at=NOON)
        writing.approve_chapter(chapter=one, by=room.kartika, at=NOON)
        report = merging.merge_report(report=report, by=room.kartika, at=NOON)
    with voice_of(room.gubernur):
        merging.approve_report(report=report, digest=report.digest, by=room.gubernur, at=NOON)
    with voice_of(room.kartika):
        return merging.finalise_report(report=report, by=room.kartika, at=NOON)


def file_of(report: ForceReport) -> bytes:
    return parcels.packed(report.content, PDF, private=KEY, installation="provinsi")


def of_content(content: bytes) -> str:
    return parcels.unpacked(content).digest


def changed(content: bytes) -> bytes:
    """One bit of the middle another one."""
    place = len(content) // 2
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def test_a_report_goes_from_city_to_province_to_centre(room, centre, signed_in):
    city = final(room, with_figure=True)
    with voice_of(room.wulan):
        inside = sending.send_up(report=city, by=room.wulan, at=NOON)
    with voice_of(room.kartika):
        sending.answer_upward(upward=inside, state="received", by=room.kartika, at=NOON)
    content = file_of(of_the_province(room))
    address = reverse("reporting:take_in", args=[centre.ref])
    with voice_of(room.pusat):
        sending.add_sender(
            force=centre, name="Provinsi", public=public_text(KEY.public_key()), by=room.pusat, at=NOON
        )
    client = signed_in(room.pusat)

    altered = client.post(
        address, {"take": "1", "file": SimpleUploadedFile("a.gugus-report", changed(content))}
    )
    looked = client.post(address, {"look": "1", "file": SimpleUploadedFile("a.gugus-report", content)})
    with voice_of(room.pusat):
        before = UpwardReport.objects.unscoped(because="test").filter(task_force=centre).count()
    taken = client.post(address, {"take": "1", "file": SimpleUploadedFile("a.gugus-report", content)})

    assert (altered.status_code, list(altered.context["form"].errors)) == (422, ["file"])
    assert (looked.status_code, looked.context["against"], before) == (200, [], 0)
    assert taken.status_code == 302
    assert "Gugus Tugas Provinsi" in client.get(taken["Location"]).content.decode()
    with voice_of(room.pusat):
        (made,) = UpwardReport.objects.unscoped(because="test").filter(task_force=centre)
    assert (made.way, made.digest) == ("file", of_content(content))


@pytest.mark.parametrize("name", ["wulan", "budi", "sari"])
def test_only_the_secretariat_of_the_receiver_takes_a_file_in(room, centre, signed_in, name):
    answer = signed_in(getattr(room, name)).get(reverse("reporting:take_in", args=[centre.ref]))

    assert answer.status_code in {403, 404}


def test_the_six_monthly_report_shows_the_same_frozen_figures(room):
    annual = final(room, with_figure=True)
    half = finished(
        room,
        opened_report(
            room, "beneficiaries", kind="six_monthly", first_on=date(2024, 7, 1), last_on=date(2024, 12, 31)
        ),
        with_figure=True,
    )
    with voice_of(room.wulan):
        half = merging.merge_report(report=half, by=room.wulan, at=NOON)
        shown = [set(one.figures.values_list("snapshot", flat=True)) for one in (annual, half)]

    assert shown[0] == shown[1] == {frozen(room).id}
    assert frozen(room).ref in annual.content and frozen(room).ref in half.content
    assert '"kind":"six_monthly"' in half.content


def test_a_report_that_went_up_is_not_offered_to_be_sent_again(room, signed_in):
    report = final(room)
    page = reverse("reporting:detail", args=[report.ref])
    before = [one.slug for one in signed_in(room.wulan).get(page).context["steps"]]
    with voice_of(room.wulan):
        sending.send_up(report=report, by=room.wulan, at=NOON)

    after = [one.slug for one in signed_in(room.wulan).get(page).context["steps"]]

    assert set(before) - set(after) == {"kirim"} and "koreksi" in after


def test_the_secretariat_is_not_told_that_it_owes_the_chapters_of_others(room, signed_in):
    page = reverse("reporting:detail", args=[opened_report(room).ref])

    lines = signed_in(room.wulan).get(page).context["mine"]

    assert [one.chapter.code for one in lines] == ["foreword"]
