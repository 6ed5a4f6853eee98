"""When a session is over, what a device is called, how strictly a role signs in. Plain values only."""

from collections.abc import Iterable, Mapping
from csv import DictReader
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.resources import files

LONGEST = timedelta(hours=10)  # nobody works longer on one sign-in
IDLE = 30  # minutes
SHORTEST_IDLE = 5

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad")),
    *(("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")),
)


def is_over(*, begun_at: datetime, seen_at: datetime, idle_minutes: int, at: datetime) -> bool:
    """Nobody worked here for too long, or somebody worked here for too long."""
    return at >= ends_at(begun_at=begun_at, seen_at=seen_at, idle_minutes=idle_minutes)


def ends_at(*, begun_at: datetime, seen_at: datetime, idle_minutes: int) -> datetime:
    """When the session ends if nobody does anything from now on."""
    return min(begun_at + LONGEST, seen_at + timedelta(minutes=idle_minutes))


def device_called(agent: str) -> str:
    """Browser and system from what the browser says of itself, coarse enough to tell a phone from a desk."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return " · ".join(part for part in (browser, system) if part)


@dataclass(frozen=True, slots=True)
class Strictness:
    """What signing in asks of a role."""

    second_factor: bool = False
    idle_minutes: int = IDLE


@lru_cache(maxsize=1)
def shipped() -> dict[str, Strictness]:
    """What ships with the product (strictness.csv): the least that every agency keeps to."""
    with (files("gugus.accounts") / "strictness.csv").open(encoding="utf-8") as lines:
        return {
            row["role"]: Strictness(row["second_factor"] == "yes", int(row["idle_minutes"]))
            for row in DictReader(lines)
        }


def strictest(roles: Iterable[str], of_agency: Mapping[str, Strictness]) -> Strictness:
    """Somebody with several roles keeps to the strictest; an agency may add to what ships, never take away."""
    rules = [table[role] for role in roles for table in (shipped(), of_agency) if role in table]
    return Strictness(
        second_factor=any(rule.second_factor for rule in rules),
        idle_minutes=min((rule.idle_minutes for rule in rules), default=IDLE),
    )
