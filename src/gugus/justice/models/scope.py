"""Which rows an agency sees: those of its own cases, and of cases whose section justice was opened to it."""

from typing import Self

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from gugus.access.codes import FieldClass, Section
from gugus.access.models import Grant
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedQuerySet


class OpenQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Rows of cases whose criminal track is open to the viewer's agency."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        live = Grant.objects.unscoped(because="the subquery of a scoped list").filter(
            Q(until_at=None) | Q(until_at__gt=Now()), Q(user=None) | Q(user_id=viewer.user_id),
            Q(field_class=None) | Q(field_class__gte=FieldClass.SENSITIVE), agency_id=viewer.agency_id,
            record_kind="case", record_id=OuterRef("case_id"), ended_at=None, from_at__lte=Now(),
            sections__contains=[Section.JUSTICE],
        )  # fmt: skip
        rows = Q(case__agency_id=viewer.agency_id) | Q(Exists(live))
        if opened := viewer.opened("case"):
            rows |= Q(case__in=opened)
        return self.filter(rows).admitted("rows whose section justice is open to the agency")
