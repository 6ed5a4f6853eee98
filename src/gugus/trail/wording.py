"""What the details of a trail line are called on a page; files and the API keep the codes."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NAMES = {
    "agency": _("agency"), "code": pgettext_lazy("trail detail", "code"), "count": _("count"),
    "deputy": _("deputy"), "due_at": _("due"), "entries": _("entries"), "figure": _("figure"),
    "from": pgettext_lazy("trail detail", "from"), "identified": _("with names"), "judgement": _("judgement"),
    "kind": pgettext_lazy("trail detail", "kind"), "method": _("method"), "named": _("named colleagues"),
    "number": pgettext_lazy("trail detail", "number"), "page": _("page"), "person": _("person"),
    "risk": _("risk"), "role": _("role"), "roles": _("roles"), "rows": _("rows"), "section": _("section"),
    "sections": _("sections"), "shown": _("shown"), "source": _("source"),
    "to": pgettext_lazy("trail detail", "to"), "until": pgettext_lazy("trail detail", "until"),
    "user": _("user"), "verbs": _("rights"), "verdict": _("verdict"), "version": _("version"), "way": _("way"),
    "week": _("week"), "why": _("why"),
}  # fmt: skip


def name_of(code: str):
    """The word for a detail; one that nobody named keeps its code."""
    return NAMES.get(code, code)
