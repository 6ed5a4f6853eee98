from django.db import migrations

from gugus.base.rls import by_agency, by_parent

# To whom one person of a case was referred reads nothing about another one: the person must be visible too.
READS = " or ".join(f"gugus_may('case', case_id, '{one}')" for one in ("care", "health", "justice"))
BEFORE = f"{by_agency()} or (state <> 'draft' and ({READS}))"
NOW = f"{by_agency()} or (state <> 'draft' and ({READS}) and {by_parent('people_person', 'person_id')})"
TABLES = ("care_needsassessment", "care_careplan")


def policies(using: str) -> list[str]:
    """The policy of both tables, written anew."""
    return [f"alter policy app_rows on {table} using ({using}) with check ({using})" for table in TABLES]


class Migration(migrations.Migration):
    dependencies = [("care", "0005_locks_of_plans"), ("people", "0002_locks")]

    operations = [migrations.RunSQL(policies(NOW), policies(BEFORE))]
