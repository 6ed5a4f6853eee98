"""Read what went up, take a signed file along."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.files import store
from gugus.files.crypt import ContentBroken, decrypted
from gugus.reporting.actions.moving import CannotReport
from gugus.reporting.codes import ParcelState
from gugus.reporting.models import ReportParcel, UpwardReport

PLACE = "reports"
GONE = Reason("not_there", _("The file is not there yet, or damaged. Ask for it again."))


def read_upward(*, upward: UpwardReport, by: User, at: datetime) -> None:
    """Somebody opened a report that went up."""
    record("upward.read", about=upward, by=by, at=at, changes={"state": upward.state})


@transaction.atomic
def give_out(*, parcel: ReportParcel, by: User, at: datetime) -> bytes:
    """The signed file. Leaves a trace. Raises CannotReport."""
    if parcel.state != ParcelState.READY:
        raise CannotReport([GONE])
    try:
        with store.opened(parcel.pk, PLACE) as source:
            content = b"".join(decrypted(source, parcel.data_key.opened(), parcel.bound_to))
    except (store.ContentMissing, ContentBroken):
        raise CannotReport([GONE]) from None
    changes = {"sha256": parcel.sha256}
    record("forcereport.pack_taken", about=parcel, within=parcel.report, by=by, at=at, changes=changes)
    return content
