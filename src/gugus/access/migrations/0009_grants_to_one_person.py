import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A grant with a user is open to that one person for reading (emergency access). It is in no list of agencies, is
# written by one definer function only, and never becomes longer.
FUNCTIONS = """
create or replace function gugus_keep_acl() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.visible_to := array(
    select new.agency_id
    union
    select g.agency_id from access_grant g
    where g.record_kind = tg_argv[0] and g.record_id = new.id and g.user_id is null
      and g.from_at is not null and g.ended_at is null and (g.until_at is null or g.until_at > now()));
  return new;
end $$;

create or replace function gugus_may(wanted text, record uuid, part text) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return gugus_owns(wanted, record) or exists (
    select 1 from access_grant g
    where g.record_kind = wanted and g.record_id = record and g.agency_id = gugus_agency()
      and (g.user_id is null or g.user_id = gugus_user())
      and part = any(g.sections) and g.from_at is not null and g.ended_at is null and (g.until_at is null or g.until_at > now()));
end $$;

-- Records of a kind that are open to the asking person alone, now.
create function gugus_opened(wanted text) returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(g.record_id), '{}') from access_grant g
  where g.user_id = gugus_user() and g.agency_id = gugus_agency() and g.record_kind = wanted
    and g.from_at is not null and g.ended_at is null and g.until_at > now()
$$;

create or replace function access_guard_grant() returns trigger language plpgsql as $$
begin
  if current_user <> 'gugus_app' then return new; end if;
  if gugus_agency() is distinct from old.given_by_agency_id and
     (new.record_kind, new.record_id, new.agency_id, new.sections, new.given_by_agency_id, new.because_id)
       is distinct from
     (old.record_kind, old.record_id, old.agency_id, old.sections, old.given_by_agency_id, old.because_id) then
    raise exception 'Only the giving agency changes a grant.' using errcode = 'insufficient_privilege';
  end if;
  if old.ended_at is not null and new.ended_at is null then
    raise exception 'An ended grant stays ended.' using errcode = 'insufficient_privilege';
  end if;
  if new.user_id is distinct from old.user_id or (old.user_id is not null and
     (new.record_kind, new.record_id, new.agency_id, new.sections, new.from_at, new.until_at)
       is distinct from
     (old.record_kind, old.record_id, old.agency_id, old.sections, old.from_at, old.until_at)) then
    raise exception 'Emergency access only ends.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

-- Which table links a kind of record to persons: emergency access opens them with it.
create table gugus_people_links (kind text primary key, name regclass not null, record name not null);
revoke all on gugus_people_links from gugus_app, gugus_worker;

create policy colleagues_see_not on access_grant as restrictive for select to gugus_app
  using (user_id is null or user_id = (select gugus_user()) or given_by_agency_id = (select gugus_agency()));
create policy never_to_one on access_grant as restrictive for insert to gugus_app with check (user_id is null);
"""
UNDO = """
drop policy colleagues_see_not on access_grant; drop policy never_to_one on access_grant;
drop table gugus_people_links; drop function gugus_opened(text);
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0008_locks_of_rights"), ("base", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="grant",
            name="user",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(
                condition=models.Q(("ended_at", None), ("user__isnull", False)), fields=["user", "record_kind"],
                name="grant_of_one",
            ),
        ),
        migrations.RunSQL(FUNCTIONS, UNDO),
    ]  # fmt: skip
