from django.db import migrations

from gugus.base.rls import OpenInEmergency


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_forgotten"), ("access", "0009_grants_to_one_person")]

    operations = [OpenInEmergency("cases_case", "case", ("cases_party", "case_id"))]
