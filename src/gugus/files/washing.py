"""Have a file cleaned by a process of its own, with a limit for everything."""

import json
import os
import subprocess
import sys

from gugus.files import cleaning

PATIENCE = 30  # seconds by the clock
REFUSED = {cleaning.LOCKED: "locked", cleaning.UNREADABLE: "unreadable", cleaning.TOO_MUCH: "too_much"}


class CannotWash(Exception):
    """The file is not kept; `code` says why."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def washed(content: bytes, media_type: str) -> tuple[bytes, list[str]]:
    """The cleaned content, and codes of what did not come along. Raises CannotWash."""
    command = [sys.executable, "-m", cleaning.__name__, media_type]
    # Only where the code lies: no addresses, no names of key files.
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(
            command,
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            env=environment,
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CannotWash("too_much") from None
    if done.returncode != 0:
        # A crash, or the kernel's limit for time or memory: too much for us is all that can be said.
        raise CannotWash(REFUSED.get(done.returncode, "too_much"))
    lost, _, clean = done.stdout.partition(b"\n")
    try:
        return clean, json.loads(lost)
    except ValueError:
        raise CannotWash("too_much") from None
