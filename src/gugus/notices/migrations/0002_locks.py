from django.db import migrations

from gugus.base.rls import Protect, by_user

# Colleagues and other agencies leave news; only the person reads and marks it.
ADDING = """
drop policy app_rows on notices_notice;
create policy app_sees on notices_notice for select to gugus_app using (user_id = (select gugus_user()));
create policy app_marks on notices_notice for update to gugus_app
  using (user_id = (select gugus_user())) with check (user_id = (select gugus_user()));
create policy app_adds on notices_notice for insert to gugus_app
  with check (read_at is null and (select gugus_agency()) is not null);
"""

UNDO = """
drop policy app_sees on notices_notice; drop policy app_marks on notices_notice; drop policy app_adds on notices_notice;
create policy app_rows on notices_notice to gugus_app using (user_id = (select gugus_user()));
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("base", "0001_initial")]

    operations = [Protect("notices_notice", by_user()), migrations.RunSQL(ADDING, UNDO)]
