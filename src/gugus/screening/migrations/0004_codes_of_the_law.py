"""Results are called as the law's list identification_results calls them; drafts of notes get their lock."""

from django.db import migrations

from gugus.base.rls import Protect, by_parent, by_user

RENAMED = {"not_enough": "not_yet_proven", "not_indicated": "not_trafficking"}
TABLES = ("screening_assessment", "screening_identificationdecision")


def rename(pairs):
    return [
        f"update {table} set result = '{new}' where result = '{old}'"
        for table in TABLES
        for old, new in pairs
    ]


class Migration(migrations.Migration):
    dependencies = [("screening", "0003_answers_and_drafts"), ("access", "0002_locks")]

    operations = [
        migrations.RunSQL(rename(RENAMED.items()), rename((new, old) for old, new in RENAMED.items())),
        Protect(
            "screening_notedraft", f"{by_user()} and {by_parent('screening_assessment', 'assessment_id')}"
        ),
    ]
