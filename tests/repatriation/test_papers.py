"""The minutes on paper: drawn signatures stand where a pen would write; what was lost on the way is not lost."""

from io import BytesIO

import pikepdf
import pytest
from tests.conftest import NOON, as_role, voice_of
from tests.documents.conftest import asked, content, made, text_of
from tests.repatriation.conftest import (
    HOUR,
    agreed,
    drawing,
    follow,
    handed,
    left,
    minutes_of,
)

from gugus.kernel.ids import new_id
from gugus.repatriation import minutes as minutes_room
from gugus.repatriation.actions import legs, signing
from gugus.repatriation.models import Leg, Signature
from gugus.tasks.models import Task

LATER = NOON + 7 * HOUR


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def minutes(world, home):
    """Accepted by the shelter, signed by nobody."""
    one = minutes_of(world, [handed(home, left(world, home))])
    return agreed(world, one)


def paper(world, minutes) -> bytes:
    return content(made(asked(world.rina, "handover_minutes", minutes.ref)))


def pictures(pdf: bytes) -> int:
    """How many pictures are set on its pages, also within drawings."""
    with pikepdf.open(BytesIO(pdf)) as book:
        return sum(
            isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image" and "/SMask" not in one
            for one in book.objects
        )


def test_a_drawn_signature_stands_on_the_paper_and_an_unsigned_place_is_empty(world, minutes):
    empty = paper(world, minutes)
    for user, side, wide in ((world.rina, "handing", 300), (world.maya, "receiving", 280)):
        with voice_of(user):
            line = drawing((wide, 120))
            signing.sign(handover=minutes, side=side, by=user, at=LATER, name=user.full_name, drawing=line)

    full = paper(world, minutes)

    assert (pictures(empty), pictures(full)) == (0, 2)
    assert "Pejabatyangmenandatangani" not in text_of(full).split("Saksi")[-1]


def test_minutes_of_many_people_stand_in_a_table_and_name_each_line(world, home, minutes, monkeypatch):
    few = text_of(paper(world, minutes))
    real = minutes_room.facts

    def forty(sight, at, **more):
        told = real(sight, at, **more)
        return told | {"persons": told["persons"] * 40}

    monkeypatch.setattr(minutes_room, "facts", forty)

    said = text_of(paper(world, minutes))

    assert "Barangbawaan" in few and "Daftarorang" not in few
    assert "Daftarorang(40)" in said and "Barangbawaan" not in said
    assert said.count(home.person_ref) == 40 * few.count(home.person_ref)


def test_the_receiving_agency_itself_confirms_the_arrival(world, home):
    first = left(world, home)
    with as_role("gugus_worker"):
        Leg.objects.unscoped(because="test").filter(pk=first.pk).update(to_agency=world.shelter)
    agreed(world, minutes_of(world, [handed(home, first)]))
    told = {"leg": first, "arrived_at": NOON + 5 * HOUR, "how": "receiver", "at": LATER}

    with voice_of(world.sari), pytest.raises(Leg.DoesNotExist):
        legs.confirm_arrival(by=world.sari, **told)
    with voice_of(world.maya):
        done = legs.confirm_arrival(by=world.maya, **told)

    assert (done.state, done.confirmed, done.confirmed_by) == ("arrived", "receiver", world.maya)
    follow()
    with voice_of(world.rina):
        open_tasks = Task.objects.unscoped(because="test").open().filter(about_id=first.pk)
        assert not open_tasks.filter(kind="return_arrival").exists()


def test_a_signature_whose_answer_was_lost_is_sent_again_and_stands_once(world, minutes):
    told = {
        "handover": minutes,
        "side": "handing",
        "name": "Rina",
        "drawing": drawing(),
        "key": new_id(),
        "at": LATER,
    }

    with voice_of(world.rina):
        first = signing.sign(by=world.rina, **told)
        again = signing.sign(by=world.rina, **told)
        kept = list(Signature.objects.unscoped(because="test").filter(handover=minutes))

    assert first.pk == again.pk and [one.pk for one in kept] == [first.pk]


def test_a_signature_that_breaks_off_leaves_the_minutes_unsigned_and_open(world, minutes, monkeypatch):
    told = {
        "handover": minutes,
        "side": "handing",
        "name": "Rina",
        "drawing": drawing(),
        "key": new_id(),
        "at": LATER,
    }
    real = signing.told

    def dies(*_args, **_more):
        raise RuntimeError("power cut")

    monkeypatch.setattr(signing, "told", dies)
    with voice_of(world.rina), pytest.raises(RuntimeError):
        signing.sign(by=world.rina, **told)
    monkeypatch.setattr(signing, "told", real)

    with voice_of(world.rina):
        minutes.refresh_from_db()
        assert minutes.digest == "" and not Signature.objects.unscoped(because="test").exists()
        assert signing.sign(by=world.rina, **told).side == "handing"
