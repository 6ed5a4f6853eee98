"""What an impact assessment asks, with the measures that the product itself brings as a first text."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as now_in
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as noop

RISKS: Mapping[str, Any] = {
    "insider": _("A colleague looks without need"),
    "relative": _("A relative or trafficker asks or gets hold of a device"),
    "theft": _("A stolen disk, dump or backup"),
    "attack": _("An attack through the web"),
    "sharing": _("More is shared with another agency than is needed"),
    "keeping": _("Data are kept longer than needed"),
    "figures": _("Somebody is recognised in figures"),
}
FIRST_MEASURES: Mapping[str, str] = {
    "insider": noop(
        "Two locks (application and database), masks, a reason for every opening, a trail that cannot be altered."
    ),
    "relative": noop(
        "Safe-contact rules, neutral titles and messages, quick exit, the same answer for everybody who is not certain."
    ),
    "theft": noop("Names, numbers, texts and files are encrypted with keys kept outside the database."),
    "attack": noop(
        "Strict content policy, no third party, limits on sign-in, second factor, re-authentication for copies."
    ),
    "sharing": noop("Preview without identity, sections opened one by one, grants with an end."),
    "keeping": noop(
        "A schedule by class of record; keys are destroyed, so that backups become unreadable too."
    ),
    "figures": noop("Narrow rows without names; small counts are hidden."),
}


def first_draft() -> dict:
    """The skeleton that the officer completes, in the language of the page."""
    return {
        "scope": now_in(
            "This product is used by an anti-trafficking task force for reports, cases, referrals, services and"
            " figures. The inventory that belongs to this version lists every table and column."
        ),
        "necessity": now_in(
            "Without these data nobody can be protected or served; each section shows only what the task needs."
        ),
        "risks": [
            {"code": code, "measures": now_in(words), "residual": "", "level": ""}
            for code, words in FIRST_MEASURES.items()
        ],
        "opinion": "",
    }
