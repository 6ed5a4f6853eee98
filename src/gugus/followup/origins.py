"""Is the record that a typed reference names there for whoever types it? Its own context says so."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.explaining import explains, stands_to
from gugus.access.viewer import Viewer
from gugus.base.refusals import Reason
from gugus.followup.actions.moving import CannotFollowUp
from gugus.followup.actions.recording import Origin
from gugus.followup.wording import RECORDS
from gugus.kernel.ids import parse_ref


def known(viewer: Viewer, origin: Origin, *, field: str, at: datetime) -> Origin:
    """The same with the reference as it is kept. Raises CannotFollowUp at `field` where the viewer has no such record.

    A recommendation that ends by the decision of a meeting ends for good: a slip of the pen must not stand for it.
    """
    if not origin.ref:
        return origin
    ref, kind = parse_ref(origin.ref) or origin.ref, RECORDS.get(origin.kind, "")
    if explains(kind) and stands_to(kind, viewer, ref, at) is None:
        sentence = _("Your agency has no record with this code. Look at the code, or say it in words.")
        raise CannotFollowUp([Reason("no_such_record", sentence, field)])
    return replace(origin, ref=ref)
