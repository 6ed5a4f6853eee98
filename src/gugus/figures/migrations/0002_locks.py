from django.db import migrations

from gugus.base.rls import AGENCY, USER, Protect, by_parent, by_task_force

# What was frozen, published or decided stays as it was written, whoever asks. Corrections and later counts are rows
# of their own.
STAYS = """
create function figures_stays() returns trigger language plpgsql as $$
begin
  raise exception 'Figures that were frozen or published do not change.' using errcode = 'insufficient_privilege';
end $$;
"""
TABLES = ("figures_snapshot", "figures_recount", "figures_published", "figures_resolution")
TRIGGERS = "".join(
    f"create trigger stays before update or delete on {table} for each row execute function figures_stays();"
    f"revoke update, delete on {table} from gugus_app;"
    for table in TABLES
)
UNDO = "".join(f"drop trigger stays on {table}; grant update on {table} to gugus_app;" for table in TABLES)
# A snapshot replaces one of the same figure and task force, a correction a line of the same task force.
SAME = """
create function figures_same_force() returns trigger language plpgsql as $$
declare other uuid;
begin
  if tg_table_name = 'figures_snapshot' then
    if new.replaces_id is not null then
      select s.task_force_id into other from figures_snapshot s
        where s.id = new.replaces_id and s.figure_code = new.figure_code and s.period = new.period;
    else other := new.task_force_id; end if;
  elsif tg_table_name = 'figures_published' then
    if new.corrects_id is not null then
      select p.task_force_id into other from figures_published p where p.id = new.corrects_id;
    else other := new.task_force_id; end if;
  else
    if new.chosen_id is not null then
      select p.task_force_id into other from figures_published p where p.id = new.chosen_id;
    else other := new.task_force_id; end if;
  end if;
  if other is distinct from new.task_force_id then
    raise exception 'Not of this task force.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger same_force before insert on figures_snapshot for each row execute function figures_same_force();
create trigger same_force before insert on figures_published for each row execute function figures_same_force();
create trigger same_force before insert on figures_resolution for each row execute function figures_same_force();
"""
UNDO_SAME = """
drop trigger same_force on figures_snapshot; drop trigger same_force on figures_published;
drop trigger same_force on figures_resolution; drop function figures_same_force;
"""
SEATED = by_task_force()
OWN = f"{SEATED} and agency_id = {AGENCY}"
OF_SNAPSHOT = by_parent("figures_snapshot", "snapshot_id")


class Migration(migrations.Migration):
    dependencies = [
        ("figures", "0001_initial"),
        ("directory", "0002_inside_a_task_force"),
        ("access", "0002_locks"),
    ]

    operations = [
        migrations.RunSQL(STAYS, "drop function figures_stays;"),
        Protect("figures_snapshot", SEATED, check=f"{OWN} and frozen_by_id = {USER}"),
        Protect("figures_recount", OF_SNAPSHOT, check=f"{OF_SNAPSHOT} and by_id = {USER}"),
        Protect("figures_published", SEATED, check=f"{OWN} and recorded_by_id = {USER}"),
        Protect("figures_resolution", SEATED, check=f"{SEATED} and decided_by_id = {USER}"),
        migrations.RunSQL(TRIGGERS, UNDO),
        migrations.RunSQL(SAME, UNDO_SAME),
    ]
