from django.db import migrations

from gugus.base.rls import FilesOf


class Migration(migrations.Migration):
    dependencies = [("taskforce", "0002_locks"), ("files", "0002_locks")]

    operations = [FilesOf("taskforce_legalbasis", "legalbasis")]
