"""Take over the shipped activities, write a record, change it by a new version."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record as trail
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.kernel.ids import new_id
from gugus.privacy import rules, seeds
from gugus.privacy.models import ProcessingRecord, RecordVersion

REVIEW_AFTER = timedelta(days=365)
CONTENT = (
    *("title", "purpose", "bases", "basis_words", "persons", "data", "recipients", "abroad", "abroad_words"),
    *("retention", "measures", "function", "joint", "valid_from", "valid_to", "review_on"),
)


class CannotRecord(Cannot):
    """The record cannot be kept like this; all reasons at once."""


@transaction.atomic
def take_over_shipped(*, by: User, at: datetime) -> int:
    """Begin a record for every shipped activity that the agency has none of yet; returns how many."""
    today = timezone.localdate(at)
    rows = ProcessingRecord.objects.unscoped(because="the agency's own keys").filter(agency_id=by.agency_id)
    known = set(rows.exclude(key="").values_list("key", flat=True))
    fresh = [one for key, one in seeds.activities().items() if key not in known]
    for one in fresh:
        facts = one.facts() | {"valid_from": today, "review_on": today + REVIEW_AFTER}
        head = ProcessingRecord(agency_id=by.agency_id, key=one.key, created_at=at, created_by=by)
        head.save(force_insert=True)
        _add_version(head, facts, by=by, at=at)
    trail("privacy.records_taken_over", by=by, at=at, changes={"keys": [one.key for one in fresh]})
    return len(fresh)


@transaction.atomic
def write_record(*, facts: Mapping, by: User, at: datetime, key: UUID | None = None) -> ProcessingRecord:
    """An activity of the agency's own. The same `key` twice (a double click) gives the same record."""
    if key:
        rows = ProcessingRecord.objects.unscoped(because="the same form was sent twice")
        if earlier := rows.filter(pk=key, agency_id=by.agency_id).first():
            return earlier
    _check(facts)
    head = ProcessingRecord(id=key or new_id(), agency_id=by.agency_id, created_at=at, created_by=by)
    head.save(force_insert=True)
    _add_version(head, facts, by=by, at=at)
    trail("privacy.record_written", about=head, by=by, at=at, changes={"title": facts["title"]})
    return head


@transaction.atomic
def change_record(
    *, record: ProcessingRecord, facts: Mapping, by: User, at: datetime, seen: int | None = None
) -> ProcessingRecord:
    """A new version beside the old ones. `facts` may hold `reason`. Raises Stale, CannotRecord."""
    rows = ProcessingRecord.objects.unscoped(because="came through the gate").select_for_update()
    head = rows.get(pk=record.pk)
    check_version(head, seen)
    _check(facts)
    newest = head.versions.first()
    wanted = {name: facts[name] for name in CONTENT if name in facts}
    changed = rules.changed_fields({name: getattr(newest, name) for name in wanted}, wanted)
    if not changed:
        raise CannotRecord([Reason("nothing_changed", _("Nothing was changed."))])
    head.version += 1
    head.save(update_fields=["version"])
    _add_version(head, facts, by=by, at=at)
    trail("privacy.record_changed", about=head, by=by, at=at, changes={"fields": changed})
    return head


def _check(facts: Mapping) -> None:
    reasons = []
    if facts.get("abroad") and not facts.get("abroad_words"):
        reasons.append(Reason("abroad_where", _("Say to which country and on what basis."), "abroad_words"))
    start, end = facts.get("valid_from"), facts.get("valid_to")
    if isinstance(start, date) and isinstance(end, date) and end < start:
        reasons.append(Reason("ends_before", _("This lies before the beginning."), "valid_to"))
    if not facts.get("bases"):
        reasons.append(Reason("no_basis", _("Processing needs a legal basis."), "bases"))
    if reasons:
        raise CannotRecord(reasons)


def _add_version(head: ProcessingRecord, facts: Mapping, *, by: User, at: datetime) -> None:
    words = {name: facts[name] for name in CONTENT if name in facts}
    version = RecordVersion(
        record=head,
        number=head.version,
        reason=facts.get("reason", ""),
        written_at=at,
        written_by=by,
        **words,
    )
    version.save(force_insert=True)
