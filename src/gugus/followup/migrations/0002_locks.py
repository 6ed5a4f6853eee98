from django.db import migrations

from gugus.base.rls import AGENCY, FilesOf, Protect, by_host, by_office, by_task_force

# Every member reads. The secretariat writes; the agency that owns a recommendation, or supports it, writes lines of its
# own, and the owner says how far it is. A successor stands in the place of the office it followed.
INVOLVED = f"({by_office('r.owner_id')} or r.supporters && (select gugus_offices())::uuid[] or {by_host('r.task_force_id')})"
OWN_LINE = (
    f"{by_task_force()} and agency_id = {AGENCY} and exists (select 1 from followup_recommendation r"
    f" where r.id = recommendation_id and r.task_force_id = followup_line.task_force_id and {INVOLVED})"
    f" and ({by_host()} or kind in ('progress', 'asked', 'reported'))"
)
# Who supports may lock the row (a line is added under its lock); the trigger lets only host and owner change it.
CONCERNED = f"({by_host()} or {by_office('owner_id')} or supporters && (select gugus_offices())::uuid[])"

# What an owner may change of the recommendation itself, and what nobody of the application may: an end is an end.
STAYS = """
create function followup_stays() returns trigger language plpgsql as $$
declare loose text[] := array['state', 'share', 'version'];
begin
  if current_user <> 'gugus_app' then return new; end if;
  if old.state not in ('open', 'reported') then
    raise exception 'what has ended stays as it is' using errcode = 'insufficient_privilege';
  end if;
  if (new.id, new.ref, new.task_force_id, new.agency_id, new.parent_id, new.said_on, new.first_due_on, new.origin_kind,
    new.origin_ref, new.origin_words, new.written_by_id, new.written_at)
    is distinct from
    (old.id, old.ref, old.task_force_id, old.agency_id, old.parent_id, old.said_on, old.first_due_on, old.origin_kind,
    old.origin_ref, old.origin_words, old.written_by_id, old.written_at)
  then
    raise exception 'where and when it was said stays as it is' using errcode = 'insufficient_privilege';
  end if;
  if not new.task_force_id = any (gugus_hosted_task_forces()) and (
    not old.owner_id = any (gugus_offices())
    or (to_jsonb(new) - loose) is distinct from (to_jsonb(old) - loose)
    or (new.state is distinct from old.state and not (old.state = 'open' and new.state = 'reported'))) then
    raise exception 'only the secretariat changes a recommendation' using errcode = 'insufficient_privilege';
  end if;
  if new.state = 'done' and not exists (
    select 1 from followup_line l join files_attachment f on f.id = l.evidence_id
    where l.recommendation_id = new.id and f.within_id = new.id and f.removed_at is null) then
    raise exception 'done needs evidence' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger stays before update on followup_recommendation for each row execute function followup_stays();

create function followup_begins() returns trigger language plpgsql as $$
begin
  if current_user = 'gugus_app' and (new.state <> 'open' or new.share <> 0 or new.due_on <> new.first_due_on) then
    raise exception 'a recommendation begins open' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger begins before insert on followup_recommendation for each row execute function followup_begins();
revoke update on followup_line from gugus_app;
"""
UNDO = "drop function followup_stays cascade; drop function followup_begins cascade; grant update on followup_line to gugus_app"


class Migration(migrations.Migration):
    dependencies = [
        ("followup", "0001_initial"),
        ("taskforce", "0003_papers_of_a_legal_basis"),
        ("directory", "0003_offices_that_one_followed"),
        ("files", "0002_locks"),
    ]

    operations = [
        Protect("followup_recommendation", by_task_force()),
        Protect("followup_line", by_task_force(), check=OWN_LINE),
        migrations.RunSQL(
            f"create policy only_the_host_records on followup_recommendation as restrictive for insert to gugus_app"
            f" with check ({by_host()});"
            f"create policy only_who_answers on followup_recommendation as restrictive for update to gugus_app"
            f" using ({CONCERNED}) with check ({CONCERNED})",
            "drop policy only_the_host_records on followup_recommendation;"
            "drop policy only_who_answers on followup_recommendation",
        ),
        migrations.RunSQL(STAYS, UNDO),
        FilesOf("followup_recommendation", "recommendation"),
    ]
