from datetime import date

from django.db import migrations

from gugus.base.rls import Protect, by_agency

# Where to begin; an official changes them on the page. No law says a number.
BEGINNING = {
    "unmaskings": 8, "persons": 15, "foreign": 10, "off_hours": 20, "empty_searches": 10, "emergencies": 2,
    "exports": 10, "refusals": 8,
}  # fmt: skip


def begin(apps, schema_editor):
    Threshold = apps.get_model("trail", "Threshold")
    for figure, least in BEGINNING.items():
        Threshold.objects.create(figure=figure, deviations=3, least=least, valid_from=date(2020, 1, 1))


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]

    operations = [
        Protect("trail_assessment", by_agency()),
        migrations.RunSQL("revoke update on trail_assessment from gugus_app", ""),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
