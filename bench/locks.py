"""What the two safeguards of the database cost: row-level security on reads, digest and queue of the trail on writes.

    .venv/bin/python -m bench.locks --data-dir FOLDER

measures on a grown database (see docs/performance.md). Each line compares two ways of one statement that run in turns
in the same minutes, so that a busy machine is unfair to both alike. Reads and single writes are rolled back; what the
eight writers wrote stays in the trail of the measured database, as everything does there.
"""

import argparse
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from gugus.operate.cluster import Cluster
from gugus.operate.installation import DATABASE, Installation

VOICE = "select set_config('gugus.agency', %s, true), set_config('gugus.user', %s, true)"
# The same question with the filter written out, as the superuser asks it, and bare, as the policy filters it.
READS = {
    "a case by its reference": ("select * from cases_case where ref = %(ref)s", ""),
    "the newest 50 open cases of one's own": (
        "select * from cases_case where agency_id = %(agency)s and state = 'open' order by opened_at desc limit 50", "",
    ),
    "own cases counted by state": (
        "select state, count(*) from cases_case where agency_id = %(agency)s group by state", "",
    ),
    "cases counted by state, filter left to the policy": (
        "select state, count(*) from cases_case group by state", " where %(agency)s = any(visible_to)",
    ),
    "parties and persons of a case": (
        "select * from cases_party p join people_person n on n.id = p.person_id where case_id = %(case)s", "",
    ),
    "50 identities by key": ("select * from people_identity where id = any(%(people)s)", ""),
    "chronology of a case": ("select * from cases_chronologyentry where case_id = %(case)s", ""),
}  # fmt: skip
ENTRY = (
    "insert into {table} (at, verb, actor, about_kind, about_ref, parent_kind, reason, changes) values "
    "(now(), 'case.read', 'bench', 'case', 'K-0000-0000', 'case', '', '{{}}')"
)
PLAIN = "create table bench_plain (like audit_entry including defaults including indexes including identity)"


def main() -> int:
    asked = _parser().parse_args()
    installation = Installation(asked.data_dir.absolute())
    with installation.locked(), installation.cluster as cluster:
        _reads(cluster, asked.times)
        _writes(cluster, asked.times)
        _together(cluster, asked.seconds)
    return 0


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="bench.locks", description=__doc__.splitlines()[0])
    made.add_argument("--data-dir", type=Path, required=True)
    made.add_argument("--times", type=int, default=200)
    made.add_argument("--seconds", type=float, default=5, help="how long eight writers write at once")
    return made


def _reads(cluster: Cluster, times: int) -> None:
    print("| reading | without ms | with row-level security ms | ratio |\n|---|---:|---:|---:|")
    with psycopg.connect(cluster.url(DATABASE, "postgres")) as server:
        known = _known(server)
        for name, (statement, condition) in READS.items():
            filtered = _with_filter(statement, condition)
            spoken, bare = _in_turns(
                times,
                lambda ask=statement: _as_application(server, ask, known),
                lambda ask=filtered: _timed(server, ask, known),
            )
            print(f"| {name} | {bare:.2f} | {spoken:.2f} | {spoken / bare:.2f} |")


def _with_filter(statement: str, condition: str) -> str:
    """The filter stands before the grouping."""
    head, group, tail = statement.partition(" group by")
    return f"{head}{condition}{group}{tail}"


def _known(server: psycopg.Connection) -> dict:
    """The busiest agency, one of its people, one of its cases with its parties, fifty of its persons."""
    agency, user, case, ref = server.execute(
        "select agency_id, manager_id, id, ref from cases_case where state = 'open' and agency_id = (select agency_id"
        " from cases_case group by 1 order by count(*) desc limit 1) limit 1"
    ).fetchone()
    people = server.execute(
        "select array(select id from people_person where agency_id = %s limit 50)", [agency]
    )
    found = {"agency": agency, "user": user, "case": case, "ref": ref, "people": people.fetchone()[0]}
    server.rollback()
    return found


def _as_application(server: psycopg.Connection, statement: str, known: dict) -> float:
    server.execute("set local role gugus_app")
    server.execute(VOICE, [str(known["agency"]), str(known["user"])])
    return _timed(server, statement, known)


def _timed(server: psycopg.Connection, statement: str, known: dict) -> float:
    begun = time.perf_counter()
    server.execute(statement, known).fetchall()
    took = time.perf_counter() - begun
    server.rollback()
    return took * 1000


def _in_turns(times: int, *ways: Callable[[], float]) -> list[float]:
    """The median of each way, asked in turns."""
    taken: list[list[float]] = [[] for _ in ways]
    for turn in range(times + 5):
        for way, found in zip(ways, taken, strict=True):
            took = way()
            if turn >= 5:
                found.append(took)
    return [statistics.median(found) for found in taken]


def _writes(cluster: Cluster, times: int) -> None:
    with psycopg.connect(cluster.url(DATABASE, "postgres")) as server:
        server.execute(PLAIN)
        server.commit()
        try:
            kept, plain = _in_turns(
                times, lambda: _written(server, "audit_entry"), lambda: _written(server, "bench_plain")
            )
        finally:
            server.execute("drop table bench_plain")
            server.commit()
    print("\n| 50 entries a transaction, each | plain ms | with digest ms | ratio |\n|---|---:|---:|---:|")
    print(f"| an entry of the trail | {plain / 50:.3f} | {kept / 50:.3f} | {kept / plain:.2f} |")


def _written(server: psycopg.Connection, table: str) -> float:
    begun = time.perf_counter()
    for _ in range(50):
        server.execute(ENTRY.format(table=table))
    took = time.perf_counter() - begun
    server.rollback()
    return took * 1000


def _together(cluster: Cluster, seconds: float) -> None:
    """Eight writers at once, each a transaction an entry: does the trail let only one pass at a time?"""
    with psycopg.connect(cluster.url(DATABASE, "postgres"), autocommit=True) as server:
        server.execute(PLAIN)
        try:
            rates = [
                _rate(cluster, table, seconds) for table in ("bench_plain", "bench_plain", "audit_entry")
            ][1:]
        finally:
            server.execute("drop table bench_plain")
    plain, kept = rates
    print(
        "\n| eight writers at once | plain table a second | digest and queue a second | ratio |\n|---|---:|---:|---:|"
    )
    print(f"| transactions of one entry | {plain:.0f} | {kept:.0f} | {plain / kept:.2f} |")


def _rate(cluster: Cluster, table: str, seconds: float) -> float:
    counts, end = [0] * 8, time.monotonic() + seconds

    def write(number: int) -> None:
        with psycopg.connect(cluster.url(DATABASE, "postgres"), autocommit=True) as server:
            while time.monotonic() < end:
                server.execute(ENTRY.format(table=table))
                counts[number] += 1

    writers = [threading.Thread(target=write, args=[number]) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return sum(counts) / seconds


if __name__ == "__main__":
    sys.exit(main())
