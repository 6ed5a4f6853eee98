"""How some of the demo's people want to be told: quiet hours, days off, a digest; mails go to the worker's log."""

from collections.abc import Mapping
from datetime import datetime, time

from gugus.access.models import User
from gugus.notices.choosing import choose_hours, choose_modes
from gugus.notices.codes import Channel, Family, Mode, Zone


def choose_for(users: Mapping[str, User], *, at: datetime) -> None:
    """Rina rests on Sundays and reads tasks once a day; Yusuf reads everything once a day."""
    if rina := users.get("rina"):
        choose_hours(
            user=rina, zone=Zone.WIB, quiet_from=time(20), quiet_until=time(6), days_off=[7], holidays_off=True,
            digest_hour=7, at=at,
        )  # fmt: skip
        choose_modes(user=rina, modes={(Channel.MAIL, Family.TASKS): Mode.DIGEST}, at=at)
    if yusuf := users.get("yusuf"):
        choose_modes(user=yusuf, modes={(Channel.MAIL, family): Mode.DIGEST for family in Family}, at=at)
