from django.db import migrations

from gugus.consent.seeds import TABLES, shipped, texts


def seed(apps, schema_editor):
    for name in TABLES:
        model = apps.get_model("consent", name)
        model.objects.bulk_create(model(**row) for row in shipped(name))
    text = apps.get_model("consent", "InformationText")
    text.objects.bulk_create(text(**row) for row in texts())


class Migration(migrations.Migration):
    dependencies = [("consent", "0002_locks")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
