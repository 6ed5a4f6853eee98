import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gugus.base.sealed

REASONS = [
    ("contact", "Reach or accompany the person"),
    ("safety", "The person may be in danger"),
    ("identify", "Make sure who it is, check documents"),
    ("referral", "Prepare a referral or an official letter"),
    ("legal", "Legal process"),
    ("correct", "Correct or complete the record"),
    ("request", "The person asked for it"),
    ("other", "Another reason (write it down)"),
]

# Old rows said their reason freely and did not say who answers for the person.
SETTLE = """
update people_unmasking u set agency_id = p.agency_id,
  reason = case when u.reason in ('contact', 'safety', 'identify', 'referral', 'legal', 'correct', 'request')
           then u.reason else 'other' end
  from people_person p where p.id = u.person_id;
set constraints all immediate;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0001_initial"),
        ("directory", "0001_initial"),
        ("people", "0002_locks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="registered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RemoveIndex(model_name="searchtoken", name="token_lookup"),
        migrations.AlterField(
            model_name="searchtoken",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.agency",
            ),
        ),
        migrations.AddIndex(
            model_name="searchtoken",
            index=models.Index(
                fields=["token", "agency"], include=("person", "purpose"), name="token_lookup"
            ),
        ),
        migrations.AddField(
            model_name="unmasking",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.agency",
            ),
        ),
        migrations.AddField(
            model_name="unmasking",
            name="data_key",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="base.datakey",
            ),
        ),
        migrations.AddField(
            model_name="unmasking", name="note", field=gugus.base.sealed.SealedField(blank=True, null=True)
        ),
        migrations.RunSQL(SETTLE, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="unmasking",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.agency",
            ),
        ),
        migrations.AlterField(
            model_name="unmasking",
            name="reason",
            field=models.CharField(choices=REASONS, max_length=20),
        ),
        migrations.AlterField(
            model_name="unmasking",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="unmasking",
            index=models.Index(fields=["user", "until_at"], name="unmasking_live"),
        ),
    ]
