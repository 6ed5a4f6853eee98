"""Coming back: the return code of a form, signed stamps of forms, and the report behind a code."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.signing import BadSignature, Signer

from gugus.base.context import speaking_for
from gugus.base.vault import keyed_digest
from gugus.intake.actions import digests_of_return_code
from gugus.intake.models import Report
from gugus.kernel.ids import ALPHABET, parse_return_code

SHOWN_AGAIN_FOR = timedelta(minutes=15)
OPEN_FOR = timedelta(minutes=30)
_BODY = 19


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a public form carries, signed: its key (sending it twice is sending it once) and when it was drawn."""

    key: UUID
    drawn_at: datetime

    def signed(self) -> str:
        """As the form carries it."""
        return _signer("stamp").sign_object({"key": str(self.key), "at": self.drawn_at.isoformat()})


def fresh_stamp(at: datetime) -> Stamp:
    """The stamp of a form that is drawn now."""
    return Stamp(uuid4(), at)


def read_stamp(text: str) -> Stamp | None:
    """The stamp of a form that came back; None for a forged or broken one."""
    try:
        told = _signer("stamp").unsign_object(text)
        return Stamp(UUID(told["key"]), datetime.fromisoformat(told["at"]))
    except (BadSignature, KeyError, ValueError, TypeError):
        return None


def code_for(key: UUID, drawn_at: datetime | None = None) -> str:
    """The return code of the form with this key: the same one each time, so that it can be shown again at once.

    It follows from the key by a secret that is not in the database; 92 bits, as of kernel.ids.new_return_code.
    """
    number = int.from_bytes(keyed_digest("code_of_form", str(key), drawn_at), "big")
    body = ""
    for _ in range(_BODY):
        number, rest = divmod(number, len(ALPHABET))
        body += ALPHABET[rest]
    codes = (parse_return_code(body + check) for check in ALPHABET)
    return next(code for code in codes if code)


def pass_for(digest: str, at: datetime) -> str:
    """Lets the next half hour's forms reach the report without repeating the code in the page."""
    return _signer("pass").sign_object({"d": digest, "at": at.isoformat()})


def digest_of_pass(text: str, at: datetime) -> str:
    """The digest inside a pass; "" for a forged, broken or old one."""
    try:
        told = _signer("pass").unsign_object(text)
        fresh = at - datetime.fromisoformat(told["at"]) <= OPEN_FOR
        return told["d"] if fresh else ""
    except (BadSignature, KeyError, ValueError, TypeError):
        return ""


def digest_of_typed(code: str) -> str:
    """The digest of a code as typed, "" when it cannot be one.

    A report keeps the digest of the key that was in use when it was received; usually there is one key only.
    """
    read = parse_return_code(code)
    digests = digests_of_return_code(read) if read else [""]
    for older in digests[1:]:
        with reporter_at(older) as report:
            if report is not None:
                return older
    return digests[0]


@contextmanager
def reporter_at(digest: str) -> Iterator[Report | None]:
    """The report behind a return code's digest; inside the block the database speaks for that reporter only."""
    if not digest:
        yield None
        return
    with speaking_for(return_token=digest):
        rows = Report.objects.unscoped(because="the return code opens exactly this report")
        yield rows.select_related("data_key", "agency").filter(return_digest=digest).first()


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"gugus.intake.{purpose}")
