"""Files of real records: their own gates decide."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from tests.conftest import NOON, voice_of

from gugus.access.codes import Verb
from gugus.cases.actions import open_case
from gugus.files.actions import attach
from gugus.files.gate import admitted, attachment_for
from gugus.intake.actions import Told, receive_report


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def case(rina):
    return open_case(agency=rina.agency, manager=rina, risk="medium", summary="invented", by=rina, at=NOON)


@pytest.fixture
def report(rina):
    told = Told(channel="walk_in", risk="low", narrative="invented")
    return receive_report(told=told, agency=rina.agency, by=rina, at=NOON)


def letter(record, section, user):
    upload = SimpleUploadedFile("surat.txt", b"An invented letter.")
    return attach(about=record, section=section, upload=upload, by=user, at=NOON)


@pytest.mark.parametrize(
    ("name", "sees"), [("rina", True), ("yusuf", True), ("ratih", False), ("lestari", False)]
)
def test_a_file_of_a_case_is_for_who_handles_the_case(world, case, name, sees):
    kept = letter(case, "case", world.rina)

    if sees:
        assert attachment_for(world.viewer(name), kept.pk, at=NOON)[0] == kept
    else:
        with pytest.raises(Http404):
            attachment_for(world.viewer(name), kept.pk, at=NOON)


def test_another_agency_finds_no_file(world, case):
    kept = letter(case, "case", world.rina)

    with voice_of(world.sari), pytest.raises(Http404):
        attachment_for(world.viewer("sari"), kept.pk, at=NOON)


def test_who_only_sees_a_section_adds_nothing_to_it(world, case):
    assert (
        admitted(world.viewer("rina"), "case", case.ref, section="health", verb=Verb.SEE, at=NOON).about
        == case
    )

    with pytest.raises(PermissionDenied):
        admitted(world.viewer("rina"), "case", case.ref, section="health", verb=Verb.WRITE, at=NOON)


def test_a_file_of_a_report_is_for_who_handles_reports(world, report):
    kept = letter(report, "report", world.rina)

    assert attachment_for(world.viewer("dewi"), kept.pk, at=NOON)[1].within == report
    with pytest.raises(Http404):
        attachment_for(world.viewer("tono"), kept.pk, at=NOON)


def test_a_report_has_files_in_its_own_section_only(world, report):
    with pytest.raises(Http404):
        admitted(world.viewer("rina"), "report", report.ref, section="health", verb=Verb.SEE, at=NOON)
