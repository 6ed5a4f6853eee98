"""Is a link to a record worth showing? Asked by pages that name records of other contexts."""

from datetime import datetime

from gugus.access.codes import Verb
from gugus.access.explaining import explains, stands_to
from gugus.access.policies import refusal
from gugus.access.viewer import Viewer
from gugus.base.links import url_of


def may_open(kind: str, viewer: Viewer, ref: str, at: datetime) -> bool:
    """May the viewer open a record's page? For links to it from elsewhere; kinds that nobody explains are offered."""
    if not explains(kind):
        return True
    told = stands_to(kind, viewer, ref, at)
    if told is None:
        return False
    if told.lines:
        return any(line.yes for line in told.lines)
    sections = told.page or tuple(told.by_section)[:1]
    return any(refusal(viewer, Verb.SEE, one, told.by_section[one]) is None for one in sections)


def page_of(kind: str, viewer: Viewer, ref: str, at: datetime) -> str:
    """The address of a record's page, "" where it has none or the viewer may not open it."""
    return url_of(kind, ref) if ref and may_open(kind, viewer, ref, at) else ""
