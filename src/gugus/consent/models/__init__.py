"""The tables of the ledger."""

from gugus.consent.models.grounds import Ground
from gugus.consent.models.reference import InformationText, LegalDuty, Number, Purpose
from gugus.consent.models.withdrawals import Override, Recall, Withdrawal

__all__ = ["Ground", "InformationText", "LegalDuty", "Number", "Override", "Purpose", "Recall", "Withdrawal"]
