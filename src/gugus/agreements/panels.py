"""What agreements add to the case page: which one opens which section to whom, and until when."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.viewer import Viewer
from gugus.agreements.queries import shares_of
from gugus.agreements.wording import ceiling_words, sections_words
from gugus.cases.models import Case
from gugus.cases.panels import Panel


def provide(viewer: Viewer, case: Case, at: datetime) -> dict | None:
    """The agreements by which the case is open; None where there is none. Two queries more where there is one."""
    shares = shares_of(viewer, case, at)
    if not shares:
        return None
    rows = [
        {
            "share": one, "words": sections_words(one.sections), "depth": ceiling_words(one.depth),
            "closed": [part for part in one.sections if viewer.is_closed(part)] if _theirs(viewer, case) else [],
        }
        for one in shares
    ]  # fmt: skip
    return {
        "shares": rows,
        "ours": not _theirs(viewer, case),
        "linked": viewer.has(Section.AGREEMENT, Verb.SEE),
    }


def _theirs(viewer: Viewer, case: Case) -> bool:
    return case.agency_id != viewer.agency_id


PANEL = Panel(
    "agreements", Section.CASE, 5, _("Shared by agreement"), "agreements/_panel.html", provide, depth=FieldClass.OPEN
)  # fmt: skip
