"""How somebody stands to a row of a criminal track, for the page that explains: through its case."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.cases.gate import standing_to
from gugus.justice import queries


def _told(rows, words, viewer: Viewer, ref: str, at: datetime) -> Told | None:
    row = rows.select_related("case", "data_key").filter(ref=ref).first()
    if row is None or row.case is None:
        return None
    return Told(words, {Section.JUSTICE: standing_to(viewer, row.case, at)}, granted=(("case", row.case_id),))


def proceeding(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a proceeding; None where the viewer sees none."""
    return _told(queries.proceedings_for(viewer), _("Criminal case"), viewer, ref, at)


def hearing(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """The same for a hearing."""
    return _told(queries.hearings_for(viewer), _("Hearing"), viewer, ref, at)


def protection(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """The same for a request for protection."""
    return _told(queries.protections_for(viewer), _("Request for protection"), viewer, ref, at)


def shield(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """The same for a question of non-punishment: nothing for the other side."""
    return _told(queries.shields_for(viewer), _("Non-punishment"), viewer, ref, at)
