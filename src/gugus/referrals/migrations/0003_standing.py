import django.utils.timezone
from django.db import migrations, models

# Of what is there already: since the last move; the clock of the answer, or of the open task to report back.
FILL = """
update referrals_referral r set
    state_at = coalesce((select max(m.at) from referrals_move m where m.referral_id = r.id), r.written_at),
    clock_from = case when r.state = 'sent' then r.sent_at when r.state in ('accepted', 'in_service') then t.started_at end,
    due_at = case when r.state = 'sent' then r.answer_due_at when r.state in ('accepted', 'in_service') then t.due_at end
from referrals_referral o left join lateral (
    select started_at, due_at from tasks_task
    where about_kind = 'referral' and about_id = o.id and kind = 'referral_feedback' and done_at is null limit 1) t on true
where o.id = r.id
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_locks"), ("tasks", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="state_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="referral", name="clock_from", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="referral", name="due_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
