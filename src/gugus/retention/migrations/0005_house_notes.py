from django.db import migrations, models

from gugus.retention.codes import RecordClass
from gugus.retention.seeds import shipped


def seed(apps, schema_editor):
    """The class that came with the notes of houses, where the schedule was filled before."""
    rule = apps.get_model("retention", "RetentionRule")
    names = {field.name for field in rule._meta.fields}
    for row in shipped():
        fresh = row["record_class"] == "house_notes"
        if fresh and not rule.objects.filter(record_class="house_notes").exists():
            rule.objects.create(**{key: row[key] for key in row if key in names})


class Migration(migrations.Migration):
    dependencies = [("retention", "0004_documents")]

    operations = [
        migrations.AlterField(
            "retentionrule", "record_class", models.CharField(max_length=20, choices=RecordClass.choices)
        ),
        migrations.AlterField(
            "item", "record_class", models.CharField(max_length=20, choices=RecordClass.choices, blank=True)
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
