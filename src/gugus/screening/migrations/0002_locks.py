from django.db import migrations

from gugus.base.rls import Protect, by_agency, by_parent

ASSESSMENT = f"{by_agency()} or (case_id is not null and gugus_may('case', case_id, 'screening'))"
OF_ASSESSMENT = by_parent("screening_assessment", "assessment_id")


class Migration(migrations.Migration):
    dependencies = [("screening", "0001_initial"), ("access", "0002_locks"), ("cases", "0002_locks")]

    operations = [
        Protect("screening_assessment", ASSESSMENT),
        Protect("screening_evidenceitem", OF_ASSESSMENT),
        Protect("screening_conversion", OF_ASSESSMENT),
        Protect("screening_identificationdecision", OF_ASSESSMENT),
        Protect("screening_casereport", by_parent("cases_case", "case_id")),
        # A decision is history from the moment it is written.
        migrations.RunSQL(
            "revoke update on screening_identificationdecision, screening_conversion from gugus_app",
            "grant update on screening_identificationdecision, screening_conversion to gugus_app",
        ),
    ]
