"""What cases tell the people context: whose persons somebody works with, and in which files a person appears."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.viewer import Viewer
from gugus.cases.models import Case, Party
from gugus.cases.queries import cases_for, worked_on_by
from gugus.people.blackout import Hidden
from gugus.people.models import Person
from gugus.people.neighbours import Appearance
from gugus.people.review import hidden_person


def near_persons(viewer: Viewer, ids: Iterable[UUID], at: datetime) -> set[UUID]:
    """Which of these persons have a role in a case that the viewer manages or works on."""
    rows = Party.objects.unscoped(because="row security: cases that one's agency sees")
    rows = rows.filter(person_id__in=set(ids), until_at=None, case__in=worked_on_by(viewer))
    return set(rows.order_by().values_list("person_id", flat=True))


def everybody_in(viewer: Viewer, refs: set[str]) -> list[Hidden]:
    """Who ever had a role in these cases, numbered by role in the order of coming: "Victim 1"."""
    cases = Case.objects.visible_to(viewer).filter(ref__in=refs)
    rows = Party.objects.unscoped(because="parties of cases that the viewer sees").filter(case__in=cases)
    numbers: Counter = Counter()
    found = []
    for party in rows.select_related("person").order_by("case_id", "since_at", "pk"):
        numbers[party.case_id, party.role] += 1
        label = f"{party.get_role_display()} {numbers[party.case_id, party.role]}"
        found.append(hidden_person(viewer, party.person, label))
    return found


def appearances(viewer: Viewer, person: Person, at: datetime) -> list[Appearance]:
    """The cases in the viewer's reach in which this person has a role now. Ended roles stay in their file."""
    if not viewer.reach(Section.CASE, Verb.SEE, FieldClass.SENSITIVE):
        return []
    rows = Party.objects.unscoped(because="only cases of the viewer's own list")
    rows = rows.filter(person=person, until_at=None).select_related("case")
    rows = rows.filter(case__in=cases_for(viewer, depth=FieldClass.PERSONAL))
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
