"""The record's own gate admits to its files."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.conftest import NOON, voice_of

from gugus.access.actions import open_to
from gugus.access.codes import Verb
from gugus.files.gate import admitted, attachment_for


@pytest.fixture
def shared(person, world):
    open_to(
        kind="person", about=person, agency=world.police, sections=["case"], basis="test", because=person,
        by=world.rina, at=NOON,
    )  # fmt: skip


def test_who_comes_through_the_records_gate_gets_the_file(letter, person, world):
    found, record = attachment_for(world.viewer("rina"), letter.pk, at=NOON)

    assert (found, record.within) == (letter, person)


def test_whom_the_records_gate_refuses_the_file_does_not_exist(letter, world):
    with pytest.raises(Http404):
        attachment_for(world.viewer("ratih"), letter.pk, at=NOON)


def test_a_kind_without_a_gate_does_not_exist(letter, person, world, settings):
    settings.FILE_GATES = {}

    with pytest.raises(Http404):
        attachment_for(world.viewer("rina"), letter.pk, at=NOON)


def test_a_section_nobody_knows_does_not_exist(person, world):
    with pytest.raises(Http404):
        admitted(world.viewer("rina"), "person", person.ref, section="nonsense", verb=Verb.SEE, at=NOON)


def test_another_agency_reads_but_does_not_take_back(letter, world, shared):
    viewer = world.viewer("budi")

    with voice_of(world.budi):
        assert attachment_for(viewer, letter.pk, at=NOON)[0] == letter
        with pytest.raises(PermissionDenied):
            attachment_for(viewer, letter.pk, verb=Verb.WRITE, at=NOON)


def test_a_stranger_finds_nothing(letter, world):
    with voice_of(world.sari), pytest.raises(Http404):
        attachment_for(world.viewer("sari"), letter.pk, at=NOON)
