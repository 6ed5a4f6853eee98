from django.db import migrations

from gugus.base.rls import Protect, by_agency

OURS = by_agency()

# Colleagues read that a letter was written and its number; only who asked for it makes and takes it. Whoever keeps the
# office's numbers strikes one out: the agency may change, the action says what.
NARROW = """
create policy app_asks_own on documents_document as restrictive for insert to gugus_app
    with check (asked_by_id = (select gugus_user()));
"""
UNDO = "drop policy app_asks_own on documents_document"


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("access", "0002_locks")]

    operations = [
        Protect("documents_letterhead", OURS),
        Protect("documents_signer", OURS),
        Protect("documents_counter", OURS),
        Protect("documents_document", OURS),
        migrations.RunSQL(NARROW, UNDO),
    ]
