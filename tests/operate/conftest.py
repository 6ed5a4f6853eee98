"""Folders that an unprivileged database user can reach, as pytest's own are closed to others."""

import shutil
import tempfile
from pathlib import Path

import pytest

from gugus.operate.cluster import Cluster
from gugus.operate.installation import Installation


@pytest.fixture
def open_path():
    """A temporary folder whose parents everybody may pass; pytest closes its own again at every start."""
    folder = Path(tempfile.mkdtemp(prefix="gugus-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def installation(open_path, monkeypatch):
    """An empty data folder. Its database is real, only without the waiting for the disk."""
    quick = property(lambda self: Cluster(self.folder / "postgres", durable=False))
    monkeypatch.setattr(Installation, "cluster", quick)
    made = Installation(open_path / "data")
    made.make()
    return made
