from django.db import migrations

from gugus.base.rls import AGENCY, USER, KeepAcl, Protect, by_acl, by_parent

# Terms are written in a draft by the agency that owns it, and never again. Each agency signs for itself, in the name
# of who does it. What opens needs a second person where the writer's own cases open. Only the calendar, that is the
# worker, brings an agreement into force; any party may end it or bring its end nearer, nobody puts it off.
GUARD = f"""
create function agreements_guard() returns trigger language plpgsql as $$
declare mine boolean := old.agency_id = gugus_agency();
begin
  if current_user <> 'gugus_app' then return new; end if;
  if (new.agency_id, new.edition, new.follows_id, new.in_force_at, new.warned_at, new.swept_to, new.swept_at, new.opened,
      new.written_by_id, new.written_at) is distinct from
     (old.agency_id, old.edition, old.follows_id, old.in_force_at, old.warned_at, old.swept_to, old.swept_at, old.opened,
      old.written_by_id, old.written_at) then
    raise exception 'The worker keeps this.' using errcode = 'insufficient_privilege';
  end if;
  if (old.state <> 'draft' or not mine) and
     (new.number, new.title, new.legal_basis, new.purposes, new.scope_worked, new.scope_children, new.scope_area,
      new.scope_form, new.scope_service, new.valid_from, new.valid_until, new.notice_days) is distinct from
     (old.number, old.title, old.legal_basis, old.purposes, old.scope_worked, old.scope_children, old.scope_area,
      old.scope_form, old.scope_service, old.valid_from, old.valid_until, old.notice_days) then
    raise exception 'Terms do not change once they were proposed.' using errcode = 'insufficient_privilege';
  end if;
  if old.state <> 'draft' and new.ends_at > old.ends_at then
    raise exception 'An end is not put off.' using errcode = 'insufficient_privilege';
  end if;
  if new.state <> old.state and not (case old.state || '>' || new.state
      when 'draft>proposed' then mine and agreements_agreed(old.id, old.version)
      when 'draft>withdrawn' then mine
      when 'proposed>withdrawn' then mine
      when 'proposed>declined' then exists (select 1 from agreements_signatory s
        where s.agreement_id = old.id and s.agency_id = gugus_agency() and s.decision = 'declined')
      when 'proposed>signed' then not exists (select 1 from agreements_signatory s
        where s.agreement_id = old.id and s.decision <> 'signed')
      when 'signed>ended' then true
      when 'in_force>ended' then true
      else false end) then
    raise exception 'This step is not yours.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before update on agreements_agreement for each row execute function agreements_guard();

-- Was this version agreed to by a second person, where the writer's own cases would open?
create function agreements_agreed(which uuid, seen int) returns boolean language sql stable as $$
  select not exists (select 1 from agreements_signatory s
      where s.agreement_id = which and s.agency_id = gugus_agency() and cardinality(s.sections) > 0)
    or exists (select 1 from approvals_request r where r.kind = 'agreement.propose' and r.state = 'approved'
      and r.about_id = which and r.decided_by_id = gugus_user() and (r.facts ->> 'version')::int = seen)
$$;

create function agreements_guard_signatory() returns trigger language plpgsql as $$
declare state_now text; writer uuid; terms boolean := true; said boolean := false;
begin
  if current_user <> 'gugus_app' then return coalesce(new, old); end if;
  select a.state, a.agency_id into state_now, writer from agreements_agreement a
    where a.id = coalesce(new.agreement_id, old.agreement_id);
  if tg_op = 'INSERT' then
    said := new.decision <> '' or new.estimate is not null or new.took_over_from_id is not null;
  elsif tg_op = 'UPDATE' then
    terms := (new.agreement_id, new.agency_id, new.sections, new.field_class, new.receives) is distinct from
      (old.agreement_id, old.agency_id, old.sections, old.field_class, old.receives);
    if (new.estimate, new.took_over_from_id) is distinct from (old.estimate, old.took_over_from_id) then
      raise exception 'The worker keeps this.' using errcode = 'insufficient_privilege';
    end if;
    said := (new.decision, new.decided_by_id, new.decided_at, new.code) is distinct from
      (old.decision, old.decided_by_id, old.decided_at, old.code);
    if said and (old.decision <> '' or new.agency_id is distinct from gugus_agency()
        or new.decided_by_id is distinct from gugus_user()
        or not (state_now = 'proposed' or (state_now = 'draft' and writer = gugus_agency()))) then
      raise exception 'Each agency signs once, for itself.' using errcode = 'insufficient_privilege';
    end if;
    said := false;
  end if;
  if said or (terms and (state_now is distinct from 'draft' or writer is distinct from gugus_agency())) then
    raise exception 'Terms do not change once they were proposed.' using errcode = 'insufficient_privilege';
  end if;
  return coalesce(new, old);
end $$;
create trigger guard before insert or update or delete on agreements_signatory
for each row execute function agreements_guard_signatory();

create policy drafts_of_ones_own on agreements_agreement as restrictive for insert to gugus_app
  with check (agency_id = {AGENCY} and state = 'draft' and in_force_at is null and swept_at is null);
create policy in_ones_own_name on agreements_step as restrictive for insert to gugus_app with check (by_id = {USER});
revoke update on agreements_step from gugus_app;

-- Makes what an agreement opened as short as the agreement itself has become; it can close and nothing else.
create function agreements_close(which uuid) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare a agreements_agreement; closed int;
begin
  select * into a from agreements_agreement where id = which;
  if a.id is null or (gugus_agency() is not null and gugus_agency() <> all (a.visible_to)) then return 0; end if;
  if a.state in ('ended', 'superseded') then
    update access_grant set ended_at = coalesce(a.ended_at, now())
      where because_kind = 'agreement' and because_id = which and ended_at is null;
  else
    update access_grant set until_at = a.ends_at
      where because_kind = 'agreement' and because_id = which and ended_at is null
        and (until_at is null or until_at > a.ends_at);
  end if;
  get diagnostics closed = row_count;
  return closed;
end $$;
"""
# What hangs on a case: who is in it from the class personal on, warnings from sensitive on; lines of the story are
# written by those who work on it, not by readers.
DEPTHS = f"""
create policy as_deep_as_agreed on cases_party as restrictive for select to gugus_app
  using (exists (select 1 from cases_case c where c.id = case_id and c.agency_id = {AGENCY}) or gugus_depth('case', case_id) >= 1);
create policy as_deep_as_agreed on cases_flag as restrictive for select to gugus_app
  using (exists (select 1 from cases_case c where c.id = case_id and c.agency_id = {AGENCY}) or gugus_depth('case', case_id) >= 2);
create policy readers_write_nothing on cases_chronologyentry as restrictive for insert to gugus_app
  with check (gugus_depth('case', case_id) >= 3);
"""
UNDO = """
drop policy as_deep_as_agreed on cases_party; drop policy as_deep_as_agreed on cases_flag;
drop policy readers_write_nothing on cases_chronologyentry;
drop function agreements_close(uuid);
drop policy in_ones_own_name on agreements_step; grant update on agreements_step to gugus_app;
drop policy drafts_of_ones_own on agreements_agreement;
drop trigger guard on agreements_signatory; drop function agreements_guard_signatory;
drop trigger guard on agreements_agreement; drop function agreements_guard; drop function agreements_agreed(uuid, int);
"""
OF_AGREEMENT = by_parent("agreements_agreement", "agreement_id")


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0001_initial"),
        ("access", "0013_locks_of_ceilings"),
        ("approvals", "0002_locks"),
        ("cases", "0006_emergency_access"),
    ]

    operations = [
        Protect("agreements_agreement", by_acl()),
        KeepAcl("agreements_agreement", "agreement"),
        Protect("agreements_signatory", OF_AGREEMENT, delete=True),
        Protect("agreements_step", OF_AGREEMENT),
        migrations.RunSQL(GUARD + DEPTHS, UNDO),
    ]
