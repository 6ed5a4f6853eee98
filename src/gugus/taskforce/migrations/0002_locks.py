from django.db import migrations

from gugus.base.rls import Protect, by_host, by_task_force

TABLES = ("taskforce_legalbasis", "taskforce_position", "taskforce_frequency")


class Migration(migrations.Migration):
    dependencies = [("taskforce", "0001_initial"), ("directory", "0002_inside_a_task_force")]

    operations = [
        # Every member reads, the agency that keeps the secretariat writes.
        *(Protect(table, by_task_force(), check=by_host()) for table in TABLES),
        migrations.RunSQL(
            [
                f"create policy only_the_host_changes on {table} as restrictive for update to gugus_app "
                f"using ({by_host()}) with check ({by_host()})"
                for table in TABLES
            ],
            [f"drop policy only_the_host_changes on {table}" for table in TABLES],
        ),
    ]
