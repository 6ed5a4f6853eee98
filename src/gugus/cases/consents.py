"""Cases and the ledger of consent: who answers for a file, who stands on its other side, the panel of the page."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section, Verb
from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.cases.codes import PartyRole
from gugus.cases.models import Case, Party
from gugus.cases.panels import Panel
from gugus.cases.policies import sight_of
from gugus.consent.queries import of_persons
from gugus.consent.showing import shown
from gugus.people.models import Identity, Person
from gugus.people.queries import shown_names

BECAUSE = (
    "who may speak for somebody is asked of every file in which the person appears; nothing of it is shown"
)


def minders(person: Person, agency_id: UUID) -> list[User]:
    """The managers of the agency's open cases in which the person has a role now, the newest case first."""
    rows = Party.objects.unscoped(because=BECAUSE).filter(
        person=person, until_at=None, case__agency_id=agency_id
    )
    rows = rows.exclude(case__state__in=["closed", "archived"]).filter(case__manager__is_active=True)
    return [one.case.manager for one in rows.select_related("case__manager").order_by("-case__opened_at")]


def on_the_other_side(person: Person, guardian: Person | None, name: str) -> bool:
    """Is the guardian accused in a file of this person? By the register, or else by the name that was typed."""
    rows = Party.objects.unscoped(because=BECAUSE)
    files = rows.filter(person=person).exclude(role=PartyRole.ACCUSED).values("case_id")
    accused = rows.filter(case_id__in=files, role=PartyRole.ACCUSED).values_list("person_id", flat=True)
    ids = set(accused)
    if guardian is not None and guardian.pk in ids:
        return True
    return bool(_plain(name)) and _plain(name) in _names_of(ids)


def _names_of(ids: set[UUID]) -> set[str]:
    rows = Identity.objects.unscoped(because=BECAUSE).select_related("data_key").filter(pk__in=ids)
    known = [one.names or {} for one in rows] if ids else []
    return {_plain(name) for one in known for name in (one.get("full", ""), *one.get("aliases", ())) if name}


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def provide(viewer: Viewer, case: Case, at: datetime) -> dict | None:
    """For each person of the case on the survivor's side: to whom data may go, for what, and how it stands."""
    sight = sight_of(viewer, case, at)
    if not sight.is_ours or not sight.may(Verb.SEE, Section.CONSENT):
        return None
    rows = case.parties.filter(until_at=None).exclude(role=PartyRole.ACCUSED).select_related("person")
    people = {one.person_id: one for one in rows.order_by("since_at", "pk")}
    if not people:
        return None
    ledger = of_persons(people)
    lines = shown([line for found in ledger.values() for line in found], at)
    names = shown_names(viewer, [one.person for one in people.values()], at)
    may_write = sight.may(Verb.WRITE, Section.CONSENT) and case.state not in {"closed", "archived"}
    told = [
        {
            "person": party.person,
            "name": names.get(pk, party.person.ref),
            "role": party.get_role_display(),
            "lines": [one for one in lines if one.ground.person_id == pk],
        }
        for pk, party in people.items()
    ]
    return {"people": told, "case": case, "may_write": may_write}


PANEL = Panel("consents", Section.CONSENT, 48, _("Consent"), "cases/_consents.html", provide)
