from django.db import migrations

# A sequence counts what all agencies do together. Identity columns draw from theirs without any right of the writer's.
QUIET = """
alter default privileges revoke usage, select on sequences from gugus_app;
do $$
declare one regclass;
begin
  for one in select oid from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace loop
    execute format('revoke all on sequence %s from gugus_app', one);
  end loop;
end $$;
"""
UNDO = """
alter default privileges grant usage, select on sequences to gugus_app;
grant usage, select on all sequences in schema public to gugus_app;
"""


class Migration(migrations.Migration):
    """The application role reads no sequence: how much others work is no business of an agency."""

    dependencies = [("base", "0001_initial")]

    operations = [migrations.RunSQL(QUIET, UNDO)]
