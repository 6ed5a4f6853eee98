from django.db import migrations

from gugus.base.rls import OpenInEmergency


class Migration(migrations.Migration):
    dependencies = [("intake", "0006_forgotten"), ("access", "0009_grants_to_one_person")]

    operations = [OpenInEmergency("intake_report", "report", ("intake_mention", "report_id"))]
