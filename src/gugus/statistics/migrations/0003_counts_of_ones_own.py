from django.db import migrations

# Row-level security cannot bind a count made by its owner's rights, so the function binds itself: exact days for one's
# own agency, whole years (of the running one, whole months) for the task force, and nothing about one other agency.
# Renaming keeps the counting as it was reviewed; the gate in front of it is the only way in.
GATE = """
alter function statistics_count(text, text[], date, date, uuid, text) rename to statistics_count_any;
revoke execute on function statistics_count_any(text, text[], date, date, uuid, text) from public, gugus_app;

create function statistics_count(fact text, dims text[], first_day date, end_day date, whose uuid, area text)
returns table (keys text[], n bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare caller text := coalesce(nullif(current_setting('role', true), 'none'), session_user);
begin
  if caller = 'gugus_app' then
    if gugus_agency() is null or whose <> gugus_agency() then
      raise exception 'Only totals of one''s own agency or of all.' using errcode = 'insufficient_privilege';
    end if;
    if whose is null and (extract(doy from first_day) <> 1 or extract(day from end_day) <> 1) then
      raise exception 'Totals of all come by year.' using errcode = 'insufficient_privilege';
    end if;
  end if;
  return query select * from statistics_count_any(fact, dims, first_day, end_day, whose, area);
end $$;
"""
UNDO = """
drop function statistics_count(text, text[], date, date, uuid, text);
alter function statistics_count_any(text, text[], date, date, uuid, text) rename to statistics_count;
grant execute on function statistics_count(text, text[], date, date, uuid, text) to gugus_app;
"""


class Migration(migrations.Migration):
    dependencies = [("statistics", "0002_locks")]

    operations = [migrations.RunSQL(GATE, UNDO)]
