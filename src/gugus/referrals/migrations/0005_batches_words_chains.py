import json

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gugus.base.sealed
import gugus.kernel.ids
import gugus.referrals.models
from gugus.base.vault import keyring
from gugus.kernel.sealing import seal, unseal

KINDS = (("message", "agency_id", "written_at"), ("basis", "agency_id", "written_at"),
         ("answer", "to_agency_id", "answered_at"), ("feedback", "to_agency_id", "written_at"))  # fmt: skip
COLUMNS = {"basis": "basis_note"}


def move_words(apps, schema_editor):
    """Each sealed text becomes a row of its own, sealed anew because a ciphertext is bound to its place."""
    with schema_editor.connection.cursor() as cursor:
        for kind, author, moment in KINDS:
            column = COLUMNS.get(kind, kind)
            cursor.execute(
                f"select r.id, r.{column}, k.id, k.wrapped, k.kek, r.{author}, r.answered_by_id, r.written_by_id, "
                f"coalesce(r.{moment}, r.written_at) from referrals_referral r "
                f"join base_datakey k on k.id = r.data_key_id where r.{column} is not null"
            )
            for row in cursor.fetchall():
                _move(cursor, kind, column, row)


def _move(cursor, kind, column, row):
    referral, sealed, key, wrapped, kek, agency, answered_by, written_by, at = row
    if not wrapped:  # the key was destroyed: the words are gone already
        return
    opened, new = keyring().unwrap(bytes(wrapped), kek), gugus.kernel.ids.new_id()
    text = json.loads(unseal(opened, bytes(sealed), f"referrals_referral:{column}:{referral}"))
    if not text:
        return
    fresh = seal(opened, json.dumps(text, ensure_ascii=False).encode(), f"referrals_words:text:{new}")
    by = written_by if kind in ("message", "basis") else answered_by
    cursor.execute(
        "insert into referrals_words (id, referral_id, kind, agency_id, by_id, at, text, data_key_id) "
        "values (%s, %s, %s, %s, %s, %s, %s, %s)",
        [new, referral, kind, agency, by, at, fresh, key],
    )


PROTECT = django.db.models.deletion.PROTECT


def key():
    return models.UUIDField(
        default=gugus.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
    )


def link(to, **more):
    return models.ForeignKey(on_delete=PROTECT, to=to, **({"related_name": "+"} | more))


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0004_board_indexes"),
        ("cases", "0006_emergency_access"),
        ("base", "0003_keys_leave_a_trace"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", key()),
                (
                    "ref",
                    models.CharField(
                        default=gugus.referrals.models.new_batch_ref,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("family", "A family"), ("group", "A group")], max_length=8),
                ),
                ("written_at", models.DateTimeField()),
                ("agency", link("directory.agency")),
                ("case", link("cases.case")),
                ("written_by", link(settings.AUTH_USER_MODEL, null=True)),
            ],
            options={"ordering": ["-written_at"]},
        ),
        migrations.CreateModel(
            name="Words",
            fields=[
                ("id", key()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("message", "What is needed"),
                            ("basis", "Reason without consent"),
                            ("answer", "Answer"),
                            ("feedback", "Feedback"),
                            ("final", "Final report"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("text", gugus.base.sealed.SealedField(blank=True, null=True)),
                ("agency", link("directory.agency")),
                ("by", link(settings.AUTH_USER_MODEL, null=True)),
                ("data_key", link("base.datakey", editable=False, null=True)),
                ("referral", link("referrals.referral", related_name="words")),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["referral", "kind", "at"], name="words_of_referral")],
            },
        ),
        migrations.AddField("move", "to_agency", link("directory.agency", null=True)),
        migrations.AddField(
            "referral", "batch", link("referrals.batch", blank=True, null=True, related_name="referrals")
        ),
        migrations.AddField(
            "referral",
            "follows",
            link("referrals.referral", blank=True, null=True, related_name="followed_by"),
        ),
        migrations.RunPython(move_words, migrations.RunPython.noop),
    ]
