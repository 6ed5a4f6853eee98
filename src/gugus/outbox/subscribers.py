"""Who listens to which topic. Higher contexts sign up in their AppConfig.ready."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.utils.module_loading import import_string

_listening: dict[str, dict[str, None]] = defaultdict(dict)


def subscribe(topic: str, path: str) -> None:
    """Let `path` ("gugus.context.jobs.function") hear every event of `topic`; signing up twice is once.

    It is called by the worker as `function(event=Event, at=now)`, each time in a transaction of its own. An event may
    come more than once after a crash between contexts, so the function must be content to find its work done.
    """
    _listening[topic][path] = None


def subscribers_of(topic: str) -> tuple[str, ...]:
    """The paths that listen to a topic, in the order in which they signed up."""
    return tuple(_listening.get(topic, ()))


def called(path: str) -> Callable:
    """The function behind a path. Raises ImportError."""
    return import_string(path)


@contextmanager
def listening(topic: str, path: str) -> Iterator[None]:
    """For tests: `path` listens to `topic` in this block only."""
    subscribe(topic, path)
    try:
        yield
    finally:
        _listening[topic].pop(path, None)
