"""Who listens to which topic. Higher contexts sign up in their AppConfig.ready."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.utils.module_loading import import_string

_listening: dict[str, dict[str, None]] = defaultdict(dict)


def subscribe(topic: str, path: str) -> None:
    """Let `path` ("gugus.context.jobs.function") hear every event of `topic` ("case.*": of all about cases).

    Signing up twice is once. The worker calls `function(event=Event, at=now)`, each in a transaction of its own
    that also keeps "done", so database work happens once; anything sent outside may happen twice after a crash.
    """
    _listening[topic][path] = None


def subscribers_of(topic: str) -> tuple[str, ...]:
    """The paths that listen to a topic, in the order in which they signed up."""
    family = topic.partition(".")[0] + ".*"
    return tuple(_listening.get(topic, {}) | _listening.get(family, {}))


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
