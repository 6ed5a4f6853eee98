"""What higher contexts tell agreements without agreements knowing them, in AppConfig.ready with dotted paths."""

from collections.abc import Callable

from django.utils.module_loading import import_string

_services: dict[str, None] = {}


def tell_services(path: str) -> None:
    """Let `served(service) -> Exists` at `path` be the condition on cases: this service is under way for somebody."""
    _services[path] = None


def services() -> list[Callable]:
    """Whoever tells of services."""
    return [import_string(path) for path in _services]
