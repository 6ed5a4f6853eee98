"""Where a cluster may live: a folder its server user can reach, a socket path short enough to be one."""

import contextlib
import hashlib
import itertools
import os
import tempfile
from pathlib import Path

from gugus.operate.engine import ServerUser

SOCKET_LIMIT = 107  # bytes, including the file name; a longer path cannot be a unix socket
SOCKET_PREFIX = "gugus-"
AWAY = Path("/var/lib/gugus")
POINTER, BACK = "elsewhere", "belongs-to"


class ClusterError(RuntimeError):
    """The server cannot be started; the text says why in one sentence."""


def real_folder(asked: Path) -> Path:
    """The folder itself, or the one its pointer names."""
    with contextlib.suppress(OSError):
        return Path((asked / POINTER).read_text().strip())
    return asked


def settle(asked: Path, user: ServerUser) -> Path:
    """Make the folder and return where the cluster really goes.

    Root's own folders are often closed to the unprivileged server user. Their permissions are not ours to
    change, so the database then goes below /var/lib/gugus and a pointer file is left in the asked folder.
    """
    asked.mkdir(mode=0o711, parents=True, exist_ok=True)
    real = real_folder(asked)
    if real == asked:
        if not user.drop or _can_work_in(asked, user):
            return asked
        real = AWAY / hashlib.sha256(str(asked).encode()).hexdigest()[:12]
        _put_aside(real)
    _refuse_a_copy(asked, real)
    real.mkdir(mode=0o711, parents=True, exist_ok=True)
    (real / BACK).write_text(f"{asked}\n")
    (asked / POINTER).write_text(f"{real}\n")
    return real


def socket_folder(name: str) -> Path:
    """A new private folder with room for a socket file of this name."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "") if os.geteuid() else ""
    for place in filter(None, [runtime, "/tmp", "/var/tmp", tempfile.gettempdir()]):
        if len(os.fsencode(f"{place}/{SOCKET_PREFIX}12345678/{name}")) < SOCKET_LIMIT:
            with contextlib.suppress(OSError):
                return Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir=place))
    raise ClusterError("No folder with a short path (/tmp, /var/tmp) is writable for the database socket.")


def _can_work_in(folder: Path, user: ServerUser) -> bool:
    probe = Path(tempfile.mkdtemp(dir=folder))
    try:
        user.take(probe)
        return user.can_enter(probe)
    finally:
        probe.rmdir()


def _put_aside(real: Path) -> None:
    """A database whose data folder was deleted by hand: out of the way, but never deleted by us."""
    if any(real.glob("pg[0-9]*")):
        names = (real.with_name(f"{real.name}-old-{number}") for number in itertools.count(1))
        real.rename(next(name for name in names if not name.exists()))


def _refuse_a_copy(asked: Path, real: Path) -> None:
    """Two copies of one installation must not write into one database."""
    with contextlib.suppress(OSError):
        owner = Path((real / BACK).read_text().strip())
        if owner != asked and real_folder(owner) == real:
            raise ClusterError(f"{asked} is a copy of an installation whose database belongs to {owner}.")
