from django.db import migrations

from gugus.base.rls import Protect, by_agency

APPEND_ONLY = """
-- The digest of one row, the same text whatever the session's language, time zone or search path.
create function audit_digest(e audit_entry) returns bytea language sql immutable as $$
  select sha256(convert_to(jsonb_build_array(
    e.seq, extract(epoch from e.at)::numeric(20, 6)::text, e.verb, e.actor_id, e.actor, e.agency_id,
    e.about_kind, e.about_id, e.about_ref, e.parent_kind, e.parent_id, e.reason, e.changes)::text, 'UTF8'))
$$;

create table audit_unsealed (seq bigint primary key);
revoke all on audit_unsealed from gugus_app, gugus_worker;
grant select, delete on audit_unsealed to gugus_worker;

create function audit_keep_digest() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.digest := audit_digest(new);
  insert into audit_unsealed (seq) values (new.seq);
  return new;
end $$;
create trigger keep_digest before insert on audit_entry for each row execute function audit_keep_digest();

create function audit_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'The trail is append-only.' using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete on audit_entry for each row execute function audit_refuse();
create trigger append_only before update or delete on audit_seal for each row execute function audit_refuse();
create trigger no_truncate before truncate on audit_entry for each statement execute function audit_refuse();
create trigger no_truncate before truncate on audit_seal for each statement execute function audit_refuse();
revoke update, delete on audit_entry, audit_seal from gugus_app, gugus_worker;
revoke all on audit_seal from gugus_app;
alter table audit_entry alter column changes set default '{}'::jsonb;
"""

UNDO = """
drop trigger keep_digest on audit_entry;
drop trigger append_only on audit_entry; drop trigger append_only on audit_seal;
drop trigger no_truncate on audit_entry; drop trigger no_truncate on audit_seal;
drop function audit_keep_digest, audit_refuse; drop function audit_digest(audit_entry);
drop table audit_unsealed;
"""

# One's own agency's entries, and everybody's entries about a file that one's agency answers for.
READS = f"{by_agency()} or gugus_owns(parent_kind, parent_id) or gugus_owns(about_kind, about_id)"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("base", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, UNDO),
        Protect("audit_entry", READS, check="agency_id is not distinct from gugus_agency()"),
        Protect("audit_seal", None, check="false"),
    ]
