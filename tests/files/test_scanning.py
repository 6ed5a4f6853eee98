"""ClamAV on the loopback: clean, infected, down, slow, talking nonsense. Only "OK" is clean."""

import socketserver
import struct
import threading
import time

import pytest
from tests.conftest import NOON, as_role, voice_of
from tests.files.conftest import PDF, upload

from gugus.audit.models import Entry
from gugus.files import actions, jobs, queries, scanning
from gugus.files.actions import CannotAttach, CannotOpen, attach
from gugus.files.codes import ScanState
from gugus.files.models import Attachment
from gugus.outbox.models import Event

VIRUS = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.ThreadingTCPServer):
    """Speaks as much of the protocol as the client asks for. `mood` decides how."""

    allow_reuse_address = daemon_threads = True
    mood, number = "well", "27000"


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        command = self._line()
        if self.server.mood == "slow":
            time.sleep(1.5)
        if command == "VERSION":
            return self.wfile.write(f"ClamAV 1.4.1/{self.server.number}/Mon Jun 15 2026\0".encode())
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.wfile.write(self._answer(content).encode() + b"\0")

    def _line(self) -> str:
        said = b""
        while (letter := self.rfile.read(1)) not in {b"\0", b""}:
            said += letter
        return said.decode().removeprefix("z")

    def _answer(self, content: bytes) -> str:
        nonsense = {"nonsense": "\x00\x01 hello", "empty": "", "error": "stream: Can't allocate memory ERROR"}
        if self.server.mood in nonsense:
            return nonsense[self.server.mood]
        known = VIRUS.encode() in content or (b"Mawar" in content and self.server.number != "27000")
        return "stream: Eicar-Test-Signature FOUND" if known else "stream: OK"


@pytest.fixture
def clamd(settings):
    with Clamd(("127.0.0.1", 0), Talk) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMAV = f"127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()


def verbs(prefix="file.") -> list[str]:
    return list(
        Entry.objects.unscoped(because="test")
        .filter(verb__startswith=prefix)
        .order_by("seq")
        .values_list("verb", flat=True)
    )


def test_without_a_scanner_a_file_says_so(settings):
    settings.CLAMAV = ""

    assert scanning.scan(PDF).state == ScanState.NOT_SCANNED


def test_clean_is_clean_by_named_signatures(clamd):
    assert scanning.scan(PDF) == scanning.Verdict(ScanState.CLEAN, "27000")


def test_a_virus_is_found_in_what_came_in(clamd):
    verdict = scanning.scan(b"%PDF-1.7\n" + VIRUS.encode())

    assert (verdict.state, verdict.found) == (ScanState.INFECTED, "Eicar-Test-Signature")


@pytest.mark.parametrize("mood", ["nonsense", "empty", "error", "slow"])
def test_anything_else_is_not_clean(clamd, mood, monkeypatch):
    monkeypatch.setattr(scanning, "PATIENCE", 0.3)
    clamd.mood = mood

    assert scanning.scan(PDF).state == ScanState.WAITING


@pytest.mark.parametrize("place", ["127.0.0.1:1", "/nonexistent/clamd.ctl", "nonsense", "127.0.0.1:many"])
def test_a_scanner_that_is_not_there_is_waited_for(settings, place):
    settings.CLAMAV = place

    assert scanning.scan(PDF).state == ScanState.WAITING
    assert scanning.signatures() == ""


def test_an_infected_file_is_refused_and_that_is_recorded(clamd, person, rina):
    with pytest.raises(CannotAttach, match="infected"):
        attach(about=person, section="case", upload=upload(VIRUS.encode()), by=rina, at=NOON)

    assert verbs() == ["file.refused"]
    assert not Attachment.objects.unscoped(because="test").exists()


def test_while_the_scanner_is_down_a_file_stays_shut(person, rina, settings, signed_in, world):
    settings.CLAMAV = "127.0.0.1:1"
    made = attach(about=person, section="case", upload=upload(), by=rina, at=NOON)
    client = signed_in(world.rina)

    answer = client.get(f"/berkas/{made.pk}/")
    assert answer["Location"] == f"/berkas/{made.pk}/tertahan/"
    assert client.get(answer["Location"]).status_code == 200
    with pytest.raises(CannotOpen):
        actions.opened(attachment=made, within=person, by=rina, at=NOON)

    assert client.post(answer["Location"], {}).status_code == 422
    got = client.post(answer["Location"], {"sure": "on"}, follow=True)
    assert got.content.startswith(b"%PDF-")
    with voice_of(world.rina):
        assert "file.opened_unscanned" in verbs()


def test_the_worker_looks_again_when_the_scanner_is_back(person, rina, settings, clamd):
    there, settings.CLAMAV = settings.CLAMAV, "127.0.0.1:1"
    made = attach(about=person, section="case", upload=upload(), by=rina, at=NOON)
    assert made.scan == ScanState.WAITING

    with as_role("gugus_worker"):
        jobs.scan(0)
        assert queries.waiting() == 1
        settings.CLAMAV = there
        jobs.scan(0)

        made.refresh_from_db(from_queryset=Attachment.objects.unscoped(because="test"))
    assert (made.scan, made.signatures) == (ScanState.CLEAN, "27000")


def test_new_signatures_shut_a_file_that_was_clean(person, rina, clamd, signed_in, world):
    made = attach(about=person, section="case", upload=upload(b"Surat untuk Mawar"), by=rina, at=NOON)
    assert made.scan == ScanState.CLEAN

    clamd.number = "27001"
    with as_role("gugus_worker"):
        jobs.scan(0)
        assert Event.objects.filter(topic="file.infected", about_id=made.pk).count() == 1
        jobs.scan(0)
        assert Event.objects.filter(topic="file.infected").count() == 1

    client = signed_in(world.rina)
    assert client.get(f"/berkas/{made.pk}/")["Location"].endswith("/tertahan/")
    assert client.post(f"/berkas/{made.pk}/tertahan/", {"sure": "on"}).status_code == 200  # stays shut
    with voice_of(world.rina):
        assert "file.scanned" in verbs()


def test_a_file_seen_by_these_signatures_is_not_asked_about_again(person, rina, clamd):
    made = attach(about=person, section="case", upload=upload(), by=rina, at=NOON)

    assert list(queries.to_scan("27000")) == []
    assert list(queries.to_scan("27001")) == [made]
    assert list(queries.to_scan("")) == []


def test_somebody_elses_shut_file_is_not_there(person, rina, settings, signed_in, world):
    settings.CLAMAV = "127.0.0.1:1"
    made = attach(about=person, section="case", upload=upload(), by=rina, at=NOON)

    assert signed_in(world.sari).get(f"/berkas/{made.pk}/tertahan/").status_code == 404
    assert signed_in(world.sari).post(f"/berkas/{made.pk}/tertahan/", {"sure": "on"}).status_code == 404
