"""Log lines say where and what kind, never what was typed. A log is read by more people than a case, and kept longer.

An exception is told as its class and the places in the code; its own words may quote a row, a form or a file. Of a
request the log gets the pattern of the address, not the address. Everything else is rubbed out by its looks.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType

GONE = "…"
MOST_PLACES = 12  # of a traceback, the innermost
_OURS = "gugus"
_LOOKS = (
    re.compile(
        r"(?is)\b(DETAIL|CONTEXT|HINT|LINE \d+|STATEMENT|QUERY|PARAMETERS?)\s*:.*"
    ),  # PostgreSQL quotes rows
    re.compile(r"(?i)\b(authorization|cookie|set-cookie|x-csrftoken|bearer|basic)\b\s*[:= ]\s*\S.*"),
    re.compile(r"(?i)\b(password|passwd|secret|token|code|key|session(?:id)?)\b\s*[=:]\s*\S+"),
    re.compile(r"(?i)\b[a-z][a-z0-9+]*://\S+"),  # with a password, a host, a query
    re.compile(r"\?\S+=\S*"),  # a query
    re.compile(r"\b[\w.+-]+@[\w-]+(\.[\w-]+)+"),  # mail
    re.compile(r"(?<![\w-])\+?\(?\d(?:[ .()-]{0,2}\d){6,}(?!\w)"),  # phone, NIK, account
    re.compile(r"\b[A-Za-z]{1,2}[ -]?\d{6,8}\b"),  # passport
    re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{24,}(?:[.:][\w-]+)*"),  # keys, signed links
)
_ID = r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"
_KEPT = re.compile(_ID)
_KEPT_OF_OURS = re.compile(rf"{_ID}|\b20\d\d-\d\d-\d\d\b")  # a library's day may be a birthday
_QUOTED = re.compile(
    r"(['\"`“‘])(?:(?!\1).){1,}?(['\"`”’])|\((?:[^()]|\([^()]*\))*=(?:[^()]|\([^()]*\))*\)", re.DOTALL
)

_JOB = re.compile(r"(?s)\bJob (?![a-z_]+(?:\.[a-z_]+)+\[\d)[^\[]*")  # the name of a task that nobody has


class SafeFormatter(logging.Formatter):
    """One line a record; faults with their places, without their words."""

    def __init__(self):
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line, and below it where a fault came from."""
        record.message, record.asctime = self.said(record), self.formatTime(record)
        lines = [self.formatMessage(record)]
        if record.exc_info and record.exc_info[1] is not None:
            lines += places_of(record.exc_info[1])
        return "\n".join(lines)

    def said(self, record: logging.LogRecord) -> str:
        """What the record says, with all rubbed out that may come from a person."""
        if request := getattr(record, "request", None):
            return _of_request(record, request)
        try:
            told = record.getMessage()
        except Exception:  # wrong arguments: the template alone
            told = str(record.msg)
        return rubbed(told, foreign=record.name.partition(".")[0] != _OURS)


def rubbed(told: str, *, foreign: bool = True) -> str:
    """Text without what looks like a number, an address or a secret; of foreign loggers without quotes as well."""
    kept: list[str] = []
    looks_kept = _KEPT if foreign else _KEPT_OF_OURS
    told = looks_kept.sub(
        lambda found: kept.append(found[0]) or f"\x00{len(kept) - 1}\x00", told.replace("\x00", "")
    )
    if foreign:
        told = _JOB.sub(f"Job {GONE}", _QUOTED.sub(GONE, told))
    for looks in _LOOKS:
        told = looks.sub(GONE, told)
    told = re.sub("\x00(\\d+)\x00", lambda found: kept[int(found[1])], told)
    return " ".join(told.split())[:500]


def places_of(error: BaseException) -> Iterator[str]:
    """Class and places of an exception and of what it came from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        kind = type(error)
        sqlstate = getattr(getattr(error, "__cause__", None) or error, "sqlstate", None) or ""
        yield f"  {kind.__module__}.{kind.__qualname__} {sqlstate}".rstrip()
        frames = traceback.extract_tb(error.__traceback__)[-MOST_PLACES:]
        yield from (f"    {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def tell_briefly(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The last word of a process that breaks: Python's own would print the values in the exception."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    print("\n".join(["This process broke.", *places_of(error)]), file=sys.stderr, flush=True)


def _of_request(record: logging.LogRecord, request) -> str:
    match = getattr(request, "resolver_match", None)
    status = getattr(record, "status_code", "")
    route = f"/{match.route}" if match and match.route is not None else "(no such address)"
    method = request.method if request.method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} else "?"
    return f"{status} {method} {route}".strip()


def _short(filename: str) -> str:
    for start in ("/site-packages/", "/src/", "/lib/"):
        if start in filename:
            return filename.rpartition(start)[2]
    return filename.rpartition("/")[2]
