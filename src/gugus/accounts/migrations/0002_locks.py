from django.db import migrations

from gugus.base.rls import AllowDelete, Protect, by_agency, by_user

OF_A_COLLEAGUE = (
    "exists (select 1 from access_user colleague where colleague.id = user_id and "
    f"{by_agency('colleague.agency_id')})"
)


class Migration(migrations.Migration):
    """Kept texts are one's own; colleagues of an agency see who accepted; sessions are found by digest only."""

    dependencies = [
        ("accounts", "0001_sessions_and_conduct"),
        ("base", "0001_initial"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        Protect("accounts_kepttext", by_user(), delete=True),
        Protect("accounts_rolerule", by_agency()),
        Protect("accounts_acceptance", OF_A_COLLEAGUE, check=by_user()),
        AllowDelete("accounts_session"),
        # Sessions of before lay there with their keys in clear.
        migrations.RunSQL("delete from django_session", migrations.RunSQL.noop),
    ]
