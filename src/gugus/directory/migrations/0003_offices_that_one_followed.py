from django.db import migrations

# The agency that asks while it exists, and the offices that it followed: what was given to a closed office is its
# successor's to do. Reads the public directory only, with the caller's rights.
OFFICES = """
create function gugus_offices() returns uuid[] language sql stable as $$
  with recursive line as (
    select a.id from directory_agency a
    where a.id = gugus_agency() and a.valid_from <= gugus_today() and (a.valid_to is null or a.valid_to > gugus_today())
    union
    select a.id from directory_agency a join line on a.successor_id = line.id where a.valid_to <= gugus_today()
  )
  select coalesce(array_agg(id), '{}') from line
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_inside_a_task_force")]

    operations = [migrations.RunSQL(OFFICES, "drop function gugus_offices")]
