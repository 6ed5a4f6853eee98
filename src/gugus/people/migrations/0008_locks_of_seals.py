from django.db import migrations

from gugus.base.rls import AGENCY, USER, Protect, by_agency

# An identity under seal is readable for the named few, and for whom a second person let in, for a quarter of an hour.
SEALS = f"""
create function people_unsealed() returns uuid[] language sql stable security definer
set search_path = public, pg_temp as $$
  select coalesce(array_agg(person_id), '{{}}') from people_unmasking
  where user_id = gugus_user() and because is not null and until_at > now()
$$;
create policy under_seal on people_identity as restrictive for select to gugus_app
  using (sealed_for is null or {USER} = any (sealed_for) or id = any ((select people_unsealed())::uuid[]));

-- The seal is kept by the database alone: on the identity for reading, on the person as an open fact.
create function people_keep_seal() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare few uuid[];
begin
  select named into few from people_seal where person_id = new.person_id and lifted_at is null;
  update people_identity set sealed_for = few where id = new.person_id;
  update people_person set is_sealed = few is not null where id = new.person_id;
  return null;
end $$;
create trigger keep_seal after insert or update on people_seal for each row execute function people_keep_seal();

create function people_born_sealed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select named into new.sealed_for from people_seal where person_id = new.person_id and lifted_at is null;
  return new;
end $$;
create trigger born_sealed before insert on people_identity for each row execute function people_born_sealed();

create function people_guard_seal() returns trigger language plpgsql as $$
begin
  if current_user = 'gugus_app' and to_jsonb(new) -> tg_argv[0] is distinct from to_jsonb(old) -> tg_argv[0] then
    raise exception 'Only a seal seals.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard_seal before update on people_identity for each row execute function people_guard_seal('sealed_for');
create trigger guard_seal before update on people_person for each row execute function people_guard_seal('is_sealed');

-- Put on in one's own name; taken off only by the second person of an approved request.
create policy in_ones_own_name on people_seal as restrictive for insert to gugus_app
  with check (by_id = {USER} and agency_id = {AGENCY} and lifted_at is null
    and exists (select 1 from people_person p where p.id = person_id and p.agency_id = people_seal.agency_id));
revoke update on people_seal from gugus_app;
grant update (lifted_at, lifted_by_id, lifted_because) on people_seal to gugus_app;
create function people_guard_lifting() returns trigger language plpgsql as $$
begin
  if current_user = 'gugus_app' and (old.lifted_at is not null or new.lifted_by_id is distinct from gugus_user()
     or not exists (select 1 from approvals_request r where r.id = new.lifted_because and r.kind = 'person.lift_seal'
       and r.state = 'approved' and r.about_id = new.person_id and r.decided_by_id = gugus_user()
       and r.asked_at >= old.at)) then
    raise exception 'Two people lift a seal.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard_lifting before update on people_seal for each row execute function people_guard_lifting();

-- Nobody unmasks what is closed to them; the second person's yes makes the row for the person who asked.
create policy not_under_seal on people_unmasking as restrictive for insert to gugus_app
  with check (because is null and exists (select 1 from people_identity i where i.id = person_id));
create function people_open_sealed(request uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare r approvals_request;
begin
  select * into r from approvals_request where id = request;
  if r.id is null or gugus_user() is null or r.kind <> 'person.unseal' or r.state <> 'approved'
     or r.decided_by_id <> gugus_user() or r.agency_id <> gugus_agency() or r.asked_by_id = gugus_user()
     or not exists (select 1 from people_person p where p.id = r.about_id and p.agency_id = r.agency_id)
     or exists (select 1 from people_unmasking u where u.because = request) then
    raise exception 'A sealed identity needs a second person.' using errcode = 'insufficient_privilege';
  end if;
  insert into people_unmasking (id, person_id, agency_id, user_id, reason, at, until_at, because)
    values (gen_random_uuid(), r.about_id, r.agency_id, r.asked_by_id, r.facts ->> 'why', r.decided_at,
      r.decided_at + interval '15 minutes', request);
end $$;

-- No agency outside is told that somebody under seal may be known here.
create or replace function people_known_outside(sought bytea[]) returns table (agency uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct t.agency_id from people_searchtoken t
  where t.token = any(sought[1:40]) and t.purpose in ('document', 'phone', 'full_year')
    and t.agency_id <> (select gugus_agency())
    and not exists (select 1 from people_person p where p.id = t.person_id and p.is_sealed)
    and not exists (
      select 1 from access_grant g
      where g.agency_id = (select gugus_agency()) and g.record_kind = 'identity' and g.record_id = t.person_id
        and g.user_id is null and 'identity' = any(g.sections) and g.from_at is not null and g.ended_at is null
        and (g.until_at is null or g.until_at > now()))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0007_seals"), ("approvals", "0002_locks")]

    operations = [
        Protect("people_seal", by_agency()),
        migrations.RunSQL(SEALS, elidable=False),
    ]
