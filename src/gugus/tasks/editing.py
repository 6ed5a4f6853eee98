"""Officials change clocks and days off; what counted before stays readable."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import Named, record
from gugus.base.refusals import Cannot, Reason
from gugus.tasks.models import Clock, Holiday


class CannotChangeClock(Cannot):
    """The clock cannot be changed like this."""


@transaction.atomic
def change_clock(
    *,
    clock: Clock,
    amount: int,
    unit: str,
    hours: str,
    legal_basis: str,
    reason: str,
    valid_from: date,
    by: User,
    at: datetime,
    area_code: str | None = None,
) -> Clock:
    """From `valid_from` (local day, today or later) the step has another length. Running tasks keep theirs.

    With an `area_code` other than the clock's own the general row stays and the area gets its own. A changed legal
    basis replaces the citation of the legal pack.
    """
    clock = Clock.objects.select_for_update().get(pk=clock.pk)
    area = clock.area_code if area_code is None else area_code
    before = Clock.objects.select_for_update().filter(code=clock.code, area_code=area, valid_to=None).first()
    _must_fit(before, valid_from, reason, today=timezone.localdate(at))
    if before is not None:
        before.valid_to = valid_from
        before.save(update_fields=["valid_to"])
    same_basis = legal_basis.strip() in {clock.basis_in("id"), clock.basis_in("en")}
    fresh = Clock.objects.create(
        code=clock.code,
        step=clock.step,
        risk=clock.risk,
        kind=clock.kind,
        amount=amount,
        unit=unit,
        hours=hours,
        words_id=clock.words_id,
        words_en=clock.words_en,
        legal_basis=legal_basis.strip(),
        provision=clock.provision if same_basis else "",
        status=clock.status if same_basis else "D",
        area_code=area,
        valid_from=valid_from,
        changed_by=by,
        reason=reason.strip(),
    )
    changes = {
        "code": fresh.code, "area": area, "amount": [getattr(before, "amount", None), amount],
        "unit": [getattr(before, "unit", None), unit], "hours": [getattr(before, "hours", None), hours],
        "valid_from": valid_from,
    }  # fmt: skip
    record("clock.changed", about=fresh, by=by, at=at, words=reason, changes=changes)
    return fresh


def _must_fit(before: Clock | None, valid_from: date, reason: str, *, today: date) -> None:
    reasons = []
    if valid_from < today:
        reasons.append(
            Reason(
                "in_the_past",
                _("A clock cannot be changed for the past. Choose today or later."),
                "valid_from",
            )
        )
    elif before is not None and before.valid_from > valid_from:
        reasons.append(
            Reason(
                "planned_already",
                _("A later change is already planned. Choose its day or a later one."),
                "valid_from",
            )
        )
    if not reason.strip():
        reasons.append(Reason("reason_needed", _("Say why the clock changes."), "reason"))
    if reasons:
        raise CannotChangeClock(reasons)


@transaction.atomic
def keep_holiday(
    *, day: date, name: str, collective_leave: bool, closed: bool, by: User, at: datetime
) -> Holiday:
    """List a day, or correct it; `closed=False` says that the offices work on it. Running tasks keep their moment."""
    before = Holiday.objects.select_for_update().filter(pk=day).first()
    row, _created = Holiday.objects.update_or_create(
        pk=day, defaults={"name": name.strip(), "collective_leave": collective_leave, "closed": closed}
    )
    changes = {"day": day, "name": name, "collective_leave": collective_leave, "closed": closed}
    if before is not None:
        changes["before"] = [before.name, before.collective_leave, before.closed]
    record("holiday.kept", about=Named("holiday", None, day.isoformat()), by=by, at=at, changes=changes)
    return row
