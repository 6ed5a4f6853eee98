from django.db import migrations

from gugus.base.rls import USER, Protect, by_agency

# What hangs on a group belongs to the group's own agency, and people are met in one's own name.
IN_GROUP = f"{by_agency()} and exists (select 1 from groups_group parent where parent.id = group_id)"

# An import was begun by whoever speaks; who was handed over or decided about is not moved by hand to another person.
GUARD = f"""
create policy in_ones_own_name on groups_group as restrictive for insert to gugus_app
  with check (written_by_id = {USER});
create policy in_ones_own_name on groups_load as restrictive for insert to gugus_app
  with check (brought_by_id = {USER} and state = 'checking');

create function groups_guard_member() returns trigger language plpgsql as $$
begin
  if current_user <> 'gugus_app' then return new; end if;
  if (new.id, new.group_id, new.agency_id, new.person_id, new.number, new.load_id, new."row", new.is_new) is distinct from
     (old.id, old.group_id, old.agency_id, old.person_id, old.number, old.load_id, old."row", old.is_new) then
    raise exception 'A line keeps its person.' using errcode = 'insufficient_privilege';
  end if;
  if old.handed_at is not null and (new.handed_at, new.case_id, new.destination_id, new.repatriation_id) is distinct from
     (old.handed_at, old.case_id, old.destination_id, old.repatriation_id) then
    raise exception 'Who was handed over stays so.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before update on groups_member for each row execute function groups_guard_member();

-- Takes back what an import of one's own agency brought, while nobody has worked on any of it: all or nothing.
-- The keys were destroyed by the caller, in the same transaction; nothing else may delete a person.
create function groups_take_back(which uuid) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare fresh uuid[]; gone int;
begin
  if not exists (select 1 from groups_load l where l.id = which and l.agency_id = gugus_agency() and l.state = 'done') then
    raise exception 'This list is not yours to undo.' using errcode = 'insufficient_privilege';
  end if;
  select coalesce(array_agg(m.person_id), '{{}}') into fresh from groups_member m where m.load_id = which and m.is_new;
  if exists (select 1 from groups_member m where m.load_id = which and (m.version > 1 or m.assessment_id is not null
        or m.case_id is not null or m.destination_id is not null or m.aside_at is not null))
     or exists (select 1 from people_person p where p.id = any(fresh) and (p.version > 1 or p.agency_id <> gugus_agency()))
     or exists (select 1 from groups_member m where m.person_id = any(fresh) and m.load_id is distinct from which)
     or exists (select 1 from screening_assessment a where a.person_id = any(fresh))
     or exists (select 1 from cases_party c where c.person_id = any(fresh))
     or exists (select 1 from access_grant g where g.record_id = any(fresh)) then
    raise exception 'Somebody has worked on these people.' using errcode = 'insufficient_privilege';
  end if;
  delete from groups_member m where m.load_id = which;
  get diagnostics gone = row_count;
  delete from people_searchtoken t where t.person_id = any(fresh);
  delete from people_identity i where i.id = any(fresh);
  delete from people_person p where p.id = any(fresh);
  return gone;
end $$;
"""
UNDO = """
drop function groups_take_back(uuid);
drop trigger guard on groups_member; drop function groups_guard_member;
drop policy in_ones_own_name on groups_load; drop policy in_ones_own_name on groups_group;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0001_initial"),
        ("access", "0002_locks"),
        ("cases", "0002_locks"),
        ("people", "0009_tokens_by_version"),
        ("screening", "0002_locks"),
    ]

    operations = [
        Protect("groups_group", by_agency()),
        Protect("groups_load", IN_GROUP),
        Protect("groups_destination", IN_GROUP),
        Protect("groups_member", IN_GROUP),
        Protect("groups_heading", by_agency()),
        migrations.RunSQL(GUARD, UNDO),
    ]
