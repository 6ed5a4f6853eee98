"""`gugus notices`: how the channels are, a test over one of them, an address whose mails came back."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.notices.codes import Channel, Step
from gugus.notices.jobs import carry_out
from gugus.notices.knowing import address_of, refuse_address
from gugus.notices.models import Dispatch
from gugus.notices.standing import Standing, standings
from gugus.notices.testing import CannotTest, send_test


class Command(BaseCommand):
    """status (the default) · test CHANNEL --to USER · refused USER"""

    help = "Channels of notices: how they are, a test, an address that bounced. No secret is printed."

    def add_arguments(self, parser):
        """What can be asked."""
        parser.add_argument("what", nargs="?", default="status", choices=["status", "test", "refused"])
        parser.add_argument(
            "subject", nargs="?", default="", help="test: the channel; refused: the user name"
        )
        parser.add_argument("--to", default="", help="test: the user name of a colleague with an address")
        parser.add_argument("--language", default="id", choices=["id", "en"])

    def handle(self, *args, what: str, subject: str, to: str, language: str, **options):
        """Do it in the language that was asked for."""
        with override(language):
            {"status": self.status, "test": self.test, "refused": self.refused}[what](subject, to)

    def status(self, subject: str, to: str) -> None:
        """One block for each channel."""
        for one in standings():
            self.stdout.write(f"{one.channel.label}: {_how(one)}")
            if one.is_on:
                self.stdout.write("  " + _counts(one))

    def test(self, subject: str, to: str) -> None:
        """Send and say what became of it, without waiting for the worker."""
        user = self._user(to)
        try:
            made = send_test(user=user, channel=subject, at=now())
        except ValueError:
            raise CommandError(_("Channels: %(names)s") % {"names": ", ".join(Channel.values)}) from None
        except CannotTest as refused:
            raise CommandError(" ".join(str(one.words) for one in refused.reasons)) from None
        carry_out(now())
        rows = Dispatch.objects.unscoped(because="the operator looks what became of the test")
        found = rows.get(pk=made.pk)
        self.stdout.write(
            f"{found.get_step_display()} {found.get_why_display() if found.why else ''}".strip()
        )
        if found.step != Step.SENT:
            raise CommandError(_("The test did not leave."))

    @transaction.atomic
    def refused(self, subject: str, to: str) -> None:
        """Mails to this colleague came back: nothing goes there until the address changes."""
        user = self._user(subject)
        address, _why = address_of(user, Channel.MAIL)
        if address:
            refuse_address(user, Channel.MAIL, address, at=now())
            record("notices.address_refused", about=user, by=None, at=now(), changes={"channel": "mail"})
        self.stdout.write(_("Nothing goes there until the address changes."))

    def _user(self, username: str) -> User:
        found = User.objects.filter(username__iexact=username).first()
        if found is None:
            raise CommandError(_("There is no such user name."))
        return found


def _how(one: Standing) -> str:
    if not one.is_on:
        return pgettext("channel", "off")
    if one.lacking:
        return _("missing or unsafe: %(names)s") % {"names": ", ".join(one.lacking)}
    return pgettext("channel", "works") if one.is_working else pgettext("channel", "fails")


def _counts(one: Standing) -> str:
    told = [f"{_('Waiting')} {one.waiting}", f"{_('Sent')} {one.sent}", f"{_('Perhaps sent')} {one.unsure}"]
    told += [f"{why.label} {number}" for why, number in one.failures]
    told += [f"{_('Last sent')} {one.last_sent:%Y-%m-%d %H:%M} UTC"] if one.last_sent else []
    return " · ".join(told)
