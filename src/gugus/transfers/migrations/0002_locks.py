from django.db import migrations

from gugus.base.rls import AGENCY, USER, Protect, by_agency, by_parent

KEPT = "(keep_until is null or keep_until > now())"
EITHER_SIDE = f"({by_agency()} and {KEPT}) or ({by_agency('to_agency_id')} and state <> 'draft')"


def of(sender: str, receiver: str) -> str:
    """Rows of a transfer that the asking agency offers (in a state) or was offered (in a state)."""
    return (
        f"exists (select 1 from transfers_transfer t where t.id = transfer_id and "
        f"((t.agency_id = {AGENCY} and {sender}) or (t.to_agency_id = {AGENCY} and {receiver})))"
    )


DRAFT_OF_OURS = of("t.state = 'draft'", "false")

# One's own case is offered, as a draft, in one's own name. Each side makes its own moves; that the file has moved, came
# back or ran out of time is written by the worker alone. What was offered is not changed under the receiver's eyes.
GUARD = f"""
create policy only_owners_offer on transfers_transfer as restrictive for insert to gugus_app
  with check (agency_id = {AGENCY} and written_by_id = {USER} and state = 'draft' and kind = 'offer'
    and gugus_owns('case', case_id));

create function transfers_guard() returns trigger language plpgsql as $$
declare side text;
begin
  if current_user <> 'gugus_app' then return new; end if;
  side := case when old.agency_id = gugus_agency() then 'sender' else 'receiver' end;
  if (new.id, new.ref, new.kind, new.case_id, new.agency_id, new.to_agency_id, new.reason, new.basis, new.basis_on,
      new.written_by_id, new.written_at, new.moved_at, new.keep_until, new.request_ref)
     is distinct from
     (old.id, old.ref, old.kind, old.case_id, old.agency_id, old.to_agency_id, old.reason, old.basis, old.basis_on,
      old.written_by_id, old.written_at, old.moved_at, old.keep_until, old.request_ref)
     or (old.state <> 'draft' and (new.risk, new.hand_over_days, new.case_version, new.offered_at, new.answer_due_at,
       new.expires_at) is distinct from (old.risk, old.hand_over_days, old.case_version, old.offered_at,
       old.answer_due_at, old.expires_at)) then
    raise exception 'What was offered does not change.' using errcode = 'insufficient_privilege';
  end if;
  if (new.manager_id, new.answered_by_id, new.answered_at, new.answer, new.proposed_agency_id) is distinct from
     (old.manager_id, old.answered_by_id, old.answered_at, old.answer, old.proposed_agency_id)
     and not (side = 'receiver' and old.state = 'offered') then
    raise exception 'The receiver answers, once.' using errcode = 'insufficient_privilege';
  end if;
  if new.state is distinct from old.state and not (
     (side = 'sender' and (old.state, new.state) in
       (('draft', 'offered'), ('draft', 'withdrawn'), ('offered', 'withdrawn')))
     or (side = 'receiver' and (old.state, new.state) in (('offered', 'accepted'), ('offered', 'declined'))
       and new.answered_by_id = gugus_user())) then
    raise exception 'This side does not make that move.' using errcode = 'insufficient_privilege';
  end if;
  if new.state = 'accepted' and old.state <> 'accepted' and not exists (
     select 1 from access_user u where u.id = new.manager_id and u.agency_id = new.to_agency_id and u.is_active) then
    raise exception 'Somebody of the receiving agency manages the case.' using errcode = 'insufficient_privilege';
  end if;
  if new.access_until is distinct from old.access_until
     and not (old.state = 'moved' and side = 'receiver' and new.access_until < old.access_until) then
    raise exception 'The hand-over only becomes shorter.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before update on transfers_transfer for each row execute function transfers_guard();

revoke insert, update on transfers_piece, transfers_stub from gugus_app;
revoke update on transfers_step, transfers_succession from gugus_app;
create policy in_ones_own_name on transfers_step as restrictive for insert to gugus_app with check (by_id = {USER});

-- A succession needs the yes of a second person, given a moment ago by whoever speaks.
create policy two_agreed on transfers_succession as restrictive for insert to gugus_app
  with check (to_agency_id = {AGENCY} and approved_by_id = {USER} and moved = 0 and done_at is null
    and exists (select 1 from approvals_request r where r.id = request_id and r.kind = 'transfer.succession'
      and r.state = 'approved' and r.decided_by_id = {USER} and r.asked_by_id = transfers_succession.asked_by_id
      and r.about_id = transfers_succession.agency_id
      and r.facts ->> 'manager' = (select u.username from access_user u where u.id = manager_id)));
"""
UNDO_GUARD = """
drop policy two_agreed on transfers_succession; drop policy in_ones_own_name on transfers_step;
drop trigger guard on transfers_transfer; drop function transfers_guard;
drop policy only_owners_offer on transfers_transfer;
grant insert, update on transfers_piece, transfers_stub to gugus_app;
grant update on transfers_step, transfers_succession to gugus_app;
"""

