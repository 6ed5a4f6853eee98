"""To whom somebody agreed, refused or took back, for an access copy."""

from django.utils.translation import gettext_lazy as _

from gugus.consent import queries, wording
from gugus.consent.models import Ground, Recall
from gugus.consent.showing import purpose_names
from gugus.kernel.copies import Asked, Part, row

BECAUSE = "the request was granted; row security limits to the agency"


def grounds(asked: Asked) -> list[Part]:
    """The person's ledger with what recipients answered after a withdrawal. Names of others stay out."""
    names = purpose_names()
    rows = Ground.objects.unscoped(because=BECAUSE).filter(person_id=asked.person_id)
    lines = [
        row(
            (_("Basis"), one.get_basis_display()),
            (_("What for"), names.get(one.purpose, one.purpose)),
            (_("Who receives"), wording.recipient_words(one)),
            (_("Answer"), one.get_answer_display() if queries.is_consent(one) else ""),
            (_("When"), one.asked_at.date().isoformat()),
            (_("Counts until"), one.until_at.date().isoformat() if one.until_at else ""),
            (_("Withdrawn"), one.withdrawn_at.date().isoformat() if one.withdrawn_at else ""),
        )
        for one in rows.select_related("recipient").order_by("asked_at", "pk")
    ]
    told = Recall.objects.unscoped(because=BECAUSE).filter(person_id=asked.person_id)
    answers = [
        row(
            (_("Who must stop"), one.to_agency.name if one.to_agency else ""),
            (_("When"), one.at.date().isoformat()),
            (_("What was done"), one.get_receipt_display() if one.receipt else ""),
        )
        for one in told.select_related("to_agency").order_by("at", "pk")
    ]
    return [
        Part("consents", _("Consents and other bases"), lines),
        Part("recalls", _("Who was told to stop"), answers),
    ]
