"""Folders that an unprivileged database user can reach, as pytest's own are closed to others."""

import pytest

from gugus.operate.cluster import Cluster
from gugus.operate.installation import Installation


@pytest.fixture
def open_path(tmp_path):
    """tmp_path, its parents passable."""
    for parent in (tmp_path, *tmp_path.parents):
        if parent.stat().st_mode & 0o777 == 0o700:
            parent.chmod(0o711)
    return tmp_path


@pytest.fixture
def installation(open_path, monkeypatch):
    """An empty data folder. Its database is real, only without the waiting for the disk."""
    quick = property(lambda self: Cluster(self.folder / "postgres", durable=False))
    monkeypatch.setattr(Installation, "cluster", quick)
    made = Installation(open_path / "data")
    made.make()
    return made
