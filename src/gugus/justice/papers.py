"""What stands in the letters of the criminal track. Codes only: who it is about is told to LPSK apart, in person."""

from datetime import datetime

from gugus.access.viewer import Viewer
from gugus.justice import queries
from gugus.justice.codes import Help
from gugus.justice.gate import protection_for


def gather_protection(viewer: Viewer, ref: str, at: datetime) -> dict:
    """The letter to LPSK that asks for protection, through the gate of the request."""
    sight = protection_for(viewer, ref, at=at)
    one, user = sight.row, viewer.user
    tracks = queries.of_case(viewer, one.case)
    return {
        "subject": "Permohonan pelindungan",
        "nature": "Rahasia",
        "attachment": "Berkas pendukung (tersegel)",
        "to": ["Ketua Lembaga Perlindungan Saksi dan Korban"],
        "ref": one.ref,
        "case": one.case.ref,
        "person": one.party.person.ref,
        "role": str(one.party.get_role_display()),
        "asked_on": one.asked_on,
        "due_on": one.due_at.date() if one.due_at else None,
        "kinds": [str(Help(kind).label) for kind in one.kinds],
        "proceedings": [[row.ref, str(row.get_stage_display()), row.stage_on] for row in tracks],
        "contact": ", ".join(part for part in (user.full_name, user.title) if part) if user else "",
        "_within": ("case", one.case_id),
    }
