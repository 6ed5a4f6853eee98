import django.db.models.deletion
from django.db import migrations, models

import gugus.directory.models

# The seats of the agency that asks, today in the zone of the installation: its own, and those of offices that it
# followed. Plain functions with the caller's rights: they read the public directory only.
INSIDE = """
create function gugus_today() returns date language sql stable as
$$ select (now() at time zone 'Asia/Jakarta')::date $$;

create function gugus_seats(only_hosts boolean) returns uuid[] language sql stable as $$
  with recursive line as (
    select a.id from directory_agency a
    where a.id = gugus_agency() and a.valid_from <= gugus_today() and (a.valid_to is null or a.valid_to > gugus_today())
    union
    select a.id from directory_agency a join line on a.successor_id = line.id where a.valid_to <= gugus_today()
  )
  select coalesce(array_agg(distinct m.task_force_id), '{}') from directory_membership m join line on m.agency_id = line.id
  where m.valid_from <= gugus_today() and (m.valid_to is null or m.valid_to > gugus_today())
    and (m.secretariat or not only_hosts)
$$;

create function gugus_task_forces() returns uuid[] language sql stable as $$ select gugus_seats(false) $$;
create function gugus_hosted_task_forces() returns uuid[] language sql stable as $$ select gugus_seats(true) $$;
"""
UNDO_INSIDE = "drop function gugus_task_forces, gugus_hosted_task_forces, gugus_seats, gugus_today"

# Whoever could write a seat could read the task force's room: only its secretariat does. Until somebody keeps it,
# anybody may (the first member takes it up).
WRITING = """
create function directory_has_host(force uuid) returns boolean language sql stable as $$
  select exists (
    select 1 from directory_membership m join directory_agency a on a.id = m.agency_id
    where m.task_force_id = force and m.secretariat
      and m.valid_from <= gugus_today() and (m.valid_to is null or m.valid_to > gugus_today())
      and (a.valid_to is null or a.valid_to > gugus_today() or a.successor_id is not null))
$$;

create function directory_only_the_host() returns trigger language plpgsql as $$
declare
  force uuid := (case tg_table_name when 'directory_taskforce' then to_jsonb(new)->>'id'
                 else to_jsonb(new)->>'task_force_id' end)::uuid;
begin
  if current_user <> 'gugus_app' then return new; end if;
  -- Apart, because a task force has no column of that name and one expression is looked at as a whole.
  if tg_op = 'UPDATE' and tg_table_name = 'directory_membership' then
    if (new.task_force_id, new.agency_id) is distinct from (old.task_force_id, old.agency_id) then
      raise exception 'a seat stays where it is' using errcode = 'insufficient_privilege';
    end if;
  end if;
  if directory_has_host(force) and not force = any (gugus_hosted_task_forces()) then
    raise exception 'only the secretariat writes for its task force' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger only_the_host before insert or update on directory_membership
  for each row execute function directory_only_the_host();
create trigger only_the_host before update on directory_taskforce
  for each row execute function directory_only_the_host();
"""
UNDO_WRITING = "drop function directory_only_the_host cascade; drop function directory_has_host"


def name_the_old(apps, schema):
    """References for task forces of before; whoever is alone in one keeps its secretariat."""
    for force in apps.get_model("directory", "TaskForce").objects.filter(ref=None):
        force.ref = gugus.directory.models.new_task_force_ref()
        force.save(update_fields=["ref"])
        seats = force.memberships.filter(valid_to=None)
        if seats.count() == 1:
            seats.update(secretariat=True)


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial"), ("base", "0001_initial")]

    operations = [
        migrations.AddField("taskforce", "ref", models.CharField(editable=False, max_length=12, null=True)),
        migrations.AddField(
            "taskforce",
            "parent",
            models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="children",
                to="directory.taskforce",
            ),
        ),
        migrations.AddField("taskforce", "version", models.PositiveIntegerField(default=1)),
        migrations.AddField("membership", "secretariat", models.BooleanField(default=False)),
        migrations.AddField(
            "membership",
            "heir",
            models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="directory.agency",
            ),
        ),
        migrations.AddIndex(
            "membership", models.Index(fields=["agency", "task_force"], name="seat_of_agency")
        ),
        migrations.RunPython(name_the_old, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            "taskforce",
            "ref",
            models.CharField(
                default=gugus.directory.models.new_task_force_ref, editable=False, max_length=12, unique=True
            ),
        ),
        migrations.RunSQL(INSIDE, UNDO_INSIDE),
        migrations.RunSQL(WRITING, UNDO_WRITING),
    ]  # fmt: skip
