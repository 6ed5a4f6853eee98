import django.utils.timezone
from django.db import migrations, models

from gugus.base.rls import Protect

# A data key is made by whoever makes a row. Taking it away or changing it leaves a line that nobody can alter.
GUARD = """
create function base_trace_key() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  caller text := coalesce(nullif(current_setting('role', true), 'none'), session_user);
  happened text;
begin
  if tg_op = 'DELETE' then
    happened := 'deleted';
  elsif old.wrapped = '' and new.wrapped <> '' then
    raise exception 'A destroyed key does not come back.' using errcode = 'integrity_constraint_violation';
  elsif new.id <> old.id then
    raise exception 'A key keeps its id.' using errcode = 'integrity_constraint_violation';
  elsif new.wrapped = '' and old.wrapped <> '' then
    happened := 'destroyed';
  elsif new.wrapped is distinct from old.wrapped or new.kek <> old.kek then
    happened := 'wrapped';
  else
    return new;
  end if;
  insert into base_keytrace (key_id, what, at, caller, agency, by, kek, digest)
    values (old.id, happened, now(), caller, gugus_agency(), gugus_user(),
            case when happened = 'wrapped' then new.kek else '' end,
            case when happened = 'wrapped' then sha256(new.wrapped) else ''::bytea end);
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger trace_key before update or delete on base_datakey
  for each row execute function base_trace_key();

create function base_keep_trace() returns trigger language plpgsql as $$
begin
  raise exception 'The trace of the keys is not changed.' using errcode = 'insufficient_privilege';
end $$;
create trigger keep_trace before update or delete on base_keytrace
  for each row execute function base_keep_trace();

-- The one way in which the web process destroys keys. Gives the ids of those that were still alive.
create function base_shred_keys(keys uuid[], moment timestamptz) returns setof uuid
language sql security definer set search_path = public, pg_temp as $$
  update base_datakey set wrapped = '', shredded_at = moment
  where id = any(keys) and wrapped <> '' returning id
$$;

revoke update, delete on base_datakey from gugus_app;
revoke all on base_keytrace from gugus_app;
revoke insert, update, delete on base_keytrace from gugus_worker;
"""

UNDO = """
grant update on base_datakey to gugus_app;
drop function base_shred_keys(uuid[], timestamptz);
drop trigger keep_trace on base_keytrace;
drop function base_keep_trace();
drop trigger trace_key on base_datakey;
drop function base_trace_key();
"""


class Migration(migrations.Migration):
    dependencies = [("base", "0002_sequences_tell_nothing")]

    operations = [
        migrations.CreateModel(
            name="KeyTrace",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key_id", models.UUIDField()),
                ("what", models.CharField(max_length=10)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("caller", models.CharField(max_length=63)),
                ("agency", models.UUIDField(null=True)),
                ("by", models.UUIDField(null=True)),
                ("kek", models.CharField(blank=True, max_length=40)),
                ("digest", models.BinaryField()),
            ],
            options={"indexes": [models.Index(fields=["key_id", "id"], name="keytrace_of_key")]},
        ),
        Protect("base_keytrace", None, check="false"),
        migrations.AddIndex("datakey", models.Index(fields=["kek", "id"], name="datakey_of_kek")),
        migrations.AddConstraint(
            "datakey",
            models.CheckConstraint(
                name="destroyed_key_says_when",
                condition=models.Q(shredded_at=None) & ~models.Q(wrapped=b"")
                | models.Q(shredded_at__isnull=False) & models.Q(wrapped=b""),
            ),
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
