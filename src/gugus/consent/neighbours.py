"""What the ledger tells the page of a person: that it is there."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gugus.access.codes import Verb
from gugus.access.viewer import Viewer
from gugus.consent.gate import ledger_of
from gugus.consent.queries import of_person
from gugus.people.models import Person
from gugus.people.neighbours import Appearance


def appearances(viewer: Viewer, person: Person, at: datetime) -> list[Appearance]:
    """The ledger of this person, where the viewer may read it."""
    if not ledger_of(viewer, person, at).may(Verb.SEE):
        return []
    newest = of_person(person).first()
    if newest is None:
        return []
    url = reverse("consent:person", args=[person.ref])
    words = _("to whom data may go")
    return [Appearance(ref=newest.ref, url=url, kind=_("Consent"), role=words, at=newest.recorded_at)]
