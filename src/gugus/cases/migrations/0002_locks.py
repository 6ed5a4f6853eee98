from django.db import migrations

from gugus.base.rls import KeepAcl, Protect, by_acl, by_parent

IN_CASE = by_parent("cases_case", "case_id")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("access", "0002_locks")]

    operations = [
        Protect("cases_case", by_acl()),
        KeepAcl("cases_case", "case"),
        Protect("cases_party", IN_CASE),
        Protect("cases_teammember", IN_CASE),
        Protect("cases_incident", IN_CASE),
        Protect("cases_routeleg", by_parent("cases_incident", "incident_id")),
        Protect("cases_chronologyentry", f"{IN_CASE} and gugus_may('case', case_id, section)"),
        Protect("cases_flag", IN_CASE),
    ]
