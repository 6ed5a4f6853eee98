"""Moments, days and deadlines as a page shows them: template tags of the library `look`."""

from datetime import date, datetime

from django.template import Library
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gugus.base.spans import length, read_clock

UNKNOWN = mark_safe('<span class="muted">–</span>')
ZONES = {7 * 3600: "WIB", 8 * 3600: "WITA", 9 * 3600: "WIT"}


def moment(at: datetime | None, seconds: bool = False, short: bool = False) -> SafeString:
    """A moment in the zone of the page, its zone named: "23 Nov 2026 14.05 WIB"; `short` is "23 Nov 14.05"."""
    if at is None:
        return UNKNOWN
    local = timezone.localtime(at)
    hour = local.strftime("%H.%M.%S" if seconds else "%H.%M")
    zone = ZONES.get(int(local.utcoffset().total_seconds()), local.strftime("%Z"))
    full, machine = f"{date_format(local, 'j M Y')} {hour} {zone}", local.isoformat(timespec="seconds")
    if not short:
        return format_html('<time datetime="{}" class="nowrap">{}</time>', machine, full)
    said = f"{date_format(local, 'j M')} {hour}"
    return format_html('<time datetime="{}" class="nowrap" title="{}">{}</time>', machine, full, said)


def day(on: date | datetime | None, weekday: bool = False) -> SafeString:
    """A day: "23 Nov 2026", or "Senin, 23 November 2026". Of a moment: its day where the reader is."""
    if on is None:
        return UNKNOWN
    if isinstance(on, datetime):
        on = timezone.localdate(on)
    said = date_format(on, "l, j F Y" if weekday else "j M Y")
    return format_html('<time datetime="{}" class="nowrap">{}</time>', on.isoformat(), said)


def ago(at: datetime, now: datetime) -> SafeString:
    """How long ago a moment was, with the moment itself as title."""
    said = _("%(length)s ago") % {"length": length((now - at).total_seconds())}
    full = date_format(timezone.localtime(at), "j M Y H.i")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', at.isoformat(timespec="seconds"), full, said
    )


def age(since: datetime, now: datetime) -> SafeString:
    """For how long something has been so: "for 3 days", with the moment itself as title."""
    said = _("for %(length)s") % {"length": length((now - since).total_seconds())}
    full = date_format(timezone.localtime(since), "j M Y H.i")
    machine = since.isoformat(timespec="seconds")
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, full, said)


def clock_bar(started: datetime, due: datetime, now: datetime, done: datetime | None = None) -> dict:
    """A deadline as words and a bar: how long is left, how late, or that it was done."""
    return {"reading": read_clock(started, due, now, done), "due": due}


def register(library: Library) -> None:
    """Add the tags of time to the library `look`."""
    for tag in (moment, day, ago, age):
        library.simple_tag(tag)
    library.inclusion_tag("base/parts/clock_bar.html")(clock_bar)
