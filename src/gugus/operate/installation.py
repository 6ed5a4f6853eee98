"""One installation on one machine: its data folder, its keys, and the environment its processes get.

lock                one launcher at a time          keys/      key file and secret key, 0600
venv/  install.log  Python packages by lock hash    files/     encrypted attachments
postgres/           the database                    static/    collected files of the pages
kind                `demo` or `own`                 *.log      what the processes said
"""

import contextlib
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gugus.operate import roles, sentences
from gugus.operate.cluster import Cluster
from gugus.operate.sentences import Stop

CHECKOUT = Path(__file__).resolve().parents[3]
DATABASE = "gugus"
DEMO, OWN = "demo", "own"
REFERENCE = (
    "load_places",
    "load_clocks",
    "audit_key",
)  # commands that load what is the same everywhere; safe to repeat
FOREIGN = ("PG", "DJANGO", "GUGUS_", "GRANIAN_", "PYTHON", "VIRTUAL_ENV")


@dataclass(frozen=True)
class Installation:
    """The paths of one data folder."""

    folder: Path

    @classmethod
    def usual(cls) -> "Installation":
        """The one below the checkout, where `bin/demo` puts it unless told otherwise."""
        return cls(CHECKOUT / ".gugus")

    @property
    def venv(self) -> Path:
        """The installation's own virtual environment."""
        return self.folder / "venv"

    @property
    def python(self) -> Path:
        """The Python of that environment."""
        return self.venv / "bin" / "python"

    @property
    def keyring(self) -> Path:
        """The key file. Whoever has it and the database can read everything; without it nobody can."""
        return self.folder / "keys" / "keyring.json"

    @property
    def secret_key(self) -> Path:
        """The file with Django's secret key."""
        return self.folder / "keys" / "secret_key"

    @property
    def files(self) -> Path:
        """Encrypted attachments."""
        return self.folder / "files"

    @property
    def cluster(self) -> Cluster:
        """The database server of this folder (a new, not started object each time)."""
        return Cluster(self.folder / "postgres")

    def log(self, name: str) -> Path:
        """The log of one process or step."""
        return self.folder / f"{name}.log"

    def kind(self) -> str | None:
        """`demo`, `own`, or None for a folder that holds nothing yet."""
        with contextlib.suppress(OSError):
            return (self.folder / "kind").read_text().strip()
        return None

    def make(self) -> None:
        """Make the folder. Raises Stop if this user cannot write there."""
        try:
            self.folder.mkdir(mode=0o711, parents=True, exist_ok=True)
            for private in (self.files, self.keyring.parent):
                private.mkdir(mode=0o700, exist_ok=True)
            (self.folder / "lock").touch(mode=0o600)
        except PermissionError:
            raise Stop(sentences.UNWRITABLE, folder=self.folder) from None

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder. Raises Stop if another launcher does."""
        with open(self.folder / "lock", "r+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Stop(sentences.ALREADY_RUNNING, folder=self.folder) from None
            yield

    def set_kind(self, kind: str) -> None:
        """Note what the folder holds."""
        (self.folder / "kind").write_text(f"{kind}\n")

    def make_secret_key(self) -> None:
        """A secret key of its own, once."""
        if not self.secret_key.exists():
            write_secret_key(self.secret_key)

    def environment(self, cluster: Cluster, role: str, **more: str) -> dict[str, str]:
        """What a process of this installation is told: one database address, that of its role."""
        variable, user = roles.VARIABLES[role]
        kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        return kept | {
            "PYTHONPATH": str(CHECKOUT / "src"),
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
            "DJANGO_SETTINGS_MODULE": "gugus.config.settings",
            "GUGUS_MODE": "demo" if self.kind() == DEMO else "local",
            "GUGUS_ROLE": role,
            variable: cluster.url(DATABASE, user),
            "GUGUS_KEYRING": str(self.keyring),
            "GUGUS_SECRET_KEY_FILE": str(self.secret_key),
            "GUGUS_DATA_DIR": str(self.files),
            "GUGUS_STATIC_DIR": str(self.folder / "static"),
            "GUGUS_HOSTS": "127.0.0.1,localhost",
            **more,
        }

    def clear(self) -> None:
        """Delete all data, database first, and keep the installed packages."""
        self.cluster.remove()
        for name in ("files", "keys", "static"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        for name in ("kind", "signins.txt"):
            (self.folder / name).unlink(missing_ok=True)
        self.make()


def write_secret_key(path: Path) -> None:
    """A new secret key for Django."""
    write_private(path, secrets.token_urlsafe(64) + "\n")


def write_private(path: Path, text: str) -> None:
    """Write a file only its owner can read, whole or not at all."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
