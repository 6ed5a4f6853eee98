import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gugus.operate import processes, services
from gugus.operate.services import Service

SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
DIES = [sys.executable, "-c", "print('last words')"]


@pytest.fixture
def service(tmp_path):
    made = Service(SLEEPER, tmp_path / "log", {})
    yield made
    made.stop()


def _until(condition) -> None:
    assert processes.wait_until(condition, 20)


def test_a_service_runs_until_it_is_stopped(service):
    service.start()
    assert service.alive()

    service.stop()

    assert not service.alive()


def test_a_service_that_died_tells_its_last_words(service):
    service.command = DIES
    service.start()
    _until(lambda: not service.alive())

    assert service.reason() == "last words"


def test_a_service_that_died_old_is_started_at_once_and_one_that_died_young_waits(service, monkeypatch):
    service.command = DIES
    service.start()
    _until(lambda: not service.alive())
    assert not service.revive()

    monkeypatch.setattr(services.time, "monotonic", lambda: time.perf_counter() + 1e6)
    assert service.revive()


def test_a_living_service_is_left_alone(service):
    service.start()

    assert not service.revive()


STARTER = """
import sys, time
from gugus.operate import processes
child = processes.start([sys.executable, "-c", "import time; time.sleep(600)"], open(sys.argv[1], "wb"))
print(child.pid, flush=True)
time.sleep(600)
"""


def test_a_process_ends_with_the_one_that_started_it(tmp_path):
    source = Path(services.__file__).parents[2]
    launcher = subprocess.Popen(
        [sys.executable, "-c", STARTER, tmp_path / "log"], cwd=source, stdout=subprocess.PIPE, text=True
    )
    child = int(launcher.stdout.readline())
    assert Path(f"/proc/{child}").exists()

    launcher.kill()
    launcher.wait()
    launcher.stdout.close()

    _until(lambda: not Path(f"/proc/{child}").exists() or " Z " in Path(f"/proc/{child}/stat").read_text())


def test_a_process_deaf_to_polite_signals_is_ended_anyway(tmp_path):
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
    with open(tmp_path / "log", "wb") as log:
        process = processes.start([sys.executable, "-c", deaf], log)
    _until(lambda: (tmp_path / "log").read_text() == "up\n")

    processes.end(process, [signal.SIGTERM], 0.1)

    assert process.returncode == -signal.SIGKILL


def test_a_command_leaves_code_words_and_log(tmp_path, capsys):
    command = [sys.executable, "-c", "print('Collecting a'); print('Collecting b'); raise SystemExit('bad')"]

    code, said = processes.run(command, tmp_path / "log", dots=re.compile(rb"Collecting"))

    assert code == 1 and said.splitlines()[-1] == "bad"
    assert (tmp_path / "log").read_text() == said
    assert capsys.readouterr().out == "..\n"


def test_nobody_answering_is_told_from_an_error():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        assert services.answer(probe.getsockname()[1]) == 0


def test_the_web_server_listens_where_it_is_told():
    command = " ".join(map(str, services.web_command("127.0.0.1", 8123)))

    assert "--host 127.0.0.1 --port 8123" in command and command.endswith("gugus.config.web:application")


def test_helpers_that_a_killed_service_left_are_ended_with_it(tmp_path):
    parent = "import subprocess, sys, time;"
    parent += "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    parent += "print(p.pid, flush=True); time.sleep(600)"
    service = Service([sys.executable, "-c", parent], tmp_path / "log", {})
    service.start()
    _until(lambda: (tmp_path / "log").read_text().strip().isdigit())
    helper = int((tmp_path / "log").read_text())

    processes.send(service._process.pid, signal.SIGKILL)
    _until(lambda: not service.alive())
    assert service.reason() == "SIGKILL"
    assert Path(f"/proc/{helper}").exists()
    service.stop()

    _until(lambda: not Path(f"/proc/{helper}").exists() or " Z " in Path(f"/proc/{helper}/stat").read_text())
