from django.db import migrations

from gugus.base.rls import Protect, by_agency, by_parent

IN_BREACH = by_parent("privacy_breach", "breach_id")
IN_REQUEST = by_parent("privacy_subjectrequest", "request_id")
# Versions, journals and published notices are added, never changed.
ADDED_ONLY = "privacy_recordversion, privacy_breachnote, privacy_assessmentversion, privacy_privacynotice"

# The start of a breach's clock moves only together with a line of the journal that says from where, to where and why.
GUARD_CLOCK = """
create function privacy_guard_clock() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if new.known_at is distinct from old.known_at and not exists (
    select 1 from privacy_breachnote line
    where line.breach_id = new.id and line.kind = 'known' and line.code <> ''
      and (line.facts->>'from')::timestamptz = old.known_at
      and (line.facts->>'to')::timestamptz = new.known_at
  ) then
    raise exception 'The start of this clock is not changed without a reason.' using errcode = 'check_violation';
  end if;
  if new.due_at is distinct from old.due_at and new.known_at is not distinct from old.known_at then
    raise exception 'A deadline does not move by itself.' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger guard_clock before update on privacy_breach for each row execute function privacy_guard_clock();
"""
UNGUARD = "drop trigger guard_clock on privacy_breach; drop function privacy_guard_clock()"


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial"), ("access", "0002_locks"), ("people", "0002_locks")]

    operations = [
        Protect("privacy_processingrecord", by_agency()),
        Protect("privacy_recordversion", by_parent("privacy_processingrecord", "record_id")),
        Protect("privacy_breach", by_agency()),
        Protect("privacy_breachnote", IN_BREACH),
        Protect("privacy_affected", IN_BREACH),
        Protect("privacy_subjectrequest", by_agency()),
        Protect("privacy_requestitem", IN_REQUEST),
        Protect("privacy_requestfile", IN_REQUEST),
        Protect("privacy_letter", by_agency()),
        Protect("privacy_assessment", by_agency()),
        Protect("privacy_assessmentversion", by_parent("privacy_assessment", "assessment_id")),
        Protect("privacy_privacynotice", "true", check=by_agency()),  # a public text
        migrations.RunSQL(
            f"revoke update on {ADDED_ONLY} from gugus_app", f"grant update on {ADDED_ONLY} to gugus_app"
        ),
        migrations.RunSQL(GUARD_CLOCK, UNGUARD),
    ]
