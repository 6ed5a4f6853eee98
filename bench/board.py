"""Measure the board of referrals and its figures on a grown database, through the real web server on loopback.

    .venv/bin/python -m bench.board --referrals 100000 --data-dir FOLDER

One agency of the first thirty has about a tenth of all referrals on each side; the last one has none. Each page of the
busy agency stands beside the same page of the empty one and beside the in-tray: ratios of one run can be compared.
"""

import argparse
import os
import random
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path

import psycopg

from bench.pages import _p, _serving, grown, opened
from bench.web import Browser
from gugus.demo.cast import DEMO_PASSWORD
from gugus.operate import services
from gugus.operate.cluster import Cluster
from gugus.operate.installation import DATABASE, Installation

AGENCIES = 31  # thirty that refer, one that does not
PAGES = {
    "in-tray": "/rujukan/",
    "in-tray, sent": "/rujukan/?tab=outgoing",
    "board": "/rujukan/papan/",
    "board, over the clock": "/rujukan/papan/?late=1",
    "board, one service": "/rujukan/papan/?service=shelter",
    "board, one agency": "/rujukan/papan/?agency=uji-02",
    "board, mine": "/rujukan/papan/?mine=1",
    "board by agency": "/rujukan/papan/?by=agency",
    "one column": "/rujukan/papan/?column=others",
    "API board": "/api/v1/referral-board",
    "figures, own": "/data/rujukan/?own=on&side=received",
    "figures, task force": "/data/rujukan/",
}


def main() -> int:
    """Grow, start, measure, print."""
    asked = _parser().parse_args()
    with opened(asked.data_dir) as (installation, cluster):
        _grow(installation, cluster, asked)
        with _serving(installation, cluster, asked.workers) as port:
            _measure(cluster, port, asked)
    return 0


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="bench.board", description=__doc__.splitlines()[0])
    made.add_argument("--persons", type=int, default=20_000)
    made.add_argument("--cases", type=int, default=5_000)
    made.add_argument("--referrals", type=int, default=100_000)
    made.add_argument("--data-dir", type=Path, help="keep the grown database here")
    made.add_argument("--times", type=int, default=40, help="requests of each kind by one person")
    made.add_argument("--seconds", type=float, default=15, help="how long the few work at once")
    made.add_argument("--people", type=int, default=4)
    made.add_argument("--workers", type=int, default=services.WORKERS)
    return made


def _grow(installation: Installation, cluster: Cluster, asked: argparse.Namespace) -> None:
    size = [f"--{name}={getattr(asked, name)}" for name in ("persons", "cases", "referrals")]
    grown(installation, cluster, f"--agencies={AGENCIES}", *size)


def _measure(cluster: Cluster, port: int, asked: argparse.Namespace) -> None:
    with psycopg.connect(cluster.url(DATABASE, "postgres")) as server:
        busy = server.execute(_OF, ["uji-01"]).fetchone()
    print(f"\n{asked.referrals:,} referrals of 30 agencies; the busy one has {busy[0]:,}, of them {busy[1]:,} open; "
          f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before")  # fmt: skip
    desks = {name: Browser(port) for name in ("uji01a", f"uji{AGENCIES}a")}
    for name, browser in desks.items():
        browser.sign_in(name, DEMO_PASSWORD)
    full, empty = desks.values()
    print(
        "\n| one person | p50 ms | p95 ms | to the empty page | to the in-tray |\n|---|---:|---:|---:|---:|"
    )
    for name, path in PAGES.items():
        mine, none, tray = _turns([(full, path), (empty, path), (full, PAGES["in-tray"])], asked.times)
        print(f"| {name} | {_p(mine, 50):.0f} | {_p(mine, 95):.0f} | {_p(mine, 50) / _p(none, 50):.1f} | "
              f"{_p(mine, 50) / _p(tray, 50):.1f} |", flush=True)  # fmt: skip
    print(f"| sign-in page, nobody | {_p(_took(Browser(port), '/akun/login/', asked.times), 50):.0f} | | | |")
    took = _together(full, asked)
    print(f"\n{asked.people} people at once for {asked.seconds:.0f} s without a pause: "
          f"{sum(map(len, took.values()))} answers; load {os.getloadavg()[0]:.1f} after")  # fmt: skip
    print("\n| together | p50 ms | p95 ms |\n|---|---:|---:|")
    for name in PAGES:
        if len(took[name]) > 1:
            print(f"| {name} | {_p(took[name], 50):.0f} | {_p(took[name], 95):.0f} |")


_OF = """
select count(*), count(*) filter (where ended_at is null) from referrals_referral r
join directory_agency a on a.id in (r.agency_id, r.to_agency_id) where a.slug = %s
"""


def _took(browser: Browser, path: str, times: int) -> list[float]:
    return [browser.ask("GET", path)[0] for _ in range(times + 3)][3:]


def _turns(asked: list[tuple[Browser, str]], times: int) -> list[list[float]]:
    """All in turns, so that other work on the machine falls on all of them."""
    rounds = [[browser.ask("GET", path)[0] for browser, path in asked] for _ in range(times + 3)][3:]
    return [list(column) for column in zip(*rounds, strict=True)]


def _together(browser: Browser, asked: argparse.Namespace) -> dict[str, list[float]]:
    """A few windows of the busy agency, any page after any other."""
    took: dict[str, list[float]] = defaultdict(list)
    end, lock = time.monotonic() + asked.seconds, threading.Lock()

    def work(window: Browser, chance: random.Random) -> None:
        while time.monotonic() < end:
            name = chance.choice(list(PAGES))
            seconds = window.ask("GET", PAGES[name])[0]
            with lock:
                took[name].append(seconds)

    threads = [
        threading.Thread(target=work, args=(browser.window(), random.Random(number)))
        for number in range(asked.people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


if __name__ == "__main__":
    sys.exit(main())
