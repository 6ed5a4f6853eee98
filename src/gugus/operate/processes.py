"""Processes we start: they die with us, and are asked politely first."""

import contextlib
import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

SET_PARENT_DEATH_SIGNAL = 1  # prctl(2)


def die_with_parent(number: int) -> Callable[[], None] | None:
    """A `preexec_fn` that has the kernel send this signal when we die, however. None except on Linux."""
    if not sys.platform.startswith("linux"):
        return None
    libc, parent = ctypes.CDLL(None), os.getpid()

    def ask() -> None:
        libc.prctl(SET_PARENT_DEATH_SIGNAL, number)
        if os.getppid() != parent:  # we died between fork and now
            os._exit(1)

    return ask


def follow_parent(number: int) -> None:
    """Have the kernel send us this signal when the process that started us dies. Nothing except on Linux."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, number)


def end_group(leader: int) -> None:
    """End whatever is left of a process's own session after its leader has ended."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def end(process: subprocess.Popen, numbers: Sequence[int], seconds: float) -> None:
    """Send each signal in turn, with this long to obey it, and SIGKILL at last; returns when it is gone."""
    for number in numbers:
        if process.poll() is not None:
            return
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    process.kill()
    process.wait()


def start(command: Sequence, log: IO[bytes] | int, env: Mapping[str, str] | None = None) -> subprocess.Popen:
    """Start a process that hears no Ctrl-C of its own and is killed when we die.

    Killed, not asked: its database dies with us, and a process that waits for one would stay for ever.
    """
    return subprocess.Popen(
        [str(part) for part in command],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGKILL),
    )


def run(
    command: Sequence,
    log: Path,
    *,
    env: Mapping[str, str] | None = None,
    dots: re.Pattern[bytes] | None = None,
) -> tuple[int, str]:
    """Run to the end, everything said into the log; print a dot per matching line. Returns code and text.

    Whatever interrupts us ends the process too.
    """
    said, printed = [], 0
    with open(log, "wb") as file, start(command, subprocess.PIPE, env) as process:
        try:
            for line in process.stdout:
                file.write(line)
                said.append(line)
                if dots and dots.match(line):
                    print(".", end="", flush=True)
                    printed += 1
            code = process.wait()
        except BaseException:
            end(process, [signal.SIGTERM], 10)
            raise
        finally:
            if printed:
                print(flush=True)
    return code, b"".join(said).decode(errors="replace")


def works_in(pid: int, folder: Path) -> bool:
    """True if this process is alive and has the folder as working folder, as every database process has."""
    try:
        return os.readlink(f"/proc/{pid}/cwd") == str(folder.resolve())
    except OSError:
        return False


def anyone_works_in(folder: Path) -> bool | None:
    """Is any such process left? None where the system does not tell."""
    if not Path("/proc/self").exists():
        return None
    return any(works_in(int(entry.name), folder) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def send(pid: int, number: int) -> None:
    """Send a signal to a process that may already be gone."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Poll until the condition holds; False if it did not within this time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def last_line(text: str) -> str:
    """The last line a program wrote: usually its reason."""
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it said nothing"
