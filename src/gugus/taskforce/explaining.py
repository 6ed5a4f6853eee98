"""How somebody stands to a task force and to a document of its legal basis, for the page that explains."""

from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.taskforce.gate import basis_for, force_for


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a task force; None for who is outside."""
    try:
        sight = force_for(viewer, ref)
    except Http404:
        return None
    return Told(_("Task force"), {Section.TASKFORCE: sight.stands})


def told_of_basis(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a document of the legal basis; None for who is outside."""
    try:
        sight, _basis = basis_for(viewer, ref)
    except Http404:
        return None
    return Told(_("Legal basis"), {Section.TASKFORCE: sight.stands})
