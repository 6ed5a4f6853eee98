"""Cases with the people in them: for exports that a second person agreed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gugus.access.viewer import Viewer
from gugus.audit.actions import record
from gugus.cases.lists import Row
from gugus.cases.models import Party
from gugus.people.models import Identity


@dataclass(frozen=True)
class NamedCase:
    """A line of the list of cases, and the survivors' identities of that case."""

    row: Row
    identities: Sequence[Identity] = ()

    @property
    def names(self) -> str:
        """The survivors' names; one who is not known to us by name stays nameless."""
        return "; ".join(filter(None, ((one.names or {}).get("full", "") for one in self.identities)))

    @property
    def phones(self) -> str:
        """All their numbers."""
        return "; ".join(phone for one in self.identities for phone in one.phones or ())


def named_cases(viewer: Viewer, rows: Sequence[Row], at: datetime) -> list[NamedCase]:
    """The survivors of each case, as far as the database shows their identities. Every opened identity leaves a trace,
    in the person's own file too. Three queries, and one line of the trail for each person."""
    parties = Party.objects.unscoped(because="the cases came through their list")
    parties = parties.filter(case__in=[row.case.pk for row in rows], role="survivor", until_at=None)
    people: dict = {}
    for party in parties.select_related("person").order_by("since_at", "pk"):
        people.setdefault(party.case_id, []).append(party.person)
    wanted = {person.pk for many in people.values() for person in many}
    known = (
        Identity.objects.visible_to(viewer).filter(person_id__in=wanted).select_related("person", "data_key")
    )
    by_person = {one.person_id: one for one in known if one.data_key.opened() is not None}
    named = []
    for row in rows:
        shown = [by_person[person.pk] for person in people.get(row.case.pk, []) if person.pk in by_person]
        for one in shown:
            record(
                "person.exported", about=one.person, within=row.case, by=viewer.user, at=at, reason="export"
            )
        named.append(NamedCase(row, shown))
    return named
