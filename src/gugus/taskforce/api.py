"""Taskforce for machines."""

from ninja import Router

router = Router(tags=["taskforce"])
