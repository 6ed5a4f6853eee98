import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gugus.base.sealed
import gugus.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0003_keys_leave_a_trace"),
        ("cases", "0007_closing_with_a_second_person"),
        ("reintegration", "0002_locks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MonitoringRules",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=gugus.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(unique=True)),
                (
                    "high",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None
                    ),
                ),
                (
                    "medium",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None
                    ),
                ),
                (
                    "low",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None
                    ),
                ),
                ("visits_done", models.PositiveSmallIntegerField()),
                ("alone_once", models.PositiveSmallIntegerField()),
                ("safe_at_last", models.BooleanField()),
                ("supports_open", models.PositiveSmallIntegerField()),
                ("end_outcomes", models.PositiveSmallIntegerField()),
                ("basis", models.CharField(max_length=200)),
                (
                    "status",
                    models.CharField(
                        choices=[("C", "confirmed"), ("M", "to be confirmed"), ("D", "local decision")],
                        max_length=1,
                    ),
                ),
                ("valid_from", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.AddField(
            model_name="visitrecord",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="correction",
                to="reintegration.visitrecord",
            ),
        ),
        migrations.AddField(
            model_name="visitrecord",
            name="needs",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="visitrecord",
            name="visited_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="visitrecord",
            name="why",
            field=gugus.base.sealed.SealedField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="visitrecord",
            name="wrong",
            field=models.CharField(
                blank=True,
                choices=[
                    ("day", "The day"),
                    ("answer", "An answer"),
                    ("words", "The words, or something was missing"),
                    ("held", "Whether it took place at all"),
                    ("other_visit", "It was about another visit or another person"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="visitrecord",
            name="visit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="records",
                to="reintegration.monitoringvisit",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitrecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects", None)), fields=("visit",), name="one_first_record_of_a_visit"
            ),
        ),
        migrations.AddConstraint(
            model_name="visitrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrects", None), ("wrong", "")),
                    models.Q(("corrects__isnull", False), models.Q(("wrong", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_correction_says_what_was_wrong",
            ),
        ),
        migrations.AddField(
            model_name="monitoringrules",
            name="changed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reintegration",
            name="rules",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reintegration.monitoringrules",
            ),
        ),
        migrations.AddConstraint(
            model_name="monitoringrules",
            constraint=models.CheckConstraint(
                condition=models.Q(("high__len__gt", 0), ("medium__len__gt", 0), ("low__len__gt", 0)),
                name="every_risk_is_visited",
            ),
        ),
    ]
