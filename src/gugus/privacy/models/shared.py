"""What all tables of the desk have in common: one agency, no other."""

from typing import Self

from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedQuerySet


class OwnQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Rows of the viewer's own agency. Nothing of this desk is ever shared."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        return self.filter(agency_id=viewer.agency_id).admitted("the desk of the viewer's agency")
