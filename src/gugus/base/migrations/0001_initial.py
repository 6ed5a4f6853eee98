import django.db.models.deletion  # noqa: F401
from django.db import migrations, models

import gugus.kernel.ids

VOICES = """
create function gugus_agency() returns uuid language sql stable as
$$ select nullif(current_setting('gugus.agency', true), '')::uuid $$;
create function gugus_user() returns uuid language sql stable as
$$ select nullif(current_setting('gugus.user', true), '')::uuid $$;
create function gugus_return_token() returns text language sql stable as
$$ select nullif(current_setting('gugus.return_token', true), '') $$;
"""

ACL = """
create table gugus_acl_tables (kind text primary key, name regclass not null);
revoke all on gugus_acl_tables from gugus_app, gugus_worker;

-- Who may see a row: its own agency and every agency with a live grant. Nobody else writes the column.
create function gugus_keep_acl() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.visible_to := array(
    select new.agency_id
    union
    select g.agency_id from access_grant g
    where g.record_kind = tg_argv[0] and g.record_id = new.id
      and g.from_at is not null and g.ended_at is null and (g.until_at is null or g.until_at > now()));
  return new;
end $$;

create function gugus_touch_acl() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare target regclass;
begin
  select name into target from gugus_acl_tables where kind = new.record_kind;
  if target is not null then
    execute format('update %s set visible_to = visible_to where id = $1', target) using new.record_id;
  end if;
  return null;
end $$;

-- Is the asking agency the one that answers for the record? Only it may open the record to others.
create function gugus_owns(wanted text, record uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare target regclass; answer boolean;
begin
  select name into target from gugus_acl_tables where kind = wanted;
  if target is null or gugus_agency() is null then return false; end if;
  execute format('select exists (select 1 from %s where id = $1 and agency_id = gugus_agency())', target)
    into answer using record;
  return answer;
end $$;

-- May the asking agency see this section of the record? Owner agencies may see all of theirs.
create function gugus_may(wanted text, record uuid, part text) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return gugus_owns(wanted, record) or exists (
    select 1 from access_grant g
    where g.record_kind = wanted and g.record_id = record and g.agency_id = gugus_agency()
      and part = any(g.sections) and g.from_at is not null and g.ended_at is null and (g.until_at is null or g.until_at > now()));
end $$;
"""

CACHE = """
create table base_cache (cache_key varchar(255) primary key, value text not null, expires timestamptz not null);
create index base_cache_expires on base_cache (expires);
grant delete on base_cache to gugus_app;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.RunSQL(VOICES, "drop function gugus_agency, gugus_user, gugus_return_token"),
        migrations.RunSQL(
            ACL,
            "drop function gugus_keep_acl, gugus_touch_acl, gugus_may, gugus_owns; drop table gugus_acl_tables",
        ),
        migrations.RunSQL(CACHE, "drop table base_cache"),
        migrations.CreateModel(
            name="DataKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=gugus.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kek", models.CharField(max_length=40)),
                ("wrapped", models.BinaryField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("shredded_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
    ]
