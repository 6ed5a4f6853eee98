from django.db import migrations, models

# The facts that are there already; later ones are written whole (keeping.py).
FILL = """
update statistics_referralfact f set urgency = r.urgency, code = r.code,
    answer_band = case when f.answer_hours is null then '' when f.answer_hours <= 2 then 'h2'
        when f.answer_hours <= 24 then 'h24' when f.answer_hours <= 72 then 'd3' when f.answer_hours <= 168 then 'd7'
        else 'over' end,
    answered_how = case when f.answer_hours is null then '' else 'account' end,
    over_clock = r.ended_at is null and coalesce(r.due_at < now(), false)
from referrals_referral r where r.id = f.id
"""


class Migration(migrations.Migration):
    dependencies = [("statistics", "0003_counts_of_ones_own"), ("referrals", "0003_standing")]

    operations = [
        migrations.AddField(
            "referralfact", "urgency", models.CharField(blank=True, default="", max_length=8), False
        ),
        migrations.AddField(
            "referralfact", "code", models.CharField(blank=True, default="", max_length=40), False
        ),
        migrations.AddField(
            "referralfact", "answer_band", models.CharField(blank=True, default="", max_length=8), False
        ),
        migrations.AddField(
            "referralfact", "answered_how", models.CharField(blank=True, default="", max_length=8), False
        ),
        migrations.AddField("referralfact", "over_clock", models.BooleanField(default=False)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
