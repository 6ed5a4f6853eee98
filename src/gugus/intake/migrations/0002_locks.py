from django.db import migrations

from gugus.base.rls import KeepAcl, Protect, by_acl, by_parent

# The public page writes without an agency's voice; who holds the return code reaches that one report.
BY_CODE = "gugus_return_token() is not null and return_digest = gugus_return_token()"


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("access", "0002_locks")]

    operations = [
        Protect("intake_report", f"({by_acl()}) or ({BY_CODE})"),
        KeepAcl("intake_report", "report"),
        Protect("intake_mention", by_parent("intake_report", "report_id")),
        Protect("intake_addition", by_parent("intake_report", "report_id")),
    ]
