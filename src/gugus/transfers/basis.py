"""On what a transfer rests. One place, so that the ledger of consents can answer here instead of the form."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from gugus.base.refusals import Reason
from gugus.transfers.codes import Basis


def doubts_about_basis(*, basis: str, basis_on: date | None, note: str, today: date) -> list[Reason]:
    """What is missing for the basis that the sender names."""
    if basis not in Basis.values:
        return [Reason("no_basis", _("Say on which basis the case goes."), "basis")]
    if basis != Basis.CONSENT:
        words = _("Without consent, write down which duty or danger is the reason.")
        return [] if note.strip() else [Reason("basis_needs_words", words, "basis_note")]
    if basis_on is None:
        return [Reason("consent_undated", _("Say on which day consent was given."), "basis_on")]
    if basis_on > today:
        return [Reason("in_the_future", _("This lies in the future."), "basis_on")]
    return []
