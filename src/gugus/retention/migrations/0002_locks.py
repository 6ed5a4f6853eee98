from django.db import migrations

from gugus.base.rls import Protect, by_agency, by_parent

# A forgotten record stays as it is for the application role: nothing is written into it, nothing is hung on it.
FORGOTTEN = """
create function gugus_stays_forgotten() returns trigger language plpgsql as $$
begin
  if current_user = 'gugus_app'
     and (new.forgotten_at is not null or new.certificate <> '' or (tg_op = 'UPDATE' and old.forgotten_at is not null)) then
    raise exception 'A record that was made anonymous stays as it is.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create function gugus_hangs_on_nobody() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  parent uuid; gone boolean;
  caller text := coalesce(nullif(current_setting('role', true), 'none'), session_user);
begin
  if caller <> 'gugus_app' and tg_nargs < 3 then return new; end if;
  execute format('select ($1).%I', tg_argv[1]) into parent using new;
  if parent is null then return new; end if;
  execute format('select forgotten_at is not null from %I where id = $1', tg_argv[0]) into gone using parent;
  if gone then
    raise exception 'A record that was made anonymous stays as it is.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
"""
RECORDS = ("people_person", "cases_case", "intake_report")
CHILDREN = {
    "people_person": (
        ("people_identity", "person_id"),
        ("people_unmasking", "person_id"),
        ("cases_party", "person_id"),
        ("intake_mention", "person_id"),
        ("screening_assessment", "person_id"),
        ("referrals_referral", "person_id"),
        ("care_serviceline", "person_id"),
    ),
    "cases_case": tuple(
        (table, "case_id")
        for table in (
            *("cases_party", "cases_teammember", "cases_incident", "cases_chronologyentry", "cases_flag"),
            *("cases_entrydraft", "screening_assessment", "screening_casereport", "referrals_referral"),
            "care_serviceline",
        )
    ),
    "intake_report": tuple(
        (table, "report_id")
        for table in (
            *("intake_mention", "intake_addition", "intake_passing", "screening_assessment"),
            "screening_casereport",
        )
    ),
}
TRIGGERS = [
    f"create trigger stays_forgotten before insert or update on {table} "
    "for each row execute function gugus_stays_forgotten()"
    for table in RECORDS
] + [
    f"create trigger nobody_{column} before insert or update on {child} "
    f"for each row execute function gugus_hangs_on_nobody('{parent}', '{column}')"
    for parent, children in CHILDREN.items()
    for child, column in children
]
# Search tokens of a forgotten person come back for nobody, whoever asks.
TRIGGERS.append(
    "create trigger nobody_person_id before insert or update on people_searchtoken "
    "for each row execute function gugus_hangs_on_nobody('people_person', 'person_id', 'always')"
)
UNDO = "drop function gugus_stays_forgotten cascade; drop function gugus_hangs_on_nobody cascade"

# People ask, agree, refuse and withdraw; only the worker carries out. A list and its digest never change.
GUARD = """
create function retention_guard_run() returns trigger language plpgsql as $$
begin
  if (new.agency_id, new.kind, new.as_of, new.digest, new.count, new.asked_by_id, new.asked_at, new.ref)
     is distinct from
     (old.agency_id, old.kind, old.as_of, old.digest, old.count, old.asked_by_id, old.asked_at, old.ref) then
    raise exception 'What two people agree to never changes.' using errcode = 'insufficient_privilege';
  end if;
  if current_user = 'gugus_app' and not (old.state = 'asked' and new.state in ('approved', 'refused', 'withdrawn')) then
    raise exception 'Only the worker carries out.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard_run before update on retention_run for each row execute function retention_guard_run();
create policy asked_only on retention_run as restrictive for insert to gugus_app
  with check (state = 'asked' and kind in ('schedule', 'request') and asked_by_id = (select gugus_user()));
create policy own_voice on retention_run as restrictive for update to gugus_app
  using (true) with check (decided_by_id = (select gugus_user()));

create policy waiting_only on retention_item as restrictive for insert to gugus_app with check (
  state = 'waiting' and exists (select 1 from retention_run r where r.id = run_id and r.state = 'asked'));
revoke update on retention_item from gugus_app;

create policy own_hold on retention_hold as restrictive for insert to gugus_app
  with check (placed_by_id = (select gugus_user()) and released_at is null);
create policy own_rule on retention_retentionrule as restrictive for insert to gugus_app
  with check (changed_by_id = (select gugus_user()));

create function retention_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'Certificates are append-only.' using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete on retention_certificate
  for each row execute function retention_refuse();
create trigger no_truncate before truncate on retention_certificate
  for each statement execute function retention_refuse();
revoke insert, update on retention_certificate from gugus_app;
revoke update, delete on retention_certificate from gugus_worker;
"""
UNDO_GUARD = """
drop trigger guard_run on retention_run; drop function retention_guard_run;
drop policy asked_only on retention_run; drop policy own_voice on retention_run;
drop policy waiting_only on retention_item; grant update on retention_item to gugus_app;
drop policy own_hold on retention_hold; drop policy own_rule on retention_retentionrule;
drop trigger append_only on retention_certificate; drop trigger no_truncate on retention_certificate;
drop function retention_refuse;
"""
OURS = by_agency()


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0001_initial"),
        ("people", "0005_forgotten"),
        ("cases", "0005_forgotten"),
        ("intake", "0006_forgotten"),
        ("screening", "0004_codes_of_the_law"),
        ("referrals", "0002_locks"),
        ("care", "0002_locks"),
    ]

    operations = [
        migrations.RunSQL(FORGOTTEN, UNDO),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        Protect("retention_retentionrule", f"agency_id is null or {OURS}", check=OURS),
        Protect("retention_hold", OURS),
        Protect("retention_run", OURS),
        Protect("retention_item", by_parent("retention_run", "run_id")),
        Protect("retention_certificate", OURS),
        migrations.RunSQL(GUARD, UNDO_GUARD),
    ]
