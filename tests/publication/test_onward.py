"""From an approved meeting to words for everybody: one click for the secretariat, nothing taken over by itself."""

import pytest
from django.urls import reverse
from tests.conftest import voice_of
from tests.forces import settle_force
from tests.meetings.conftest import approved, minuted

from gugus.publication import actions
from gugus.publication.models import Publication

NEW = reverse("publication:new")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def offered(client, meeting) -> str:
    """The part of the meeting's page that goes on to a publication."""
    page = client.get(f"/rapat/{meeting.ref}/").content.decode()
    return page.partition(f"dari={meeting.ref}")[1]


def test_the_secretariat_goes_on_from_an_approved_meeting(world, force, signed_in):
    meeting = approved(world, force)
    client = signed_in(world.wulan)
    assert offered(client, meeting)

    address = f"{NEW}?jenis=meeting&dari={meeting.ref}"
    page = client.get(address).content.decode()
    made = client.post(
        address, {"force": str(force.pk), "kind": "meeting", "title": "Ringkasan", "body": "Hadir 44."}
    )

    assert meeting.ref in page and "Perlu paralegal" not in page
    with voice_of(world.wulan):
        one = Publication.objects.unscoped(because="the test looks").get()
    assert (one.source_kind, one.source_ref) == ("meeting", meeting.ref)
    assert meeting.ref in client.get(made["Location"]).content.decode()
    assert not offered(client, meeting) and one.ref in client.get(f"/rapat/{meeting.ref}/").content.decode()


def test_members_and_open_minutes_are_offered_nothing(world, force, signed_in):
    whole, open_ = approved(world, force), minuted(world, force, title="Rapat lain")

    assert not offered(signed_in(world.wulan), open_)
    for name in ("budi", "arif", "rina"):
        assert not offered(signed_in(getattr(world, name)), whole), name


def test_a_source_of_another_task_force_is_no_source(world, force, signed_in):
    other = settle_force(world, name="Gugus Tugas Lain", host=world.office, members=[])
    meeting = approved(world, force)
    client = signed_in(world.wulan)
    typed = {"force": str(other.pk), "kind": "note", "title": "Pengumuman", "body": "Pos buka."}
    client.post(f"{NEW}?jenis=meeting&dari={meeting.ref}", typed)

    with voice_of(world.wulan):
        one = Publication.objects.unscoped(because="the test looks").get()
    assert (one.source_kind, one.source_ref) == ("", "")


@pytest.mark.parametrize(
    "asked", ["jenis=meeting&dari=RG-0000-0000", "jenis=nothing&dari=x", "jenis=meeting", "dari=1"]
)
def test_an_unknown_source_opens_the_plain_form(world, force, signed_in, asked):
    answer = signed_in(world.wulan).get(f"{NEW}?{asked}")

    assert answer.status_code == 200 and not answer.context["source"].ref


def test_a_withdrawn_summary_may_be_written_anew(world, force, signed_in, shown):
    meeting = approved(world, force)
    with voice_of(world.wulan):
        from_meeting = actions.write(
            force=force, kind="meeting", words=shown.words, by=world.wulan, at=shown.written_at,
            source=("meeting", meeting.ref),
        )  # fmt: skip
        actions.propose(one=from_meeting, by=world.wulan, at=shown.written_at)
    client = signed_in(world.wulan)
    assert not offered(client, meeting)
    with voice_of(world.arif):
        actions.publish(one=from_meeting, looked_at=[], by=world.arif, at=shown.written_at)
        actions.withdraw(one=from_meeting, why="keliru", by=world.arif, at=shown.written_at)
    assert offered(signed_in(world.wulan), meeting)
