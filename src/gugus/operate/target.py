"""Which installation a command means: the one the environment describes, or a data folder of `bin/demo`.

A variable such as GUGUS_DATABASE_URL means production; else the data folder's own database is used, which
is started for the length of the command if no launcher runs it.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gugus.operate import roles, sentences
from gugus.operate.cluster import Cluster, ClusterBusy
from gugus.operate.installation import DATABASE, Installation
from gugus.operate.sentences import Stop


@dataclass(frozen=True)
class Target:
    """An installation a command can work on. `installation` and `cluster` only for a data folder."""

    environ: Mapping[str, str]
    installation: Installation | None = None
    cluster: Cluster | None = None

    def environment(self, role: str) -> dict[str, str]:
        """The environment of a process with this role (app, worker, owner). Raises Stop if its address lacks."""
        if self.installation:
            return self.installation.environment(self.cluster, role)
        self.url(role)
        return {**self.environ, "GUGUS_ROLE": role, "DJANGO_SETTINGS_MODULE": "gugus.config.settings"}

    def url(self, role: str) -> str:
        """The database address of this role."""
        variable, user = roles.VARIABLES[role]
        if self.cluster:
            return self.cluster.url(DATABASE, user)
        if not self.environ.get(variable, "").strip():
            raise Stop(sentences.VARIABLE_MISSING, variable=variable)
        return self.environ[variable].strip()

    @property
    def files(self) -> Path:
        """Where the encrypted attachments lie."""
        return self.installation.files if self.installation else Path(self._named("GUGUS_DATA_DIR"))

    @property
    def keyring(self) -> Path:
        """Where the key file lies."""
        return self.installation.keyring if self.installation else Path(self._named("GUGUS_KEYRING"))

    def _named(self, variable: str) -> str:
        if not self.environ.get(variable, "").strip():
            raise Stop(sentences.VARIABLE_MISSING, variable=variable)
        return self.environ[variable].strip()


@contextmanager
def opened(data_folder: Path | None, *, make: bool = False) -> Iterator[Target]:
    """The target, its database running. `make` allows a data folder that holds nothing yet."""
    if data_folder is None and any(os.environ.get(name) for name, _ in roles.VARIABLES.values()):
        yield Target(dict(os.environ))
        return
    installation = Installation((data_folder or Installation.usual().folder).absolute())
    if make:
        installation.make()
    elif not installation.cluster.exists():
        raise Stop(sentences.NO_INSTALLATION, folder=installation.folder)
    cluster = installation.cluster
    try:
        cluster.start()
    except ClusterBusy:
        yield Target({}, installation, installation.cluster)  # the launcher's, over its socket
        return
    try:
        yield Target({}, installation, cluster)
    finally:
        cluster.stop()
