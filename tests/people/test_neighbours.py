"""The wall: one person may be survivor in one file and accused in another, and nothing here joins the two."""

from datetime import timedelta

import pytest

from gugus.access.actions import open_to
from gugus.people import neighbours
from gugus.people.actions import unmask
from gugus.people.models import Identity
from gugus.people.neighbours import Appearance, appearances_of
from gugus.people.showing import may_read_reasons, seen_by
from tests.conftest import NOON, voice_of

FILES = {
    "maya": [Appearance("K-SURVIVOR", "/kasus/1/", "Case", "Survivor", NOON)],
    "budi": [Appearance("K-ACCUSED", "/kasus/2/", "Case", "Accused", NOON)],
}


def files_for_tests(viewer, person, at):
    """As the case context does: each viewer is told of what that viewer may open."""
    return FILES.get(viewer.user.username, [])


def older_file(viewer, person, at):
    return [Appearance("R-OLD", "/aduan/1/", "Report", "Reporter", NOON - timedelta(days=9))]


@pytest.fixture
def two_files(monkeypatch, laila, rina, world):
    """Laila is shared with the shelter as a survivor and with the police as an accused."""
    monkeypatch.setattr(neighbours, "_appearances", {f"{__name__}.files_for_tests": None})
    identity = Identity.objects.unscoped(because="test").get(pk=laila.pk)
    for agency in (world.shelter, world.police):
        for kind, about, section in (("person", laila, "case"), ("identity", identity, "identity")):
            open_to(kind=kind, about=about, agency=agency, sections=[section], basis="test", because=laila,
                    by=rina, at=NOON)  # fmt: skip
    return laila


@pytest.mark.parametrize(
    ("name", "own", "hidden"), [("maya", "K-SURVIVOR", "K-ACCUSED"), ("budi", "K-ACCUSED", "K-SURVIVOR")]
)
def test_each_side_sees_only_its_own_file(two_files, world, signed_in, name, own, hidden):
    page = signed_in(getattr(world, name)).get(f"/orang/{two_files.ref}/").content.decode()

    assert own in page
    assert hidden not in page


def test_a_context_that_tells_nothing_adds_nothing(two_files, world):
    assert appearances_of(world.viewer("rina"), two_files, NOON) == []


def test_several_contexts_tell_the_newest_first(two_files, monkeypatch, world):
    monkeypatch.setitem(neighbours._appearances, f"{__name__}.older_file", None)

    assert [one.ref for one in appearances_of(world.viewer("maya"), two_files, NOON)] == [
        "K-SURVIVOR",
        "R-OLD",
    ]


def test_the_other_side_of_the_wall_does_not_learn_who_looked(two_files, world):
    with voice_of(world.budi):
        unmask(person=two_files, reason="legal", by=world.budi, at=NOON)

    with voice_of(world.maya):
        assert list(seen_by(world.viewer("maya"), two_files)) == []
    with voice_of(world.yusuf):
        assert [view.user.username for view in seen_by(world.viewer("yusuf"), two_files)] == ["budi"]


def test_a_colleague_reads_who_looked_but_not_why(two_files, world, signed_in):
    with voice_of(world.budi):
        unmask(person=two_files, reason="legal", note="Surat panggilan kedua", by=world.budi, at=NOON)

    page = signed_in(world.rina).get(f"/orang/{two_files.ref}/").content.decode()
    watched = signed_in(world.yusuf).get(f"/orang/{two_files.ref}/").content.decode()

    assert "Budi" in page and "Surat panggilan" not in page and "Proses hukum" not in page
    assert "Surat panggilan" in watched
    assert not may_read_reasons(world.viewer("rina")) and may_read_reasons(world.viewer("yusuf"))
