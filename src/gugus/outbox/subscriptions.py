"""Who wants to hear of which topic. Higher contexts subscribe in their AppConfig.ready()."""

from collections import defaultdict

_subscribers: dict[str, list[str]] = defaultdict(list)


def subscribe(topic: str, subscriber: str) -> None:
    """Call the function at the dotted path `subscriber` with every event of `topic` ("case.*" for all of one)."""
    if subscriber not in _subscribers[topic]:
        _subscribers[topic].append(subscriber)


def subscribers_of(topic: str) -> list[str]:
    """The dotted paths to call for a topic, in the order in which they subscribed."""
    whole = topic.partition(".")[0] + ".*"
    return list(dict.fromkeys([*_subscribers.get(topic, []), *_subscribers.get(whole, [])]))
