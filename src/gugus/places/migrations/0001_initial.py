import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

TABLES = "places_area, places_areaname, places_areachange, places_loadedlist, places_boundary"

# Without statistics PostgreSQL reads all areas again and again, and what a bulk load leaves waiting beside the
# trigram index is read by every search. Only the owner of a table may put both in order.
SETTLED = """
create function places_settle() returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform gin_clean_pending_list('area_search_key'), gin_clean_pending_list('area_name_search_key');
  analyze places_area;
  analyze places_areaname;
end $$;
revoke execute on function places_settle() from public, gugus_app;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Area",
            fields=[
                ("code", models.CharField(max_length=13, primary_key=True, serialize=False)),
                (
                    "level",
                    models.SmallIntegerField(
                        choices=[
                            (1, "province"),
                            (2, "regency or city"),
                            (3, "district (kecamatan)"),
                            (4, "village (desa or kelurahan)"),
                        ]
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("province", "Province"),
                            ("regency", "Regency"),
                            ("city", "City"),
                            ("administrative_regency", "Administrative regency"),
                            ("administrative_city", "Administrative city"),
                            ("district", "District (kecamatan)"),
                            ("kelurahan", "Kelurahan"),
                            ("desa", "Desa"),
                        ],
                        max_length=24,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("province_code", models.CharField(max_length=2)),
                ("regency_code", models.CharField(blank=True, max_length=5)),
                ("district_code", models.CharField(blank=True, max_length=8)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("search_key", models.CharField(max_length=120)),
                ("above_key", models.CharField(blank=True, max_length=400)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="places.area",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="places.area",
                    ),
                ),
            ],
            options={
                "verbose_name": "area",
            },
        ),
        migrations.CreateModel(
            name="AreaChange",
            fields=[
                ("old_code", models.CharField(max_length=13, primary_key=True, serialize=False)),
                ("new_code", models.CharField(max_length=13)),
                ("since", models.DateField()),
                ("basis", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="LoadedList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=200)),
                ("version", models.CharField(max_length=40)),
                ("digest", models.CharField(max_length=64)),
                ("areas", models.IntegerField()),
                ("loaded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Boundary",
            fields=[
                (
                    "area",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="boundary",
                        serialize=False,
                        to="places.area",
                    ),
                ),
                ("path", models.TextField()),
                ("west", models.IntegerField()),
                ("north", models.IntegerField()),
                ("east", models.IntegerField()),
                ("south", models.IntegerField()),
                ("source", models.CharField(max_length=300)),
                ("licence", models.CharField(max_length=200)),
                ("loaded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="AreaName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("former", "former name"),
                            ("short", "short name"),
                            ("spelling", "other spelling"),
                        ],
                        max_length=12,
                    ),
                ),
                ("search_key", models.CharField(max_length=120)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="places.area"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="area",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(models.F("search_key"), name="gin_trgm_ops"),
                name="area_search_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code__regex", "^\\d{2}$"), ("level", 1)),
                    models.Q(("code__regex", "^\\d{2}\\.\\d{2}$"), ("level", 2)),
                    models.Q(("code__regex", "^\\d{2}\\.\\d{2}\\.\\d{2}$"), ("level", 3)),
                    models.Q(("code__regex", "^\\d{2}\\.\\d{2}\\.\\d{2}\\.\\d{4}$"), ("level", 4)),
                    _connector="OR",
                ),
                name="area_code_has_its_dots",
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("successor", None),
                    models.Q(
                        ("valid_to__isnull", False), models.Q(("successor", models.F("code")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="area_only_a_former_one_has_a_successor",
            ),
        ),
        migrations.AddIndex(
            model_name="areaname",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(models.F("search_key"), name="gin_trgm_ops"),
                name="area_name_search_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="areaname",
            constraint=models.UniqueConstraint(fields=("area", "search_key"), name="one_area_name_of_a_key"),
        ),
        # Reference data: the web process reads it, only commands of an operator write it.
        migrations.RunSQL(
            f"revoke insert, update on {TABLES} from gugus_app",
            f"grant insert, update on {TABLES} to gugus_app",
        ),
        migrations.RunSQL(SETTLED, "drop function places_settle()"),
    ]
