"""A migrated database kept between runs, for who runs a few tests often: GUGUS_TEST_SHELF names the folder.

What lies there is used only while everything that makes the database is unchanged; the folder may go at any time.
"""

import hashlib
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
MAKERS = (
    "src/gugus/*/migrations/*.py",
    "src/gugus/base/rls.py",
    "src/gugus/operate/pro*.py",
    "src/gugus/**/*.csv",
)
NEWEST = 12  # databases that stay, one for each state of the migrations


@cache  # as it was before the database was made: whoever edits a migration meanwhile keeps nothing wrong
def _place() -> Path | None:
    shelf = os.environ.get("GUGUS_TEST_SHELF")
    if not shelf:
        return None
    digest = hashlib.sha256((ROOT / "tests/conftest.py").read_bytes())
    for path in sorted(one for pattern in MAKERS for one in ROOT.glob(pattern)):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return Path(shelf) / digest.hexdigest()[:16]


def take_down(cluster) -> bool:
    """Let the running server go on from the kept database; False when there is none."""
    place = _place()
    if place is None or not place.exists():
        return False
    cluster.stop()
    shutil.rmtree(cluster.data)
    subprocess.run(["cp", "-a", place, cluster.data], check=True)
    cluster.start()
    return True


def put_up(cluster) -> None:
    """Keep the database as it is now, unless no shelf is named."""
    place = _place()
    if place is None or place.exists():
        return
    cluster.stop()
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_name(f"{place.name}.{os.getpid()}")
    subprocess.run(["cp", "-a", cluster.data, half], check=True)
    try:
        half.rename(place)
    except OSError:  # another run was faster
        shutil.rmtree(half)
    for old in sorted(place.parent.iterdir(), key=lambda one: one.stat().st_mtime)[:-NEWEST]:
        shutil.rmtree(old, ignore_errors=True)
    cluster.start()
