from django.db import migrations

from gugus.base.rls import Protect, by_agency


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_initial"), ("access", "0002_locks")]

    operations = [Protect("tasks_task", by_agency())]
