"""A virtual environment that holds exactly the locked packages, made once and trusted by its mark.

The mark is a file named after the lock's digest and Python's version, written last: an environment without
it is half-made or outdated and is made again or brought up to date.
"""

import functools
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from gugus.operate import processes, sentences
from gugus.operate.sentences import Stop, say

NETWORK = re.compile(
    r"connection error|NewConnectionError|ConnectTimeout|ReadTimeout|Max retries exceeded|name resolution|"
    r"Network is unreachable|Could not fetch URL|No matching distribution found|ProxyError|SSLError",
    re.IGNORECASE,
)
FULL = re.compile(r"No space left on device|Disk quota exceeded", re.IGNORECASE)


def is_current(folder: Path, lock: Path) -> bool:
    """True if the environment was made completely from this lock by a Python that still exists."""
    return (folder / _mark(lock)).exists() and os.access(folder / "bin" / "python", os.X_OK)


def install(folder: Path, lock: Path, log: Path) -> None:
    """Make or update the environment. Raises Stop with the sentence that fits what went wrong."""
    for mark in folder.glob("made-from-*"):
        mark.unlink()
    if not _usable(folder):
        say(sentences.MAKING_VENV)
        shutil.rmtree(folder, ignore_errors=True)
        _make(folder)
    count = sum(1 for line in lock.read_text().splitlines() if re.match(r"[A-Za-z0-9]", line))
    say(sentences.INSTALLING, count=count)
    _pip(folder, lock, log)
    (folder / _mark(lock)).touch()


def _mark(lock: Path) -> str:
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    return f"made-from-{digest}-py{sys.version_info.major}.{sys.version_info.minor}"


def _usable(folder: Path) -> bool:
    """Has it a working Python of our version with pip? Otherwise it is not worth keeping."""
    said = f"import sys, pip; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    try:
        return subprocess.run([folder / "bin" / "python", "-c", said], capture_output=True).returncode == 0
    except OSError:
        return False


def _make(folder: Path) -> None:
    if not _ensurepip() and may_apt():
        say(sentences.APT_VENV)
        apt_install("python3-venv")
        importlib.invalidate_caches()
    if not _ensurepip():
        raise Stop(sentences.NO_VENV)
    # Under another name first: what a killed start left running still writes into its own, unused folder.
    for left in folder.parent.glob(f"{folder.name}-new-*"):
        shutil.rmtree(left, ignore_errors=True)
    new = folder.with_name(f"{folder.name}-new-{os.getpid()}")
    try:
        venv.EnvBuilder(with_pip=True, symlinks=True).create(new)
    except subprocess.CalledProcessError as failed:
        said = (failed.output or b"").decode(errors="replace")
        full = Stop(sentences.DISK_BECAME_FULL, folder=folder.parent)
        raise full if FULL.search(said) else Stop(sentences.NO_VENV) from None
    new.rename(folder)


def _ensurepip() -> bool:
    return importlib.util.find_spec("ensurepip") is not None and importlib.util.find_spec("venv") is not None


def may_apt() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> bool:
    """Install Debian packages without asking. False if that did not work."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run = functools.partial(
        subprocess.run, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    return run(install).returncode == 0 or (
        run(["apt-get", "update"]).returncode == 0 and run(install).returncode == 0
    )


def _pip(folder: Path, lock: Path, log: Path) -> None:
    command = [folder / "bin" / "python", "-m", "pip", "install", "--require-hashes", "--no-input"]
    command += ["--disable-pip-version-check", "--no-compile", "--progress-bar", "off", "--retries", "2"]
    command += ["-r", lock]
    code, said = processes.run(command, log, dots=re.compile(rb"^(Collecting|Installing)"))
    if code == 0:
        return
    if FULL.search(said):
        raise Stop(sentences.DISK_BECAME_FULL, folder=folder.parent)
    if NETWORK.search(said):
        raise Stop(sentences.NO_NETWORK, log=log)
    reasons = [line for line in said.splitlines() if line.startswith("ERROR")] or [said]
    raise Stop(sentences.INSTALL_FAILED, reason=processes.last_line(reasons[0]), log=log)
