"""Two people, one record: the second writer is told instead of winning silently."""

from django.db import models


class Stale(Exception):
    """The record changed since the writer saw it."""

    def __init__(self, record: models.Model, seen: int):
        super().__init__(f"{record._meta.label} changed from version {seen} to {record.version}")
        self.record, self.seen = record, seen


def check_version(record: models.Model, seen: int | None) -> None:
    """Raise Stale unless `seen` is the locked record's version; None means the writer did not look (jobs)."""
    if seen is not None and record.version != seen:
        raise Stale(record, seen)
