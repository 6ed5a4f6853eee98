from django.db import migrations

from gugus.consent.seeds import shipped


def add_purpose(apps, schema_editor):
    """A new installation got it with the table; a running one gets it here."""
    model = apps.get_model("consent", "Purpose")
    for row in shipped("Purpose"):
        if row["code"] == "return" and not model.objects.filter(code="return").exists():
            model.objects.create(**row)


class Migration(migrations.Migration):
    dependencies = [("repatriation", "0002_locks"), ("consent", "0003_tables")]

    operations = [migrations.RunPython(add_purpose, migrations.RunPython.noop)]
