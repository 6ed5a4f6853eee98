"""The two long-running processes of an installation: web server and background worker."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from gugus.operate import processes

WORKERS, THREADS = 2, 4
STOP_SECONDS = 15
HEALTHY_SECONDS = 60  # a worker that lived this long may be started again at once


def web_command(host: str, port: int, workers: int = WORKERS, python: str | Path = sys.executable) -> list:
    """The web server; WSGI, because synchronous Django under ASGI costs three times as much."""
    options = f"--interface wsgi --workers {workers} --blocking-threads {THREADS} --respawn-failed-workers"
    options += f" --host {host} --port {port} --workers-kill-timeout 10 --log-level warning --no-ws"
    return [python, "-m", "granian", *options.split(), "gugus.config.web:application"]


def worker_command(python: str | Path = sys.executable) -> list:
    """The background worker: after-commit work, clocks, sealing of the trail."""
    return [python, "-m", "django", "procrastinate", "worker"]


def port_is_free(port: int) -> bool:
    """True if nobody listens there; a port in its waiting time after an earlier stop counts as free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen(1)
        except OSError:
            return False
    return True


def answer(port: int) -> int:
    """The status of the first page, 0 while nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/", headers={"Accept-Language": "id"})
        return connection.getresponse().status
    return 0


class Service:
    """A process that should run as long as we do."""

    def __init__(self, command: list, log: Path, env: Mapping[str, str]):
        self.command, self.log, self.env = command, log, env
        self._process: subprocess.Popen | None = None
        self._started_at, self._pause = 0.0, 1.0

    def start(self) -> None:
        """Start it; its log begins anew."""
        with open(self.log, "wb") as log:
            self._process = processes.start(self.command, log, self.env)
        self._started_at = time.monotonic()

    def stop(self) -> None:
        """Let it finish what it is doing, then end it."""
        if self._process is not None:
            processes.end(self._process, [signal.SIGTERM], STOP_SECONDS)
            processes.end_group(self._process.pid)
            self._process = None

    def alive(self) -> bool:
        """True while it runs."""
        return self._process is not None and self._process.poll() is None

    def reason(self) -> str:
        """The last line it wrote, or the signal that ended it."""
        if self._process is not None and (self._process.poll() or 0) < 0:
            return signal.Signals(-self._process.returncode).name
        with suppress(OSError):
            return processes.last_line(self.log.read_text(errors="replace")[-4000:])
        return processes.last_line("")

    def revive(self) -> bool:
        """Start it again if it died, more slowly each time it dies young. True if it was started."""
        if self.alive():
            return False
        lived = time.monotonic() - self._started_at
        self._pause = 1.0 if lived > HEALTHY_SECONDS else min(self._pause * 2, 60.0)
        if lived < self._pause:
            return False
        self.start()
        return True
