from django.db import migrations

from gugus.base.rls import Protect, by_agency, by_parent

STAFF = "(select gugus_agency()) is not null"
LINK, SEE, MOVE = (f"(select guests_voice('{mode}'))::text[]" for mode in ("link", "see", "move"))
HOLDER = f"session_digest = any({SEE}) or session_digest = any({MOVE})"
WITH_LINK = f"link_digest = any({LINK})"

# A guest has no agency. The request says what it can prove: "link:" digests while it knocks, "see:" digests of the
# browser's session while it reads, "move:" the same while it answers. Each opens less than its whole pass.
VOICES = """
create function guests_voice(mode text) returns text[] language sql stable as $$
  select case when left(said, length(mode) + 1) = mode || ':'
    then array_remove(string_to_array(substr(said, length(mode) + 2), ','), '') end
  from (select coalesce(current_setting('gugus.guest', true), '') as said) s
$$;

-- The preview of the one referral, and nothing that leads to a case or a person.
create function guests_glance() returns table (
  id uuid, ref varchar, state varchar, code varchar, service varchar, urgency varchar, age_band varchar, sex varchar,
  language varchar, area_code varchar, accessibility varchar, minor boolean, sent_at timestamptz,
  answer_due_at timestamptz, answered_at timestamptz, ended_at timestamptz, version integer, agency_id uuid,
  to_agency_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.id, r.ref, r.state, r.code, r.service, r.urgency, r.age_band, r.sex, r.language, r.area_code,
    r.accessibility, r.minor, r.sent_at, r.answer_due_at, r.answered_at, r.ended_at, r.version, r.agency_id,
    r.to_agency_id
  from guests_guestpass p join referrals_referral r on r.id = p.referral_id
  where p.state = 'open' and p.session_digest = any(guests_voice('see')) and r.state <> 'draft'
    and r.to_agency_id = p.to_agency_id
$$;

-- Yes or no: has the referral of this pass been accepted, and is it still running?
create function guests_reads(pass uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from guests_guestpass p join referrals_referral r on r.id = p.referral_id
    where p.id = pass and p.state = 'open' and p.session_digest = any(guests_voice('see'))
      and r.to_agency_id = p.to_agency_id and r.state in ('accepted', 'in_service', 'feedback'))
$$;

-- The one referral that the holder of an open pass answers now.
create function guests_answers() returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select p.referral_id from guests_guestpass p join referrals_referral r on r.id = p.referral_id
  where p.state = 'open' and p.session_digest = any(guests_voice('move')) and r.to_agency_id = p.to_agency_id
$$;
"""
NO_VOICES = """
drop function guests_answers(); drop function guests_reads(uuid); drop function guests_glance();
drop function guests_voice(text);
"""

NARROW = f"""
create policy guests_make_none on guests_guestpass as restrictive for insert to gugus_app with check ({STAFF});
create policy guests_write_none on guests_sheet as restrictive for insert to gugus_app with check ({STAFF});
create policy guests_change_none on guests_sheet as restrictive for update to gugus_app using ({STAFF});
create policy guests_answer_now on guests_deed as restrictive for insert to gugus_app
  with check (exists (select 1 from guests_guestpass p
    where p.id = guest_pass_id and p.session_digest = any({MOVE}) and p.state = 'open'));
revoke update on guests_deed, guests_slip, guests_letter from gugus_app;

create policy guests_answer on referrals_referral for select to gugus_app using (id = (select guests_answers()));
create policy guests_move on referrals_referral for update to gugus_app
  using (id = (select guests_answers()))
  with check (id = (select guests_answers()) and
    state in ('accepted', 'declined', 'in_service', 'feedback', 'returned', 'done', 'revoked'));
create policy guests_say on referrals_words for insert to gugus_app with check (
  referral_id = (select guests_answers()) and by_id is null and kind in ('answer', 'feedback', 'final')
  and agency_id = (select r.to_agency_id from referrals_referral r where r.id = referral_id));
create policy guests_sign_nobody on referrals_move as restrictive for insert to gugus_app
  with check ({STAFF} or by_id is null);
"""
NOT_NARROW = """
drop policy guests_sign_nobody on referrals_move; drop policy guests_say on referrals_words;
drop policy guests_move on referrals_referral; drop policy guests_answer on referrals_referral;
grant update on guests_deed, guests_slip, guests_letter to gugus_app;
drop policy guests_answer_now on guests_deed;
drop policy guests_change_none on guests_sheet; drop policy guests_write_none on guests_sheet;
drop policy guests_make_none on guests_guestpass;
"""

# Which columns a guest's request may change; everything else of the row stays as it was.
KEPT = """
create function guests_keep_the_rest() returns trigger language plpgsql as $$
begin
  if current_user = 'gugus_app' and gugus_agency() is null
    and to_jsonb(new) - tg_argv is distinct from to_jsonb(old) - tg_argv then
    raise exception 'A guest does not change this.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guests_keep before update on guests_guestpass for each row execute function guests_keep_the_rest(
  'state', 'session_digest', 'failures', 'opened_at', 'until_at', 'seen_at', 'again_at', 'ended_at', 'end_code');
create trigger guests_keep before update on referrals_referral for each row execute function guests_keep_the_rest(
  'state', 'state_at', 'clock_from', 'due_at', 'code', 'answered_at', 'proposed_agency_id', 'ended_at', 'version',
  'way');
"""
NOT_KEPT = """
drop trigger guests_keep on referrals_referral; drop trigger guests_keep on guests_guestpass;
drop function guests_keep_the_rest();
"""


class Migration(migrations.Migration):
    dependencies = [("guests", "0001_initial"), ("access", "0002_locks"), ("referrals", "0007_way")]

    operations = [
        migrations.RunSQL(VOICES, NO_VOICES),
        Protect("guests_guestpass", f"({by_agency()}) or ({WITH_LINK}) or ({HOLDER})"),
        Protect("guests_sheet", f"({by_agency()}) or guests_reads(guest_pass_id)"),
        Protect("guests_deed", by_parent("guests_guestpass", "guest_pass_id")),
        Protect("guests_slip", by_agency()),
        Protect("guests_letter", by_agency()),
        migrations.RunSQL(NARROW, NOT_NARROW),
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
