from django.db import migrations

# A grant with a ceiling (a sharing agreement) is for reading. What rows of a section hold is sensitive, who somebody is
# is personal: below that the ceiling lets the database give out the bare record and nothing that hangs on it.
FUNCTIONS = """
create or replace function gugus_may(wanted text, record uuid, part text) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return gugus_owns(wanted, record) or exists (
    select 1 from access_grant g
    where g.record_kind = wanted and g.record_id = record and g.agency_id = gugus_agency()
      and (g.user_id is null or g.user_id = gugus_user())
      and (g.field_class is null or g.field_class >= case part when 'identity' then 1 else 2 end)
      and part = any(g.sections) and g.from_at is not null and g.ended_at is null and (g.until_at is null or g.until_at > now()));
end $$;

-- How deep the asking agency may read a record: 3 without a ceiling, else the class of the deepest live grant, else null.
create function gugus_depth(wanted text, record uuid) returns int
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if gugus_owns(wanted, record) then return 3; end if;
  return (select max(coalesce(g.field_class, 3)) from access_grant g
    where g.record_kind = wanted and g.record_id = record and g.agency_id = gugus_agency()
      and (g.user_id is null or g.user_id = gugus_user())
      and g.from_at is not null and g.ended_at is null and (g.until_at is null or g.until_at > now()));
end $$;

-- Only the worker opens by an agreement; people of either side may only shorten or end what it opened.
create policy the_worker_opens_by_agreement on access_grant as restrictive for insert to gugus_app
  with check (because_kind <> 'agreement' and field_class is null);

create or replace function access_guard_grant() returns trigger language plpgsql as $$
begin
  if current_user <> 'gugus_app' then return new; end if;
  if gugus_agency() is distinct from old.given_by_agency_id and
     (new.record_kind, new.record_id, new.agency_id, new.sections, new.given_by_agency_id, new.because_id, new.field_class)
       is distinct from
     (old.record_kind, old.record_id, old.agency_id, old.sections, old.given_by_agency_id, old.because_id, old.field_class) then
    raise exception 'Only the giving agency changes a grant.' using errcode = 'insufficient_privilege';
  end if;
  if old.ended_at is not null and new.ended_at is null then
    raise exception 'An ended grant stays ended.' using errcode = 'insufficient_privilege';
  end if;
  if new.user_id is distinct from old.user_id or (old.user_id is not null and
     (new.record_kind, new.record_id, new.agency_id, new.sections, new.from_at, new.until_at)
       is distinct from
     (old.record_kind, old.record_id, old.agency_id, old.sections, old.from_at, old.until_at)) then
    raise exception 'Emergency access only ends.' using errcode = 'insufficient_privilege';
  end if;
  if 'agreement' in (old.because_kind, new.because_kind) and
     ((new.record_kind, new.record_id, new.agency_id, new.sections, new.given_by_agency_id, new.because_kind,
       new.because_id, new.field_class, new.from_at)
        is distinct from
      (old.record_kind, old.record_id, old.agency_id, old.sections, old.given_by_agency_id, old.because_kind,
       old.because_id, old.field_class, old.from_at)
      or (old.until_at is not null and (new.until_at is null or new.until_at > old.until_at))) then
    raise exception 'What an agreement opened only ends.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
"""
UNDO = "drop policy the_worker_opens_by_agreement on access_grant; drop function gugus_depth(text, uuid)"


class Migration(migrations.Migration):
    dependencies = [("access", "0012_grants_with_a_ceiling")]

    operations = [migrations.RunSQL(FUNCTIONS, UNDO)]
