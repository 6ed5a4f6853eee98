"""Processing records and letters in the reader's language."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gugus.privacy import rules, seeds
from gugus.privacy.codes import SPECIFIC, Basis, Data, Whose
from gugus.privacy.models import ProcessingRecord, RecordVersion

LABELS: Mapping[str, Any] = {
    "title": _("Activity"),
    "purpose": _("Purpose"),
    "bases": _("Legal basis"),
    "basis_words": _("Which law or decision"),
    "persons": _("Categories of persons"),
    "data": _("Categories of data"),
    "recipients": _("Recipients"),
    "abroad": _("Data go to another country"),
    "abroad_words": _("Which country, on what basis"),
    "retention": _("Retention class"),
    "measures": _("Security measures"),
    "function": _("Function in charge"),
    "joint": _("Joint controllers"),
    "valid_from": _("Processing since"),
    "valid_to": _("Processing until"),
    "review_on": _("Review on"),
}
CODED = {"bases": Basis, "persons": Whose, "data": Data}


class VersionShown:
    """One version of a record as lines of label and words."""

    NAMES: ClassVar[tuple[str, ...]] = ("ref", "number", *LABELS)

    def __init__(self, record: ProcessingRecord, version: RecordVersion):
        self.record, self.version = record, version
        self.title = said(record, "title", version.title)
        self.lines = [
            (label, said(record, name, getattr(version, name)))
            for name, label in LABELS.items()
            if name not in {"title", "data"}
        ]
        self.general = [Data(code).label for code in version.data if code not in SPECIFIC]
        self.specific = [Data(code).label for code in version.data if code in SPECIFIC]


def shown_version(record: ProcessingRecord, version: RecordVersion) -> VersionShown:
    """A version in the reader's language."""
    return VersionShown(record, version)


def differences(
    record: ProcessingRecord, old: RecordVersion, new: RecordVersion
) -> list[tuple[Any, str, str]]:
    """(label, before, after) for each field that changed."""
    before = {name: getattr(old, name) for name in LABELS}
    after = {name: getattr(new, name) for name in LABELS}
    return [
        (LABELS[name], said(record, name, before[name]), said(record, name, after[name]))
        for name in rules.changed_fields(before, after)
    ]


def said(record: ProcessingRecord, name: str, value: Any) -> str:
    """A value as words; "–" for nothing."""
    if name in CODED:
        return ", ".join(str(CODED[name](code).label) for code in value) or "–"
    if name == "abroad":
        return str(_("yes") if value else _("no"))
    if hasattr(value, "isoformat"):
        return date_format(value, "j F Y")
    return seeds.worded(record.key, name, value or "", get_language()) or "–"
