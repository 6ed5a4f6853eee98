"""A real server is started, killed and started again; nothing here is simulated."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from gugus.operate import homes
from gugus.operate.cluster import Cluster, ClusterBusy, ClusterError, throwaway

LAUNCHER = """
import sys, time
from pathlib import Path
from gugus.operate.cluster import Cluster
cluster = Cluster(Path(sys.argv[1]))
cluster.start()
print(cluster.url("postgres", "postgres"), flush=True)
time.sleep(600)
"""


@pytest.fixture
def folder(open_path):
    """Where the cluster goes."""
    return open_path / "postgres"


@pytest.fixture
def launcher(folder):
    """Another process that runs the cluster, as `bin/demo` does; ended after the test."""
    process = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, str(folder)], stdout=subprocess.PIPE, text=True, cwd=_source()
    )
    process.url = process.stdout.readline().strip()
    socket = Path((folder / "socket").read_text().strip())
    pid = _server_pid(folder)
    yield process
    process.kill()
    process.wait()
    process.stdout.close()
    _wait_until_gone(pid)
    shutil.rmtree(socket, ignore_errors=True)


def _source() -> Path:
    return Path(homes.__file__).parents[2]


def _rows(url: str) -> int:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT count(*) FROM kept").fetchone()[0]


def _write(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 100) AS n")


def _server_pid(folder: Path) -> int:
    return int(next(folder.glob("pg*/postmaster.pid")).read_text().split()[0])


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"


def _wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 20
    while not _gone(pid):
        assert time.monotonic() < deadline, "the server outlived its launcher"
        time.sleep(0.05)


def test_it_answers_on_a_private_socket_and_on_no_port():
    with throwaway() as cluster, psycopg.connect(cluster.url("postgres", "postgres")) as connection:
        said = dict(connection.execute("SELECT name, setting FROM pg_settings").fetchall())

        assert said["listen_addresses"] == ""
        assert os.stat(said["unix_socket_directories"]).st_mode & 0o777 == 0o700
        assert said["server_encoding"] == "UTF8"
        assert connection.execute("SELECT datcollate FROM pg_database LIMIT 1").fetchone() == ("C.UTF-8",)


def test_a_throwaway_leaves_neither_folder_nor_socket_nor_process():
    with throwaway() as cluster:
        folder, pid = cluster.folder, _server_pid(cluster.folder)
        socket = Path((folder / "socket").read_text().strip())

    assert not folder.exists() and not socket.exists() and _gone(pid)


def test_what_was_written_is_there_after_a_stop_and_a_start(folder):
    with Cluster(folder, durable=False) as cluster:
        _write(cluster.url("postgres", "postgres"))

    with Cluster(folder, durable=False) as cluster:
        assert _rows(cluster.url("postgres", "postgres")) == 100


def test_a_killed_launcher_takes_the_server_with_it_and_the_next_start_has_the_rows(folder, launcher):
    _write(launcher.url)
    pid = _server_pid(folder)

    launcher.kill()
    launcher.wait()
    _wait_until_gone(pid)

    with Cluster(folder) as cluster:
        assert _rows(cluster.url("postgres", "postgres")) == 100


def test_launcher_and_server_killed_at_once_still_start_again(folder, launcher):
    _write(launcher.url)
    pid = _server_pid(folder)

    os.kill(pid, signal.SIGKILL)
    launcher.kill()
    launcher.wait()

    with Cluster(folder) as cluster:
        assert _rows(cluster.url("postgres", "postgres")) == 100


def test_a_server_without_launcher_is_stopped_and_started_anew(folder, launcher):
    _write(launcher.url)
    pid = _server_pid(folder)
    os.kill(launcher.pid, signal.SIGSTOP)  # it can neither stop its server nor give up its lock

    with pytest.raises(ClusterBusy):
        Cluster(folder).start()
    (folder / "lock").unlink()  # as if the lock had died with it while the server went on

    with Cluster(folder) as cluster:
        assert _server_pid(folder) != pid
        assert _rows(cluster.url("postgres", "postgres")) == 100


def test_two_processes_never_run_one_folder(folder, launcher):
    with pytest.raises(ClusterBusy, match="already runs"):
        Cluster(folder).start()


def test_a_stranger_with_the_number_of_the_dead_server_does_not_stop_the_start(folder):
    with Cluster(folder, durable=False) as cluster:
        data = cluster.data
    (data / "postmaster.pid").write_text(f"{os.getppid()}\n{data}\n")

    with Cluster(folder, durable=False) as cluster:
        assert cluster.alive()


def test_a_half_made_data_folder_is_made_again(folder):
    with Cluster(folder, durable=False) as cluster:
        data = cluster.data
    (data / "PG_VERSION").unlink()
    (folder / f"new-{data.name}").mkdir()

    with Cluster(folder, durable=False) as cluster:
        assert cluster.exists() and not (folder / f"new-{data.name}").exists()


def test_a_long_path_does_not_matter(folder):
    long = folder.joinpath(*["a-rather-long-name-for-a-folder"] * 5)

    with Cluster(long, durable=False) as cluster:
        assert psycopg.connect(cluster.url("postgres", "postgres")).close() is None


def test_the_log_keeps_statements_and_values_out(folder):
    with Cluster(folder, durable=False) as cluster:
        with psycopg.connect(cluster.url("postgres", "postgres"), autocommit=True) as connection:
            connection.execute("CREATE TABLE told (what text PRIMARY KEY)")
            connection.execute("INSERT INTO told VALUES ('a secret narrative')")
            with pytest.raises(psycopg.errors.UniqueViolation):
                connection.execute("INSERT INTO told VALUES ('a secret narrative')")

        log = cluster.log.read_text()
        assert "ready to accept connections" in log
        assert (
            "narrative" not in log and "told" not in log
        )  # nor the error itself, which could hold typed words


def test_an_address_of_a_stopped_cluster_is_refused(folder):
    with pytest.raises(ClusterError, match="not running"):
        Cluster(folder).url("postgres", "postgres")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_roots_closed_folder_stays_closed_and_the_database_goes_elsewhere(open_path, monkeypatch):
    monkeypatch.setattr(homes, "AWAY", open_path / "var-lib")
    closed = open_path / "closed"
    closed.mkdir(mode=0o700)

    with Cluster(closed / "postgres", durable=False) as cluster:
        _write(cluster.url("postgres", "postgres"))

    assert cluster.folder.parent == open_path / "var-lib"
    assert closed.stat().st_mode & 0o777 == 0o700
    with Cluster(closed / "postgres", durable=False) as again:
        assert _rows(again.url("postgres", "postgres")) == 100


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_a_copy_of_such_an_installation_does_not_share_its_database(open_path, monkeypatch):
    monkeypatch.setattr(homes, "AWAY", open_path / "var-lib")
    closed, copy = open_path / "closed", open_path / "copy"
    closed.mkdir(mode=0o700)
    with Cluster(closed / "postgres", durable=False):
        pass

    copy.mkdir(mode=0o700)
    (copy / "postgres").mkdir()
    (copy / "postgres" / "elsewhere").write_text((closed / "postgres" / "elsewhere").read_text())

    with pytest.raises(ClusterError, match="is a copy"):
        Cluster(copy / "postgres").start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_a_data_folder_deleted_by_hand_begins_anew_and_its_old_database_is_kept_aside(open_path, monkeypatch):
    monkeypatch.setattr(homes, "AWAY", open_path / "var-lib")
    closed = open_path / "closed"
    closed.mkdir(mode=0o700)
    with Cluster(closed / "postgres", durable=False) as cluster:
        _write(cluster.url("postgres", "postgres"))

    shutil.rmtree(closed / "postgres")

    with Cluster(closed / "postgres", durable=False) as anew, pytest.raises(psycopg.errors.UndefinedTable):
        _rows(anew.url("postgres", "postgres"))
    assert (open_path / "var-lib" / f"{anew.folder.name}-old-1" / anew.data.name / "PG_VERSION").exists()
