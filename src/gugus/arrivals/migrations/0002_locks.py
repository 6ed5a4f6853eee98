from django.db import migrations

from gugus.base.rls import AGENCY, Protect, by_agency

ASKED = f"(state <> 'draft' and {AGENCY} = any(asked))"

# Who offers changes nothing but to withdraw; who asked takes, declines, says who came. Numbers never change.
GUARD = """
create function arrivals_guard_offer() returns trigger language plpgsql as $$
begin
  if current_user <> 'gugus_app' then
    return new;
  end if;
  if (new.headsup_id, new.agency_id, new.sender_id, new.capacity_id, new."group", new.places, new.from_at,
      new.until_at, new.conditions, new.code, new.written_by_id, new.written_at)
     is distinct from
     (old.headsup_id, old.agency_id, old.sender_id, old.capacity_id, old."group", old.places, old.from_at,
      old.until_at, old.conditions, old.code, old.written_by_id, old.written_at) then
    raise exception 'An offer is withdrawn, not rewritten.' using errcode = 'insufficient_privilege';
  end if;
  if old.state not in ('open', 'taken')
     or (gugus_agency() = old.agency_id and new.state <> 'withdrawn')
     or (gugus_agency() = old.sender_id and new.state not in ('taken', 'declined', 'ended', 'expired'))
     or (gugus_agency() = old.agency_id and new.arrived is distinct from old.arrived) then
    raise exception 'Not from this side.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard_offer before update on arrivals_offer for each row execute function arrivals_guard_offer();

create function arrivals_guard_headsup() returns trigger language plpgsql as $$
begin
  if current_user = 'gugus_app' and old.state in ('arrived', 'cancelled', 'expired') then
    raise exception 'What has ended stays as it is.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard_headsup before update on arrivals_headsup for each row
execute function arrivals_guard_headsup();
"""


class Migration(migrations.Migration):
    dependencies = [("arrivals", "0001_initial"), ("providers", "0002_locks")]

    operations = [
        Protect("arrivals_headsup", f"{by_agency()} or {ASKED}", check=by_agency()),
        migrations.RunSQL(
            "create policy only_senders_change on arrivals_headsup as restrictive for update to gugus_app "
            f"using ({by_agency()}) with check ({by_agency()})",
            "drop policy only_senders_change on arrivals_headsup",
        ),
        Protect("arrivals_offer", f"{by_agency()} or {by_agency('sender_id')}"),
        migrations.RunSQL(
            "create policy only_the_asked_offer on arrivals_offer as restrictive for insert to gugus_app "
            f"with check ({by_agency()} and exists (select 1 from arrivals_headsup h where h.id = headsup_id "
            f"and h.agency_id = sender_id and h.state = 'sent' and {AGENCY} = any(h.asked)))",
            "drop policy only_the_asked_offer on arrivals_offer",
        ),
        migrations.RunSQL(
            GUARD,
            "drop trigger guard_offer on arrivals_offer; drop function arrivals_guard_offer; "
            "drop trigger guard_headsup on arrivals_headsup; drop function arrivals_guard_headsup",
        ),
    ]
