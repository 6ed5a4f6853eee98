from django.db import migrations

from gugus.base.rls import AllowDelete, Protect, by_parent, by_user

STAFF = "(select gugus_agency()) is not null"

# `as restrictive` narrows the policies of 0002: who speaks with a return code only (the public page) may add a
# fresh report of that channel and facts to it, and read back its own words and our answers. Nothing else.
NARROW = f"""
create policy public_adds on intake_report as restrictive for insert to gugus_app with check (
  {STAFF} or (channel = 'public_page' and received_by_id is null and state = 'received' and outcome = ''
    and triaged_by_id is null and return_digest <> ''));
create policy public_changes_nothing on intake_report as restrictive for update to gugus_app
  using ({STAFF}) with check ({STAFF});

create policy public_reads_nobody on intake_mention as restrictive for select to gugus_app using ({STAFF});
create policy public_changes_nobody on intake_mention as restrictive for update to gugus_app using ({STAFF});
create policy public_names_nobody_known on intake_mention as restrictive for insert to gugus_app
  with check ({STAFF} or person_id is null);

create policy public_reads_answers on intake_addition as restrictive for select to gugus_app
  using ({STAFF} or kind in ('reporter', 'answer'));
create policy public_adds_facts on intake_addition as restrictive for insert to gugus_app
  with check ({STAFF} or (kind = 'reporter' and by_id is null));
create policy public_changes_no_fact on intake_addition as restrictive for update to gugus_app using ({STAFF});
"""
UNDO = """
drop policy public_adds on intake_report;
drop policy public_changes_nothing on intake_report;
drop policy public_reads_nobody on intake_mention;
drop policy public_changes_nobody on intake_mention;
drop policy public_names_nobody_known on intake_mention;
drop policy public_reads_answers on intake_addition;
drop policy public_adds_facts on intake_addition;
drop policy public_changes_no_fact on intake_addition;
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_passings_and_drafts")]

    operations = [
        migrations.RunSQL(NARROW, UNDO),
        Protect("intake_passing", f"({STAFF}) and ({by_parent('intake_report', 'report_id')})"),
        Protect("intake_draft", by_user()),
        AllowDelete("intake_draft"),
    ]
