"""What stands in the papers of a service line: the order to go out, the report of it, the request for a medical report.

Codes only: whom the officers meet, and where, they hear from the case manager and write down by hand.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from gugus.access.policies import OUT_OF_REACH
from gugus.access.viewer import Viewer
from gugus.base.refusals import Cannot, Reason
from gugus.care.codes import State
from gugus.care.gate import line_for
from gugus.care.models import ServiceLine
from gugus.directory.codes import AgencyKind
from gugus.documents.queries import last_letter
from gugus.referrals.wording import word

OUTREACH = "outreach"
EXAMINATIONS = {"forensic_exam": "visum et repertum", "psychiatric_exam": "visum et repertum psychiatricum"}


class NotWritten(Cannot):
    """There is nothing to make a paper of yet."""


def is_outreach(line: ServiceLine) -> bool:
    """Does somebody go out to the person for this service?"""
    return line.service == OUTREACH


def is_examination(line: ServiceLine) -> bool:
    """Does a doctor write down for the court what was found?"""
    return line.service in EXAMINATIONS


def gather_order(viewer: Viewer, ref: str, at: datetime) -> dict:
    """The order (surat tugas) for officers of one's own office. Raises NotWritten unless somebody still has to go."""
    line = _ours(viewer, ref, at)
    if not is_outreach(line) or line.state not in {State.PLANNED, State.ARRANGED}:
        raise NotWritten([Reason("not_outreach", _("Only an outreach that still lies ahead is ordered."))])
    if line.provider_name or (line.provider_id and line.provider_id != viewer.agency_id):
        words = _("Another office goes. Ask it by a referral; it orders its own officers.")
        raise NotWritten([Reason("other_goes", words)])
    manager = line.case.manager
    return _head(line) | {
        "subject": "Surat tugas penjangkauan",
        "office": line.agency.name,
        "officer": manager.full_name if manager else "",
        "position": manager.title if manager else "",
        "starts_at": line.appointment_at,
        "due_at": line.due_at,
    }


def gather_report(viewer: Viewer, ref: str, at: datetime) -> dict:
    """The report (laporan penjangkauan). Raises NotWritten before its result was noted."""
    line = _ours(viewer, ref, at)
    if not is_outreach(line) or line.state != State.DONE:
        words = _("The report is made once the result of the outreach was noted.")
        raise NotWritten([Reason("not_done", words)])
    order = last_letter(viewer, "outreach_order", line.pk)
    return _head(line) | {
        "subject": "Laporan penjangkauan",
        "order": order.number if order else "",
        "done_on": line.done_on,
        "result": line.get_result_display(),
        "need": line.note or "",
        "found": line.result_note or "",
        "visits": [
            [one.starts_at, one.get_attendance_display() or "belum dicatat", one.note or "",
             one.recorded_by.full_name if one.recorded_by else ""]
            for one in line.appointments.select_related("recorded_by", "data_key")
        ],
        "officer": line.done_by.full_name if line.done_by else "",
    }  # fmt: skip


def gather_visum(viewer: Viewer, ref: str, at: datetime) -> dict:
    """The request to a doctor (surat permintaan visum). Raises NotWritten for other services and cancelled ones."""
    line = _ours(viewer, ref, at)
    if not is_examination(line) or line.state == State.CANCELLED:
        words = _("Only for a forensic or psychiatric examination that is still wanted.")
        raise NotWritten([Reason("not_examination", words)])
    examination = EXAMINATIONS[line.service]
    where = line.provider.name if line.provider else line.provider_name
    return _head(line) | {
        "subject": f"Permintaan {examination}",
        "nature": "Rahasia dan segera",
        "to": [f"Pimpinan {where}" if where else "Pimpinan fasilitas kesehatan …………………………………"],
        "office": line.agency.name,
        "police": line.agency.kind == AgencyKind.POLICE,
        "examination": examination,
        "sex": line.person.get_sex_display(),
        "appointment_at": line.appointment_at,
    }


def _ours(viewer: Viewer, ref: str, at: datetime) -> ServiceLine:
    """The line, for the office that wrote it: only that one writes such papers."""
    line = line_for(viewer, ref, at=at)
    if line.agency_id != viewer.agency_id:
        raise PermissionDenied(OUT_OF_REACH)
    return line


def _head(line: ServiceLine) -> dict:
    return {
        "ref": line.ref,
        "case": line.case.ref,
        "person": line.person.ref,
        "service": word("services", line.service),
        "_within": ("case", line.case_id),
    }
