"""How somebody stands to a service of the directory, for the page that explains."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Scope, Section
from gugus.access.explaining import Told
from gugus.access.policies import Standing
from gugus.access.viewer import Viewer
from gugus.providers.models import Offering


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """The directory is the whole task force's; one's own services are the agency's."""
    offering = Offering.objects.visible_to(viewer).filter(ref=ref).first()
    if offering is None:
        return None
    ours = viewer.agency_id in {offering.agency_id, offering.kept_by_id}
    scope = Scope.AGENCY if ours else Scope.TASK_FORCE
    return Told(_("Service of the directory"), {Section.PROVIDER: Standing(scope)})
