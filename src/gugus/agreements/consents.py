"""Who refused, or took back consent, towards a receiver, as the ledger says."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from gugus.consent.models import Ground, Withdrawal
from gugus.consent.rules import kinds_of
from gugus.directory.models import Agency

BECAUSE = "the worker asks whom an agreement must leave out"
PEOPLE = {"ground": Ground, "withdrawal": Withdrawal}  # what the ledger announces about a person


def refused(column: str, receiver_id: UUID) -> Q:
    """A condition on rows whose `column` names somebody: the last word of this person to the receiver is no."""
    fits = _fits(receiver_id)
    no = _rows().filter(fits, Q(answer="refused") | Q(withdrawn_at__isnull=False), person=OuterRef(column))
    no = no.annotate(said_at=Coalesce("withdrawn_at", "asked_at"))
    yes = _rows().filter(
        fits, answer="given", withdrawn_at=None, person=OuterRef("person"), asked_at__gt=OuterRef("said_at")
    )
    return Q(Exists(no.filter(~Exists(yes))))


def person_of(kind: str, pk: UUID) -> UUID | None:
    """Whom a line of the ledger, or a withdrawal, is about."""
    if kind not in PEOPLE:
        return None
    rows = PEOPLE[kind].objects.unscoped(because=BECAUSE)
    return rows.filter(pk=pk).values_list("person_id", flat=True).first()


def _rows() -> QuerySet:
    return Ground.objects.unscoped(because=BECAUSE).filter(replaced_at=None)


def _fits(receiver_id: UUID) -> Q:
    """Lines that name the receiver, or a kind of recipient that contains it."""
    kind = Agency.objects.values_list("kind", flat=True).get(pk=receiver_id)
    return Q(recipient_id=receiver_id) | Q(recipient_kind__in=kinds_of(kind))
