from django.db import migrations

from gugus.base.rls import by_host, by_task_force

# Who approves a merged report, or sends it back, usually sits in another agency than the secretariat: the City Secretary
# chairs, the women's office keeps the secretariat. Such a member moves a report out of review and changes nothing else.
REPORT = "reporting_forcereport"
WAITS = f"{by_task_force()} and state = 'review'"
DECIDED = f"{by_task_force()} and state in ('approved', 'writing')"
GUARD = """
create function reporting_second_person() returns trigger language plpgsql as $$
declare
  approval text[] := array['state', 'approved_by_id', 'approved_at', 'version'];
  return_ text[] := array['state', 'digest', 'content', 'prepared_by_id', 'prepared_at', 'version', 'data_key_id'];
begin
  if current_user <> 'gugus_app' or old.task_force_id = any ((select gugus_hosted_task_forces())::uuid[]) then
    return new;
  end if;
  if old.state || '>' || new.state = 'review>approved' and new.approved_by_id = gugus_user()
    and (to_jsonb(new) - approval) = (to_jsonb(old) - approval) then
    return new;
  end if;
  if old.state || '>' || new.state = 'review>writing' and new.digest = ''
    and (to_jsonb(new) - return_) = (to_jsonb(old) - return_) then
    return new;
  end if;
  perform reporting_refuse('only the secretariat writes a report');
end $$;
create trigger second_person before update on reporting_forcereport
  for each row execute function reporting_second_person();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_locks")]

    operations = [
        migrations.RunSQL(GUARD, "drop function reporting_second_person cascade"),
        migrations.RunSQL(
            [
                f"drop policy only_the_host_update on {REPORT}",
                f"create policy only_the_host_or_a_second_person_update on {REPORT} as restrictive for update "
                f"to gugus_app using ({by_host()} or {WAITS}) with check ({by_host()} or {DECIDED})",
                f"create policy second_person on {REPORT} for update to gugus_app using ({WAITS}) with check ({DECIDED})",
            ],
            [
                f"drop policy second_person on {REPORT}",
                f"drop policy only_the_host_or_a_second_person_update on {REPORT}",
                f"create policy only_the_host_update on {REPORT} as restrictive for update to gugus_app "
                f"using ({by_host()}) with check ({by_host()})",
            ],
        ),
    ]
