"""Write down how an office heads, numbers and signs its letters."""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.documents import rules
from gugus.documents.crests import BadCrest, drawn
from gugus.documents.kinds import all_kinds
from gugus.documents.models import Counter, Letterhead, Signer
from gugus.documents.numbering import unit_of
from gugus.documents.wording import CREST_FAULTS, PATTERN_FAULTS
from gugus.kernel.ids import new_id

HEAD = ("over", "name", "address", "phone", "email", "place", "pattern", "unit", "codes")
SIGNS = ("full_name", "nip", "rank", "position", "is_usual")


class CannotWrite(Cannot):
    """Nothing was written."""


@transaction.atomic
def write_letterhead(
    *, facts: Mapping[str, Any], by: User, at: datetime, seen: int | None = None
) -> Letterhead:
    """Write letterhead and number scheme of the writer's office. Raises CannotWrite or Stale."""
    told = {name: facts[name] for name in HEAD if name in facts}
    found = _head_of(by, at)
    if not found._state.adding:
        check_version(found, seen)
    hurdles = [
        Reason(code, PATTERN_FAULTS[code], "pattern")
        for code in rules.faults(told.get("pattern", found.pattern))
    ]
    if unfit := rules.unfit_codes(told.get("codes", {}), [one.code for one in all_kinds()]):
        words = _("These codes do not fit: %(codes)s") % {"codes": ", ".join(unfit)}
        hurdles.append(Reason("unfit_code", words, "codes"))
    if told.get("unit") and not re.fullmatch(r"[A-Za-z0-9 ./_\-]{1,40}", told["unit"]):
        hurdles.append(
            Reason("unfit_unit", _("Only letters, digits, spaces and . / - _ are allowed."), "unit")
        )
    if hurdles:
        raise CannotWrite(hurdles)
    changes = {name: value for name, value in told.items() if getattr(found, name) != value}
    for name, value in changes.items():
        setattr(found, name, value)
    found.version = 1 if found._state.adding else found.version + 1
    found.changed_by, found.changed_at = by, at
    found.save()
    record("letterhead.changed", about=found, by=by, at=at, changes=changes)
    return found


@transaction.atomic
def write_crest(*, content: bytes, by: User, at: datetime, seen: int | None = None) -> Letterhead:
    """Put a crest on the letters of the writer's office; empty content takes it off. Raises CannotWrite or Stale."""
    found = _head_of(by, at)
    if not found._state.adding:
        check_version(found, seen)
    try:
        picture = drawn(content) if content else b""
    except BadCrest as why:
        raise CannotWrite([Reason(why.code, CREST_FAULTS[why.code], "upload")]) from None
    found.crest, found.changed_by, found.changed_at = picture, by, at
    found.version = 1 if found._state.adding else found.version + 1
    found.save()
    digest = hashlib.sha256(picture).hexdigest() if picture else ""
    record("letterhead.crest_changed", about=found, by=by, at=at, changes={"sha256": digest})
    return found


@transaction.atomic
def raise_counter(*, year: int, last: int, by: User, at: datetime) -> Counter:
    """Go on counting after numbers that were given on paper. A counter only rises. Raises CannotWrite."""
    rows = Counter.objects.unscoped(because="the counter of one's own office")
    rows.bulk_create([Counter(id=new_id(), agency_id=by.agency_id, year=year)], ignore_conflicts=True)
    found = rows.select_for_update().get(agency_id=by.agency_id, year=year)
    if last < found.last:
        words = _("Number %(last)s was given already. The counter only goes up.") % {"last": found.last}
        raise CannotWrite([Reason("counter_falls", words, "last")])
    if last > found.last:
        before, found.last = found.last, last
        found.save(update_fields=["last"])
        record(
            "counter.raised",
            about=found,
            by=by,
            at=at,
            changes={"year": year, "before": before, "last": last},
        )
    return found


@transaction.atomic
def write_signer(
    *, facts: Mapping[str, Any], by: User, at: datetime, signer: Signer | None = None, seen: int | None = None
) -> Signer:
    """Add an official who signs for the writer's office, or change one. Raises CannotWrite or Stale."""
    told = {name: facts[name] for name in SIGNS if name in facts}
    told["nip"] = re.sub(r"[ .]", "", told.get("nip") or "")
    if told["nip"] and not re.fullmatch(r"[0-9]{18}", told["nip"]):
        raise CannotWrite(
            [Reason("unfit_nip", _("A NIP has 18 digits. Leave it empty where there is none."), "nip")]
        )
    fresh = signer is None
    found = Signer(agency_id=by.agency_id) if fresh else _signer(signer, seen)
    if told.get("is_usual"):
        _rows().filter(agency_id=by.agency_id, is_usual=True).exclude(pk=found.pk).update(is_usual=False)
    for name, value in told.items():
        setattr(found, name, value)
    found.version = 1 if fresh else found.version + 1
    found.changed_by, found.changed_at = by, at
    found.save()
    record("signer.added" if fresh else "signer.changed", about=found, by=by, at=at, changes=told)
    return found


@transaction.atomic
def end_signer(*, signer: Signer, by: User, at: datetime, seen: int | None = None) -> Signer:
    """The official signs no more; letters signed by them stay as they are."""
    found = _signer(signer, seen)
    if found.ended_at is None:
        found.ended_at, found.is_usual, found.version = at, False, found.version + 1
        found.save(update_fields=["ended_at", "is_usual", "version"])
        record("signer.ended", about=found, by=by, at=at)
    return found


def _rows():
    return Signer.objects.unscoped(because="the officials of one's own office")


def _signer(signer: Signer, seen: int | None) -> Signer:
    found = _rows().select_for_update().get(pk=signer.pk)
    check_version(found, seen)
    if found.ended_at is not None:
        raise CannotWrite([Reason("ended", _("This official signs no more."))])
    return found


def _head_of(by: User, at: datetime) -> Letterhead:
    rows = Letterhead.objects.unscoped(because="the letterhead of one's own office")
    found = rows.select_for_update().filter(agency_id=by.agency_id).first()
    return found or Letterhead(
        agency=by.agency, pattern=rules.USUAL, unit=unit_of(by.agency.slug), changed_at=at, version=0
    )
