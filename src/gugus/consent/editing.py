"""Officials change the tables: a change ends the old row and adds a new one; what counted before stays readable."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import Named, record
from gugus.base.refusals import Cannot, Reason
from gugus.consent.models import InformationText, LegalDuty, Number


class CannotChangeTable(Cannot):
    """The table cannot be changed like this."""


@transaction.atomic
def change_number(*, code: str, amount: int, legal_basis: str, reason: str, by: User, at: datetime) -> Number:
    """From today a number is another one. It is then our own decision (status D), not the law's."""
    old = _open_row(Number, code)
    if not reason.strip():
        raise CannotChangeTable([Reason("reason_needed", _("Say why it changes."), "reason")])
    fresh = _next(old, {"amount": amount, "legal_basis": legal_basis.strip()}, reason, by, at)
    _told("number", fresh, reason, by, at, {"amount": [old.amount, amount]})
    return fresh


@transaction.atomic
def change_duty(
    *, code: str, facts: Mapping, reason: str, by: User, at: datetime, ends: bool = False
) -> LegalDuty | None:
    """From today a duty reads differently, or no longer counts (`ends`). Lines that name it stay as they are."""
    old = _open_row(LegalDuty, code)
    if not reason.strip():
        raise CannotChangeTable([Reason("reason_needed", _("Say why it changes."), "reason")])
    fresh = None if ends else _next(old, dict(facts), reason, by, at)
    if ends:
        old.valid_to = timezone.localdate(at)
        old.save(update_fields=["valid_to"])
    _told("legalduty", fresh or old, reason, by, at, {"ends": ends})
    return fresh


@transaction.atomic
def add_text(*, text_id: str, text_en: str, by: User, at: datetime) -> InformationText:
    """A new version of what is read out; earlier lines keep the version that was read then."""
    newest = InformationText.objects.select_for_update().order_by("-number").first()
    if newest and (newest.text_id, newest.text_en) == (text_id.strip(), text_en.strip()):
        raise CannotChangeTable([Reason("unchanged", _("Nothing was changed."), "text_id")])
    fresh = InformationText.objects.create(
        number=(newest.number if newest else 0) + 1, text_id=text_id.strip(), text_en=text_en.strip(),
        valid_from=timezone.localdate(at), made_by=by,
    )  # fmt: skip
    about = Named("informationtext", fresh.pk, str(fresh))
    record("consent.table_changed", about=about, by=by, at=at, changes={"number": fresh.number})
    return fresh


def _open_row(model, code: str):
    row = model.objects.select_for_update().filter(code=code, valid_to=None).first()
    if row is None:
        raise CannotChangeTable([Reason("unknown", _("There is no such row today."))])
    return row


def _next(old, facts: dict, reason: str, by: User, at: datetime):
    today = timezone.localdate(at)
    kept = {field.attname: getattr(old, field.attname) for field in old._meta.concrete_fields}
    for name in ("id", "valid_from", "valid_to", "changed_by_id", "reason"):
        kept.pop(name)
    old.valid_to = today
    old.save(update_fields=["valid_to"])
    if any(kept[name] != value for name, value in facts.items() if name in ("legal_basis", "amount")):
        kept["status"] = "D"
    return type(old).objects.create(**kept | facts, valid_from=today, changed_by=by, reason=reason.strip())


def _told(kind: str, row, reason: str, by: User, at: datetime, changes: dict) -> None:
    about = Named(kind, row.pk, row.code[:12])
    record(
        "consent.table_changed",
        about=about,
        by=by,
        at=at,
        words=reason,
        changes={"code": row.code, **changes},
    )
