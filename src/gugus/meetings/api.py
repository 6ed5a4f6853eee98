"""Meetings for machines."""

from ninja import Router

router = Router(tags=["meetings"])