# Who answers for a file changes in one way only, whoever speaks: a case by an accepted transfer that names both agencies
# and the new manager. Persons and reports follow by the worker; a report also by the yes to its being sent on.
OWNERS = """
create function transfers_guard_case() returns trigger language plpgsql as $$
begin
  if current_user = 'gugus_app' or not exists (
     select 1 from transfers_transfer t where t.case_id = new.id and t.state = 'accepted'
       and t.agency_id = old.agency_id and t.to_agency_id = new.agency_id and t.manager_id = new.manager_id) then
    raise exception 'A case changes its owner by an accepted transfer only.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard_owner before update of agency_id on cases_case for each row
when (old.agency_id is distinct from new.agency_id) execute function transfers_guard_case();

create function transfers_guard_owner() returns trigger language plpgsql as $$
begin
  if current_user <> 'gugus_app' then return new; end if;
  if tg_table_name = 'intake_report' and exists (
     select 1 from intake_passing p where p.report_id = new.id and p.answer = 'accepted'
       and p.from_agency_id = old.agency_id and p.to_agency_id = new.agency_id
       and p.answered_by_id = gugus_user()) then
    return new;
  end if;
  raise exception 'The owner of this record changes with its file only.' using errcode = 'insufficient_privilege';
end $$;
create trigger guard_owner before update of agency_id on people_person for each row
when (old.agency_id is distinct from new.agency_id) execute function transfers_guard_owner();
create trigger guard_owner before update of agency_id on people_identity for each row
when (old.agency_id is distinct from new.agency_id) execute function transfers_guard_owner();
create trigger guard_owner before update of agency_id on intake_report for each row
when (old.agency_id is distinct from new.agency_id) execute function transfers_guard_owner();

-- Who answered for a case at a moment, for figures: the first to give it away later, else whoever answers now.
create function transfers_answered(whose uuid, moment timestamptz, now_agency uuid) returns uuid
language sql stable as $$
  select coalesce((select t.agency_id from transfers_transfer t
    where t.case_id = whose and t.state = 'moved' and t.moved_at > moment order by t.moved_at limit 1), now_agency)
$$;

-- How much a merged agency left behind: counts, for its successor alone.
create function transfers_left_behind(old uuid) returns table (cases bigint, open_cases bigint, reports bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from directory_agency a where a.id = old and a.valid_to <= current_date
      and a.successor_id = gugus_agency()) then
    return;
  end if;
  return query select
    (select count(*) from cases_case c where c.agency_id = old and c.forgotten_at is null),
    (select count(*) from cases_case c where c.agency_id = old and c.forgotten_at is null
      and c.state in ('open', 'on_hold')),
    (select count(*) from intake_report r where r.agency_id = old and r.forgotten_at is null);
end $$;
"""
UNDO_OWNERS = """
drop function transfers_left_behind(uuid); drop function transfers_answered(uuid, timestamptz, uuid);
drop trigger guard_owner on intake_report; drop trigger guard_owner on people_identity;
drop trigger guard_owner on people_person; drop function transfers_guard_owner;
drop trigger guard_owner on cases_case; drop function transfers_guard_case;
"""


# What the new owner itself was asked for ends with the same agency on both sides; a running one never.
SELF = """
alter table referrals_referral drop constraint nobody_refers_to_themselves;
alter table referrals_referral add constraint nobody_refers_to_themselves check (agency_id <> to_agency_id
  or state in ('done', 'declined', 'returned', 'revoked', 'expired'));
"""
UNDO_SELF = """
alter table referrals_referral drop constraint nobody_refers_to_themselves;
alter table referrals_referral add constraint nobody_refers_to_themselves check (agency_id <> to_agency_id) not valid;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("transfers", "0001_initial"),
        ("access", "0002_locks"),
        ("approvals", "0002_locks"),
        ("cases", "0006_emergency_access"),
        ("intake", "0004_locks_of_more"),
        ("people", "0009_tokens_by_version"),
        ("referrals", "0002_locks"),
    ]

    operations = [
        Protect("transfers_transfer", EITHER_SIDE),
        Protect(
            "transfers_preview",
            of("true", "t.state in ('offered', 'accepted', 'moved')"),
            check=DRAFT_OF_OURS,
        ),
        Protect(
            "transfers_letter",
            of("t.state <> 'moved'", "t.state in ('accepted', 'moved')"),
            check=DRAFT_OF_OURS,
        ),
        Protect("transfers_step", by_parent("transfers_transfer", "transfer_id")),
        Protect("transfers_piece", by_parent("transfers_transfer", "transfer_id"), check="false"),
        Protect("transfers_stub", of("true", "false"), check="false"),
        Protect("transfers_succession", by_agency("to_agency_id")),
        migrations.RunSQL(GUARD, UNDO_GUARD),
        migrations.RunSQL(OWNERS, UNDO_OWNERS),
        migrations.RunSQL(SELF, UNDO_SELF),
    ]
