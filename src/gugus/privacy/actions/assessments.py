"""A version of the impact assessment; a version of the public privacy notice."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.privacy.models import Assessment, AssessmentVersion, PrivacyNotice


class CannotPublish(Cannot):
    """The notice cannot be published like this."""


@transaction.atomic
def write_assessment(
    *, facts: Mapping, inventory_digest: str, by: User, at: datetime, seen: int | None = None
) -> AssessmentVersion:
    """A new version beside the old ones; it names the inventory that was looked at. Raises Stale."""
    _one_at_a_time(f"privacy_assessment:{by.agency_id}")
    rows = Assessment.objects.unscoped(because="the agency's own").select_for_update()
    head = rows.filter(agency_id=by.agency_id).first()
    if head is None:
        head = Assessment.objects.create(agency_id=by.agency_id)
    check_version(head, seen)
    head.version += 1
    head.save(update_fields=["version"])
    names = ("scope", "necessity", "risks", "opinion", "review_on")
    version = AssessmentVersion(
        assessment=head, number=head.version, inventory_digest=inventory_digest, written_at=at, written_by=by,
        **{name: facts[name] for name in names},
    )  # fmt: skip
    version.save(force_insert=True)
    record("privacy.assessment_written", about=head, by=by, at=at, changes={"number": version.number})
    return version


@transaction.atomic
def publish_notice(
    *, text_id: str, text_en: str, contact: str, valid_from: date, by: User, at: datetime, seen: int
) -> PrivacyNotice:
    """The public reads this from a day on; older versions stay readable. `seen` is the newest number seen."""
    _one_at_a_time(f"privacy_notice:{by.agency_id}")
    rows = PrivacyNotice.objects.unscoped(because="the agency's own").filter(agency_id=by.agency_id)
    newest = rows.first()
    number = newest.number if newest else 0
    if number != seen:
        raise CannotPublish([Reason("changed", _("Somebody published another version meanwhile."))])
    notice = PrivacyNotice(
        agency_id=by.agency_id, number=number + 1, text_id=text_id, text_en=text_en, contact=contact,
        valid_from=valid_from, published_at=at, published_by=by,
    )  # fmt: skip
    notice.save(force_insert=True)
    record("privacy.notice_published", about=notice, by=by, at=at, changes={"number": notice.number})
    return notice


def _one_at_a_time(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [name])
