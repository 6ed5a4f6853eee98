from django.db import migrations

from gugus.base.rls import AGENCY

# Files of a progress report are read like its entries: by its agency at once, by the other members when it was handed
# in. Only the agency adds any, while it writes.
OWN = f"r.agency_id = {AGENCY}"
READ = (
    "within_kind = 'periodreport' and exists (select 1 from actionplan_periodreport r where r.id = within_id "
    f"and ({OWN} or r.state in ('submitted', 'accepted')))"
)
WRITE = (
    "exists (select 1 from actionplan_periodreport r where r.id = within_id "
    f"and {OWN} and r.state in ('open', 'returned'))"
)


class Migration(migrations.Migration):
    dependencies = [("actionplan", "0002_locks"), ("files", "0002_locks")]

    operations = [
        migrations.RunSQL(
            [
                f"create policy files_of_periodreport on files_attachment to gugus_app using ({READ}) with check ({READ})",
                "create policy only_the_reporter_attaches on files_attachment as restrictive for insert to gugus_app "
                f"with check (within_kind <> 'periodreport' or {WRITE})",
            ],
            [
                "drop policy files_of_periodreport on files_attachment",
                "drop policy only_the_reporter_attaches on files_attachment",
            ],
        )
    ]
