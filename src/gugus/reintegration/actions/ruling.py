"""Officials keep the schedules of visits and the stop rule: each change is a version; what runs keeps its own."""

from dataclasses import asdict
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import Named, record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.reintegration import rules
from gugus.reintegration.models import MonitoringRules

WORDS = {
    "no_day": _("Name at least one day."),
    "not_rising": _("Write whole days after the reunion, rising, none twice."),
    "too_many": _("At most 40 visits, and none later than 400 days after the reunion."),
    "denser": _("Whoever is less in danger is not visited earlier than who is more in danger."),
    "one_visit": _("At least one visit has to take place."),
}


class CannotChangeRules(Cannot):
    """The rules cannot be changed like this."""


@transaction.atomic
def change_rules(
    *, wish: rules.Wish, reason: str, by: User, at: datetime, seen: int | None = None
) -> MonitoringRules:
    """From `wish.valid_from` (local day, today or later) reunions are followed by this version. `seen`: the newest
    number that the writer saw. Reintegrations that run keep the version of their reunion.
    """
    with connection.cursor() as cursor:  # rows are never changed, so there is none to lock
        cursor.execute("select pg_advisory_xact_lock(hashtext('reintegration_monitoringrules'))")
    newest = MonitoringRules.objects.order_by("-number")[0]
    check_version(newest, seen)
    if reasons := _against(wish, reason, newest, at):
        raise CannotChangeRules(reasons)
    fresh = MonitoringRules.objects.create(
        **{name: list(value) if isinstance(value, tuple) else value for name, value in asdict(wish).items()},
        number=newest.number + 1, status="D", changed_by=by, reason=reason.strip(),
    )  # fmt: skip
    about = Named("monitoringrules", fresh.pk, str(fresh))
    record(
        "reintegration.rules_changed",
        about=about,
        by=by,
        at=at,
        words=reason,
        changes=_changes(newest, fresh),
    )
    return fresh


def _against(wish: rules.Wish, reason: str, newest: MonitoringRules, at: datetime) -> list[Reason]:
    reasons = [Reason(code, WORDS[code], field) for code, field in rules.doubts_about_rules(wish)]
    if wish.valid_from < timezone.localdate(at):
        words = _("Rules cannot be changed for the past. Choose today or later.")
        reasons.append(Reason("in_the_past", words, "valid_from"))
    elif wish.valid_from < newest.valid_from:
        words = _("A later change is already planned. Choose its day or a later one.")
        reasons.append(Reason("planned_already", words, "valid_from"))
    if not reason.strip():
        reasons.append(Reason("reason_needed", _("Say why the rules change."), "reason"))
    same = all(
        _plain(getattr(newest, name)) == _plain(value)
        for name, value in asdict(wish).items()
        if name != "valid_from"
    )
    if same and not reasons:
        reasons.append(Reason("unchanged", _("Nothing was changed.")))
    return reasons


def _changes(old: MonitoringRules, new: MonitoringRules) -> dict:
    """What differs, before and after; the numbers of the versions always."""
    found: dict = {"number": [old.number, new.number], "valid_from": new.valid_from}
    for name in (*rules.RISKS, *old.stops):
        before, after = getattr(old, name, 0), getattr(new, name, 0)
        if before != after:
            found[name] = [_plain(before), _plain(after)]
    return found


def _plain(value):
    return " ".join(str(one) for one in value) if isinstance(value, list | tuple) else value
