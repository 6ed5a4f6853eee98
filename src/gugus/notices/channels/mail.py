"""E-mail: plain text to the account's own address, from a neutral sender. Console for looking, SMTP for use."""

import sys
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from gugus.notices.channels import Hands, Message, NotSent, smtp
from gugus.notices.channels.settings import LOOPBACK, secret, setting, without
from gugus.notices.codes import Channel, Why

TLS = ("starttls", "tls", "none")


class Mail:
    """The channel "mail"."""

    code = Channel.MAIL
    repeats_safely = False  # SMTP has no name that a server must remember

    def is_on(self) -> bool:
        """GUGUS_MAIL names a way."""
        return setting("mail") in {"console", "smtp"}

    def lacking(self) -> list[str]:
        """What SMTP needs; the console needs nothing."""
        if setting("mail") != "smtp":
            return []
        missing = without("smtp_host", "mail_from", "site")
        if setting("smtp_user"):
            missing += without("smtp_password_file")
        mode = setting("smtp_tls") or "starttls"
        if mode not in TLS or (mode == "none" and setting("smtp_host") not in LOOPBACK):
            missing.append("smtp_tls")
        return missing

    def send(self, message: Message, hands: Hands) -> None:
        """Print it, or hand it to the mail server."""
        letter = written(message)
        if setting("mail") == "console":
            hands.handing()
            print(f"--- e-mail ---\n{letter['Subject']}\n\n{message.text}\n---", file=sys.stdout, flush=True)
            hands.taken("")
            return
        smtp.hand_over(
            letter.as_bytes(), sender=setting("mail_from"), to=message.to, server=_server(), hands=hands
        )


def written(message: Message) -> EmailMessage:
    """The letter with exactly these headers: no list, no tracking, nobody's name. Raises NotSent for a bad address."""
    sender = setting("mail_from") or "gugus@localhost"
    letter = EmailMessage(policy=SMTP)
    try:
        letter["From"] = formataddr((setting(f"mail_name_{message.language}"), sender))
        letter["To"] = message.to
        letter["Subject"] = message.subject
        letter["Date"] = format_datetime(datetime.now(UTC))
        letter["Message-ID"] = f"<{message.key}@{sender.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answer comes back
        letter.set_content(message.text, subtype="plain", charset="utf-8", cte="quoted-printable")
    except ValueError:  # a line break in an address: never a second header
        raise NotSent(Why.ADDRESS, for_good=True) from None
    return letter


def _server() -> smtp.Server:
    return smtp.Server(
        host=setting("smtp_host"),
        port=int(setting("smtp_port") or 587),
        tls=setting("smtp_tls") or "starttls",
        user=setting("smtp_user"),
        password=secret("smtp_password_file"),
        authorities=setting("smtp_ca"),
        calls_itself=setting("mail_from").rpartition("@")[2],
    )
