"""What was acknowledged is there, even when processes of the product are killed in the middle of their work."""

import json
import os
import signal
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest

pytestmark = pytest.mark.browser

WRITES, HANDS = 60, 4
PATIENCE = 120  # seconds for a killed process to stand again


def descendants(pid: int) -> list[int]:
    """All processes below one, nearest first."""
    try:
        children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return children + [deeper for child in children for deeper in descendants(child)]


def processes_of(launcher: int, word: str) -> list[int]:
    """The processes of the product whose command names a word."""
    found = []
    for pid in descendants(launcher):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if word in command:
            found.append(pid)
    return found


@pytest.fixture
def launcher(product):
    if not product.launcher or not Path(f"/proc/{product.launcher}/task").exists():
        pytest.skip("needs the processes of a product that the tests started, on Linux")
    return product.launcher


def ask(address: str, key: str, path: str, body: dict | None = None) -> tuple[int, dict]:
    """One call of the API; status 0 when the connection broke off."""
    request = urllib.request.Request(
        f"{address}/api/v1{path}",
        data=json.dumps(body).encode() if body else None,
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, {}
    except (OSError, HTTPException, ValueError):
        return 0, {}


def tell(address: str, key: str, mark: str) -> tuple[int, str]:
    """Send one report; its key of one's own makes a repetition harmless."""
    body = {"channel": "phone", "risk": "low", "narrative": f"Uji sela {mark}", "key": mark}
    status, answer = ask(address, key, "/reports", body)
    return status, answer.get("ref", "")


def test_every_acknowledged_report_survives_the_killing_of_web_processes(product, launcher, key):
    marks = [str(uuid4()) for _ in range(WRITES)]
    _server, *workers = processes_of(launcher, "granian")
    kill_at = {(place + 1) * WRITES // (len(workers) + 1): worker for place, worker in enumerate(workers)}
    begun = count()

    def write(mark: str) -> tuple[str, int, str]:
        if worker := kill_at.get(next(begun)):
            os.kill(worker, signal.SIGKILL)
        return mark, *tell(product.address, key, mark)

    with ThreadPoolExecutor(HANDS) as hands:
        answers = list(hands.map(write, marks))

    acknowledged = {mark: ref for mark, status, ref in answers if status == 201}
    assert kill_at
    assert acknowledged
    assert {status for _, status, _ in answers} <= {0, 201}
    deadline = time.monotonic() + PATIENCE
    while ask(product.address, key, "/me")[0] != 200:
        assert time.monotonic() < deadline, "the web did not come back"
        time.sleep(0.5)
    for ref in acknowledged.values():
        status, found = ask(product.address, key, f"/reports/{ref}")
        assert (status, found["ref"]) == (200, ref)
    again = {mark: tell(product.address, key, mark) for mark in marks}
    assert {mark: again[mark][1] for mark in acknowledged} == acknowledged
    assert len({ref for _, ref in again.values()}) == WRITES  # one each: none lost, none twice


def test_a_killed_worker_is_replaced(launcher):
    [worker] = processes_of(launcher, "procrastinate")

    os.kill(worker, signal.SIGKILL)

    deadline = time.monotonic() + PATIENCE
    while not (now := processes_of(launcher, "procrastinate")) or worker in now:
        assert time.monotonic() < deadline, "no new worker"
        time.sleep(0.2)
