"""The whole product, started as `bin/demo` starts it once the packages are installed, with the demo data."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gugus.operate.installation import CHECKOUT, DEMO, Installation

PATIENCE = 600  # seconds until the page answers; a quiet machine needs about sixty
LAUNCH = "gugus.operate.launch"


@dataclass(frozen=True)
class Product:
    """One running product: where it answers, the process that started it, its data folder."""

    address: str
    launcher: int = 0
    folder: Path | None = None


def free_port() -> int:
    """A port of the loopback interface that nobody uses now."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


@contextmanager
def running_product() -> Iterator[Product]:
    """Start everything in a folder of its own; end it by the signal that Ctrl+C sends, and leave nothing."""
    folder = Path(tempfile.mkdtemp(prefix="gugus-journeys-"))
    installation = Installation(folder / "data")
    installation.folder.mkdir(mode=0o711)
    folder.chmod(0o711)
    installation.make()
    installation.set_kind(DEMO)
    port = free_port()
    log = (folder / "launch.log").open("wb")
    env = os.environ | {"PYTHONPATH": str(CHECKOUT / "src"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", LAUNCH, str(installation.folder), str(port)]
    launcher = subprocess.Popen(command, env=env, stdout=log, stderr=subprocess.STDOUT, cwd=CHECKOUT)
    try:
        _await_page(launcher, port, folder / "launch.log")
        yield Product(f"http://127.0.0.1:{port}", launcher.pid, installation.folder)
    finally:
        _end(launcher)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _await_page(launcher: subprocess.Popen, port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/kesehatan/", timeout=10).close()
            return
        except (urllib.error.URLError, OSError):
            if launcher.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"the product did not start:\n{log.read_text()[-4000:]}") from None
        time.sleep(0.5)


def _end(launcher: subprocess.Popen) -> None:
    if launcher.poll() is None:
        launcher.send_signal(signal.SIGINT)
    try:
        launcher.wait(timeout=60)
    except subprocess.TimeoutExpired:
        launcher.kill()
        launcher.wait()
