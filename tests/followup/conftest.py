"""A task force of the office, and a recommendation to the police."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.conftest import NOON, voice_of
from tests.forces import settle_force

from gugus.files.actions import attach
from gugus.followup.actions.recording import Origin, Told, record_recommendation
from gugus.followup.models import Recommendation

TODAY = NOON.date()
DUE = TODAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def force(world):
    return settle_force(world)


def said(owner, **more) -> Told:
    told = {
        "text": "Menyusun prosedur penanganan bersama",
        "owner": owner,
        "due_on": DUE,
        "field": "enforcement",
        "target": "Satu prosedur ditandatangani",
    }
    return Told(**(told | more))


def meeting(on: date = TODAY, ref: str = "RG-7F3Q-9M2X") -> Origin:
    return Origin("meeting", on, ref)


def recommended(world, force, *, owner=None, origin=None, at=NOON, **more) -> Recommendation:
    with voice_of(world.wulan):
        return record_recommendation(
            force=force, told=said(owner or world.police, **more), origin=origin or meeting(), by=world.wulan, at=at
        )  # fmt: skip


@pytest.fixture
def to_police(world, force) -> Recommendation:
    return recommended(world, force, supporters=[world.shelter])


def proof(one: Recommendation, by, at=NOON):
    """A file that shows something, attached by somebody in whose voice the database listens."""
    upload = SimpleUploadedFile("bukti.txt", b"prosedur sudah ditandatangani", content_type="text/plain")
    return attach(about=one, section="followup", upload=upload, by=by, at=at, title="Bukti")


def lines_of(one: Recommendation, user) -> list[str]:
    with voice_of(user):
        return list(one.lines.values_list("kind", flat=True))
