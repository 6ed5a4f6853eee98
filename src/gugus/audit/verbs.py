"""What verbs are called. Each context lists its own in `trail.py`: VERBS = {"case.opened": _("opened a case")}.

CIRCUMSTANCES = {"emergency": _("with emergency access")} beside it names what `audit.circumstances` may carry.
"""

from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from gugus.audit.circumstances import KEY


@cache
def known() -> dict[str, Any]:
    """Every verb that a context has named, with its words (lazy translations)."""
    return _listed("VERBS")


@cache
def known_circumstances() -> dict[str, Any]:
    """Every circumstance that a context has named, with its words (lazy translations)."""
    return _listed("CIRCUMSTANCES")


def _listed(name: str) -> dict[str, Any]:
    words: dict[str, Any] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("gugus.") and module_has_submodule(config.module, "trail"):
            words |= getattr(import_module(f"{config.name}.trail"), name, {})
    return words


def describe(verb: str) -> str:
    """A verb in the reader's language, as it follows a name ("Rina opened a case"); an unknown one is its own code."""
    return str(known().get(verb, verb))


def describe_circumstances(entry: Any) -> list[str]:
    """Under what circumstances an entry was written, in the reader's language; unknown ones as their codes."""
    held = entry.changes.get(KEY, {})
    return [str(known_circumstances().get(name, name)) for name in held]
