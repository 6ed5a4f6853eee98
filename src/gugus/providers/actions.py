"""Put a service into the directory, change it, confirm it, end it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus import law
from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id
from gugus.outbox.actions import announce
from gugus.providers.codes import ContactRole
from gugus.providers.models import Offering
from gugus.providers.queries import has_users

CLOSED_ALL_WEEK: tuple[int | None, ...] = (None,) * 7
OLDEST, MOST_FEE = 120, 1_000_000_000


class CannotKeep(Cannot):
    """The service cannot be written like this; all reasons at once."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything that somebody writes down about a service. Hours in minutes since midnight, fee in whole rupiah."""

    service: str
    title: str = ""
    sexes: Sequence[str] = ("female", "male")
    age_from: int = 0
    age_to: int | None = None
    with_children: bool = False
    pregnancy: bool = False
    accessibility: Sequence[str] = ()
    languages: Sequence[str] = ()
    areas: Sequence[str] = ()
    area_code: str = ""
    is_secret: bool = False
    address: str = ""
    always_open: bool = False
    opens: Sequence[int | None] = CLOSED_ALL_WEEK
    closes: Sequence[int | None] = CLOSED_ALL_WEEK
    rests_on_holidays: bool = False
    fee: int | None = None
    fee_for: str = ""
    phone: str = ""
    duty_phone: str = ""
    private_phone: str = ""
    contact_role: str = ContactRole.DUTY
    valid_from: date | None = None
    valid_until: date | None = field(default=None)


@transaction.atomic
def write_offering(
    *, agency: Agency, wording: Wording, by: User, at: datetime, key: UUID | None = None
) -> Offering:
    """A new service. The same `key` twice (a double click) gives the same one. Raises CannotKeep.

    By somebody of the agency; or by the secretariat for an agency in which nobody can sign in, marked as such.
    """
    rows = Offering.objects.unscoped(because="one's own double click")
    if key and (earlier := rows.filter(pk=key, written_by=by).first()):
        return earlier
    today = timezone.localdate(at)
    reasons = hurdles_to_keeping(wording)
    if agency.pk != by.agency_id and has_users(agency):
        reasons.append(Reason("writes_itself", _("This agency writes its services itself."), "agency"))
    if reasons:
        raise CannotKeep(reasons)
    one = Offering(
        id=key or new_id(), agency=agency, kept_by=by.agency, confirmed_on=today, confirmed_by=by, written_by=by,
        written_at=at, **_fields(wording, today),
    )  # fmt: skip
    one.save(force_insert=True)
    changes = {"service": wording.service, "for": agency.slug if one.is_kept_by_other else ""}
    record("provider.written", about=one, by=by, at=at, changes=changes)
    return one


@transaction.atomic
def change_offering(
    *, offering: Offering, wording: Wording, by: User, at: datetime, seen: int | None = None
) -> Offering:
    """The service as it is from now on; writing it down confirms it."""
    one = locked(offering, seen=seen)
    if reasons := hurdles_to_keeping(wording):
        raise CannotKeep(reasons)
    today = timezone.localdate(at)
    given = _fields(wording, one.valid_from)
    changed = sorted(name for name, value in given.items() if _plain(getattr(one, name)) != _plain(value))
    for name, value in given.items():
        setattr(one, name, value)
    _confirm(one, by, today)
    _save(one, *given, "confirmed_on", "confirmed_by")
    record("provider.changed", about=one, by=by, at=at, changes={"fields": changed})
    announce("provider.confirmed", about=one, at=at)
    return one


@transaction.atomic
def confirm_offering(*, offering: Offering, by: User, at: datetime, seen: int | None = None) -> Offering:
    """Everything still stands as it is written."""
    one = locked(offering, seen=seen)
    _confirm(one, by, timezone.localdate(at))
    _save(one, "confirmed_on", "confirmed_by")
    record("provider.confirmed", about=one, by=by, at=at)
    announce("provider.confirmed", about=one, at=at)
    return one


@transaction.atomic
def end_offering(
    *, offering: Offering, on: date, by: User, at: datetime, seen: int | None = None
) -> Offering:
    """`on` is the first day on which the service is no longer given. Holds must have ended."""
    one = locked(offering, seen=seen)
    reasons = []
    if on < one.valid_from:
        reasons.append(Reason("before_it_began", _("This day lies before the service began."), "on"))
    if one.capacities.filter(held__gt=0).exists():
        reasons.append(
            Reason(
                "places_held",
                _("Places are still held for a group on its way. Withdraw the offer first."),
                "on",
            )
        )
    if reasons:
        raise CannotKeep(reasons)
    one.valid_until = on
    _save(one, "valid_until")
    record("provider.ended", about=one, by=by, at=at, changes={"valid_until": on})
    announce("provider.confirmed", about=one, at=at)
    return one


