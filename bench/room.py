"""Measure the task-force room on a grown database, through the real web server on loopback.

    .venv/bin/python -m bench.room --recommendations 3000 --data-dir FOLDER

Each page is asked first of the demo's own room, then of the grown one, both times in turns with the sign-in page that
reads no record: what counts is how much more often than that page's time it takes, before and after.
"""

import argparse
import os
import sys
from pathlib import Path

import psycopg

from bench.board import _turns
from bench.pages import _p, _serving, grown, opened
from bench.web import Browser
from gugus.demo.cast import DEMO_PASSWORD
from gugus.operate import services
from gugus.operate.cluster import Cluster
from gugus.operate.installation import DATABASE, Installation

NOTHING = "/akun/login/"
PAGES = {
    "chair's page": "/ruang/",
    "structure": "/gugus-tugas/{force}/",
    "recommendations": "/rekomendasi/",
    "recommendations, late": "/rekomendasi/?keadaan=late",
    "one recommendation": "/rekomendasi/{recommendation}/",
    "meetings": "/rapat/",
    "one meeting": "/rapat/{meeting}/",
    "plans": "/rencana-aksi/",
    "one plan": "/rencana-aksi/{plan}/",
    "reports of plans": "/rencana-aksi/laporan/",
    "one report of a plan": "/laporan-aksi/{report}/",
    "annual reports": "/laporan-gugus/",
    "API recommendations": "/api/v1/recommendations",
    "API meetings": "/api/v1/meetings",
}
WHERE = {
    "force": "select ref from directory_taskforce where level = 'city'",
    "recommendation": "select ref from followup_recommendation order by written_at desc limit 1",
    "meeting": "select ref from meetings_meeting where state = 'approved' order by starts_at desc limit 1",
    "plan": "select p.ref from actionplan_plan p where state = 'in_force' order by title desc limit 1",
    "report": "select r.ref from actionplan_periodreport r join actionplan_plan p on p.id = r.plan_id "
    "order by p.title desc, (select count(*) from actionplan_entry e where e.report_id = r.id) desc limit 1",
}


def main() -> int:
    """Start, measure, grow, measure again, print."""
    asked = _parser().parse_args()
    with (
        opened(asked.data_dir) as (installation, cluster),
        _serving(installation, cluster, asked.workers) as port,
    ):
        small = _measured(cluster, port, asked)
        _grow(installation, cluster, asked)
        large = _measured(cluster, port, asked)
    _print(small, large, asked)
    return 0


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="bench.room", description=__doc__.splitlines()[0])
    made.add_argument("--recommendations", type=int, default=3_000)
    made.add_argument("--data-dir", type=Path, help="keep the grown database here")
    made.add_argument("--times", type=int, default=20, help="requests of each kind")
    made.add_argument("--workers", type=int, default=services.WORKERS)
    return made


def _grow(installation: Installation, cluster: Cluster, asked: argparse.Namespace) -> None:
    size = ("--persons=4", "--cases=0", "--agencies=1", f"--recommendations={asked.recommendations}")
    grown(installation, cluster, *size)


def _measured(
    cluster: Cluster, port: int, asked: argparse.Namespace
) -> dict[str, tuple[list[float], list[float]]]:
    """Page → seconds of the page, seconds of the sign-in page beside it."""
    with psycopg.connect(cluster.url(DATABASE, "postgres")) as server:
        refs = {name: server.execute(sql).fetchone()[0] for name, sql in WHERE.items()}
    secretary, nobody = Browser(port), Browser(port)
    secretary.sign_in("wulan", DEMO_PASSWORD)
    found = {}
    for name, path in PAGES.items():
        found[name] = tuple(_turns([(secretary, path.format(**refs)), (nobody, NOTHING)], asked.times))
    return found


def _print(small: dict, large: dict, asked: argparse.Namespace) -> None:
    print(
        f"\n{asked.recommendations:,} recommendations; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} after"
    )
    print("\n| page | demo p50 ms | to nothing | grown p50 ms | p95 ms | to nothing | grown to demo |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name in PAGES:
        before, after = (_p(side[name][0], 50) / _p(side[name][1], 50) for side in (small, large))
        print(
            f"| {name} | {_p(small[name][0], 50):.0f} | {before:.1f} | {_p(large[name][0], 50):.0f} | "
            f"{_p(large[name][0], 95):.0f} | {after:.1f} | {after / before:.1f} |"
        )


if __name__ == "__main__":
    sys.exit(main())
