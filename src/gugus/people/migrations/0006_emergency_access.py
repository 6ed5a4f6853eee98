from django.db import migrations

from gugus.base.rls import OpenInEmergency

# The search finds what is open to the whole agency; an emergency opens pages, not the search of colleagues.
SEARCH = """
create or replace function people_found_inside(sought bytea[], most int)
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
        where g.agency_id = (select gugus_agency()) and g.record_kind = 'identity' and g.user_id is null
          and 'identity' = any(g.sections) and g.from_at is not null and g.ended_at is null
          and (g.until_at is null or g.until_at > now()))
  ) x group by x.person_id order by 2 desc, 1 limit least(most, 200)
$$;

create or replace function people_known_outside(sought bytea[]) returns table (agency uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct t.agency_id from people_searchtoken t
  where t.token = any(sought[1:40]) and t.purpose in ('document', 'phone', 'full_year')
    and t.agency_id <> (select gugus_agency())
    and not exists (
      select 1 from access_grant g
      where g.agency_id = (select gugus_agency()) and g.record_kind = 'identity' and g.record_id = t.person_id
        and g.user_id is null and 'identity' = any(g.sections) and g.from_at is not null and g.ended_at is null
        and (g.until_at is null or g.until_at > now()))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0005_forgotten"), ("access", "0009_grants_to_one_person")]

    operations = [
        OpenInEmergency("people_person", "person"),
        OpenInEmergency("people_identity", "identity"),
        migrations.RunSQL(SEARCH, migrations.RunSQL.noop),
    ]
