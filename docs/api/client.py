"""A small typed client for gugus, with Python's standard library only. Copy it, and change what you need.

    GUGUS_URL=https://gugus.example.go.id GUGUS_KEY=gk_… python client.py

Prints who the key speaks for, the open reports by risk and age, and the figures of this year.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from uuid import uuid4

SECONDS = 30
TRIES = 3
LOOPBACK = {"127.0.0.1", "localhost", "::1"}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over the wire. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Transport = Callable[[str, str, Mapping[str, str], bytes | None], Answer]


class Problem(Exception):
    """The server said no. `code` is stable; `title` and `errors` are words in the language that was asked for."""

    def __init__(self, status: int, code: str, title: str, errors: list[dict[str, str]]):
        super().__init__(f"{status} {code}: {title}")
        self.status, self.code, self.title, self.errors = status, code, title, errors


@dataclass(frozen=True, slots=True)
class Me:
    """Whom the key speaks for."""

    username: str
    full_name: str
    agency: str
    roles: list[str]
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list: open facts only."""

    ref: str
    agency: str
    channel: str
    received_at: datetime
    state: str
    risk: str
    outcome: str
    area_code: str
    version: int


@dataclass(frozen=True, slots=True)
class Report(ReportLine):
    """A whole report. `etag` names the version that was read; `narrative` is None once it was destroyed."""

    narrative: str | None
    danger_signs: list[str]
    anonymous: bool
    contact_rules: list[str]
    missing: list[str]
    etag: str = ""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list."""

    ref: str
    state: str
    risk: str
    safety: str
    safety_check_due_at: datetime | None
    opened_at: datetime
    agency: str
    manager: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral in a list."""

    ref: str
    state: str
    service: str
    urgency: str
    sender: str
    receiver: str
    sent_at: datetime | None
    answer_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number; None when it is kept back because it is small."""

    figure: str
    what: str
    part: str
    number: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a period, counted up to and with a day (Jakarta)."""

    period: str
    counted_to: date
    exact: bool
    definitions: str
    rows: list[Figure]


class Client:
    """One key at one server. Reads are plain; writes carry an idempotency key, so a lost answer may be asked again."""

    def __init__(self, address: str, key: str, *, language: str = "id", send: Transport | None = None):
        """`address` such as https://gugus.example.go.id. Plain http is refused except to this computer."""
        where = urlsplit(address)
        if where.scheme != "https" and where.hostname not in LOOPBACK:
            raise ValueError("A key travels over https only.")
        self._base = f"{address.rstrip('/')}/api/v1"
        self._headers = {
            "Authorization": f"Bearer {key}",
            "Accept": "application/json",
            "Accept-Language": language,
        }
        self._send = send or over_the_wire

    def me(self) -> Me:
        """Whom the key speaks for, with today's roles."""
        return read(Me, self._get("/me")[0])

    def reports(self, *, show: str = "open", risk: str = "") -> Iterator[ReportLine]:
        """Reports by risk and age, page after page."""
        after = ""
        while True:
            page, _ = self._get("/reports", show=show, risk=risk, after=after)
            yield from (read(ReportLine, one) for one in page["items"])
            after = page["after"]
            if not after:
                return

    def report(self, ref: str) -> Report:
        """One report. Reading it leaves a line in the trail."""
        return _report(self._get(f"/reports/{quote(ref)}"))

    def keep_report(self, *, channel: str, risk: str, narrative: str, key: str = "", **more: Any) -> Report:
        """A new report of one's own agency. The same `key` (a UUID of yours) twice is one report."""
        told = {"channel": channel, "risk": risk, "narrative": narrative, "key": key or str(uuid4()), **more}
        return _report(self._write("POST", "/reports", told))

    def triage(self, report: Report, *, risk: str, reason: str = "") -> Report:
        """Judge the risk of a report as it was read. Problem 412 when a colleague was quicker: read again."""
        given = {"risk": risk, "danger_signs": report.danger_signs, "reason": reason}
        return _report(self._write("POST", f"/reports/{quote(report.ref)}/triage", given, seen=report.etag))

    def cases(self, **filters: str) -> Iterator[CaseLine]:
        """Cases within reach, newest first, page after page. Filters: whose, state, risk, safety, late, form, area."""
        older = ""
        while True:
            page, _ = self._get("/cases", older=older, **filters)
            yield from (read(CaseLine, one) for one in page["items"])
            older = page["older"]
            if not older:
                return

    def referrals(self, tab: str = "waiting") -> list[Referral]:
        """Referrals of one's own agency (at most 100): waiting, running, ended or outgoing."""
        return [read(Referral, one) for one in self._get("/referrals", tab=tab)[0]]

    def figures(self, period: str = "", *, own: bool = False) -> Figures:
        """Figures of a period such as 2025. Protected ones come by year only."""
        told, _ = self._get("/figures", period=period, own="true" if own else "")
        return read(Figures, told | {"rows": [read(Figure, row) for row in told["rows"]]})

    def _get(self, path: str, **asked: str) -> tuple[Any, Answer]:
        wanted = urlencode({name: value for name, value in asked.items() if value})
        return self._ask("GET", f"{path}?{wanted}" if wanted else path, {}, None)

    def _write(
        self, method: str, path: str, given: Mapping[str, Any], *, seen: str = ""
    ) -> tuple[Any, Answer]:
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
        if seen:
            headers["If-Match"] = seen
        return self._ask(method, path, headers, json.dumps(given).encode())

    def _ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None
    ) -> tuple[Any, Answer]:
        """Ask, and ask again when no answer came: reads change nothing, writes carry their key."""
        for last in (*[False] * (TRIES - 1), True):
            try:
                answer = self._send(method, self._base + path, {**self._headers, **headers}, body)
                break
            except OSError:
                if last:
                    raise
                time.sleep(0.2)
        told = json.loads(answer.body) if "json" in answer.headers.get("content-type", "") else None
        if answer.status >= 400:
            said = told or {}
            words = said.get("title", "The server did not explain.")
            raise Problem(answer.status, said.get("code", "unexplained"), words, said.get("errors", []))
        return told, answer


