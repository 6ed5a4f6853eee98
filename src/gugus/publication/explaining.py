"""How somebody stands to a publication, for the page that explains; the policy's own answer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Scope
from gugus.access.explaining import Told
from gugus.access.policies import Standing
from gugus.access.viewer import Viewer
from gugus.publication.models import Publication
from gugus.publication.policies import SECTION


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """As a member of its task force; None where the viewer's agency sits in none of it."""
    one = Publication.objects.visible_to(viewer).filter(ref=ref).first()
    return Told(_("Publication"), {SECTION: Standing(Scope.TASK_FORCE)}) if one else None
