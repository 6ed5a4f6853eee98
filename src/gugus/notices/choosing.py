"""A person chooses how to be told; an administrator sets what holds until somebody chooses."""

from collections.abc import Mapping
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.notices.codes import Channel, Family, Mode, Zone
from gugus.notices.knowing import BECAUSE, house, known
from gugus.notices.models import Choice, HouseRules, Manner
from gugus.notices.quiet import Quiet


class CannotChoose(Cannot):
    """One cannot be told like this."""


def manner_of(user: User, at: datetime) -> Manner:
    """A person's hours, own or the installation's (then not saved, version 0)."""
    own = Manner.objects.unscoped(because=BECAUSE).filter(user=user).first()
    if own is not None:
        return own
    usual = known([user.pk], at).quiet(user.pk)
    return Manner(
        user=user, zone=usual.zone, quiet_from=usual.start, quiet_until=usual.end, digest_hour=usual.digest_hour,
        version=0,
    )  # fmt: skip


@transaction.atomic
def choose_hours(
    *,
    user: User,
    zone: str,
    quiet_from: time,
    quiet_until: time,
    days_off: list[int],
    holidays_off: bool,
    digest_hour: int,
    at: datetime,
    seen: int | None = None,
) -> Manner:
    """When one is left in peace, in one's own zone. Raises CannotChoose, Stale."""
    found = Manner.objects.unscoped(because=BECAUSE).select_for_update().filter(user=user).first()
    row = found or manner_of(user, at)
    check_version(row, seen)
    days = sorted(set(days_off))
    _must_leave_room(Quiet(quiet_from, quiet_until, zone, frozenset(days), digest_hour=digest_hour))
    row.zone, row.quiet_from, row.quiet_until = Zone(zone).value, quiet_from, quiet_until
    row.days_off, row.holidays_off, row.digest_hour = days, holidays_off, digest_hour
    row.version += 1
    row.save(force_insert=found is None)
    changes = {
        "zone": row.zone, "quiet": [quiet_from.isoformat(), quiet_until.isoformat()], "days_off": days,
        "holidays_off": holidays_off, "digest_hour": digest_hour,
    }  # fmt: skip
    record("notices.hours_chosen", by=user, at=at, changes=changes)
    return row


@transaction.atomic
def choose_modes(*, user: User, modes: Mapping[tuple[str, str], str], at: datetime) -> int:
    """What leaves when: (channel, family) → mode. Returns how many choices are new or changed."""
    rows = Choice.objects.unscoped(because=BECAUSE).filter(user=user)
    before = {(one.channel, one.family): one.mode for one in rows}
    changed = {
        (Channel(channel).value, Family(family).value): Mode(mode).value
        for (channel, family), mode in modes.items()
        if before.get((channel, family)) != mode
    }
    Choice.objects.bulk_create(
        [Choice(user=user, channel=way, family=family, mode=mode) for (way, family), mode in changed.items()],
        update_conflicts=True, unique_fields=["user", "channel", "family"], update_fields=["mode"],
    )  # fmt: skip
    if changed:
        told = {f"{way}.{family}": mode for (way, family), mode in changed.items()}
        record("notices.modes_chosen", by=user, at=at, changes=told)
    return len(changed)


@transaction.atomic
def set_house_rules(
    *,
    quiet_from: time,
    quiet_until: time,
    digest_hour: int,
    most_an_hour: int,
    tries: int,
    by: User,
    at: datetime,
    seen: int | None = None,
) -> HouseRules:
    """What holds for everybody who chose nothing. Raises CannotChoose, Stale."""
    found = HouseRules.objects.unscoped(because=BECAUSE).select_for_update().filter(pk=1).first()
    row = found or house()
    check_version(row, seen)
    _must_leave_room(Quiet(quiet_from, quiet_until, Zone.WIB, digest_hour=digest_hour))
    row.quiet_from, row.quiet_until, row.digest_hour = quiet_from, quiet_until, digest_hour
    row.most_an_hour, row.tries, row.version = most_an_hour, tries, row.version + 1
    row.save(force_insert=found is None)
    changes = {
        "quiet": [quiet_from.isoformat(), quiet_until.isoformat()], "digest_hour": digest_hour,
        "most_an_hour": most_an_hour, "tries": tries,
    }  # fmt: skip
    record("notices.house_rules_set", by=by, at=at, changes=changes)
    return row


def _must_leave_room(quiet: Quiet) -> None:
    """A digest that comes in quiet hours, or a week without a day, would tell nobody anything."""
    reasons = []
    if len(quiet.days_off) > 5:
        words = _("Leave at least two days of the week on which you can be told.")
        reasons.append(Reason("no_day_left", words, "days_off"))
    if not quiet.days_off <= set(range(1, 8)):
        reasons.append(Reason("no_such_day", _("Choose days of the week."), "days_off"))
    if quiet.in_hours(time(quiet.digest_hour)):
        words = _("This hour lies in the quiet hours. Choose one outside them.")
        reasons.append(Reason("digest_in_quiet_hours", words, "digest_hour"))
    if reasons:
        raise CannotChoose(reasons)
