"""What stands in the list of belongings that `documents` makes: for both signatures, by code, without address."""

from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from gugus.access.viewer import Viewer
from gugus.base.refusals import Cannot, Reason
from gugus.shelter import queries
from gugus.shelter.gate import stay_for


class NothingKept(Cannot):
    """Nothing was handed in, so there is nothing to sign for."""


def gather_belongings(viewer: Viewer, ref: str, at: datetime) -> dict:
    """Each thing with the days on which it came and went. For the house only. Raises NothingKept."""
    sight = stay_for(viewer, ref, at=at)
    if not sight.is_house:
        raise Http404
    things = queries.belongings_of(sight.stay)
    if not things:
        raise NothingKept([Reason("nothing_kept", _("Nothing was handed in."))])
    return {
        "subject": "Daftar barang titipan",
        "ref": sight.stay.ref,
        "house": sight.stay.house.name,
        "head": sight.stay.house.head.full_name,
        "things": [
            {
                "number": number,
                "what": one.what,
                "taken_at": one.taken_at,
                "returned_at": one.returned_at or "",
            }
            for number, one in enumerate(things, 1)
        ],
        "_within": ("case", sight.stay.case_id),
    }
