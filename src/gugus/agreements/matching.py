"""Which cases of a giver an agreement means, and which of them are kept back from a receiver whatever it says.

Which cases have a service under way says a higher context (`neighbours.tell_services`); until one does, none has.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gugus.access.models import Grant
from gugus.agreements.consents import refused
from gugus.agreements.models import Agreement
from gugus.agreements.neighbours import services
from gugus.cases.codes import CaseState, PartyRole
from gugus.cases.models import Case, Party
from gugus.law.ages import ADULT_AT
from gugus.law.lists import children
from gugus.places.queries import within

BECAUSE = "the worker matches cases, or an agency counts its own"
RUNNING = (CaseState.OPEN, CaseState.ON_HOLD)
ACROSS_THE_WALL = ((PartyRole.SURVIVOR, PartyRole.ACCUSED), (PartyRole.ACCUSED, PartyRole.SURVIVOR))


def meant(agreement: Agreement, giver_id: UUID, receiver_id: UUID, at: datetime) -> QuerySet[Case]:
    """The running cases of a giver that the scope means for a receiver: all set conditions hold."""
    rows = Case.objects.unscoped(because=BECAUSE).filter(
        agency_id=giver_id, state__in=RUNNING, forgotten_at=None
    )
    if agreement.scope_area:
        rows = rows.filter(within(agreement.scope_area, "area_code"))
    if agreement.scope_form:
        below = [one.code for one in children("exploitation_forms", agreement.scope_form)]
        rows = rows.filter(exploitation__overlap=[agreement.scope_form, *below])
    if agreement.scope_children:
        rows = rows.filter(_has_child(at))
    if agreement.scope_worked:
        rows = rows.filter(Exists(other_grants(receiver_id, at).filter(record_id=OuterRef("pk"))))
    if agreement.scope_service:
        rows = _served(rows, agreement.scope_service)
    return rows


def opened_by(agreement: Agreement, giver_id: UUID, receiver_id: UUID, at: datetime) -> QuerySet[Case]:
    """What an agreement opens to a receiver: what it means, without what is kept back."""
    return meant(agreement, giver_id, receiver_id, at).exclude(kept_back(receiver_id))


def kept_back(receiver_id: UUID) -> Q:
    """A condition on cases that no agreement opens to this receiver.

    Somebody in it is under seal, refused, or stands on the other side of the wall in a file of the receiver.
    """
    live = Party.objects.unscoped(because=BECAUSE).filter(case=OuterRef("pk"), until_at=None)
    kept = Q(Exists(live.filter(person__is_sealed=True)))
    asked = live.exclude(role__in=(PartyRole.ACCUSED, PartyRole.REPORTER))
    kept |= Q(Exists(asked.filter(refused("person_id", receiver_id))))
    theirs = Party.objects.unscoped(because=BECAUSE).filter(case__agency_id=receiver_id, until_at=None)
    for here, there in ACROSS_THE_WALL:
        others = theirs.filter(role=there).order_by().values("person_id")
        kept |= Q(Exists(live.filter(role=here, person_id__in=others)))
    return kept


def other_grants(receiver_id: UUID, at: datetime) -> QuerySet[Grant]:
    """Live grants of cases to a receiver for another reason than an agreement: it works on them."""
    rows = Grant.objects.unscoped(because=BECAUSE).filter(
        record_kind="case", agency_id=receiver_id, user=None, ended_at=None, from_at__lte=at
    )
    return rows.exclude(because_kind="agreement").filter(Q(until_at=None) | Q(until_at__gt=at))


def _has_child(at: datetime) -> Exists:
    young = Q(age_at_act__lt=ADULT_AT) | Q(age_at_act=None, person__birth_year__gt=at.year - ADULT_AT)
    rows = Party.objects.unscoped(because=BECAUSE).filter(
        case=OuterRef("pk"), role=PartyRole.SURVIVOR, until_at=None
    )
    return Exists(rows.filter(young))


def _served(rows: QuerySet[Case], service: str) -> QuerySet[Case]:
    tellers = services()
    if not tellers:
        return rows.none().admitted(BECAUSE)
    wanted = Q()
    for served in tellers:
        wanted |= Q(served(service))
    return rows.filter(wanted)
