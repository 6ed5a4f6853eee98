"""Sentences and official titles of this context."""

from django.utils.translation import gettext_lazy as _

from gugus.reporting.codes import Kind

# Official titles, printed in Indonesian whatever language their writer reads.
TITLES = {
    Kind.ANNUAL: "Laporan Tahunan",
    Kind.FIVE_YEAR: "Laporan Lima Tahunan",
    Kind.SIX_MONTHLY: "Laporan Semesteran",
}
REVEALS = {
    "nik": _("This text holds a number like a NIK. Nobody may be recognised in a report of the task force."),
    "phone": _("This text holds a telephone number. Write the name of the office instead."),
    "passport": _("This text holds a number like that of a passport. Nobody may be recognised in a report."),
    "mail": _("This text holds an e-mail address. Write the name of the office instead."),
    "named": _("This text seems to name somebody. Nobody may be recognised in a report of the task force."),
    "record": _(
        "This text holds the reference of a file. A report speaks of frozen figures, never of a file."
    ),
}
PARCEL_FAULTS = {
    "too_big": _("This file is larger than a report can be."),
    "no_box": _("This is no signed report of gugus, or it was damaged on its way."),
    "other_files": _("This is no signed report of gugus: other files are in it."),
    "no_manifest": _("This is no signed report of gugus: it does not say what is in it."),
    "forged": _("The signature does not hold. Somebody changed the file after it was signed."),
    "altered": _("The content is not what was signed."),
    "unfit": _("What is signed and what is in the report do not agree."),
}
