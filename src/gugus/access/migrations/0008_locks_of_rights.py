from django.db import migrations

from gugus.base.rls import Protect

TODAY = "(now() at time zone 'Asia/Jakarta')::date"

# What a version says never changes; it only moves from draft to counting to replaced.
MATRIX = f"""
create function access_guard_matrix() returns trigger language plpgsql as $$
begin
  if current_user <> 'gugus_app' then return new; end if;
  if tg_op = 'INSERT' then
    if new.state <> 'draft' or new.made_by_id is distinct from gugus_user() or not exists (
      select 1 from access_roleassignment a where a.user_id = gugus_user() and a.role = 'administrator'
        and a.valid_from <= {TODAY} and (a.valid_to is null or a.valid_to > {TODAY})) then
      raise exception 'An administrator writes a draft.' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  if (new.id, new.agency_id, new.number, new.content, new.based_on_id, new.made_by_id, new.made_at)
      is distinct from
     (old.id, old.agency_id, old.number, old.content, old.based_on_id, old.made_by_id, old.made_at)
     or (old.state, new.state) not in (('draft', 'draft'), ('draft', 'applied'), ('applied', 'replaced')) then
    raise exception 'A version of the matrix only moves on.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard_matrix before insert or update on access_matrixversion
for each row execute function access_guard_matrix();
"""

# Nobody gives in another's name; what was given may only become shorter.
SINGLE = """
create function access_guard_single() returns trigger language plpgsql as $$
begin
  if current_user <> 'gugus_app' then return new; end if;
  if tg_op = 'INSERT' then
    if new.given_by_id is distinct from gugus_user() or new.ended_at is not null then
      raise exception 'Nobody gives a right in another name.' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  if (new.user_id, new.section, new.verbs, new.scope, new.field_class, new.given_by_id, new.from_at)
      is distinct from
     (old.user_id, old.section, old.verbs, old.scope, old.field_class, old.given_by_id, old.from_at)
     or new.until_at > old.until_at or old.ended_at is not null then
    raise exception 'A right that was given only becomes shorter.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard_single before insert or update on access_singleright
for each row execute function access_guard_single();
"""

# Only the lender lends, within the own agency; only the deputy accepts.
DELEGATION = """
create function access_guard_delegation() returns trigger language plpgsql as $$
begin
  if current_user <> 'gugus_app' then return new; end if;
  if tg_op = 'INSERT' then
    if new.lender_id is distinct from gugus_user() or new.accepted_at is not null or new.ended_at is not null
       or not exists (select 1 from access_user u where u.id = new.deputy_id and u.agency_id = gugus_agency()) then
      raise exception 'Only the lender lends, within the agency.' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  if (new.lender_id, new.deputy_id, new.from_on, new.until_on)
      is distinct from (old.lender_id, old.deputy_id, old.from_on, old.until_on)
     or (old.accepted_at is not null and new.accepted_at is distinct from old.accepted_at)
     or (old.accepted_at is null and new.accepted_at is not null and new.deputy_id is distinct from gugus_user())
     or old.ended_at is not null then
    raise exception 'Only the deputy accepts; what ended stays ended.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard_delegation before insert or update on access_delegation
for each row execute function access_guard_delegation();
"""

# An agency keeps an administrator without an end day, whichever way one is lost and whoever comes first.
LAST = f"""
create function access_keep_administrator() returns trigger language plpgsql as $$
declare office uuid; person uuid; spent uuid;
begin
  if current_user <> 'gugus_app' then return new; end if;
  if tg_table_name = 'access_user' then
    if not old.is_active or (new.is_active and new.agency_id = old.agency_id) then return new; end if;
    person := old.id; office := old.agency_id;
    if not exists (select 1 from access_roleassignment
      where user_id = old.id and role = 'administrator' and valid_to is null) then return new; end if;
  else
    if old.role <> 'administrator' or old.valid_to is not null
       or (new.valid_to is null and new.role = old.role and new.user_id = old.user_id) then return new; end if;
    spent := old.id;
    select agency_id into office from access_user where id = old.user_id and is_active;
    if office is null then return new; end if;
  end if;
  -- Two administrators may take the role from each other in the same second: the second one waits, then counts.
  perform pg_advisory_xact_lock(hashtextextended('administrators:' || office, 0));
  if not exists (
    select 1 from access_roleassignment a join access_user u on u.id = a.user_id
    where u.agency_id = office and u.is_active and u.id is distinct from person and a.id is distinct from spent
      and a.role = 'administrator' and a.valid_to is null and a.valid_from <= {TODAY}) then
    raise exception 'An agency keeps its last administrator.'
      using errcode = 'check_violation', constraint = 'agency_keeps_an_administrator';
  end if;
  return new;
end $$;
create trigger keep_administrator before update on access_roleassignment
for each row execute function access_keep_administrator();
create trigger keep_administrator before update on access_user
for each row execute function access_keep_administrator();
"""

OFFICE = "exists (select 1 from access_user u where u.id = {} and u.agency_id = (select gugus_agency()))"


class Migration(migrations.Migration):
    dependencies = [("access", "0007_rights_as_data"), ("base", "0001_initial")]

    operations = [
        migrations.RunSQL(
            MATRIX + SINGLE + DELEGATION + LAST,
            "drop trigger keep_administrator on access_user; "
            "drop trigger keep_administrator on access_roleassignment; "
            "drop trigger guard_matrix on access_matrixversion; drop trigger guard_single on access_singleright; "
            "drop trigger guard_delegation on access_delegation; drop function access_guard_matrix, "
            "access_guard_single, access_guard_delegation, access_keep_administrator",
        ),
        # What roles may do is no secret; each agency writes for itself, the hosting one for all (asked in Python).
        Protect(
            "access_matrixversion", "true", check="agency_id is null or agency_id = (select gugus_agency())"
        ),
        Protect("access_singleright", OFFICE.format("user_id")),
        Protect("access_delegation", OFFICE.format("lender_id")),
    ]
