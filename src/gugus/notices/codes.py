"""Codes of notices: what they belong to, how they travel, and how far each delivery got."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Risk(TextChoices):
    """High breaks quiet hours, digests and limits: somebody may be in danger."""

    USUAL = "usual", _("Usual")
    HIGH = "high", _("High")


class Family(TextChoices):
    """What news is about, coarse enough to choose by."""

    REPORTS = "reports", _("Reports")
    CASES = "cases", _("Cases")
    REFERRALS = "referrals", _("Referrals and transfers")
    CONSENT = "consent", _("Consent and agreements")
    MEETINGS = "meetings", _("Meetings and announcements")
    TASKS = "tasks", _("Tasks")
    APPROVALS = "approvals", _("Approvals")
    FILES = "files", _("Files and exports")
    ACCOUNT = "account", _("Sign-in and deputies")
    OTHER = "other", _("Other news")


class Channel(TextChoices):
    """A way to a person beyond the page."""

    MAIL = "mail", _("E-mail")
    WHATSAPP = "whatsapp", _("WhatsApp")
    SMS = "sms", _("SMS")


PHONES = (Channel.WHATSAPP, Channel.SMS)


class Mode(TextChoices):
    """When news of a family leaves over a channel."""

    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("Once a day")
    NEVER = "never", _("Never")


class Zone(TextChoices):
    """The three time zones of Indonesia."""

    WIB = "Asia/Jakarta", _("WIB (western)")
    WITA = "Asia/Makassar", _("WITA (central)")
    WIT = "Asia/Jayapura", _("WIT (eastern)")


class State(TextChoices):
    """How far the delivery of one notice over one channel got."""

    WAITING = "waiting", _("Waiting")
    HELD = "held", _("Held for quiet hours")
    DIGEST = "digest", _("Waits for the digest")
    LEAVING = "leaving", _("On its way")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed, tried again")
    GIVEN_UP = "given_up", _("Given up")
    DROPPED = "dropped", _("Not sent")


PENDING = (State.WAITING, State.HELD, State.DIGEST)


class Step(TextChoices):
    """Where a dispatch is on its way out. SENDING may be tried again, HANDING never."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("On its way")
    HANDING = "handing", _("Being handed over")
    SENT = "sent", _("Sent")
    UNSURE = "unsure", _("Perhaps sent")
    GIVEN_UP = "given_up", _("Given up")
    DROPPED = "dropped", _("Not sent")


class Purpose(TextChoices):
    """What a dispatch carries."""

    NEWS = "news", _("News")
    DIGEST = "digest", _("Digest")
    CODE = "code", _("One-time code")
    TEST = "test", _("Test")


class Receipt(TextChoices):
    """What a provider says later about something it took."""

    ACCEPTED = "accepted", _("Taken by the provider")
    DELIVERED = "delivered", _("Delivered")
    READ = "read", _("Read")
    REFUSED = "refused", _("Not delivered")


class Why(TextChoices):
    """Why something was not sent, or not yet. A code, never a server's own words."""

    NONE = "", _("–")
    UNREACHABLE = "unreachable", _("The server cannot be reached")
    NOT_ADMITTED = "not_admitted", _("The server does not admit us")
    TOO_MUCH = "too_much", _("The server asks for patience")
    SERVER = "server", _("The server has a fault")
    REFUSED = "refused", _("The server refused the message")
    ADDRESS = "address", _("The address is refused")
    NO_ADDRESS = "no_address", _("There is no address")
    INTERRUPTED = "interrupted", _("Interrupted while being handed over")
    READ_MEANWHILE = "read_meanwhile", _("Read in the meantime")
    LEFT = "left", _("The person left or moved")
    SWITCHED_OFF = "switched_off", _("The channel is switched off")
    BURST = "burst", _("Many within an hour: goes into the digest")
    MALFORMED = "malformed", _("The answer cannot be read")
    OUT_OF_DATE = "out_of_date", _("No longer of use")
