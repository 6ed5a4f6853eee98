"""What stands in the referral letter that `documents` makes: what the receiver may know before it accepts; no name."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from gugus.access.policies import OUT_OF_REACH
from gugus.access.viewer import Viewer
from gugus.referrals.gate import sight_for
from gugus.referrals.lettering import letter_facts


def gather_letter(viewer: Viewer, ref: str, at: datetime) -> dict:
    """The letter of the referring office to the asked one. Only the sender writes it."""
    sight = sight_for(viewer, ref, at=at)
    if not sight.is_sender:
        raise PermissionDenied(OUT_OF_REACH)
    referral = sight.referral
    told = letter_facts(referral, preview=sight.reads_preview)
    basis = [["Dasar", referral.get_basis_display()]] if sight.knows_basis and referral.basis else []
    return {
        "ref": referral.ref,
        "_within": ("case", referral.case_id),
        "subject": "Rujukan layanan bagi korban",
        "nature": f"Rahasia · {referral.get_urgency_display()}",
        "attachment": "1 (satu) lembar jawaban",
        "to": [referral.to_agency.name],
        "copies": ["Arsip"],
        "sender": referral.agency.name,
        "receiver": referral.to_agency.name,
        "rows": [
            ["Kode rujukan", referral.ref],
            ["Nama", "dirahasiakan; diberikan setelah rujukan diterima"],
            *[[label, words] for label, words in told["preview"]],
            *basis,
        ],
        "answer_due": referral.answer_due_at,
        "reasons": [words for _code, words in told["reasons"]],
        "phone": referral.agency.phone,
    }
