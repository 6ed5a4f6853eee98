import errno
import os
import socket
import subprocess
import sys
import threading

import pytest

from gugus.operate import demo, packages
from gugus.operate.installation import CHECKOUT, DEMO, OWN


class Launched(Exception):
    """The second half would run now."""


@pytest.fixture
def port():
    """A free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(monkeypatch, installation, port):
    """Run the first half with options. Returns the exit code, or the launched command."""
    monkeypatch.setattr(packages, "is_current", lambda *_: True)
    monkeypatch.setattr(demo.signal, "signal", lambda *_: None)

    def launch(_program, command, _environment):
        raise Launched(command)

    monkeypatch.setattr(os, "execve", launch)

    def start(*options: str):
        try:
            return demo.main(["--data-dir", str(installation.folder), "--port", str(port), *options])
        except Launched as launched:
            return launched.args[0]

    return start


def _said(capsys) -> str:
    """What was said on stderr: exactly one sentence, in Indonesian and English."""
    lines = [line for line in capsys.readouterr().err.splitlines() if line]
    assert len(lines) == 2
    return lines[1]


def test_the_second_half_gets_folder_and_port(start, installation, port):
    assert start()[1:] == ["-m", "gugus.operate.launch", str(installation.folder), str(port)]
    assert installation.kind() == DEMO


def test_only_the_packages_are_installed_if_asked(start, installation):
    assert start("--only-install") == 0
    assert installation.kind() is None


def test_a_taken_port_is_refused_with_a_free_one_to_try(start, port, capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()

        assert start() == 1
    assert f"Port {port} is already used by another program; choose another one, for example --port" in _said(
        capsys
    )


def test_too_little_room_is_refused_before_anything_is_installed(start, monkeypatch, capsys):
    monkeypatch.setattr(packages, "is_current", lambda *_: False)
    monkeypatch.setattr(packages, "install", lambda *_: pytest.fail("installed"))
    monkeypatch.setattr(demo.shutil, "disk_usage", lambda _: _Usage(50 * 2**20))

    assert start() == 1
    assert "800 MB are needed, 50 MB are left" in _said(capsys)


class _Usage:
    def __init__(self, free: int):
        self.free = free


def test_a_disk_that_fills_up_on_the_way_is_one_sentence(start, monkeypatch, capsys):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(packages, "is_current", full)

    assert start() == 1
    assert "The disk became full" in _said(capsys)


def test_a_folder_that_cannot_be_written_is_named(start, monkeypatch, capsys, installation):
    def closed(*_args, **_options):
        raise PermissionError(errno.EACCES, "Permission denied", str(installation.folder))

    monkeypatch.setattr(demo.Installation, "make", closed)

    assert start() == 1
    assert f"The folder {installation.folder} cannot be written by this user" in _said(capsys)


def test_an_old_python_is_refused(start, monkeypatch, capsys):
    monkeypatch.setattr(demo, "OLDEST", (99, 0))

    assert start() == 1
    assert "Python 3.11 or newer is needed; this is" in _said(capsys)


def test_a_second_start_on_the_same_folder_is_refused(start, installation, capsys):
    with installation.locked():
        assert start() == 1
    assert "already running on the data folder" in _said(capsys)


def test_demo_people_and_ones_own_data_never_share_a_folder(start, installation, capsys):
    start()

    assert start("--empty") == 1
    assert "holds demo data; use another --data-dir, or --reset" in _said(capsys)


def test_ones_own_data_start_again_without_saying_so_each_time(start, installation):
    start("--empty")

    assert start()[2] == "gugus.operate.launch"
    assert installation.kind() == OWN


def test_ones_own_data_are_not_deleted_without_a_yes(start, installation, monkeypatch, capsys):
    start("--empty")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)

    assert start("--reset") == 1
    assert "add --yes if all of it may really be deleted" in _said(capsys)

    assert start("--reset", "--yes")[2] == "gugus.operate.launch"
    assert installation.kind() == DEMO


def test_demo_data_are_deleted_at_once(start, installation):
    start()
    (installation.files / "one").touch()

    assert start("--reset", "--empty")[2] == "gugus.operate.launch"
    assert installation.kind() == OWN and not (installation.files / "one").exists()


def test_the_help_speaks_both_languages(capsys):
    with pytest.raises(SystemExit):
        demo.main(["--help"])

    said = " ".join(capsys.readouterr().out.split())
    assert "hapus semua data dulu / delete all data first" in said


def test_the_script_says_when_python_is_too_old(tmp_path):
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        fake = tmp_path / name
        fake.write_text('#!/bin/sh\ncase "$*" in *platform*) echo 3.9.2;; *) exit 1;; esac\n')
        fake.chmod(0o755)

    ran = subprocess.run(
        [CHECKOUT / "bin" / "demo"], env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, capture_output=True, text=True
    )

    assert ran.returncode == 1
    assert "Python 3.11 or newer is needed; found: 3.9.2." in ran.stderr


def test_a_port_in_its_waiting_time_counts_as_free(port):
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", port))
        server.listen()
        client = socket.create_connection(("127.0.0.1", port))
        accepted = server.accept()[0]
        threading.Timer(0, accepted.close).start()  # the server closes first: the port goes to TIME_WAIT
        client.recv(1)
        client.close()

    assert demo.port_is_free(port)
