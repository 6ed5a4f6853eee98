"""Measure the product on a grown database: the real web server, signed-in people, and bare SQL beside it.

    .venv/bin/python -m bench.pages --persons 100000 --cases 20000

makes everything in a temporary folder (or in --data-dir, which is kept and used again), listens on loopback only,
and prints tables in Markdown. Compare ratios between runs, not milliseconds: machines differ and are shared.
"""

import argparse
import http.client
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg

from bench.web import Browser, Failed
from bench.works import Desk, Work, works
from gugus.demo.cast import DEMO_PASSWORD
from gugus.demo.grown import persons
from gugus.kernel.keyring import Keyring
from gugus.operate import services
from gugus.operate.cluster import Cluster
from gugus.operate.installation import DATABASE, DEMO, Installation
from gugus.operate.launch import prepare
from gugus.operate.services import Service

USERS, SIGN_INS = 50, 20


def main() -> int:
    """Grow, start, measure, print."""
    asked = _parser().parse_args()
    with opened(asked.data_dir) as (installation, cluster):
        _grow(installation, cluster, asked)
        with _serving(installation, cluster, asked.workers) as port:
            _measure(installation, cluster, port, asked)
    return 0


@contextmanager
def opened(data_dir: Path | None) -> Iterator[tuple[Installation, Cluster]]:
    """A demo installation in `data_dir`, its database running; without one in a folder that goes at the end."""
    with tempfile.TemporaryDirectory(prefix="gugus-bench-") as temporary:
        os.chmod(temporary, 0o711)
        installation = Installation((data_dir or Path(temporary) / "data").absolute())
        installation.make()
        installation.set_kind(DEMO)
        with installation.locked(), installation.cluster as cluster:
            prepare(installation, cluster)
            yield installation, cluster


def grown(installation: Installation, cluster: Cluster, *size: str) -> None:
    """Run `grow` with these options as the worker does, and let the planner know the new sizes."""
    command = [sys.executable, "-m", "django", "grow", *size]
    subprocess.run(command, env=installation.environment(cluster, "worker"), check=True)
    with psycopg.connect(cluster.url(DATABASE, "postgres"), autocommit=True) as server:
        server.execute("vacuum analyze")


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="bench.pages", description=__doc__.splitlines()[0])
    made.add_argument("--persons", type=int, default=100_000)
    made.add_argument("--cases", type=int, default=20_000)
    made.add_argument("--agencies", type=int, default=40)
    made.add_argument("--data-dir", type=Path, help="keep the grown database here")
    made.add_argument("--times", type=int, default=60, help="requests of each kind by one person")
    made.add_argument("--seconds", type=float, default=20, help="how long fifty people work at once")
    made.add_argument("--pause", type=float, default=2, help="seconds a person thinks between two requests")
    made.add_argument("--workers", type=int, default=services.WORKERS)
    return made


def _grow(installation: Installation, cluster: Cluster, asked: argparse.Namespace) -> None:
    grown(
        installation,
        cluster,
        *(f"--{name}={getattr(asked, name)}" for name in ("persons", "cases", "agencies")),
    )


@contextmanager
def _serving(installation: Installation, cluster: Cluster, workers: int) -> Iterator[int]:
    port = next(port for port in range(18_700, 18_800) if services.port_is_free(port))
    command = services.web_command("127.0.0.1", port, workers)
    web = Service(command, installation.log("bench-web"), installation.environment(cluster, "app"))
    web.start()
    try:
        deadline = time.monotonic() + 60
        while not services.answer(port):
            if not web.alive() or time.monotonic() > deadline:
                raise Failed(f"the web server did not start: {web.reason()}")
            time.sleep(0.2)
        yield port
    finally:
        web.stop()


