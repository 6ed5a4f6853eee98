from django.db import migrations

from gugus.base.rls import Protect

SEEN = "gugus_may(within_kind, within_id, section)"
OURS = "agency_id = (select gugus_agency())"

# Who was given a section may read its files and add to them; only who added a file takes it back.
NARROW = f"""
create policy app_adds_own on files_attachment as restrictive for insert to gugus_app with check ({OURS});
create policy app_changes_own on files_attachment as restrictive for update to gugus_app using ({OURS}) with check ({OURS});
"""

UNDO = "drop policy app_adds_own on files_attachment; drop policy app_changes_own on files_attachment"


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial"), ("access", "0002_locks")]

    operations = [Protect("files_attachment", SEEN), migrations.RunSQL(NARROW, UNDO)]
