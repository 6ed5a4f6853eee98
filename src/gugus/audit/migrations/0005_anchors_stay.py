from django.db import migrations

STAY = """
insert into audit_installation (id) values (gen_random_uuid());
create trigger append_only before update or delete on audit_installation for each row execute function audit_refuse();
create trigger append_only before update or delete on audit_signingkey for each row execute function audit_refuse();
create trigger append_only before update or delete on audit_anchor for each row execute function audit_refuse();
create trigger no_truncate before truncate on audit_installation for each statement execute function audit_refuse();
create trigger no_truncate before truncate on audit_signingkey for each statement execute function audit_refuse();
create trigger no_truncate before truncate on audit_anchor for each statement execute function audit_refuse();
revoke update, delete on audit_installation, audit_signingkey, audit_anchor from gugus_app, gugus_worker;
revoke insert on audit_installation from gugus_app, gugus_worker;
revoke insert on audit_signingkey, audit_anchor from gugus_app;
"""

UNDO = """
drop trigger append_only on audit_installation; drop trigger no_truncate on audit_installation;
drop trigger append_only on audit_signingkey; drop trigger no_truncate on audit_signingkey;
drop trigger append_only on audit_anchor; drop trigger no_truncate on audit_anchor;
delete from audit_installation;
"""


class Migration(migrations.Migration):
    """Anchors and their keys are added by the worker and stay. A root says nothing about anybody: all may read it."""

    dependencies = [("audit", "0004_anchors")]

    operations = [
        migrations.RunSQL(STAY, UNDO),
    ]
