"""Spans of time in words: how long until a deadline, how late, how long ago."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR, DAY = 60, 3600, 86_400
SOON = 0.75  # share of the allowed time that is gone before a clock turns amber


@dataclass(frozen=True)
class ClockReading:
    """What a clock shows: `state` is ok, soon, late or done; `share` is the used part of the time, 0 to 100."""

    state: str
    share: int
    said: str


def length(seconds: float) -> str:
    """A length of time in its one largest useful unit: "40 minutes", "3 hours", "12 days"."""
    seconds = int(abs(seconds))
    if seconds < MINUTE:
        return _("less than a minute")
    if seconds < HOUR:
        number = seconds // MINUTE
        return ngettext("%(number)d minute", "%(number)d minutes", number) % {"number": number}
    if seconds < 2 * DAY:
        number = seconds // HOUR
        return ngettext("%(number)d hour", "%(number)d hours", number) % {"number": number}
    number = seconds // DAY
    return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}


def read_clock(started: datetime, due: datetime, now: datetime, done: datetime | None = None) -> ClockReading:
    """Read a clock that runs from `started` to `due` (aware moments), stopped at `done` if given."""
    allowed = max((due - started).total_seconds(), 1)
    used = ((done or now) - started).total_seconds() / allowed
    share = round(min(max(used, 0), 1) * 100)
    if done is not None:
        late = (done - due).total_seconds()
        said = _("done, %(length)s late") % {"length": length(late)} if late > 0 else _("done in time")
        return ClockReading("done", share, said)
    if now > due:
        return ClockReading(
            "late", 100, _("%(length)s late") % {"length": length((now - due).total_seconds())}
        )
    said = _("%(length)s left") % {"length": length((due - now).total_seconds())}
    return ClockReading("soon" if used >= SOON else "ok", share, said)
