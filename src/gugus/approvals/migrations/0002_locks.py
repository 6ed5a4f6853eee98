from django.db import migrations

from gugus.base.rls import Protect, by_agency

# The second lock of the two-person rule: whoever speaks asks in their own name, decides in their own name, and
# never decides what they asked. What was asked never changes, and an ended request stays ended.
GUARD = """
create policy in_ones_own_name on approvals_request as restrictive for insert to gugus_app
  with check (asked_by_id = (select gugus_user()) and state = 'asked');
revoke update on approvals_request from gugus_app;
grant update (state, decided_by_id, decided_at, decision_reason) on approvals_request to gugus_app;

create function approvals_guard() returns trigger language plpgsql as $$
begin
  if current_user <> 'gugus_app' then return new; end if;
  if old.state <> 'asked' then
    raise exception 'An ended request stays ended.' using errcode = 'insufficient_privilege';
  end if;
  if new.decided_by_id is distinct from gugus_user() then
    raise exception 'Everybody decides in their own name.' using errcode = 'insufficient_privilege';
  end if;
  if new.state in ('approved', 'refused') and old.asked_by_id = gugus_user() then
    raise exception 'Nobody decides their own request.' using errcode = 'insufficient_privilege';
  end if;
  if new.state = 'withdrawn' and old.asked_by_id is distinct from gugus_user() then
    raise exception 'Only the asker withdraws.' using errcode = 'insufficient_privilege';
  end if;
  if new.state not in ('approved', 'refused', 'withdrawn') then
    raise exception 'Only time lets a request run out.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before update on approvals_request for each row execute function approvals_guard();
"""
UNDO = """
drop trigger guard on approvals_request; drop function approvals_guard;
drop policy in_ones_own_name on approvals_request;
grant update on approvals_request to gugus_app;
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial"), ("base", "0001_initial"), ("access", "0002_locks")]

    operations = [Protect("approvals_request", by_agency()), migrations.RunSQL(GUARD, UNDO)]
