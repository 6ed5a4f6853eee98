from django.db import migrations

# Work can be handed to another agency that shares the file, and what happens there settles it again; nobody reads
# another agency's tasks for that. Knowing a file: answering for it, or holding a live grant on it.
KNOWS = """
create function tasks_knows(kind text, record uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return gugus_agency() is not null and record is not null and (
    gugus_owns(kind, record) or exists (
      select 1 from access_grant g
      where g.agency_id = gugus_agency() and g.ended_at is null and (g.until_at is null or g.until_at > now())
        and ((g.record_kind = kind and g.record_id = record and g.from_at is not null)
          or (g.because_kind = kind and g.because_id = record))));
end $$;

create function tasks_finish_elsewhere(
  wanted text, record_kind text, record uuid, who uuid, moment timestamptz)
returns table (id uuid, ref varchar, within_kind varchar, within_id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if who is distinct from gugus_user() and gugus_agency() is not null then
    raise exception 'One finishes tasks in one''s own name.' using errcode = 'insufficient_privilege';
  end if;
  return query update tasks_task t set done_at = moment, done_by_id = who, version = t.version + 1
    where t.kind = wanted and t.about_kind = record_kind and t.about_id = record and t.done_at is null
      and t.agency_id <> gugus_agency()
      and (tasks_knows(t.within_kind, t.within_id) or tasks_knows(t.about_kind, t.about_id)
        or exists (select 1 from access_user u where u.id = t.started_by_id and u.agency_id = gugus_agency()))
    returning t.id, t.ref, t.within_kind, t.within_id;
end $$;

drop policy app_rows on tasks_task;
create policy app_sees on tasks_task for select to gugus_app using (agency_id = (select gugus_agency()));
create policy app_changes on tasks_task for update to gugus_app
  using (agency_id = (select gugus_agency())) with check (agency_id = (select gugus_agency()));
create policy app_adds on tasks_task for insert to gugus_app with check (
  agency_id = (select gugus_agency())
  or tasks_knows(within_kind, within_id) or tasks_knows(about_kind, about_id));
"""

UNDO = """
drop policy app_sees on tasks_task; drop policy app_changes on tasks_task; drop policy app_adds on tasks_task;
create policy app_rows on tasks_task to gugus_app using (agency_id = (select gugus_agency()));
drop function tasks_finish_elsewhere(text, text, uuid, uuid, timestamptz), tasks_knows(text, uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0003_bases_and_closed_days"), ("access", "0002_locks")]

    operations = [migrations.RunSQL(KNOWS, UNDO)]
