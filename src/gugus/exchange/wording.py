"""Sentences that several rooms of exports use."""

from django.utils.translation import gettext_lazy as _

NO_EXPORT = _("Your role does not include exporting this list.")
NO_IDENTITY = _("Your role does not include opening identities.")
UNFIT_FILTER = _(
    "The list is filtered by something that is no code. Go back to the list and change the filter."
)
PROBLEMS = {
    "no_right": _("Your role no longer includes this export."),
    "42501": _("The worker may not speak for you. The administrator runs “gugus provision” once more."),
}
ANYTHING = _(
    "Something of ours broke. Please ask again; if it happens twice, tell the administrator the code."
)
