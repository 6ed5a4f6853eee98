"""As much SMTP as is needed, step by step, because the step before the last one must be written down first.

A server that answered 250 to the last dot has the letter; one that did not get the last dot throws it away (RFC 5321).
Between the two nobody can know.
"""

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass

from gugus.notices.channels import Hands, NotSent, Unsure
from gugus.notices.codes import Why

PATIENCE = 15  # seconds for each answer
CONNECTING = 8
PARTING = 2
_DOTS = re.compile(rb"(?m)^\.")


@dataclass(frozen=True, slots=True)
class Server:
    """The mail server of the installation. `authorities`: file of certificates; empty means the system's."""

    host: str
    port: int
    tls: str
    user: str = ""
    password: str = ""
    authorities: str = ""
    calls_itself: str = ""


def hand_over(letter: bytes, *, sender: str, to: str, server: Server, hands: Hands) -> None:
    """One letter to one person. Raises NotSent, Unsure; what `hands` raises goes through."""
    talk = _connected(server)
    try:
        try:
            _greeted(talk, server)
            _asked(talk, sender, to)
        except (OSError, smtplib.SMTPException) as failed:
            raise _before(failed) from None
        hands.handing()
        hands_taken(talk, letter, hands)
    finally:
        _parted(talk)


def hands_taken(talk: smtplib.SMTP, letter: bytes, hands: Hands) -> None:
    """The letter and its last dot in one piece; the answer decides."""
    try:
        talk.send(_DOTS.sub(b"..", letter) + (b"" if letter.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        code, _said = talk.getreply()
    except (OSError, smtplib.SMTPException):
        raise Unsure from None
    if code == 250:
        hands.taken("")
        return
    raise NotSent(Why.TOO_MUCH if code < 500 else Why.REFUSED, for_good=code >= 500)


def _connected(server: Server) -> smtplib.SMTP:
    name = server.calls_itself or "localhost"  # never the name of this machine
    try:
        if server.tls == "tls":
            return smtplib.SMTP_SSL(
                server.host, server.port, local_hostname=name, timeout=CONNECTING, context=_context(server)
            )
        return smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=CONNECTING)
    except ssl.SSLError:
        raise NotSent(Why.NOT_ADMITTED) from None
    except (OSError, smtplib.SMTPException):
        raise NotSent(Why.UNREACHABLE) from None


def _greeted(talk: smtplib.SMTP, server: Server) -> None:
    if talk.sock:
        talk.sock.settimeout(PATIENCE)
    talk.ehlo()
    if server.tls == "starttls":
        talk.starttls(context=_context(server))
        talk.ehlo()
    if server.user:
        talk.login(server.user, server.password)


def _asked(talk: smtplib.SMTP, sender: str, to: str) -> None:
    """Sender and receiver; a refused receiver is the address's fault, a refused sender ours."""
    code, _said = talk.mail(sender)
    if code != 250:
        raise NotSent(Why.NOT_ADMITTED if code >= 500 else Why.TOO_MUCH)
    code, said = talk.rcpt(to)
    if code not in {250, 251}:
        # 5.7.x speaks of us (relaying, policy), the other 5xx of the address.
        ours = code < 500 or re.match(rb"5\.7\.", said or b"") is not None
        raise NotSent(Why.TOO_MUCH if ours else Why.ADDRESS, for_good=not ours)
    code, _said = talk.docmd("data")
    if code != 354:
        raise NotSent(Why.TOO_MUCH if code < 500 else Why.REFUSED, for_good=code >= 500)


def _before(failed: Exception) -> NotSent:
    if isinstance(failed, (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError, ssl.SSLError)):
        return NotSent(Why.NOT_ADMITTED)
    return NotSent(Why.UNREACHABLE)


def _context(server: Server) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=server.authorities or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _parted(talk: smtplib.SMTP) -> None:
    """Politely, but never long: the letter is away or is not."""
    with suppress(OSError, smtplib.SMTPException):
        if talk.sock:
            talk.sock.settimeout(PARTING)
        talk.quit()
    talk.close()
