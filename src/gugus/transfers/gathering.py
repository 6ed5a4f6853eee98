"""What stands in the transfer letter and in the minutes of the hand-over that `documents` makes; nobody by name."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from gugus.access.policies import OUT_OF_REACH
from gugus.access.viewer import Viewer
from gugus.base.refusals import Cannot, Reason
from gugus.transfers.codes import State
from gugus.transfers.gate import sight_for
from gugus.transfers.policies import Sight
from gugus.transfers.views import facts_of


class NotWritten(Cannot):
    """There is nothing to write a paper of yet."""


def gather_letter(viewer: Viewer, ref: str, at: datetime) -> dict:
    """The letter of the agency that gives the case. Only the sender writes it."""
    sight = sight_for(viewer, ref, at=at)
    if not sight.is_sender:
        raise PermissionDenied(OUT_OF_REACH)
    transfer, told = sight.transfer, facts_of(sight, at)
    return _about(sight) | {
        "subject": "Pelimpahan penanganan kasus",
        "attachment": "-",
        "to": [transfer.to_agency.name],
        "copies": ["Arsip"],
        "sender": transfer.agency.name,
        "receiver": transfer.to_agency.name,
        "rows": [
            ["Kode pelimpahan", transfer.ref],
            ["Kode kasus", sight.case.ref if sight.case else ""],
            ["Nama", "dirahasiakan; dibuka setelah pelimpahan diterima"],
            ["Alasan", transfer.get_reason_display()],
            ["Dasar", transfer.get_basis_display()],
            *[[label, words] for label, words in told["preview"]],
        ],
        "counts": [[label, number] for label, number in told["counts"]],
        "answer_due": transfer.answer_due_at,
    }


def gather_minutes(viewer: Viewer, ref: str, at: datetime) -> dict:
    """What went along, by codes. Raises NotWritten before the file moved."""
    sight = sight_for(viewer, ref, at=at)
    transfer, told = sight.transfer, facts_of(sight, at)
    if transfer.state != State.MOVED:
        raise NotWritten([Reason("not_moved", _("The case has not been handed over yet."))])
    return _about(sight) | {
        "subject": "Berita acara pelimpahan kasus",
        "sender": transfer.agency.name,
        "receiver": transfer.to_agency.name,
        "moved_at": transfer.moved_at,
        "rows": [
            ["Kode pelimpahan", transfer.ref],
            ["Alasan", transfer.get_reason_display()],
            ["Dasar", transfer.get_basis_display()],
            ["Masa serah terima sampai", transfer.access_until],
        ],
        "pieces": [[number, *piece] for number, piece in enumerate(told["pieces"], 1)],
        "given_by": transfer.written_by.full_name if transfer.written_by else "",
        "taken_by": transfer.answered_by.full_name if transfer.answered_by else "",
    }


def _about(sight: Sight) -> dict:
    own = sight.case is not None and sight.case.agency_id == sight.viewer.agency_id
    return {"ref": sight.transfer.ref, **({"_within": ("case", sight.case.pk)} if own else {})}
