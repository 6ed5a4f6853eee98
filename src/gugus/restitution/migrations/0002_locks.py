from django.db import migrations

from gugus.base.rls import AGENCY, Protect, by_parent, by_section

OF_CASE = by_section("case", "case_id", "justice")
OF_CLAIM = by_parent("restitution_claim", "claim_id")
HANGING = (
    "restitution_debtor", "restitution_ledgerline", "restitution_turn", "restitution_deadline", "restitution_told",
)  # fmt: skip
SIGNED = ("restitution_ledgerline", "restitution_turn", "restitution_told")

# Everybody writes in the name of the own agency. What a sharing agreement opened (depth below 3) is for reading.
NARROWER = [
    "create policy reading_is_not_writing on restitution_claim as restrictive for insert to gugus_app "
    "with check (gugus_depth('case', case_id) >= 3)",
    "create policy reading_is_not_changing on restitution_claim as restrictive for update to gugus_app "
    "using (gugus_depth('case', case_id) >= 3)",
    *(
        f"create policy reading_is_not_writing on {table} as restrictive for insert to gugus_app with check "
        f"(exists (select 1 from restitution_claim c where c.id = claim_id and gugus_depth('case', c.case_id) >= 3)"
        f"{f' and agency_id = {AGENCY}' if table in SIGNED else ''})"
        for table in HANGING
    ),
    # A claim names its case and survivor once; a debtor, a deadline only ends; lines, turns, talks stay.
    "revoke update on restitution_claim, restitution_debtor, restitution_deadline from gugus_app",
    "grant update (state, route, applicant, applicant_name, knew_on, applied_on, granted_on, notice_on, copy_on, "
    "warned_on, version, data_key_id) on restitution_claim to gugus_app",
    "grant update (released_on, proceeding_id) on restitution_debtor to gugus_app",
    "grant update (ended_at) on restitution_deadline to gugus_app",
    f"revoke update, delete on {', '.join(SIGNED)} from gugus_app",
    *(f"revoke delete on {table} from gugus_worker" for table in SIGNED),
]
UNDO_NARROWER = [
    "drop policy reading_is_not_writing on restitution_claim",
    "drop policy reading_is_not_changing on restitution_claim",
    *(f"drop policy reading_is_not_writing on {table}" for table in HANGING),
]

# In an emergency the section that was opened is read as the owner reads it.
OPENED = [
    "create policy opened_in_emergency on restitution_claim for select to gugus_app "
    f"using (case_id = any ((select gugus_opened('case'))::uuid[]) and {OF_CASE})",
]

# Lines, turns and talks stay, whoever asks, the owner of the tables too. Forgetting alone (the worker) empties what is
# sealed and makes days coarse; kinds, heads and amounts never change.
STAYS = """
create function restitution_stays() returns trigger language plpgsql as $$
declare loose text[] := array['document', 'note', 'receiver_name', 'account', 'words', 'on', 'at', 'written_at',
                              'data_key_id'];
begin
  if tg_op = 'UPDATE' and current_user in ('gugus_worker', 'gugus_owner')
     and (to_jsonb(new) - loose) = (to_jsonb(old) - loose) then
    return new;
  end if;
  raise exception 'The ledger is append-only.' using errcode = 'insufficient_privilege';
end $$;
create trigger stays before update or delete on restitution_ledgerline for each row execute function restitution_stays();
create trigger stays before update or delete on restitution_turn for each row execute function restitution_stays();
create trigger stays before update or delete on restitution_told for each row execute function restitution_stays();
create trigger no_truncate before truncate on restitution_ledgerline for each statement
  execute function restitution_stays();
"""

# Whatever wrote the line: what left the court had come in, nobody is handed more than was granted, a counter-line names
# a line of the same claim with the same facts. The claim is locked first, so that two at once count one after the other.
BALANCES = """
create function restitution_balances() returns trigger language plpgsql as $$
declare
  one record; earlier restitution_ledgerline; shared boolean;
begin
  select liability = 'shares' into shared from restitution_claim where id = new.claim_id
    for no key update;
  if shared is null then
    raise exception 'A line needs a claim.' using errcode = 'insufficient_privilege';
  end if;
  if new.debtor_id is not null and not exists (
      select 1 from restitution_debtor d where d.id = new.debtor_id and d.claim_id = new.claim_id) then
    raise exception 'This convict owes on another claim.' using errcode = 'check_violation';
  end if;
  if new.reverses_id is not null then
    select * into earlier from restitution_ledgerline l where l.id = new.reverses_id;
    if earlier.reverses_id is not null or
       (earlier.claim_id, earlier.kind, earlier.head, earlier.amount, earlier.debtor_id, earlier.reduces)
       is distinct from (new.claim_id, new.kind, new.head, new.amount, new.debtor_id, new.reduces) then
      raise exception 'A counter-line repeats the facts of the line it takes back.' using errcode = 'check_violation';
    end if;
  end if;
  select coalesce(sum(signed) filter (where kind in ('deposited', 'auction')), 0) as came,
         coalesce(sum(signed) filter (where kind in ('handed', 'given_back')), 0) as went,
         coalesce(sum(signed) filter (where kind in ('handed', 'direct')), 0) as got,
         coalesce(sum(signed) filter (where kind = 'granted'), 0) as granted
    into one
    from (select l.kind, case when l.reverses_id is null then l.amount else -l.amount end as signed
            from restitution_ledgerline l where l.claim_id = new.claim_id) lines;
  if one.went > one.came then
    raise exception 'More left the court than came in.' using errcode = 'check_violation';
  end if;
  if new.kind = 'handed' and new.reverses_id is null and one.got > one.granted then
    raise exception 'More was handed out than was granted.' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger balances after insert on restitution_ledgerline for each row execute function restitution_balances();
"""
UNDO = "drop function restitution_stays cascade; drop function restitution_balances cascade;"


class Migration(migrations.Migration):
    dependencies = [
        ("restitution", "0001_initial"),
        ("access", "0013_locks_of_ceilings"),
        ("cases", "0002_locks"),
    ]

    operations = [
        Protect("restitution_claim", OF_CASE),
        *(Protect(table, OF_CLAIM) for table in HANGING),
        migrations.RunSQL(NARROWER, UNDO_NARROWER),
        migrations.RunSQL(OPENED, ["drop policy opened_in_emergency on restitution_claim"]),
        migrations.RunSQL(STAYS + BALANCES, UNDO),
    ]
