from django.db import migrations

from gugus.retention.seeds import shipped


def seed(apps, schema_editor):
    rule = apps.get_model("retention", "RetentionRule")
    names = {field.name for field in rule._meta.fields}
    rule.objects.bulk_create(rule(**{key: row[key] for key in row if key in names}) for row in shipped())


class Migration(migrations.Migration):
    dependencies = [("retention", "0002_locks")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