def read_offering(*, offering: Offering, by: User, at: datetime) -> None:
    """Somebody opened a service of the directory."""
    record("provider.read", about=offering, by=by, at=at)


def show_number(*, offering: Offering, reason: str, by: User, at: datetime) -> str:
    """The private number of whoever is on duty, for a coded reason that the trail keeps."""
    record("provider.number_shown", about=offering, by=by, at=at, reason=reason)
    return offering.private_phone or ""


def print_directory(*, by: User, at: datetime, count: int) -> None:
    """Somebody drew the directory on paper."""
    record("provider.printed", by=by, at=at, changes={"services": count})


def hurdles_to_keeping(wording: Wording) -> list[Reason]:
    """Everything that stands against these words."""
    found = []
    if wording.service not in {one.code for one in law.codes("services")}:
        found.append(Reason("unknown_service", _("Choose a service of the list."), "service"))
    if not wording.sexes:
        found.append(Reason("for_nobody", _("Say for whom the service is."), "sexes"))
    if wording.age_from > OLDEST or (wording.age_to is not None and wording.age_to > OLDEST):
        found.append(Reason("too_old", _("Nobody is older than %(years)d.") % {"years": OLDEST}, "age_to"))
    if wording.age_to is not None and wording.age_to < wording.age_from:
        found.append(Reason("ages_crossed", _("The last age lies before the first."), "age_to"))
    if wording.is_secret and wording.address.strip():
        words = _("A secret house has no address here. Empty this field.")
        found.append(Reason("secret_address", words, "address"))
    if wording.is_secret and wording.area_code.count(".") > 1:
        words = _("For a secret house name the city or regency, nothing smaller.")
        found.append(Reason("secret_area", words, "area_code"))
    if not (wording.phone.strip() or wording.duty_phone.strip() or wording.private_phone.strip()):
        found.append(Reason("not_reachable", _("Give at least one number."), "phone"))
    found += [
        Reason("no_number", _("This is not a phone number."), name)
        for name in ("phone", "duty_phone", "private_phone")
        if getattr(wording, name).strip() and not _is_phone(getattr(wording, name))
    ]
    return found + _hurdles_of_hours(wording) + _hurdles_of_fee(wording)


def _hurdles_of_hours(wording: Wording) -> list[Reason]:
    if wording.always_open:
        return []
    half = [a for a, b in zip(wording.opens, wording.closes, strict=True) if (a is None) != (b is None)]
    if half:
        return [
            Reason("half_hours", _("Give both opening and closing time of a day, or neither."), "always_open")
        ]
    return []


def _hurdles_of_fee(wording: Wording) -> list[Reason]:
    if wording.fee is None and not wording.fee_for:
        return []
    if wording.fee is None or wording.fee <= 0 or wording.fee > MOST_FEE:
        return [
            Reason("fee_unclear", _("Give the fee in whole rupiah, or say that the service is free."), "fee")
        ]
    if not wording.fee_for:
        return [Reason("fee_for_what", _("Say what the fee is for."), "fee_for")]
    return []


def _is_phone(text: str) -> bool:
    """Digits with the signs that stand between them; at least three (emergency numbers), never letters."""
    digits = [sign for sign in text if sign.isdigit()]
    return len(digits) >= 3 and all(sign.isdigit() or sign in " +-/().," for sign in text)


def locked(offering: Offering, *, seen: int | None = None) -> Offering:
    """The service, locked until the end of the transaction; Stale when somebody changed it meanwhile."""
    rows = Offering.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "agency", "kept_by").get(pk=offering.pk)
    check_version(fresh, seen)
    return fresh


def _fields(wording: Wording, valid_from: date) -> dict:
    given = asdict(wording)
    given["address"] = wording.address.strip() or None
    given["private_phone"] = wording.private_phone.strip() or None
    given["valid_from"] = wording.valid_from or valid_from
    for name in ("sexes", "accessibility", "languages", "areas", "opens", "closes"):
        given[name] = list(given[name])
    if wording.always_open:
        given["opens"] = given["closes"] = list(CLOSED_ALL_WEEK)
    return given


def _plain(value):
    return list(value) if isinstance(value, (list, tuple)) else value


def _confirm(one: Offering, by: User, today: date) -> None:
    one.confirmed_on, one.confirmed_by = today, by


def _save(one: Offering, *fields: str) -> None:
    one.version += 1
    one.save(update_fields=[*fields, "version"])
