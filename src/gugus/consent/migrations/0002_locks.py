from django.db import migrations

from gugus.base.rls import Protect, by_agency

OWN = by_agency()
EITHER = f"{by_agency()} or {by_agency('to_agency_id')}"
# Only the agency that answers for a person keeps that person's ledger.
ONLY_OWNERS = "agency_id = (select gugus_agency()) and gugus_owns('person', person_id)"


def only_owners(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"create policy only_owners_note on {table} as restrictive for insert to gugus_app with check ({ONLY_OWNERS})",
        f"drop policy only_owners_note on {table}",
    )


def only_changes(table: str, *columns: str) -> migrations.RunSQL:
    """Lines are added and ended, never rewritten."""
    some = f"grant update ({', '.join(columns)}) on {table} to gugus_app" if columns else "select 1"
    return migrations.RunSQL(
        [f"revoke update on {table} from gugus_app", some], [f"grant update on {table} to gugus_app"]
    )


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_initial"), ("access", "0002_locks"), ("people", "0002_locks")]

    operations = [
        Protect("consent_ground", OWN),
        Protect("consent_withdrawal", OWN),
        Protect("consent_recall", EITHER),
        Protect("consent_override", OWN),
        *(only_owners(f"consent_{name}") for name in ("ground", "withdrawal", "recall", "override")),
        only_changes(
            "consent_ground", "replaced_at", "lapsed_at", "withdrawn_at", "withdrawal_id", "version"
        ),
        only_changes("consent_withdrawal"),
        only_changes(
            "consent_recall",
            "receipt",
            "duty",
            "answered_at",
            "answered_by_id",
            "typed_in",
            "words",
            "version",
        ),
        only_changes(
            "consent_override", "verdict", "reviewed_by_id", "reviewed_at", "review_words", "version"
        ),
        migrations.RunSQL(
            # Whoever had the data says what was done with them; the sender speaks only for those without an account.
            "create policy only_recipients_answer on consent_recall as restrictive for update to gugus_app "
            "using (coalesce(to_agency_id, agency_id) = (select gugus_agency()))",
            "drop policy only_recipients_answer on consent_recall",
        ),
    ]
