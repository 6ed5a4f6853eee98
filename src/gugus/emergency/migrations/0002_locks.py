from django.db import migrations

from gugus.base.rls import AGENCY, USER, Protect

# The only way to a grant for one person. It needs the opening's own row, made a moment ago by the person who asks,
# so that it cannot be called without a trace; it asks who speaks by itself, and answers nothing.
OPEN = """
create function emergency_open(opening uuid, far boolean, parts text[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  o emergency_opening; t record; found_id uuid; owner uuid; someone uuid; links record;
begin
  select * into o from emergency_opening where id = opening for update;
  if o.id is null or gugus_user() is null or o.user_id <> gugus_user() or o.agency_id <> gugus_agency()
     or o.reviewed_in_id is not null or o.at not between now() - interval '5 minutes' and now() + interval '5 minutes'
     or o.until_at > o.at + interval '8 hours' then
    raise exception 'Emergency access needs its own opening.' using errcode = 'insufficient_privilege';
  end if;
  if (select count(*) from emergency_opening where user_id = o.user_id and at > now() - interval '24 hours') > 5 then
    raise exception 'Too many in a day.' using errcode = 'insufficient_privilege';
  end if;
  update emergency_opening set reviewed_in_id = o.agency_id where id = opening;
  for t in select kind, name from gugus_acl_tables where kind in ('case', 'report') order by kind loop
    execute format('select id, agency_id from %s where ref = $1', t.name) into found_id, owner using o.asked_ref;
    continue when found_id is null or (owner <> o.agency_id and not coalesce(far, false));
    update emergency_opening set record_kind = t.kind, record_id = found_id, reviewed_in_id = owner where id = opening;
    insert into access_grant (id, record_kind, record_id, agency_id, user_id, sections, basis, because_kind, because_id,
        given_by_id, given_by_agency_id, from_at, until_at)
      values (gen_random_uuid(), t.kind, found_id, o.agency_id, o.user_id, parts, 'emergency', 'opening', opening,
        o.user_id, owner, o.at, o.until_at);
    select * into links from gugus_people_links where kind = t.kind;
    continue when links is null;
    for someone in execute format(
        'select distinct person_id from %s where %I = $1 and person_id is not null', links.name, links.record)
        using found_id loop
      insert into access_grant (id, record_kind, record_id, agency_id, user_id, sections, basis, because_kind,
          because_id, given_by_id, given_by_agency_id, from_at, until_at)
        select gen_random_uuid(), k.kind, someone, o.agency_id, o.user_id, array[k.part], 'emergency', 'opening',
          opening, o.user_id, owner, o.at, o.until_at
        from (values ('person', 'case'), ('identity', 'identity')) k (kind, part)
        where k.part = any(parts) and exists (select 1 from people_person p where p.id = someone and p.agency_id = owner);
    end loop;
  end loop;
end $$;
"""

# Added in one's own name and without a file; afterwards ended or signed off, each once, by whom it concerns.
GUARD = """
create policy in_ones_own_name on emergency_opening as restrictive for insert to gugus_app
  with check (user_id = (select gugus_user()) and agency_id = (select gugus_agency()) and record_id is null
    and reviewed_in_id is null and verdict = 'waiting');
revoke update on emergency_opening from gugus_app;
grant update (ended_at, ended_by_id, verdict, reviewed_by_id, reviewed_at, review_note) on emergency_opening to gugus_app;

create function emergency_guard() returns trigger language plpgsql as $$
begin
  if current_user <> 'gugus_app' then return new; end if;
  if new.verdict is distinct from old.verdict and (old.verdict <> 'waiting' or new.reviewed_by_id is distinct from gugus_user()
      or old.user_id = gugus_user() or old.reviewed_in_id is distinct from gugus_agency()) then
    raise exception 'A second person of the file''s agency signs it off, once.' using errcode = 'insufficient_privilege';
  end if;
  if old.ended_at is not null and new.ended_at is distinct from old.ended_at then
    raise exception 'An ended opening stays ended.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before update on emergency_opening for each row execute function emergency_guard();
"""
UNDO = """
drop trigger guard on emergency_opening; drop function emergency_guard; drop function emergency_open(uuid, boolean, text[]);
drop policy in_ones_own_name on emergency_opening; grant update on emergency_opening to gugus_app;
"""
SEEN = f"user_id = {USER} or agency_id = {AGENCY} or reviewed_in_id = {AGENCY}"


class Migration(migrations.Migration):
    dependencies = [("emergency", "0001_initial"), ("access", "0009_grants_to_one_person")]

    operations = [Protect("emergency_opening", SEEN), migrations.RunSQL(OPEN + GUARD, UNDO)]
