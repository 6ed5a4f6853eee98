import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gugus.kernel.ids
from gugus.base.rls import AllowDelete

# What assessments may rest on is never rewritten; a draft may be changed and dropped.
STAYS = """
create function care_sheets_stay() returns trigger language plpgsql as $$
begin
    if current_user <> 'gugus_app' or old.state = 'draft' then
        if tg_op = 'DELETE' then return old; end if;
        return new;
    end if;
    raise exception 'a sheet that counts stays as it is' using errcode = 'insufficient_privilege';
end $$;
create trigger sheets_stay before update or delete on care_assessmentinstrument
    for each row execute function care_sheets_stay();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0006_only_of_known_persons"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AssessmentInstrument",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=gugus.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Being written"), ("counting", "Counts")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("domains", models.JSONField(default=list)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("state",),
                        name="one_draft_of_the_sheet",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"), ("valid_from__isnull", False), _connector="OR"
                        ),
                        name="a_counting_sheet_says_since_when",
                    ),
                ],
            },
        ),
        AllowDelete("care_assessmentinstrument"),
        migrations.RunSQL(STAYS, "drop function care_sheets_stay cascade"),
    ]
