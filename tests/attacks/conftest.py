"""The first lock, taken off: what is left is the database."""

import sys

import pytest
from django.apps import apps
from tests.records import settle_records

from gugus.access import policies
from gugus.access.codes import Scope
from gugus.access.policies import Standing
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedQuerySet


@pytest.fixture
def refs(world):
    return settle_records(world)


@pytest.fixture
def first_lock_off(monkeypatch):
    """Every right is there, every record is near, every scoped queryset answers: a careless release, at its worst."""
    monkeypatch.setattr(Viewer, "reach", lambda *args, **kwargs: Scope.ALL)
    monkeypatch.setattr(ScopedQuerySet, "_guard", lambda self: None)
    for model in apps.get_models():
        queryset = model._default_manager.get_queryset().__class__
        if hasattr(queryset, "visible_to"):
            monkeypatch.setattr(queryset, "visible_to", lambda self, viewer: self.admitted("the lock is off"))
    _everywhere(monkeypatch, policies.refusal, lambda *args, **kwargs: None)
    _everywhere(monkeypatch, policies.standing, lambda *args, **kwargs: Standing(Scope.MINE))


def _everywhere(monkeypatch, original, replacement) -> None:
    """Replace a function in every module that imported it by name."""
    for module in list(sys.modules.values()):
        if (
            getattr(module, "__name__", "").startswith("gugus.")
            and getattr(module, original.__name__, None) is original
        ):
            monkeypatch.setattr(module, original.__name__, replacement)
