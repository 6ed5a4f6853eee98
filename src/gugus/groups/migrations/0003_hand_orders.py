import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import gugus.base.sealed
import gugus.kernel.ids
from gugus.base.rls import USER, Protect, by_agency

IN_GROUP = f"{by_agency()} and exists (select 1 from groups_group parent where parent.id = group_id)"

# An order is given in one's own name and carried out by the worker alone.
LOCKS = f"""
create policy in_ones_own_name on groups_handorder as restrictive for insert to gugus_app
  with check (ordered_by_id = {USER} and state = 'waiting' and gone = 0);
create policy only_the_worker_carries_on on groups_handorder as restrictive for update to gugus_app using (false);
"""
UNDO = """
drop policy in_ones_own_name on groups_handorder; drop policy only_the_worker_carries_on on groups_handorder;
"""


def to(model: str, related: str = "+", **more) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related, to=model, **more
    )


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0003_keys_leave_a_trace"),
        ("cases", "0007_closing_with_a_second_person"),
        ("directory", "0001_initial"),
        ("groups", "0002_locks"),
        ("people", "0009_tokens_by_version"),
        ("repatriation", "0003_purpose_of_return"),
        ("screening", "0004_codes_of_the_law"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HandOrder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=gugus.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Ordered"), ("running", "Being handed over"), ("done", "Ended")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                (
                    "numbers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), size=None
                    ),
                ),
                ("at_number", models.PositiveIntegerField(default=0)),
                ("trying", models.PositiveIntegerField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("gone", models.PositiveIntegerField(default=0)),
                ("transport", models.CharField(blank=True, max_length=30)),
                ("departed_at", models.DateTimeField(blank=True, null=True)),
                ("arrives_at", models.DateTimeField(blank=True, null=True)),
                ("journey", gugus.base.sealed.SealedField(blank=True, null=True)),
                ("problems", gugus.base.sealed.SealedField(blank=True, null=True)),
                ("ordered_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("agency", to("directory.agency")),
                ("data_key", to("base.datakey", editable=False, null=True)),
                ("destination", to("groups.destination", "orders")),
                ("group", to("groups.group", "orders")),
                ("handover", to("repatriation.handover", blank=True, null=True)),
                ("manager", to(settings.AUTH_USER_MODEL)),
                ("ordered_by", to(settings.AUTH_USER_MODEL)),
                ("to_agency", to("directory.agency", blank=True, null=True)),
            ],
            options={
                "ordering": ["-ordered_at"],
                "indexes": [
                    models.Index(
                        condition=~Q(state="done"), fields=["ordered_at"], name="hand_orders_to_carry_on"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=~Q(state="done"), fields=("destination",), name="one_hand_order_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=~Q(state="done") | Q(ended_at__isnull=False),
                        name="done_hand_order_says_when",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="member", name="handed_over_member_has_a_file"),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=Q(handed_at=None) | Q(case__isnull=False, destination__isnull=False),
                name="handed_over_member_has_a_file",
            ),
        ),
        Protect("groups_handorder", IN_GROUP),
        migrations.RunSQL(LOCKS, UNDO),
    ]
