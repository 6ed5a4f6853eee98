from django.db import migrations

from gugus.base.rls import Protect, by_user

OWN = by_user()
# A page lets a code leave; it can neither change nor choose what leaves otherwise. The worker does all the rest.
WRITING = """
revoke update on notices_dispatch, notices_delivery, notices_onetimecode, notices_providerreceipt from gugus_app;
update notices_notice set planned_at = at where planned_at is null;
"""
UNDO = """
grant update on notices_dispatch, notices_delivery, notices_onetimecode, notices_providerreceipt to gugus_app;
"""
# Counts for the administrator's page: channel, how far, why, how many, the oldest, the latest. Nobody's name or id.
STANDING = """
create function notices_standing()
  returns table (channel text, step text, why text, count bigint, oldest timestamptz, latest timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select d.channel::text, d.step::text, d.why::text, count(*), min(d.made_at), max(d.sent_at)
    from notices_dispatch d
    group by 1, 2, 3
  union all
  select v.channel::text, 'pending', v.why::text, count(*), min(v.made_at), null
    from notices_delivery v where v.state in ('waiting', 'held', 'digest') group by 1, 2, 3
$$;
revoke execute on function notices_standing() from public;
grant execute on function notices_standing() to gugus_app, gugus_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_beyond_the_page"), ("base", "0001_initial")]

    operations = [
        Protect("notices_choice", OWN),
        Protect("notices_manner", OWN),
        Protect("notices_houserules", "true"),
        Protect("notices_address", OWN, delete=True),
        Protect("notices_dispatch", OWN, check=f"({OWN}) or (user_id is null and purpose = 'code')"),
        Protect("notices_delivery", OWN, check="false"),
        Protect("notices_onetimecode", None, check="true"),
        Protect("notices_providerreceipt", None, check="true"),
        migrations.RunSQL(WRITING, UNDO),
        migrations.RunSQL(STANDING, "drop function notices_standing()"),
    ]
