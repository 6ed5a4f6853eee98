"""What stands in the complaint form that `documents` makes: names only as initials, as on the printed page."""

from datetime import datetime

from gugus.access.viewer import Viewer
from gugus.intake import queries
from gugus.intake.gate import report_for
from gugus.intake.models import Report
from gugus.intake.views import words_of


def gather_complaint(viewer: Viewer, ref: str, at: datetime) -> dict:
    """The report as it was told, with lines to write on where something is not known."""
    report = report_for(viewer, ref, at=at)
    words = words_of(report)
    return {
        "ref": report.ref,
        "subject": "Formulir pengaduan",
        "facts": [
            ["Diterima", report.received_at],
            ["Saluran", words["channel"]],
            ["Petugas penerima", report.received_by.full_name if report.received_by else ""],
            ["Disampaikan oleh", words["reporter_role"]],
            ["Tingkat risiko", report.get_risk_display()],
            ["Tempat kejadian", ", ".join(part for part in (words["place"], words["country"]) if part)],
            ["Waktu kejadian", words["happened"]],
        ],
        "people": [_person(one) for one in queries.mentioned(report, opened=False)],
        "narrative": report.narrative,
        "additions": [
            [one.at, one.get_kind_display(), one.text]
            for one in report.additions.select_related("by", "data_key").order_by("at")
        ],
        "contact": queries.contact_rules(report),
        "officer": _officer(report),
    }


def _person(one) -> list:
    age = "" if one.mention.age is None else f"sekitar {one.mention.age} tahun"
    return [one.role, one.name, one.sex, age]


def _officer(report: Report) -> str:
    return report.received_by.full_name if report.received_by else ""
