"""What cases tell the people context: whose persons somebody works with, and in which files a person appears."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.viewer import Viewer
from gugus.cases.models import Party
from gugus.cases.queries import cases_for, worked_on_by
from gugus.people.models import Person
from gugus.people.neighbours import Appearance


def near_persons(viewer: Viewer, ids: Iterable[UUID], at: datetime) -> set[UUID]:
    """Which of these persons have a role in a case that the viewer manages or works on."""
    rows = Party.objects.unscoped(because="row security: cases that one's agency sees")
    rows = rows.filter(person_id__in=set(ids), until_at=None, case__in=worked_on_by(viewer))
    return set(rows.order_by().values_list("person_id", flat=True))


def appearances(viewer: Viewer, person: Person, at: datetime) -> list[Appearance]:
    """The cases in the viewer's reach in which this person has a role now. Ended roles stay in their file."""
    if not viewer.reach(Section.CASE, Verb.SEE, FieldClass.SENSITIVE):
        return []
    rows = Party.objects.unscoped(because="only cases of the viewer's own list")
    rows = rows.filter(person=person, until_at=None, case__in=cases_for(viewer)).select_related("case")
    return [
        Appearance(
            ref=party.case.ref,
            url=reverse("cases:detail", args=[party.case.ref]),
            kind=_("Case"),
            role=party.get_role_display(),
            at=party.case.opened_at,
        )
        for party in rows
    ]
