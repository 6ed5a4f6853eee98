from django.db import migrations

from gugus.base.rls import AGENCY, USER, Protect, by_agency

KNOWN = f"{AGENCY} is not null"
# The provider itself; or the secretariat for an agency in which nobody can sign in.
KEEPS = (
    "({row}agency_id = "
    + AGENCY
    + " or ({row}kept_by_id = "
    + AGENCY
    + " and not exists (select 1 from access_user"
    " someone where someone.agency_id = {row}agency_id and someone.is_active) and exists (select 1 from"
    " access_roleassignment held where held.user_id = " + USER + " and held.role = 'secretariat' and"
    " held.valid_from <= current_date and (held.valid_to is null or held.valid_to > current_date))))"
)
OWN = KEEPS.format(row="providers_offering.")
OF_OFFERING = (
    f"exists (select 1 from providers_offering o where o.id = offering_id and {KEEPS.format(row='o.')})"
)
OF_CAPACITY = (
    "exists (select 1 from providers_capacity c join providers_offering o on o.id = c.offering_id"
    f" where c.id = capacity_id and {KEEPS.format(row='o.')})"
)


def only_keepers(table: str, own: str) -> migrations.RunSQL:
    """Everybody reads; only who keeps a service changes it. Without this an update could take a row over."""
    return migrations.RunSQL(
        f"create policy only_keepers_change on {table} as restrictive for update to gugus_app "
        f"using ({own}) with check ({own})",
        f"drop policy only_keepers_change on {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("providers", "0001_initial"), ("access", "0002_locks")]

    operations = [
        Protect("providers_offering", KNOWN, check=OWN),
        only_keepers("providers_offering", OWN),
        Protect("providers_capacity", KNOWN, check=OF_OFFERING),
        only_keepers("providers_capacity", OF_OFFERING),
        Protect("providers_capacitymove", by_agency(), check=f"{by_agency()} and {OF_CAPACITY}"),
        migrations.RunSQL(
            "revoke update on providers_capacitymove from gugus_app",
            "grant update on providers_capacitymove to gugus_app",
        ),
        Protect("providers_capacityhold", by_agency(), check=f"{by_agency()} and {OF_CAPACITY}"),
    ]