def _report(answered: tuple[Any, Answer]) -> Report:
    told, answer = answered
    return read(Report, told | {"etag": answer.headers.get("etag", "")})


def read(kind: type[T], told: Mapping[str, Any]) -> T:
    """Make `kind` of an answer. Fields that a later server adds are passed over."""
    return kind(**{one.name: _value(one.type, told[one.name]) for one in fields(kind)})  # type: ignore[arg-type]


def _value(kind: Any, told: Any) -> Any:
    if told is None:
        return None
    if kind in (datetime, datetime | None):
        return datetime.fromisoformat(told)
    return date.fromisoformat(told) if kind is date else told


class _NoRedirects(HTTPRedirectHandler):
    """A redirect would carry the key to wherever it points."""

    def redirect_request(self, *args, **kwargs):
        return None


def over_the_wire(method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
    """Send one request. Raises OSError when no answer came."""
    request = Request(url, data=body, headers=dict(headers), method=method)
    try:
        with build_opener(_NoRedirects).open(request, timeout=SECONDS) as got:
            return Answer(got.status, _lower(got.headers), got.read())
    except HTTPError as refused:
        with refused:
            return Answer(refused.code, _lower(refused.headers), refused.read())


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def main() -> int:
    """Show what the key of the environment sees."""
    client = Client(os.environ["GUGUS_URL"], os.environ["GUGUS_KEY"])
    me = client.me()
    print(f"{me.full_name}, {me.agency}: {', '.join(me.roles)}")
    for name, show in (("reports", show_reports), ("figures", show_figures)):
        try:
            show(client)
        except Problem as refused:
            print(f"{name}: {refused.title} ({refused.code})")
    return 0


def show_reports(client: Client) -> None:
    """Print the open reports by risk and age."""
    for one in client.reports():
        print(f"{one.ref}  {one.risk:6}  {one.received_at:%Y-%m-%d %H:%M} UTC  {one.channel}")


def show_figures(client: Client) -> None:
    """Print this year's figures."""
    told = client.figures()
    print(f"{told.period}, counted to {told.counted_to}")
    for row in told.rows:
        print(f"{row.what} · {row.part}: {row.text}")


if __name__ == "__main__":
    sys.exit(main())
