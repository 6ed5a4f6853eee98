from django.db import migrations

from gugus.base.rls import AGENCY, Protect, by_section

SECTION = by_section("case", "case_id", "reintegration")
OWNS = "gugus_owns('case', case_id)"
# A village office learns when somebody comes and what is needed. What was found, why, and where stays closed to it.
VILLAGE = f"exists (select 1 from directory_agency a where a.id = {AGENCY} and a.kind = 'local_government')"
DEEP = f"({OWNS} or ({SECTION} and not {VILLAGE}))"

DEEP_TABLES = (
    "preparationstep", "homeassessment", "placement", "visitrecord", "supportstep", "supportpayment", "outcomeanswer",
    "returnalarm",
)  # fmt: skip
# The plan is made by who answers for the case; who follows writes visits, outcomes, support and alarms.
ONLY_OWNER = {
    "reintegration": ("insert", "update"),
    "preparationstep": ("insert", "update"),
    "homeassessment": ("insert",),
    "placement": ("insert",),
    "returnalarm": ("update",),
}
NEVER_CHANGED = ("homeassessment", "placement", "visitrecord", "supportpayment", "outcomeanswer")


def clause(deed: str, condition: str) -> str:
    """What a policy of this deed asks."""
    return f"with check ({condition})" if deed == "insert" else f"using ({condition})"


LINES = [
    *(
        f"create policy only_the_owner_{deed} on reintegration_{table} as restrictive for {deed} to gugus_app "
        + clause(deed, OWNS)
        for table, deeds in ONLY_OWNER.items()
        for deed in deeds
    ),
    *(
        f"create policy no_village_{deed} on reintegration_monitoringvisit as restrictive for {deed} to gugus_app "
        + clause(deed, DEEP)
        for deed in ("insert", "update")
    ),
    *(
        f"create policy never_changed on reintegration_{table} as restrictive for update to gugus_app using (false)"
        for table in NEVER_CHANGED
    ),
]
UNDO = [
    *(
        f"drop policy only_the_owner_{deed} on reintegration_{table}"
        for table, deeds in ONLY_OWNER.items()
        for deed in deeds
    ),
    *(f"drop policy no_village_{deed} on reintegration_monitoringvisit" for deed in ("insert", "update")),
    *(f"drop policy never_changed on reintegration_{table}" for table in NEVER_CHANGED),
]

# What figures need: how many answers of each level in a year, of everybody. Counts alone; `figures` hides the small ones.
COUNT = """
create function reintegration_counts(year int) returns table (indicator varchar, moment varchar, level smallint, n bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select o.indicator, o.moment, o.level, count(*) from reintegration_outcomeanswer o
  join cases_case c on c.id = o.case_id
  where extract(year from o.asked_on)::int = year and o.asked_on < date_trunc('month', now() at time zone 'Asia/Jakarta')
  group by 1, 2, 3
$$;
revoke all on function reintegration_counts(int) from public;
grant execute on function reintegration_counts(int) to gugus_app, gugus_worker;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reintegration", "0001_initial"),
        ("access", "0013_locks_of_ceilings"),
        ("cases", "0002_locks"),
        ("directory", "0001_initial"),
    ]

    operations = [
        Protect("reintegration_reintegration", SECTION),
        Protect("reintegration_monitoringvisit", SECTION),
        *(Protect(f"reintegration_{table}", DEEP) for table in DEEP_TABLES),
        migrations.RunSQL(LINES, UNDO),
        migrations.RunSQL(COUNT, "drop function reintegration_counts(int)"),
    ]
