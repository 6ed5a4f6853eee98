"""Have a document laid out by a process of its own, with a limit for everything."""

import base64
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping

from gugus.documents import typesetting
from gugus.documents.limits import USUAL, Limits

KILLED = "killed"  # by somebody or for want of memory, not by its own limits: worth a second time
REFUSED = {typesetting.BROKEN: "template_broken", typesetting.TOO_MUCH: "too_much"}


class CannotSet(Exception):
    """Nothing was laid out; `code` says why."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def laid_out(form: str, files: Mapping[str, bytes], data: Mapping, limits: Limits = USUAL) -> bytes:
    """The finished file. Raises CannotSet."""
    packed = {name: base64.b64encode(content).decode() for name, content in files.items()}
    parcel = json.dumps(
        {"form": form, "files": packed, "data": data, "limits": limits.told}, ensure_ascii=False
    ).encode()
    # Only where the code lies: no addresses, no names of key files, and no way out through a proxy.
    environment = {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LC_ALL": "C.UTF-8", "RAYON_NUM_THREADS": "1",
        "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9",
    }  # fmt: skip
    try:
        done = subprocess.run(
            [sys.executable, "-m", typesetting.__name__],
            input=parcel,
            capture_output=True,
            timeout=limits.patience,
            env=environment,
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CannotSet("too_much") from None
    if done.returncode in {-signal.SIGKILL, -signal.SIGTERM}:
        raise CannotSet(KILLED)
    if done.returncode != 0:
        raise CannotSet(REFUSED.get(done.returncode, "too_much"))
    if not done.stdout or len(done.stdout) > limits.largest:
        raise CannotSet("too_much")
    return done.stdout
