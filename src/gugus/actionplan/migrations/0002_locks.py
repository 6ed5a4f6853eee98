from django.db import migrations

from gugus.base.rls import AGENCY, USER, Protect, by_host, by_parent, by_task_force

PLAN = "actionplan_plan"
# The matrix hangs on a plan: every member reads it, the agency that keeps the secretariat writes it.
OF_PLAN = (
    "actionplan_strategy", "actionplan_programme", "actionplan_activity", "actionplan_indicator",
    "actionplan_target", "actionplan_budget", "actionplan_load",
)  # fmt: skip
SEEN = by_parent(PLAN, "plan_id")
HOSTED = f"exists (select 1 from {PLAN} host where host.id = plan_id and {by_host('host.task_force_id')})"
OWN_REPORT = (
    "exists (select 1 from actionplan_periodreport r where r.id = report_id and r.state in ('open', 'returned') "
    f"and r.agency_id = {AGENCY})"
)
# What an agency is still writing is its own; the secretariat and everybody else read what was handed in.
SEEN_REPORT = (
    "exists (select 1 from actionplan_periodreport r where r.id = report_id "
    f"and (r.state in ('submitted', 'accepted') or r.agency_id = {AGENCY}))"
)
SEEN_ENTRY = by_parent("actionplan_entry", "entry_id")
OWN_ENTRY = (
    "exists (select 1 from actionplan_entry e join actionplan_periodreport r on r.id = e.report_id "
    f"where e.id = entry_id and r.state in ('open', 'returned') and r.agency_id = {AGENCY})"
)

# A plan moves forward only, and its years and task force stay once it is approved. A target is a new row, never another
# value. A report is handed in by its agency and answered by the secretariat; the worker alone opens one and passes it on
# to a successor.
GUARDS = """
create function actionplan_guard_plan() returns trigger language plpgsql as $$
declare approval text[] := array['state', 'approved_by_id', 'approved_at', 'version'];
begin
  if current_user <> 'gugus_app' then return new; end if;
  if (new.task_force_id, new.agency_id, new.written_by_id, new.written_at) is distinct from
     (old.task_force_id, old.agency_id, old.written_by_id, old.written_at) then
    raise exception 'A plan stays with its task force.' using errcode = 'insufficient_privilege';
  end if;
  if old.state <> 'draft' and (new.first_year, new.last_year, new.every) is distinct from
     (old.first_year, old.last_year, old.every) then
    raise exception 'The years of an approved plan do not change.' using errcode = 'insufficient_privilege';
  end if;
  -- The chair may sit in another agency than the secretariat: it approves in its own name and changes nothing else.
  if not old.task_force_id = any ((select gugus_hosted_task_forces())::uuid[]) and (
      old.state || '>' || new.state <> 'draft>approved' or new.approved_by_id is distinct from gugus_user()
      or (to_jsonb(new) - approval) is distinct from (to_jsonb(old) - approval)) then
    raise exception 'Only the secretariat writes a plan.' using errcode = 'insufficient_privilege';
  end if;
  if new.state <> old.state and old.state || '>' || new.state not in
     ('draft>approved', 'approved>draft', 'approved>in_force', 'in_force>closed') then
    raise exception 'A plan does not move like this.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before update on actionplan_plan for each row execute function actionplan_guard_plan();

create function actionplan_guard_report() returns trigger language plpgsql as $$
declare mine boolean := old.agency_id = gugus_agency();
begin
  if current_user <> 'gugus_app' then return new; end if;
  if (new.plan_id, new.agency_id, new.period, new.due_at, new.opened_at, new.took_over_from_id) is distinct from
     (old.plan_id, old.agency_id, old.period, old.due_at, old.opened_at, old.took_over_from_id) then
    raise exception 'The worker keeps this.' using errcode = 'insufficient_privilege';
  end if;
  if new.state <> old.state and not (case old.state || '>' || new.state
      when 'open>submitted' then mine
      when 'returned>submitted' then mine
      when 'submitted>returned' then new.decided_by_id = gugus_user()
      when 'submitted>accepted' then new.decided_by_id = gugus_user()
      else false end) then
    raise exception 'This step is not yours.' using errcode = 'insufficient_privilege';
  end if;
  if new.state in ('returned', 'accepted') and new.state <> old.state and not exists (
      select 1 from actionplan_plan p where p.id = old.plan_id
        and p.task_force_id = any ((select gugus_hosted_task_forces())::uuid[])) then
    raise exception 'Only the secretariat answers a report.' using errcode = 'insufficient_privilege';
  end if;
  if new.state = 'submitted' and new.state <> old.state and new.submitted_by_id is distinct from gugus_user() then
    raise exception 'A report is handed in in one''s own name.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before update on actionplan_periodreport
  for each row execute function actionplan_guard_report();

create function actionplan_target_stays() returns trigger language plpgsql as $$
begin
  raise exception 'A target is revised by a new one.' using errcode = 'insufficient_privilege';
end $$;
create trigger stays before update or delete on actionplan_target
  for each row execute function actionplan_target_stays();
create trigger stays before update or delete on actionplan_move
  for each row execute function actionplan_target_stays();
revoke update on actionplan_target, actionplan_move from gugus_app;
"""
UNDO = """
drop trigger guard on actionplan_plan; drop function actionplan_guard_plan;
drop trigger guard on actionplan_periodreport; drop function actionplan_guard_report;
drop trigger stays on actionplan_target; drop trigger stays on actionplan_move; drop function actionplan_target_stays;
grant update on actionplan_target, actionplan_move to gugus_app;
"""


def only(table: str, condition: str) -> migrations.RunSQL:
    """Whoever reads a row may not change it for that: changing asks the same as adding."""
    return migrations.RunSQL(
        f"create policy only_the_writer_changes on {table} as restrictive for update to gugus_app "
        f"using ({condition}) with check ({condition})",
        f"drop policy only_the_writer_changes on {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("actionplan", "0001_initial"),
        ("directory", "0002_inside_a_task_force"),
        ("taskforce", "0002_locks"),
    ]

    operations = [
        Protect(PLAN, by_task_force()),
        migrations.RunSQL(
            f"create policy only_the_host_writes on {PLAN} as restrictive for insert to gugus_app "
            f"with check ({by_host()})",
            f"drop policy only_the_host_writes on {PLAN}",
        ),
        *(Protect(table, SEEN, check=HOSTED) for table in OF_PLAN),
        *(only(table, HOSTED) for table in OF_PLAN if table != "actionplan_target"),
        Protect("actionplan_periodreport", SEEN, check="true"),
        migrations.RunSQL(
            "revoke insert on actionplan_periodreport from gugus_app",
            "grant insert on actionplan_periodreport to gugus_app",
        ),
        only("actionplan_periodreport", f"agency_id = {AGENCY} or {HOSTED}"),
        Protect("actionplan_entry", SEEN_REPORT, check=OWN_REPORT),
        only("actionplan_entry", OWN_REPORT),
        Protect("actionplan_achieved", SEEN_ENTRY, check=OWN_ENTRY),
        only("actionplan_achieved", OWN_ENTRY),
        Protect("actionplan_move", SEEN, check=f"{SEEN} and by_id = {USER}"),
        migrations.RunSQL(GUARDS, UNDO),
    ]
