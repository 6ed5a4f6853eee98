from django.db import migrations

from gugus.base.rls import Protect, by_agency

# The owner of the case sees every line; a provider sees what its own agency wrote.
LINES = f"{by_agency()} or gugus_owns('case', case_id)"


class Migration(migrations.Migration):
    dependencies = [("care", "0001_initial"), ("access", "0002_locks"), ("cases", "0002_locks")]

    operations = [
        Protect("care_serviceline", LINES),
        migrations.RunSQL(
            # Whoever writes a line must be able to see the case it belongs to, in the section it belongs to.
            "create policy only_in_shared_cases on care_serviceline as restrictive for insert to gugus_app "
            "with check (agency_id = (select gugus_agency()) and gugus_may('case', case_id, section))",
            "drop policy only_in_shared_cases on care_serviceline",
        ),
    ]
