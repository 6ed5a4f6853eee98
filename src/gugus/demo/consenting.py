"""The ledger of consent in the demo: who agreed to what, by the product's own actions."""

from datetime import datetime, timedelta

from django.utils import timezone

from gugus.access.models import User
from gugus.consent import queries, rules
from gugus.consent.models import Ground
from gugus.consent.recording import Told, record_ground
from gugus.directory.models import Agency
from gugus.people.models import Person
from gugus.referrals.actions import Wish
from gugus.referrals.bases import found_for

LASTS = timedelta(days=365)
LANGUAGE = "Indonesia"


def agree(person: Person, wish: Wish, *, by: User, at: datetime) -> Ground | None:
    """The person (or a mother, for a child) agrees to be referred, unless that was done already."""
    if found_for(person, wish.to_agency, at, sections=wish.sections).holds:
        return None
    return _agreed(person, "referral", wish.to_agency, list(wish.sections), by=by, at=at)


def agree_to_go(person: Person, to_agency: Agency, *, by: User, at: datetime) -> Ground:
    """The same for handing the whole case over to another agency."""
    return _agreed(person, "transfer", to_agency, ["case", "identity"], by=by, at=at)


def _agreed(
    person: Person, purpose: str, to_agency: Agency, sections: list, *, by: User, at: datetime
) -> Ground:
    day = timezone.localdate(at)
    child = rules.is_child(queries.born_of(person), person.birth_year, day) is not False
    spoken = {"giver": "guardian", "giver_name": "Ibu kandung", "relation": "mother", "child_view": "agrees"}
    told = Told(
        purpose=purpose, recipient=to_agency, sections=sections, form="written", asked_at=at,
        language=person.language or LANGUAGE, text=queries.text_on(at), until_at=at + LASTS,
        **(spoken if child else {"giver": "self"}),
    )  # fmt: skip
    return record_ground(person=person, told=told, by=by, at=at)
