"""What verbs are called. Each context lists its own in `trail.py`: VERBS = {"case.opened": _("opened a case")}."""

from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule


@cache
def known() -> dict[str, Any]:
    """Every verb that a context has named, with its words (lazy translations)."""
    words: dict[str, Any] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("gugus.") and module_has_submodule(config.module, "trail"):
            words |= import_module(f"{config.name}.trail").VERBS
    return words


def describe(verb: str) -> str:
    """A verb in the reader's language, as it follows a name ("Rina opened a case"); an unknown one is its own code."""
    return str(known().get(verb, verb))
