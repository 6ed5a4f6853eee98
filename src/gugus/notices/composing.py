"""What leaves, in the words of its reader: verbs and references, a link that asks for the sign-in."""

from collections import Counter
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from gugus.notices.channels import Line, Message
from gugus.notices.channels.settings import site
from gugus.notices.codes import PHONES, Family, Why
from gugus.notices.models import Delivery
from gugus.notices.wording import said_outside

MOST_LINES = 40


def news(*, key: str, to: str, channel: str, language: str, rows: Sequence[Delivery]) -> Message:
    """One message about one or several notices that leave at once."""
    with override(language):
        lines = tuple(Line(*said_outside(row.notice.code, row.notice.about_ref)) for row in rows)
        link = site() + (
            reverse("notices:follow", args=[rows[0].notice_id]) if len(rows) == 1 else _list_of_unread()
        )
        if channel in PHONES:
            first = lines[0].words if len(lines) == 1 else _count(len(lines))
            text = f"{first}. {link}"
        else:
            text = "\n".join([*_listed(lines), "", link, "", _("Sign in to read more."), ""])
        return Message(
            key=key, to=to, language=language, subject=_subject(len(lines)), lines=lines, text=text
        )


def digest(*, key: str, to: str, channel: str, language: str, rows: Sequence[Delivery]) -> Message:
    """The daily message: counts of each family, then references and verbs."""
    if channel in PHONES:
        return news(key=key, to=to, channel=channel, language=language, rows=rows)
    with override(language):
        lines = tuple(Line(*said_outside(row.notice.code, row.notice.about_ref)) for row in rows)
        counted = Counter(row.notice.family for row in rows)
        counts = [f"{counted[family]} × {family.label}" for family in Family if counted[family]]
        again = sum(row.why == Why.INTERRUPTED for row in rows)
        told = [_count(len(rows)), "", *counts, "", *_listed(lines), ""]
        if again:
            told += [_("Something was interrupted: part of this may have reached you before."), ""]
        told += [site() + _list_of_unread(), "", _("Sign in to read more."), ""]
        subject = _("Your notices of the day")
        return Message(key=key, to=to, language=language, subject=subject, lines=lines, text="\n".join(told))


def code(*, key: str, to: str, language: str, secret: str) -> Message:
    """A one-time code, and no word about what it opens."""
    with override(language):
        text = _("Your code: %(code)s. Give it to nobody. It is of use for a quarter of an hour.")
        return Message(
            key=key, to=to, language=language, subject=_("Your code"), lines=(), text=text % {"code": secret},
            code=secret,
        )  # fmt: skip


def test(*, key: str, to: str, language: str) -> Message:
    """A message with which an administrator looks whether a channel works."""
    with override(language):
        words = _("This is a test. Nothing has to be done.")
        return Message(
            key=key,
            to=to,
            language=language,
            subject=_subject(1),
            lines=(Line("", words),),
            text=f"{words}\n",
        )


def _listed(lines: Sequence[Line]) -> list[str]:
    shown = [f"- {line.words}" for line in lines[:MOST_LINES]]
    rest = len(lines) - MOST_LINES
    return shown + ([_("and %(number)s more") % {"number": rest}] if rest > 0 else [])


def _subject(number: int) -> str:
    """The same for everything: a subject is read over shoulders."""
    return _("A notice for you") if number == 1 else _("Notices for you")


def _count(number: int) -> str:
    told = ngettext("%(number)s notice waits for you", "%(number)s notices wait for you", number)
    return told % {"number": number}


def _list_of_unread() -> str:
    return reverse("notices:index") + "?unread=1"
