"""Reports of a task force, their chapters with every wording, the figures they show, and how they go up."""

from gugus.reporting.models.report import (
    Chapter,
    ChapterDraft,
    ChapterFigure,
    ChapterWording,
    ForceReport,
    new_report_ref,
)
from gugus.reporting.models.upward import (
    KnownSender,
    ReportParcel,
    UpwardReport,
    new_parcel_ref,
    new_upward_ref,
)

__all__ = [
    "Chapter",
    "ChapterDraft",
    "ChapterFigure",
    "ChapterWording",
    "ForceReport",
    "KnownSender",
    "ReportParcel",
    "UpwardReport",
    "new_parcel_ref",
    "new_report_ref",
    "new_upward_ref",
]
