"""Reintegration for machines."""

from ninja import Router

router = Router(tags=["reintegration"])
