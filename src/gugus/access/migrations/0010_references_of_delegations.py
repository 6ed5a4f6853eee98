from django.db import migrations, models

import gugus.access.models


class Migration(migrations.Migration):
    dependencies = [("access", "0009_grants_to_one_person")]

    operations = [  # the table is as new as this column: no row has to get a reference
        migrations.AddField(
            model_name="delegation",
            name="ref",
            field=models.CharField(
                default=gugus.access.models.new_delegation_ref, editable=False, max_length=12, unique=True
            ),
        ),
    ]
