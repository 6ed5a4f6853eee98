from django.db import migrations

from gugus.base.rls import Protect, by_user


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial"), ("access", "0002_locks")]

    # A second person's yes makes an export in the name of the first: it is written, not read, by that agency.
    operations = [
        Protect(
            "exchange_export",
            by_user("asked_by_id"),
            check="agency_id = (select gugus_agency()) and (asked_by_id = (select gugus_user()) or"
            " agreed_by_id = (select gugus_user()))",
        )
    ]
