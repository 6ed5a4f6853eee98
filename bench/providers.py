"""What "who can take a 15-year-old girl tonight" costs with many providers, run as `python -m bench.providers`.

The question is asked as the application asks it: as the application role, with row-level security, ranked, the best
twenty dressed with agency and place. Beside it stands the bare SQL that reads the same rows: compare ratios of one run.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import django
import psycopg
from django.apps import apps
from django.db import connection, transaction

from gugus.kernel.ids import new_id
from gugus.kernel.keyring import Keyring
from gugus.operate.cluster import Cluster, throwaway
from gugus.operate.provision import provision

SIZES = (500, 5_000)
ROUNDS = 60
AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
AGENCIES = """
insert into directory_agency (id, slug, name, name_en, kind, level, area_code, phone, email, services,
  receives_referrals, capacity_note, valid_from)
select gen_random_uuid(), 'uji-' || n, 'Lembaga uji ' || n, '', 'shelter', 'city',
  (array['31.74','31.71','31.75','32.01','52.03','53.01'])[1 + n %% 6], '', '', '{shelter}', true, '', '2020-01-01'
from generate_series(%s::int, %s::int) n
"""
OFFERINGS = """
insert into providers_offering (id, ref, agency_id, kept_by_id, service, title, sexes, age_from, age_to, with_children,
  pregnancy, accessibility, languages, areas, area_code, is_secret, always_open, opens, closes, rests_on_holidays,
  fee_for, phone, duty_phone, contact_role, valid_from, confirmed_on, written_at, version)
select gen_random_uuid(), 'U' || substr(md5(a.id::text || s), 1, 11), a.id, a.id, s, '',
  (array['{female}','{male}','{female,male}'])[1 + (random() * 2)::int]::varchar[],
  (array[0, 0, 8, 18])[1 + (random() * 3)::int], null, true, random() < 0.5, '{}', '{id}', '{}', a.area_code, false,
  random() < 0.6, array[480,480,480,480,480,null,null]::smallint[], array[960,960,960,960,960,null,null]::smallint[],
  true, '', '0800-0000-70000', '', 'duty', '2020-01-01', '2026-06-01', now(), 1
from directory_agency a cross join unnest(array['shelter','legal_advice','counselling']) s
where not exists (select 1 from providers_offering o where o.agency_id = a.id)
"""
CAPACITIES = """
insert into providers_capacity (id, offering_id, "group", total, taken, held, counted_at, version)
select gen_random_uuid(), o.id, g, 10, (random() * 10)::int, 0,
  '2026-06-15 10:00+00'::timestamptz - random() * interval '40 hours', 1
from providers_offering o cross join unnest(array['women','girls']) g
where o.service = 'shelter' and not exists (select 1 from providers_capacity c where c.offering_id = o.id)
"""
BARE = """
select o.id, o.agency_id, o.sexes, o.age_from, o.age_to, o.with_children, o.pregnancy, o.accessibility, o.languages,
  o.areas, o.area_code, o.always_open, o.opens, o.closes, o.rests_on_holidays from providers_offering o
where o.service in ('shelter', 'social_rehabilitation') and o.valid_from <= '2026-06-15' and o.sexes @> '{female}'
  and o.age_from <= 15
"""


def p(took: list[float], percent: int) -> float:
    """A percentile in milliseconds."""
    ranked = sorted(took)
    return ranked[min(len(ranked) - 1, len(ranked) * percent // 100)] * 1000


def timed(work: Callable[[], object]) -> list[float]:
    """Seconds of each round, after three that warm up."""
    found = []
    for _round in range(ROUNDS + 3):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return found[3:]


def prepared(cluster: Cluster, folder: str) -> None:
    """Provision, migrate, and let this process be the application."""
    provision(cluster.url("postgres", "postgres"), "providers")
    Keyring.create(Path(folder) / "keyring.json")
    (Path(folder) / "secret").write_text("only to measure " * 4)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "gugus.config.settings", "GUGUS_MODE": "demo", "GUGUS_ROLE": "app",
        "GUGUS_KEYRING": f"{folder}/keyring.json", "GUGUS_SECRET_KEY_FILE": f"{folder}/secret",
        "GUGUS_DATA_DIR": folder,
        "GUGUS_DATABASE_URL": cluster.url("providers", "gugus_app"),
        "GUGUS_OWNER_DATABASE_URL": cluster.url("providers", "gugus_owner"),
    }  # fmt: skip
    command = [sys.executable, "-W", "ignore", "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=os.environ | {"GUGUS_ROLE": "owner"}, check=True)
    django.setup()


def grown(cluster: Cluster, before: int, size: int) -> None:
    """So many agencies with three services each; shelters count two groups of places."""
    with psycopg.connect(cluster.url("providers", "postgres"), autocommit=True) as server:
        server.execute(AGENCIES, [before + 1, size])
        server.execute(OFFERINGS)
        server.execute(CAPACITIES)
        server.execute("vacuum analyze")


def measured(size: int) -> None:
    """Print one line of the table."""
    import gugus.providers.queries as queries  # noqa: PLC0415 - only after django.setup()
    from gugus.access.viewer import Viewer  # noqa: PLC0415
    from gugus.base.context import speaking_for  # noqa: PLC0415
    from gugus.providers.rules import Need  # noqa: PLC0415

    agency = apps.get_model("directory", "Agency").objects.first()
    user = apps.get_model("access", "User")(id=new_id(), agency=agency)
    viewer = Viewer(user=user, agency_id=agency.pk)
    girl = Need(service="shelter", sex="female", age_from=15, age_to=15, at=AT, area="31.74", near="31.74")
    with transaction.atomic(), speaking_for(agency=agency.pk, user=user.pk), connection.cursor() as cursor:

        def bare() -> None:
            cursor.execute(BARE)
            cursor.fetchall()

        count = queries.who_can_take(viewer, girl, at=AT, most=20)[1]
        product, sql = timed(lambda: queries.who_can_take(viewer, girl, at=AT, most=20)), timed(bare)
    print(
        f"| {size:,} × 3 | {count:,} | {p(product, 50):.0f} | {p(product, 95):.0f} | {p(sql, 50):.0f} | "
        f"{p(product, 50) / p(sql, 50):.1f} |", flush=True,
    )  # fmt: skip


def main() -> None:
    """Grow step by step and measure each."""
    with throwaway() as cluster, tempfile.TemporaryDirectory() as folder:
        prepared(cluster, folder)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before")
        print(
            "| providers × services | fit | p50 ms | p95 ms | bare SQL p50 ms | ratio |\n|---|---:|---:|---:|---:|---:|"
        )
        before = 0
        for size in SIZES:
            grown(cluster, before, size)
            measured(size)
            before = size


if __name__ == "__main__":
    main()
