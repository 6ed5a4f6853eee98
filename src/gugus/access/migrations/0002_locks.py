from django.db import migrations

from gugus.base.rls import Protect, by_agency

# The receiving side may only take up, shorten or end what the giving side offered.
GUARD = """
create trigger touch_acl after insert or update on access_grant for each row
execute function gugus_touch_acl();

create function access_guard_grant() returns trigger language plpgsql as $$
begin
  if current_user = 'gugus_app' and gugus_agency() is distinct from old.given_by_agency_id and
     (new.record_kind, new.record_id, new.agency_id, new.sections, new.given_by_agency_id, new.because_id)
       is distinct from
     (old.record_kind, old.record_id, old.agency_id, old.sections, old.given_by_agency_id, old.because_id) then
    raise exception 'Only the giving agency changes a grant.' using errcode = 'insufficient_privilege';
  end if;
  if current_user = 'gugus_app' and (old.ended_at is not null and new.ended_at is null) then
    raise exception 'An ended grant stays ended.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard_grant before update on access_grant for each row execute function access_guard_grant();
"""

EITHER_SIDE = f"{by_agency()} or {by_agency('given_by_agency_id')}"


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("base", "0001_initial")]

    operations = [
        migrations.RunSQL(
            GUARD,
            "drop trigger touch_acl on access_grant; drop trigger guard_grant on access_grant; "
            "drop function access_guard_grant",
        ),
        Protect("access_grant", EITHER_SIDE),
        migrations.RunSQL(
            # Giving needs to be the record's own agency; `as restrictive` narrows the policy above.
            "create policy only_owners_give on access_grant as restrictive for insert to gugus_app "
            "with check (given_by_agency_id = (select gugus_agency()) and gugus_owns(record_kind, record_id))",
            "drop policy only_owners_give on access_grant",
        ),
    ]
