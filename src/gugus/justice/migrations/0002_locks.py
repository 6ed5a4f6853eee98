from django.db import migrations

from gugus.base.rls import Protect, by_parent, by_section, by_user

# Whoever has the section justice of a case open reads its criminal track and writes what it knows.
OPEN = by_section("case", "case_id", "justice")
OF_PROCEEDING = by_parent("justice_proceeding", "proceeding_id")
# Police, prosecutor and court are the other side of the question whether a survivor goes unpunished.
OURS = (
    "gugus_owns('case', case_id) or (gugus_may('case', case_id, 'justice') and exists (select 1 from directory_agency a "
    "where a.id = (select gugus_agency()) and a.kind in ('legal_aid', 'witness_protection')))"
)

# What stands, stands: a step is taken back and a verdict made void, but neither is rewritten.
WRITTEN_ONCE = """
revoke update on justice_move, justice_verdict, justice_ruling from gugus_app;
grant update (undone_at, undone_by_id) on justice_move to gugus_app;
grant update (void_at, final_on) on justice_verdict to gugus_app;
create policy stays_in_its_case on justice_proceeding as restrictive for insert to gugus_app
  with check (agency_id = (select gugus_agency()));
"""
UNDO = """
drop policy stays_in_its_case on justice_proceeding;
grant update on justice_move, justice_verdict, justice_ruling to gugus_app;
"""

# Whose calendar asks? Nobody is signed in; the digest of the secret is all that is known.
FEED = """
create function justice_feed_holder(wanted bytea) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select user_id from justice_feedlink where digest = wanted and revoked_at is null
$$;
revoke execute on function justice_feed_holder(bytea) from public;
grant execute on function justice_feed_holder(bytea) to gugus_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("justice", "0001_initial"),
        ("access", "0013_locks_of_ceilings"),
        ("cases", "0004_narrower_locks"),
    ]

    operations = [
        Protect("justice_proceeding", OPEN),
        Protect("justice_move", OF_PROCEEDING),
        Protect("justice_custodyspan", OF_PROCEEDING),
        Protect("justice_charge", OF_PROCEEDING),
        Protect("justice_verdict", OF_PROCEEDING),
        Protect("justice_ruling", by_parent("justice_verdict", "verdict_id")),
        Protect("justice_hearing", OPEN),
        Protect("justice_seat", by_parent("justice_hearing", "hearing_id"), delete=True),
        Protect("justice_tellingwish", OPEN),
        Protect("justice_informing", OPEN),
        Protect("justice_protection", OPEN),
        Protect("justice_shield", OURS),
        Protect("justice_feedlink", by_user()),
        migrations.RunSQL(WRITTEN_ONCE, UNDO),
        migrations.RunSQL(FEED, "drop function justice_feed_holder(bytea)"),
    ]
