"""One PostgreSQL server of our own: unix socket only, dies with the process that started it.

Layout below the cluster's folder: `pg18/` (data, one folder per major version), `postgres.log`,
`lock` (held by the process that runs the server), `socket` (where the current socket folder is).
"""

import atexit
import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote, urlencode

from gugus.operate import engine as engines
from gugus.operate import homes, processes
from gugus.operate.homes import ClusterError

PORT = 5432  # only names the socket file
START_SECONDS = 60
STOP_SECONDS = 30
GENTLE_FIRST = (signal.SIGINT, signal.SIGQUIT)  # fast shutdown, then immediate
STALE_LOCK_SECONDS = 8  # children of a killed server need a moment to notice and leave
THROWAWAY = "gugus-throwaway-"

# Statements and row details are kept out of the log: they hold what people told us in confidence.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "log_min_messages": "log",  # an error's own words quote what was typed; the program that asked gets them
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}
NOT_DURABLE = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum_naptime": "10min",
}

# The server inherits no PG* variable, no locale and no library path of the shell.
ENVIRONMENT = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


class ClusterBusy(ClusterError):
    """Another living process runs the server of this folder."""


class Cluster:
    """One PostgreSQL server in one folder. `durable=False` trades safety for speed (tests only)."""

    def __init__(self, folder: Path, *, durable: bool = True):
        self.asked_folder = Path(folder).absolute()
        self.durable = durable
        self._process: subprocess.Popen | None = None
        self._lock: int | None = None
        self._socket_folder: Path | None = None

    # -- where things are ------------------------------------------------------------------------------

    @property
    def folder(self) -> Path:
        """Where the cluster really lies: below /var/lib when root's own folders are closed to the server."""
        return homes.real_folder(self.asked_folder)

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.folder / "postgres.log"

    @property
    def data(self) -> Path:
        """The data folder of the newest major version that exists here, or the one to be made."""
        return self.folder / f"pg{self._major()}"

    def exists(self) -> bool:
        """True if a finished data folder is there."""
        return (self.data / "PG_VERSION").exists()

    def url(self, database: str, role: str) -> str:
        """A libpq URL over the socket, for any role including the superuser `postgres`."""
        folder = self._socket_folder or self._running_socket_folder()
        if folder is None:
            raise ClusterError(f"The database in {self.folder} is not running.")
        return f"postgresql://{quote(role)}@/{quote(database)}?{urlencode({'host': folder, 'port': PORT})}"

    # -- start and stop --------------------------------------------------------------------------------

    def start(self) -> None:
        """Make the data folder if needed, start the server and wait until it accepts connections.

        Raises ClusterBusy if another living process runs it, ClusterError with one sentence otherwise.
        Call it from a thread that lives as long as the server should: the kernel stops the server with it.
        """
        if self._process is not None:
            return
        self.user = engines.server_user(self._data_if_any())
        homes.settle(self.asked_folder, self.user)
        self._take_lock()
        try:
            self._end_orphan()
            self._clear_removed()
            programs = engines.readable_copy(engines.engine(self._major()), self.user, self.folder)
            self._initdb(programs)
            self._make_socket_folder()
            self._start_with_patience(programs)
        except BaseException:
            self.stop()
            raise
        atexit.register(self.stop)

    def stop(self) -> None:
        """Stop the server (fast, nothing acknowledged is lost), wait, and leave no socket behind."""
        atexit.unregister(self.stop)
        if self._process is not None:
            processes.end(self._process, GENTLE_FIRST, STOP_SECONDS)
            self._process = None
        if self._socket_folder is not None:
            shutil.rmtree(self._socket_folder, ignore_errors=True)
            (self.folder / "socket").unlink(missing_ok=True)
            self._socket_folder = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> "Cluster":
        self.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.stop()

    def remove(self) -> None:
        """Delete the database for good; what a cut-off removal leaves is cleared by the next start."""
        if not self.folder.exists():
            return
        self._take_lock()
        try:
            self._end_orphan()
            for made in self.folder.glob("pg[0-9]*"):
                made.rename(made.with_name(f"gone-{made.name}"))
            self._clear_removed()
        finally:
            self.stop()
        if self.folder != self.asked_folder:
            shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.asked_folder, ignore_errors=True)

    def alive(self) -> bool:
        """True while the server process we started runs."""
        return self._process is not None and self._process.poll() is None

    # -- steps -----------------------------------------------------------------------------------------

    def _major(self) -> int:
        """The major version of the data that is here, else that of the best engine."""
        made = [int(p.name[2:]) for p in self.folder.glob("pg[0-9]*") if p.name[2:].isdigit()]
        return max(made) if made else engines.engine().major

    def _data_if_any(self) -> Path | None:
        made = sorted(self.folder.glob("pg[0-9]*"))
        return made[-1] if made else None

    def _clear_removed(self) -> None:
        for gone in self.folder.glob("gone-*"):
            shutil.rmtree(gone, ignore_errors=True)

    def _take_lock(self) -> None:
        lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise ClusterBusy(f"Another process already runs the database in {self.folder}.") from None
        self._lock = lock

    def _end_orphan(self) -> None:
        """We hold the lock, so a server that still runs here lost its launcher: stop it, clear its traces."""
        pid = self._left_pid()
        if pid is not None and processes.works_in(pid, self.data):
            for number in GENTLE_FIRST:
                processes.send(pid, number)
                if processes.wait_until(lambda: not processes.works_in(pid, self.data), STOP_SECONDS):
                    break
        elif pid is not None and processes.anyone_works_in(self.data) is False:
            # That number may belong to somebody else by now; PostgreSQL would take them for a server.
            (self.data / "postmaster.pid").unlink(missing_ok=True)
        stale = self._running_socket_folder()
        if stale is not None and stale.name.startswith(homes.SOCKET_PREFIX):
            shutil.rmtree(stale, ignore_errors=True)

    def _initdb(self, programs: engines.Engine) -> None:
        """Make the data folder under another name and rename it last, so a half-made one never counts."""
        if self.exists():
            return
        half = self.data.with_name(f"new-{self.data.name}")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o700)
        self.user.take(half)
        options = (
            "-U postgres -E UTF8 --locale=C.UTF-8 --auth-local=trust --auth-host=reject --no-instructions"
        )
        command = [programs.program("initdb"), "-D", str(half), *options.split()]
        command += [] if self.durable else ["--no-sync"]
        told = subprocess.run(
            command, cwd="/", env=ENVIRONMENT, capture_output=True, text=True, check=False, **self.user.drop
        )
        if told.returncode:
            shutil.rmtree(half, ignore_errors=True)
            raise ClusterError(f"The database could not be created: {processes.last_line(told.stderr)}")
        shutil.rmtree(self.data, ignore_errors=True)  # no PG_VERSION inside: never a finished one
        half.rename(self.data)

    def _make_socket_folder(self) -> None:
        self._socket_folder = homes.socket_folder(f".s.PGSQL.{PORT}.lock")
        self.user.take(self._socket_folder)
        (self.folder / "socket").write_text(f"{self._socket_folder}\n")

    def _start_with_patience(self, programs: engines.Engine) -> None:
        deadline = time.monotonic() + STALE_LOCK_SECONDS
        while not self._started(programs):
            said = self.log_tail()
            stale = "lock file" in said or "shared memory block" in said
            if not stale or time.monotonic() > deadline:
                raise ClusterError(
                    f"The database did not start: {processes.last_line(said)} (see {self.log})"
                )
            time.sleep(0.3)

    def _started(self, programs: engines.Engine) -> bool:
        """Start the server once. False if it gave up by itself."""
        settings = SETTINGS | ({} if self.durable else NOT_DURABLE)
        settings["unix_socket_directories"] = str(self._socket_folder)
        command = [programs.program("postgres"), "-D", str(self.data), "-p", str(PORT)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with open(self.log, "wb") as log:
            self._process = subprocess.Popen(
                command,
                cwd="/",
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches us first, and we stop the server last
                preexec_fn=processes.die_with_parent(signal.SIGINT),
                **self.user.drop,
            )
        if not processes.wait_until(self._settled, START_SECONDS):
            raise ClusterError(f"The database was not ready after {START_SECONDS} s (see {self.log}).")
        if self._process.poll() is None:
            return True
        self._process = None
        return False

    def _settled(self) -> bool:
        """Ready, or gone. The server writes its state into the eighth line of its pid file."""
        if self._process.poll() is not None:
            return True
        with contextlib.suppress(OSError, ValueError):
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            return len(lines) > 7 and int(lines[0]) == self._process.pid and lines[7].strip() == "ready"
        return False

    def _left_pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def log_tail(self) -> str:
        """The end of the server's log, empty if there is none."""
        with contextlib.suppress(OSError):
            return self.log.read_text(errors="replace")[-4000:]
        return ""

    def _running_socket_folder(self) -> Path | None:
        try:
            return Path((self.folder / "socket").read_text().strip())
        except OSError:
            return None


@contextlib.contextmanager
def throwaway():
    """Yield a started Cluster in a temporary folder with fsync off; stopped and removed afterwards."""
    _sweep_throwaways()
    folder = Path(tempfile.mkdtemp(prefix=THROWAWAY))
    folder.chmod(0o711)
    try:
        with Cluster(folder, durable=False) as cluster:
            yield cluster
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep_throwaways() -> None:
    """Remove what killed test runs of ours left behind: folders whose lock nobody holds."""
    for folder in Path(tempfile.gettempdir()).glob(THROWAWAY + "*"):
        try:
            if folder.stat().st_uid != os.geteuid():
                continue
            with open(folder / "lock") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                Cluster(folder)._end_orphan()
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue
