"""A hostile file takes down the process that opens it, and nothing else."""

import sys

import pytest
from tests.files.conftest import PDF, picture

from gugus.files import cleaning, washing
from gugus.files.washing import CannotWash, washed


def instead(monkeypatch, code: str) -> None:
    """Let the process run this instead of the cleaning, under the same limits."""
    run = washing.subprocess.run

    def other(command, **more):
        begin = "import sys; from gugus.files.cleaning import _confine; _confine()\n"
        return run([sys.executable, "-c", begin + code], **more)

    monkeypatch.setattr(washing.subprocess, "run", other)


def test_pdf_and_picture_come_back_clean():
    clean, lost = washed(PDF, "application/pdf")
    assert clean.startswith(b"%PDF-") and lost == []

    clean, lost = washed(picture("PNG"), "image/png")
    assert clean.startswith(b"\x89PNG") and lost == []


@pytest.mark.parametrize(
    ("content", "code"), [(b"%PDF-1.7 nothing", "unreadable"), (b"\xff\xd8\xff", "unreadable")]
)
def test_each_refusal_has_its_code(content, code):
    kind = "application/pdf" if content.startswith(b"%PDF") else "image/jpeg"

    with pytest.raises(CannotWash, match=code):
        washed(content, kind)


@pytest.mark.parametrize(
    "code",
    [
        "x = b'0' * (4 * 1024 ** 3)",
        "import os; os.abort()",
        "import tempfile; kept = tempfile.TemporaryFile(); kept.write(b'x'); kept.flush()",
        "print('no JSON')",
        "import subprocess; subprocess.run(['true']); files = [open('/dev/null') for _ in range(40)]",
        "raise SystemExit(77)",
    ],
    ids=["memory", "crash", "disk", "nonsense", "files", "odd end"],
)
def test_what_breaks_the_process_is_refused(code, monkeypatch):
    instead(monkeypatch, code)

    with pytest.raises(CannotWash, match="too_much"):
        washed(PDF, "application/pdf")


def test_what_never_ends_is_refused(monkeypatch):
    monkeypatch.setattr(washing, "PATIENCE", 1)
    instead(monkeypatch, "while True: pass")

    with pytest.raises(CannotWash, match="too_much"):
        washed(PDF, "application/pdf")


def test_it_knows_neither_keys_nor_database(monkeypatch):
    monkeypatch.setenv("GUGUS_KEYRING", "/etc/gugus/keyring")
    monkeypatch.setenv("GUGUS_DATABASE_URL", "postgresql://secret")
    instead(monkeypatch, "import os; sys.stdout.write('[]\\n' + ' '.join(os.environ))")

    seen, _lost = washed(PDF, "application/pdf")

    assert b"GUGUS" not in seen


def test_its_limits_are_small():
    assert cleaning.MEMORY <= 2 * 2**30 and cleaning.SECONDS <= 30 and washing.PATIENCE <= 60
