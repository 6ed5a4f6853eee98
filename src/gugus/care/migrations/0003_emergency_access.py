from django.db import migrations

# In an emergency the sections that were opened are read as the owner reads them.
OPENED = """
create policy opened_in_emergency on care_serviceline for select to gugus_app
  using (case_id = any ((select gugus_opened('case'))::uuid[]) and gugus_may('case', case_id, section));
"""


class Migration(migrations.Migration):
    dependencies = [("care", "0002_locks"), ("access", "0009_grants_to_one_person")]

    operations = [migrations.RunSQL(OPENED, "drop policy opened_in_emergency on care_serviceline")]
