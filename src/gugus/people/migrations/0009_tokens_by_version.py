from django.db import migrations, models

FUNCTIONS = """
drop function people_keep_tokens(uuid, text[], bytea[]);
create function people_keep_tokens(whom uuid, purposes text[], fresh bytea[], made_with smallint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  owner uuid;
  -- Inside a definer function current_user is the owner; who called is the role set, or the login.
  caller text := coalesce(nullif(current_setting('role', true), 'none'), session_user);
begin
  select agency_id into owner from people_person where id = whom;
  if owner is null or (caller = 'gugus_app' and not coalesce(gugus_may('identity', whom, 'identity'), false)) then
    raise exception 'This identity is not yours to change.' using errcode = 'insufficient_privilege';
  end if;
  delete from people_searchtoken where person_id = whom;
  insert into people_searchtoken (person_id, agency_id, purpose, token, version)
    select distinct whom, owner, p, t, made_with from unnest(purposes, fresh) as given(p, t)
    where p is not null and t is not null;
end $$;

-- Nobody who was forgotten is found again: with the data key of an identity go its tokens, also after a restore.
create function people_drop_tokens() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from people_searchtoken t using people_identity i where i.data_key_id = old.id and t.person_id = i.id;
  return null;
end $$;
create trigger drop_tokens after update on base_datakey for each row
when (old.wrapped <> '' and new.wrapped = '') execute function people_drop_tokens();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0008_locks_of_seals"), ("base", "0003_keys_leave_a_trace")]

    operations = [
        migrations.AddField("searchtoken", "version", models.PositiveSmallIntegerField(default=1)),
        migrations.RunSQL(FUNCTIONS, elidable=False),
    ]
