from django.db import migrations

from gugus.base.rls import Protect

# The application role can name an event that the worker shall look at; it can neither read nor fill the queue.
WAKE = """
create function outbox_wake(event uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
  select procrastinate_defer_jobs_v1(array[
    row('default', 'outbox.deliver', 0, null, null, jsonb_build_object('event', event), null)
      ::procrastinate_job_to_defer_v1])
$$;

revoke all on procrastinate_jobs, procrastinate_events, procrastinate_workers, procrastinate_periodic_defers
  from gugus_app;
do $$ declare f regprocedure; begin
  for f in select oid::regprocedure from pg_proc
    where pronamespace = 'public'::regnamespace and proname like 'procrastinate%' loop
    execute format('revoke execute on function %s from gugus_app, public', f);
    execute format('grant execute on function %s to gugus_worker', f);
  end loop;
end $$;
grant select, insert, update, delete on
  procrastinate_jobs, procrastinate_events, procrastinate_workers, procrastinate_periodic_defers to gugus_worker;
revoke update on outbox_event, outbox_delivery from gugus_app;
"""

UNDO = "drop function outbox_wake(uuid); grant update on outbox_event, outbox_delivery to gugus_app"


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0001_initial"),
        ("base", "0001_initial"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.RunSQL(WAKE, UNDO),
        Protect("outbox_event", None, check="true"),
        Protect("outbox_delivery", None, check="false"),
    ]
