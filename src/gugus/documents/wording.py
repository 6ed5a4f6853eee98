"""Sentences that several rooms of documents use."""

from django.utils.translation import gettext_lazy as _

PROBLEMS = {
    "no_right": _("Your role no longer includes this document."),
    "not_there": _("The record is no longer there for you."),
    "template_broken": _("The template does not fit. The administrator tells the makers of the product."),
    "too_much": _("The document would become too large. Shorten the record or print its parts."),
    "broken_off": _("The work broke off twice. Please ask again."),
    "number_taken": _("The letter number was taken. Someone should look at the counter of letter numbers."),
    "unfit_pattern": _("The office's letter numbers are not set up rightly. Please mend their pattern."),
    "42501": _("The worker may not speak for you. The administrator runs “gugus provision” once more."),
}
ANYTHING = _(
    "Something of ours broke. Please ask again; if it happens twice, tell the administrator the code."
)
PATTERN_FAULTS = {
    "unknown_part": _("Only {seq}, {code}, {unit}, {month}, {month_roman} and {year} are known."),
    "bad_character": _("Between the parts only letters, digits, spaces and . / - _ are allowed."),
    "no_seq": _("{seq} has to stand in it exactly once."),
    "no_year": _("{year} has to stand in it, because counting begins anew each year."),
    "runs_together": _("Put a character that is no digit between {seq} and its neighbours."),
    "too_long": _("The pattern is too long."),
}
CREST_FAULTS = {
    "too_large": _("The picture is larger than 1 MB. Make it smaller and try again."),
    "no_picture": _("No crest can be drawn from this file. Choose a PNG, a JPEG or an SVG."),
}
SECRET = (
    "Dokumen ini memuat informasi rahasia. Identitas korban dan saksi wajib dilindungi (UU 21/2007 Pasal 24)."
)
OPEN_NATURE = "Biasa"  # the nature of a paper that tells of nobody, such as the annex of a decree
NOT_SECRET = "Dokumen ini tidak memuat nama atau identitas korban dan saksi (UU 21/2007 Pasal 24)."