def _measure(installation: Installation, cluster: Cluster, port: int, asked: argparse.Namespace) -> None:
    print(f"\n{asked.persons:,} persons, {asked.cases:,} cases, {asked.agencies} agencies; "
          f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before")  # fmt: skip
    desks, signing = _desks(cluster, port, asked)
    todo = works(Keyring.load(installation.keyring))
    print("\n| one person | p50 ms | p95 ms | bare SQL p50 ms | ratio |\n|---|---:|---:|---:|---:|")
    for work in todo:
        pages = [work.page(desks[0]) for _ in range(asked.times + 3)][3:]
        bare = _bare(cluster, work, desks[0], asked.times)
        ratio = _p(pages, 50) / _p(bare, 50)
        print(
            f"| {work.name} | {_p(pages, 50):.0f} | {_p(pages, 95):.0f} | {_p(bare, 50):.1f} | {ratio:.0f} |"
        )
    print(f"| sign-in | {_p(signing, 50):.0f} | {_p(signing, 95):.0f} | | |", flush=True)
    took, failed, count = _together(desks, todo, asked)
    print(f"\n{len(desks)} people at once, {asked.pause} s between requests, {asked.seconds:.0f} s: {count} answers, "
          f"{count / asked.seconds:.0f} a second, {failed} failed; load {os.getloadavg()[0]:.1f} after")  # fmt: skip
    print("\n| together | p50 ms | p95 ms | budget p95 ms | |\n|---|---:|---:|---:|---|")
    for work in todo:
        if times := took[work.name]:
            kept = "kept" if _p(times, 95) <= work.budget else "missed"
            print(f"| {work.name} | {_p(times, 50):.0f} | {_p(times, 95):.0f} | {work.budget} | {kept} |")


def _desks(cluster: Cluster, port: int, asked: argparse.Namespace) -> tuple[list[Desk], list[float]]:
    """Fifty windows of people of the largest agencies, and how long each sign-in took.

    One address may try thirty sign-ins a minute, so twenty people sign in and some have several windows.
    """
    found, signing = [], []
    with psycopg.connect(cluster.url(DATABASE, "postgres")) as server:
        people = _people(server, asked)
        for username, user, agency in server.execute(_STAFF, [SIGN_INS]).fetchall():
            refs = [ref for (ref,) in server.execute(_REFS, [user])]
            browser = Browser(port)
            signing.append(browser.sign_in(username, DEMO_PASSWORD))
            found.append(Desk(browser, str(agency), str(user), refs, people[agency]))
    windows = [replace(desk, browser=desk.browser.window()) for desk in found * 3]
    return (found + windows)[:USERS], signing


def _people(server: psycopg.Connection, asked: argparse.Namespace) -> dict:
    """Some grown persons by agency, with the names under which they can be found."""
    known, owned = list(persons(min(asked.persons, 100_000))), defaultdict(list)
    for number, agency in server.execute(_NUMBERS):
        if number < len(known):
            owned[agency].append(known[number])
    return owned


_STAFF = """
select username, id, agency_id from access_user where username like 'uji%%'
order by right(username, 1), username limit %s
"""
_REFS = """
select ref from cases_case where manager_id = %s and state = 'open' order by opened_at desc limit 200
"""
# The number of a grown person stands in its id (gugus.demo.growing.grown_id): milliseconds since 2020.
_NUMBERS = """
select (('x' || lpad(left(replace(id::text, '-', ''), 12), 16, '0'))::bit(64)::bigint - 1577836800000)::bigint,
    agency_id from people_person where id < '01700000-0000-7000-8000-000000000000'
"""


def _bare(cluster: Cluster, work: Work, desk: Desk, times: int) -> list[float]:
    """Seconds of the same work in SQL: the app's role, row security on, one transaction each, rolled back."""
    took = []
    with psycopg.connect(cluster.url(DATABASE, "gugus_app")) as server:
        for _ in range(times + 3):
            with server.cursor() as cursor:
                began = time.perf_counter()
                voices = "select set_config('gugus.agency', %s, true), set_config('gugus.user', %s, true)"
                cursor.execute(voices, [desk.agency, desk.user])
                work.sql(cursor, desk)
                took.append(time.perf_counter() - began)
            server.rollback()
    return took[3:]


def _together(desks: list[Desk], todo: list[Work], asked: argparse.Namespace) -> tuple[dict, int, int]:
    """Everybody works for a while: any piece of work, a pause, the next."""
    took, failures, lock = defaultdict(list), [], threading.Lock()
    end = time.monotonic() + asked.seconds

    def work_on(desk: Desk) -> None:
        chance = random.Random(desk.user)
        time.sleep(chance.uniform(0, asked.pause))
        while time.monotonic() < end:
            work = chance.choice(todo)
            seconds = _tried(work.page, desk)
            with lock:
                (failures if seconds is None else took[work.name]).append(seconds)
            time.sleep(chance.uniform(0.5, 1.5) * asked.pause)

    threads = [threading.Thread(target=work_on, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, len(failures), sum(map(len, took.values()))


def _tried(page: Callable[[Desk], float], desk: Desk) -> float | None:
    try:
        return page(desk)
    except (Failed, OSError, http.client.HTTPException) as failed:
        print(repr(failed), file=sys.stderr)
        return None


def _p(seconds: list[float], percent: int) -> float:
    """A percentile in milliseconds."""
    return statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1] * 1000


if __name__ == "__main__":
    sys.exit(main())
