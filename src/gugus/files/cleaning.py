"""A short-lived process that opens one file from outside: `python -m gugus.files.cleaning TYPE`, content in, clean out.

A decoder can be made to crash, to loop or to fill the memory. Here it takes down only this process, which has little
memory and little time, opens no more files, and knows neither keys nor the database. The first line out is what got
lost, as JSON.
"""

import json
import resource
import sys

from gugus.files import papers, pictures

MEMORY = 1536 * 1024 * 1024  # bytes of address space
SECONDS = 20  # of computing
PDF = "application/pdf"

# Exit codes; anything else is a crash.
LOCKED, UNREADABLE, TOO_MUCH = 11, 12, 13


def main() -> int:
    """Clean what comes in. Returns the exit code."""
    _confine()
    media_type, content = sys.argv[1], sys.stdin.buffer.read()
    try:
        if media_type == PDF:
            clean, lost = papers.copied(content)
        else:
            clean, lost = pictures.redrawn(content, media_type), []
    except papers.PaperLocked:
        return LOCKED
    except (papers.PaperTooMuch, MemoryError):
        return TOO_MUCH
    except (papers.PaperUnreadable, pictures.PictureUnreadable):
        return UNREADABLE
    sys.stdout.buffer.write(json.dumps(lost).encode() + b"\n" + clean)
    return 0


def _confine() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),  # it writes into a pipe, never to the disk
        (resource.RLIMIT_CORE, 0),  # a dump would hold the file
        (resource.RLIMIT_NPROC, 0),  # starts nothing
        (resource.RLIMIT_NOFILE, 16),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main())
