"""Story frames and the small grammar that tells each of them differently every time.

`[a|b]` is a choice, `[a]` is only a, `{slot}` is filled with a word of this telling. A text that keeps a
bracket or a brace after filling raises BrokenStory: no reader ever sees a hole.
"""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from random import Random

CHOICE = re.compile(r"\[([^\[\]]*)\]")
HOLE = re.compile(r"[\[\]{}|]")
SLOT = re.compile(r"\{(\w+)\}")

CALL = {"phone", "sapa129"}
TEXT = {"whatsapp", "public_page"}
FACE = {"walk_in", "complaint_post", "outreach"}


class BrokenStory(ValueError):
    """A story frame cannot be read or filled."""


@dataclass(frozen=True)
class Story:
    """One hand-written frame, with its facts in codes of the law lists."""

    key: str
    tell: tuple[str, ...]
    reporters: tuple[str, ...]
    risk: tuple[str, ...]
    file: str
    kind: str = "trafficking"
    who: tuple[str, ...] = ()
    ages: tuple[int, ...] = (18, 45)
    count: tuple[int, ...] = (1, 1)
    weight: int = 1
    channels: tuple[str, ...] = ()
    self_tell: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    lasted: tuple[int, int] = (25, 240)
    modus: str = ""
    recruited: str = ""
    place: str = "other"
    forms: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    accused: tuple[str, ...] = ()
    accused_sex: tuple[str, ...] = ()
    family: str = "parent"
    dest: object = ()
    route: tuple = ()
    signs: tuple[str, ...] = ()
    evidence: tuple = ()
    path: tuple = ()
    refer: tuple = ()
    serve: tuple = ()
    close: tuple = ()
    outcome: str = "new_case"
    reason: str = ""
    to: tuple[str, ...] = ()
    note: str = ""
    slots: dict = field(default_factory=dict)

    @property
    def is_trafficking(self) -> bool:
        """Tell whether the frame can become a case."""
        return self.kind == "trafficking"

    @property
    def abroad(self) -> bool:
        """Tell whether the exploitation happens, or is meant to happen, in another country."""
        return bool(self.dest)


def _frozen(value):
    """Make lists into tuples, all the way down."""
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


@cache
def stories() -> tuple[Story, ...]:
    """Read every frame, files in alphabetical order. Raises BrokenStory for a key that stands twice."""
    found: dict[str, Story] = {}
    folder = files("gugus.demo").joinpath("stories")
    for source in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not source.name.endswith(".toml") or source.name == "common.toml":
            continue
        for frame in tomllib.loads(source.read_text(encoding="utf-8"))["story"]:
            if frame["key"] in found:
                raise BrokenStory(f"{source.name}: {frame['key']} stands there twice")
            found[frame["key"]] = Story(
                file=source.name, **{name: _frozen(part) for name, part in frame.items()}
            )
    return tuple(found.values())


@cache
def common() -> dict:
    """Return the sentences that all frames share: openings, endings, results, answers."""
    return tomllib.loads(files("gugus.demo").joinpath("stories", "common.toml").read_text(encoding="utf-8"))


def spoken(chance: Random, template: str, slots: dict) -> str:
    """Choose among the alternatives, fill the slots, begin with a capital. Raises BrokenStory on a hole."""
    text = template
    while CHOICE.search(text):
        text = CHOICE.sub(lambda found: chance.choice(found[1].split("|")), text)
    try:
        text = SLOT.sub(lambda found: str(slots[found[1]]), text)
    except KeyError as unknown:
        raise BrokenStory(f"no slot {unknown} in: {template}") from None
    if HOLE.search(text):
        raise BrokenStory(f"a hole is left in: {text}")
    return text[:1].upper() + text[1:]


def way_of(channel: str) -> str:
    """Say how a report came: call, text, face or paper."""
    return (
        "call" if channel in CALL else "text" if channel in TEXT else "face" if channel in FACE else "paper"
    )


def telling(chance: Random, story: Story, slots: dict, *, reporter: str, channel: str, risk: str) -> str:
    """Tell the story once, as this reporter over this channel would have had it written down."""
    way, shared = way_of(channel), common()
    in_own_words = reporter == "survivor" and way == "text" and bool(story.self_tell)
    body = list(story.self_tell if in_own_words else story.tell)
    if story.details and not in_own_words:
        body += chance.sample(story.details, min(len(story.details), chance.choice((1, 1, 2))))
    lines = [chance.choice(shared["opening"][f"{reporter}_{way}"]), *body]
    if way != "text":
        lines += story.noted
    if story.is_trafficking:
        lines.append(chance.choice(shared["ending"][f"trafficking_{way}"]))
    elif way != "text":
        lines.append(chance.choice(shared["ending"]["other_any"]))
    if risk == "high" and way != "text":
        lines.append(chance.choice(shared["ending"]["urgent"]))
    return " ".join(spoken(chance, line, slots) for line in lines)


def result_of(chance: Random, service: str, slots: dict) -> str:
    """Return a sentence about how a service went."""
    bank = common()["service_result"]
    return spoken(chance, chance.choice(bank.get(service, bank["default"])), slots)
