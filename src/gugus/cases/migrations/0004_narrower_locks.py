from django.db import migrations

from gugus.base.rls import Protect, by_user

# A case is shared for reading. Only the agency that answers for it changes it; what others add to the
# chronology stands in sections that were opened to them, and nobody rewrites a line that stands.
OWNERS_WRITE = "\n".join(
    f"create policy owners_{verb} on {table} as restrictive for {verb} to gugus_app {rule};"
    for table, owns in (
        ("cases_case", "agency_id = (select gugus_agency())"),
        ("cases_party", "gugus_owns('case', case_id)"),
        ("cases_teammember", "gugus_owns('case', case_id)"),
        ("cases_incident", "gugus_owns('case', case_id)"),
        ("cases_flag", "gugus_owns('case', case_id)"),
        (
            "cases_routeleg",
            "exists (select 1 from cases_incident i where i.id = incident_id and gugus_owns('case', i.case_id))",
        ),
    )
    for verb, rule in (("insert", f"with check ({owns})"), ("update", f"using ({owns})"))
)
UNDO_WRITE = "\n".join(
    f"drop policy owners_{verb} on cases_{table};"
    for table in ("case", "party", "teammember", "incident", "flag", "routeleg")
    for verb in ("insert", "update")
)

# Other agencies learn of a person only when the person was shared with them, and of what happened only
# when screening or justice was opened to them.
READS = """
create policy shared_persons on cases_party as restrictive for select to gugus_app
  using (exists (select 1 from people_person p where p.id = person_id) or gugus_owns('case', case_id));
create policy opened_story on cases_incident as restrictive for select to gugus_app
  using (gugus_may('case', case_id, 'screening') or gugus_may('case', case_id, 'justice'));
create policy own_hand on cases_chronologyentry as restrictive for insert to gugus_app
  with check (agency_id = (select gugus_agency()) and by_id = (select gugus_user()));
revoke update on cases_chronologyentry from gugus_app;
"""
UNDO_READS = """
drop policy shared_persons on cases_party;
drop policy opened_story on cases_incident;
drop policy own_hand on cases_chronologyentry;
grant update on cases_chronologyentry to gugus_app;
"""

IN_CASE = "exists (select 1 from cases_case parent where parent.id = case_id)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_drafts_and_flags"), ("people", "0001_initial")]

    operations = [
        Protect("cases_entrydraft", f"{by_user()} and {IN_CASE}", delete=True),
        migrations.RunSQL(OWNERS_WRITE, UNDO_WRITE),
        migrations.RunSQL(READS, UNDO_READS),
    ]
