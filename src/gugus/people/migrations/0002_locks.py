from django.db import migrations

from gugus.base.rls import KeepAcl, Protect, by_acl, by_user

# Tokens are written and read only through these functions, so that nobody can ask the database
# "does any agency know this number?" without leaving a trace in the caller's action.
FUNCTIONS = """
create function people_keep_tokens(whom uuid, wanted text, fresh bytea[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare owner uuid;
begin
  select agency_id into owner from people_person where id = whom;
  if owner is null or (gugus_agency() is not null and not gugus_may('identity', whom, 'identity')) then
    raise exception 'This identity is not yours to change.' using errcode = 'insufficient_privilege';
  end if;
  delete from people_searchtoken where person_id = whom and purpose = wanted;
  insert into people_searchtoken (person_id, agency_id, purpose, token)
    select distinct whom, owner, wanted, t from unnest(fresh) t;
end $$;

-- Persons whose identity the asking agency may see, by how many tokens they share with the search.
create function people_found_inside(wanted text, sought bytea[], most int)
returns table (person uuid, hits bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select x.person_id, count(*) from (
    select t.person_id, t.token from people_searchtoken t
      where t.purpose = wanted and t.token = any(sought) and t.agency_id = gugus_agency()
    union
    select t.person_id, t.token from access_grant g
      join people_searchtoken t on t.person_id = g.record_id
      where g.agency_id = gugus_agency() and g.record_kind = 'identity' and 'identity' = any(g.sections)
        and g.from_at is not null and g.ended_at is null and (g.until_at is null or g.until_at > now())
        and t.purpose = wanted and t.token = any(sought)
  ) x group by x.person_id order by 2 desc, 1 limit least(most, 200)
$$;

-- Agencies outside one's scope that may know somebody: never who, never how many.
create function people_known_outside(wanted text, sought bytea[], at_least int)
returns table (agency uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct agency_id from (
    select t.agency_id, t.person_id from people_searchtoken t
      where t.purpose = wanted and t.token = any(sought) and t.agency_id <> gugus_agency()
      group by t.agency_id, t.person_id having count(distinct t.token) >= at_least
      limit 500
  ) x
$$;
"""

UNDO = (
    "drop function people_keep_tokens(uuid, text, bytea[]), people_found_inside(text, bytea[], int), "
    "people_known_outside(text, bytea[], int)"
)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("access", "0002_locks")]

    operations = [
        Protect("people_person", by_acl()),
        KeepAcl("people_person", "person"),
        Protect("people_identity", by_acl()),
        KeepAcl("people_identity", "identity"),
        Protect("people_searchtoken", None, check="false"),
        Protect("people_unmasking", by_user()),
        migrations.RunSQL(FUNCTIONS, UNDO),
    ]
