from django.db import migrations

from gugus.base.rls import AGENCY, USER

# The purpose is part of what a token was made of, so one look-up serves all purposes at once.
FUNCTIONS = """
drop function people_keep_tokens(uuid, text, bytea[]);
drop function people_found_inside(text, bytea[], int);
drop function people_known_outside(text, bytea[], int);

-- All tokens of a person, replaced at once. Only whoever may see the identity; without a voice only jobs.
create function people_keep_tokens(whom uuid, purposes text[], fresh bytea[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  owner uuid;
  -- Inside a definer function current_user is the owner; who called is the role set, or the login.
  caller text := coalesce(nullif(current_setting('role', true), 'none'), session_user);
begin
  select agency_id into owner from people_person where id = whom;
  if owner is null or (caller = 'gugus_app' and not coalesce(gugus_may('identity', whom, 'identity'), false)) then
    raise exception 'This identity is not yours to change.' using errcode = 'insufficient_privilege';
  end if;
  delete from people_searchtoken where person_id = whom;
  insert into people_searchtoken (person_id, agency_id, purpose, token)
    select distinct whom, owner, p, t from unnest(purposes, fresh) as given(p, t)
    where p is not null and t is not null;
end $$;

-- Persons whose identity the asking agency may see: the more and the rarer kinds of tokens they share, the first.
create function people_found_inside(sought bytea[], most int)
returns table (person uuid, weight bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select x.person_id, sum(case x.purpose
      when 'document' then 100 when 'phone' then 100 when 'full_year' then 30
      when 'name_year' then 6 when 'name_area' then 4 else 1 end)::bigint
  from (
    select t.person_id, t.purpose from people_searchtoken t
      where t.token = any(sought) and t.agency_id = (select gugus_agency())
    union all
    select t.person_id, t.purpose from people_searchtoken t
      where t.token = any(sought) and t.agency_id <> (select gugus_agency()) and t.person_id in (
        select g.record_id from access_grant g
        where g.agency_id = (select gugus_agency()) and g.record_kind = 'identity'
          and 'identity' = any(g.sections) and g.from_at is not null and g.ended_at is null
          and (g.until_at is null or g.until_at > now()))
  ) x group by x.person_id order by 2 desc, 1 limit least(most, 200)
$$;

-- Agencies outside one's scope that may know somebody: never who, never how many. Exact terms only, whoever asks.
create function people_known_outside(sought bytea[]) returns table (agency uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct t.agency_id from people_searchtoken t
  where t.token = any(sought[1:20]) and t.purpose in ('document', 'phone', 'full_year')
    and t.agency_id <> (select gugus_agency())
    and not exists (
      select 1 from access_grant g
      where g.agency_id = (select gugus_agency()) and g.record_kind = 'identity' and g.record_id = t.person_id
        and 'identity' = any(g.sections) and g.from_at is not null and g.ended_at is null
        and (g.until_at is null or g.until_at > now()))
$$;

-- When another agency answers for an identity, its tokens go along.
create function people_move_tokens() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update people_searchtoken set agency_id = new.agency_id where person_id = new.id;
  return null;
end $$;
create trigger move_tokens after update of agency_id on people_identity for each row
when (old.agency_id is distinct from new.agency_id) execute function people_move_tokens();

revoke all on people_searchtoken from gugus_app;
"""

UNMASKINGS = f"""
drop policy app_rows on people_unmasking;
create policy app_rows on people_unmasking to gugus_app
  using (user_id = {USER} or agency_id = {AGENCY})
  with check (
    user_id = {USER} and gugus_may('identity', person_id, 'identity')
    and exists (select 1 from people_person p where p.id = person_id and p.agency_id = people_unmasking.agency_id));
-- What was seen was seen: only the end may be brought forward.
revoke update on people_unmasking from gugus_app;
grant update (until_at) on people_unmasking to gugus_app;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_tokens_and_unmaskings")]

    operations = [
        migrations.RunSQL(FUNCTIONS, elidable=False),
        migrations.RunSQL(UNMASKINGS, elidable=False),
    ]
