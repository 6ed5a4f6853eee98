"""The drill: a list of 120 people imported, screened, decided, split and handed over through the actions, with times.

`drill` needs a database that speaks for `by` and agencies of two regencies that receive people; it prints nothing about
anybody. Never a test: durations are measured, not asserted.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from gugus.access.models import User
from gugus.groups import queries
from gugus.groups.going import Way, note_will, write_way
from gugus.groups.handing_over import Journey, order_hand_over
from gugus.groups.lines import Answers, decide_line, write_line
from gugus.groups.loading import bring_list, import_list
from gugus.groups.models import Group
from gugus.groups.sending import carry_on
from gugus.groups.splitting import place_by_home

SAID = Answers(act="recruitment", means="deception", purpose="online_scam", age_band="age_25_44")
HOME = Way("found", "safe", "family")


def drill(
    group: Group,
    content: bytes,
    *,
    by: User,
    at: datetime,
    worker: Callable[[], AbstractContextManager],
    say: Callable[[str], None] = print,
) -> dict[str, float]:
    """Every step for everybody on the list; the seconds of each. `worker()` lets the database speak as the worker."""
    took: dict[str, float] = {}

    def step(name: str, run: Callable[[], object]) -> object:
        began = time.perf_counter()
        done = run()
        took[name] = time.perf_counter() - began
        say(f"{name}: {took[name]:.2f} s")
        return done

    load = step(
        "look at the list", lambda: bring_list(group=group, content=content, file_name="", by=by, at=at)
    )
    step("import", lambda: import_list(load=load, by=by, at=at))
    people = list(queries.members_of(group))
    step("screen", lambda: [write_line(member=one, answers=SAID, by=by, at=at) for one in people])
    people = list(queries.members_of(group))
    word = {"words": "", "by": by, "at": at}
    step("decide", lambda: [decide_line(member=one, result="indicated", **word) for one in people])
    step("split", lambda: place_by_home(group=group, by=by, at=at))
    people = list(queries.members_of(group))
    step("way home", lambda: [write_way(member=one, way=HOME, by=by, at=at) for one in people])
    asked = {"wants": True, "form": "written", "language": "Indonesia", "witness": "", "by": by, "at": at}
    step("will", lambda: [note_will(member=one, **asked) for one in queries.members_of(group)])
    journey = Journey("aircraft", at - timedelta(minutes=5), at + timedelta(hours=5), escort="-")
    where = dict.fromkeys(queries.destinations_of(group), journey)
    orders = step(
        "order the hand-over", lambda: order_hand_over(group=group, journeys=where, manager=by, by=by, at=at)
    )

    def carry() -> int:
        gone = 0
        with worker():
            for order in orders:
                while carry_on(order=order, at=at):
                    gone += 1
        return gone

    went = step("the worker hands over", carry)
    say(f"{went} of {len(people)} handed over to {len(orders)} destinations")
    say(f"all: {sum(took.values()):.1f} s")
    return took
