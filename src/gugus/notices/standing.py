"""How the channels are: counts and ages, nobody's name or address. For the administrator and for `gugus notices`."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from gugus.notices.channels import Way, all_ways
from gugus.notices.channels.settings import variable
from gugus.notices.codes import Channel, Step, Why


@dataclass
class Standing:
    """One channel: is it asked for, what does it lack, what waits, what failed and why, when did it last work."""

    channel: Channel
    is_on: bool
    lacking: tuple[str, ...]
    waiting: int = 0
    sent: int = 0
    unsure: int = 0
    failed: dict[Why, int] = field(default_factory=dict)
    given_up: int = 0
    oldest: datetime | None = None
    last_sent: datetime | None = None

    @property
    def is_working(self) -> bool:
        """Configured, and nothing is being tried again because of the channel itself."""
        return (
            self.is_on and not self.lacking and not {Why.UNREACHABLE, Why.NOT_ADMITTED} & self.failed.keys()
        )

    @property
    def failures(self) -> list[tuple[Why, int]]:
        """Reasons and how often, the most frequent first."""
        return sorted(self.failed.items(), key=lambda pair: -pair[1])


def standings() -> list[Standing]:
    """Every channel; two questions to the database, whatever lies in it."""
    found = {
        way.code: Standing(channel=way.code, is_on=way.is_on(), lacking=_lacking(way))
        for way in all_ways()
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("select channel, step, why, count, oldest, latest from notices_standing()")
        for channel, step, why, count, oldest, latest in cursor.fetchall():
            if channel in found:
                _count(found[channel], step, why, count, oldest, latest)
    return list(found.values())


def _lacking(way: Way) -> tuple[str, ...]:
    """Variables of the environment that are missing or unsafe; nothing for a channel that nobody asked for."""
    return tuple(variable(name) for name in way.lacking()) if way.is_on() else ()


def _count(one: Standing, step: str, why: str, count: int, oldest: datetime, latest: datetime) -> None:
    if step in {Step.WAITING, Step.SENDING, Step.HANDING, "pending"}:
        one.waiting += count
        one.oldest = min(filter(None, (one.oldest, oldest)))
        if why and step != "pending":
            one.failed[Why(why)] = one.failed.get(Why(why), 0) + count
    elif step == Step.SENT:
        one.sent += count
        one.last_sent = latest
    elif step == Step.UNSURE:
        one.unsure += count
    elif step == Step.GIVEN_UP:
        one.given_up += count
        one.failed[Why(why)] = one.failed.get(Why(why), 0) + count
