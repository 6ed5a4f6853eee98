"""How a report goes up: inside, and as a signed file that is wrong in every way somebody can think of."""

import base64
import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.conftest import NOON, as_role, voice_of
from tests.reporting.conftest import codes, final, merged

from gugus.audit import signing
from gugus.kernel.anchors import public_text
from gugus.reporting import jobs, parcels
from gugus.reporting.actions import sending
from gugus.reporting.actions.moving import CannotReport
from gugus.reporting.models import UpwardReport

KEY = Ed25519PrivateKey.from_private_bytes(b"1" * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(b"2" * 32)
PDF = b"%PDF-1.7 a report"


def parcel_of(report, key=KEY) -> bytes:
    return parcels.packed(report.content, PDF, private=key, installation="there")


def known(room, key=KEY, **more):
    with voice_of(room.kartika):
        return sending.add_sender(
            force=room.higher,
            name="Kota",
            public=public_text(key.public_key()),
            by=room.kartika,
            at=NOON,
            **more,
        )


def taken(room, content):
    with voice_of(room.kartika):
        return sending.take_in(content=content, force=room.higher, by=room.kartika, at=NOON)


def test_a_copy_reaches_the_next_higher_task_force_once(room):
    report = final(room)
    with voice_of(room.wulan):
        first = sending.send_up(report=report, by=room.wulan, at=NOON)
        again = sending.send_up(report=report, by=room.wulan, at=NOON)

    with voice_of(room.kartika):
        copy = UpwardReport.objects.unscoped(because="test").get()
        assert (copy.pk, copy.content, copy.digest) == (first.pk, report.content, report.digest)
    assert again.pk == first.pk


def test_only_a_final_report_goes_up(room):
    report = merged(room)

    with voice_of(room.wulan), pytest.raises(CannotReport) as refused:
        sending.send_up(report=report, by=room.wulan, at=NOON)

    assert codes(refused) == {"too_late"}


def test_the_receiver_confirms_then_acknowledges_or_sends_back_with_a_reason(room):
    report = final(room)
    with voice_of(room.wulan):
        copy = sending.send_up(report=report, by=room.wulan, at=NOON)
    with voice_of(room.kartika):
        sending.answer_upward(upward=copy, state="received", by=room.kartika, at=NOON)
        with pytest.raises(CannotReport) as refused:
            sending.answer_upward(upward=copy, state="returned", by=room.kartika, at=NOON)
        done = sending.answer_upward(
            upward=copy, state="returned", code="incomplete", words="Lampiran?", by=room.kartika, at=NOON
        )
        with pytest.raises(CannotReport) as late:
            sending.answer_upward(upward=copy, state="acknowledged", by=room.kartika, at=NOON)

    assert (codes(refused), codes(late), done.state) == ({"no_words"}, {"too_late"}, "returned")


def test_a_signed_file_of_a_known_sender_is_taken_in_once(room):
    content = parcel_of(final(room))
    known(room)

    first, again = taken(room, content), taken(room, content)

    assert first.pk == again.pk and first.way == "file"
    with voice_of(room.kartika):
        found, _sender, against = sending.examined(content, force=room.higher)
    assert [one.code for one in against] == ["there_already"] and found.digest == first.digest


def test_looking_at_a_file_takes_nothing_in(room):
    content = parcel_of(final(room))
    known(room)
    with voice_of(room.kartika):
        sending.examined(content, force=room.higher)
        assert not UpwardReport.objects.unscoped(because="test").exists()


def test_an_unknown_or_ended_sender_is_refused(room):
    content = parcel_of(final(room))
    sender = known(room)
    with voice_of(room.kartika):
        sending.end_sender(sender=sender, by=room.kartika, at=NOON)
    known(room, OTHER)

    with pytest.raises(CannotReport) as refused:
        taken(room, content)

    assert codes(refused) == {"unknown_sender"}


def test_a_sender_reports_for_its_own_area_only(room):
    content = parcel_of(final(room))
    known(room, area_codes=["32.01"])

    with pytest.raises(CannotReport) as refused:
        taken(room, content)

    assert codes(refused) == {"other_area"}


def test_the_worker_packs_once_and_the_same_file_again(room, tmp_path, settings):

    settings.DATA_DIR, settings.SIGNING_KEY = tmp_path, str(tmp_path / "signing.json")
    report = final(room, with_figure=True)
    with voice_of(room.wulan):
        parcel = sending.ask_parcel(report=report, by=room.wulan, at=NOON)
    with as_role("gugus_worker"):
        made = jobs.make_parcel(parcel.pk, at=NOON)
        assert jobs.make_parcel(parcel.pk, at=NOON) is None
        again = parcels.packed(
            report.content, jobs.laid_out_pdf(report.content), private=signing.load(),
            installation=str(jobs.Installation.objects.get().pk),
        )  # fmt: skip

    assert made.state == "ready" and jobs._sha(again) == made.sha256


def test_a_worker_that_dies_leaves_it_to_be_made_again(room, tmp_path, settings, monkeypatch):

    settings.DATA_DIR, settings.SIGNING_KEY = tmp_path, str(tmp_path / "signing.json")
    report = final(room)
    with voice_of(room.wulan):
        parcel = sending.ask_parcel(report=report, by=room.wulan, at=NOON)
    whole = jobs.store.keep

    def dies(*args, **more):
        whole(*args, **more)
        raise KeyboardInterrupt

    with as_role("gugus_worker"):
        monkeypatch.setattr(jobs.store, "keep", dies)
        with pytest.raises(KeyboardInterrupt):
            jobs.make_parcel(parcel.pk, at=NOON)
        monkeypatch.setattr(jobs.store, "keep", whole)
        made = jobs.make_parcel(parcel.pk, at=NOON)

    assert (made.state, made.tries) == ("ready", 2)


CONTENT = {
    "format": 1, "ref": "LT-7F3Q-9M2X", "kind": "annual", "title": "Laporan", "edition": 1,
    "force": {"ref": "GT-1", "name": "Gugus Tugas", "level": "city", "area": "31.74"}, "office": "Kantor",
    "period": {"first": "2024-01-01", "last": "2024-12-31"}, "chapters": [], "figures": [],
}  # fmt: skip
TEXT = json.dumps(CONTENT, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def boxed(**changed) -> bytes:
    """A signed file with some of its parts exchanged."""
    good = parcels.packed(TEXT, PDF, private=KEY, installation="there")
    with ZipFile(BytesIO(good)) as box:
        files = {one: box.read(one) for one in box.namelist()} | changed
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as box:
        for name, body in files.items():
            if body is not None:
                box.writestr(name.replace("_json", ".json"), body)
    return held.getvalue()


def signed(manifest: dict, key=KEY) -> dict:
    body = json.dumps(manifest).encode()
    return {"manifest.json": body, "manifest.sig": base64.b64encode(key.sign(parcels._signed(body)))}


def manifest() -> dict:
    with ZipFile(BytesIO(boxed())) as box:
        return json.loads(box.read("manifest.json"))


def test_the_same_report_packed_twice_is_the_same_file():
    first = parcels.packed(TEXT, PDF, private=KEY, installation="there")

    assert parcels.packed(TEXT, PDF, private=KEY, installation="there") == first
    assert parcels.unpacked(first).content == CONTENT


@pytest.mark.parametrize("content, code", [
    (b"", "no_box"), (b"PK\x03\x04", "no_box"), (b"x" * 100, "no_box"),
    (boxed(**{"report.pdf": None}), "other_files"), (boxed(**{"evil.sh": b"x"}), "other_files"),
    (boxed(**{"../report.pdf": b"x"}), "other_files"), (boxed(**{"manifest.json": b"[]"}), "no_manifest"),
    (boxed(**{"manifest.json": b"{"}), "no_manifest"), (boxed(**{"manifest.sig": b"AAAA"}), "forged"),
    (boxed(**{"manifest.sig": b"nonsense!"}), "forged"), (boxed(**{"report.json": b"{}"}), "altered"),
    (boxed(**{"report.pdf": b"%PDF-1.7 another"}), "altered"),
    (boxed(**{"manifest.json": b"x" * 20_000}), "too_big"),
    (boxed(**signed(manifest(), OTHER)), "forged"),
    (boxed(**signed(manifest() | {"report": manifest()["report"] | {"edition": 2}})), "unfit"),
    (boxed(**signed(manifest() | {"report": manifest()["report"] | {"first": "2023-01-01"}})), "unfit"),
    (boxed(**signed(manifest() | {"format": "gugus-report-2"})), "no_manifest"),
])  # fmt: skip
def test_a_file_that_is_not_as_it_was_signed_is_refused(content, code):
    with pytest.raises(parcels.BadParcel) as refused:
        parcels.unpacked(content)

    assert refused.value.code == code


def test_a_box_that_swells_is_stopped_while_reading():
    with pytest.raises(parcels.BadParcel) as refused:
        parcels.unpacked(boxed(**{"report.json": b" " * (parcels.MOST["report.json"] + 1)}))

    assert refused.value.code == "too_big"


def test_a_sender_of_no_area_and_a_key_that_is_known_otherwise_are_refused(room):
    first = known(room, area_codes=["31.74"])

    assert known(room, area_codes=["31.74"]) == first  # a double click
    for more, code in ((["99.99.99"], "no_area"), (["32.01"], "known_key"), ([], "known_key")):
        with pytest.raises(CannotReport) as refused:
            known(room, area_codes=more)
        assert code in codes(refused)
