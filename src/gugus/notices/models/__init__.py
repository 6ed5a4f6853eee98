"""Notices, what their people chose, and what leaves over channels."""

from gugus.notices.models.choices import Address, Choice, HouseRules, Manner
from gugus.notices.models.notice import Notice, NoticeQuerySet
from gugus.notices.models.sending import Delivery, Dispatch, OneTimeCode, ProviderReceipt

__all__ = [
    "Address",
    "Choice",
    "Delivery",
    "Dispatch",
    "HouseRules",
    "Manner",
    "Notice",
    "NoticeQuerySet",
    "OneTimeCode",
    "ProviderReceipt",
]
