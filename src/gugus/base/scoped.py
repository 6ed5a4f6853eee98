"""The first lock: a queryset that refuses to be read before somebody said for whom."""

from typing import Self

from django.db import models


class UnscopedRead(RuntimeError):
    """Somebody read a protected table without saying for whom."""


class ScopedQuerySet(models.QuerySet):
    """Reads only after `.visible_to(viewer)` or `.unscoped(because=…)`, or through an admitted record.

    Related managers (`case.parties`) are admitted: their record came through a gate.
    """

    _admitted = ""

    def unscoped(self, because: str) -> Self:
        """All rows that the database itself lets through; `because` is for the reader of the code."""
        return self.admitted(because)

    def admitted(self, because: str) -> Self:
        """Mark this chain as asked for by somebody; contexts call it from their `visible_to`."""
        if not because:
            raise ValueError("Say why this read needs no viewer.")
        clone = self._chain()
        clone._admitted = because
        return clone

    def _clone(self) -> Self:
        clone = super()._clone()
        clone._admitted = self._admitted
        return clone

    def _guard(self) -> None:
        if not self._admitted and "instance" not in self._hints:
            raise UnscopedRead(f"{self.model._meta.label} was read without visible_to(viewer).")

    def _fetch_all(self):
        if self._result_cache is None:
            self._guard()
        super()._fetch_all()

    def iterator(self, *args, **kwargs):
        self._guard()
        return super().iterator(*args, **kwargs)

    def count(self):
        if self._result_cache is None:
            self._guard()
        return super().count()

    def exists(self):
        if self._result_cache is None:
            self._guard()
        return super().exists()

    def aggregate(self, *args, **kwargs):
        self._guard()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs):
        self._guard()
        return super().update(**kwargs)

    def delete(self):
        self._guard()
        return super().delete()


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):
    """Default manager of every table that says anything about a report, a case or a person."""

    def get_queryset(self):
        rows = super().get_queryset()
        sealed = any(field.name == "data_key" for field in self.model._meta.concrete_fields)
        return rows.select_related("data_key") if sealed else rows
