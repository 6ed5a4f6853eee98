from django.db import migrations, models
from django.db.models import F, Q

from gugus.base.rls import AGENCY, Protect, by_agency

# Acceptance opens what the sender wrote: a grant that the acceptance took up and that still runs.
LIVE = f"""exists (select 1 from access_grant g where g.because_kind = 'referral' and g.because_id = referral_id
  and g.record_kind = 'case' and g.agency_id = {AGENCY} and g.from_at is not null and g.ended_at is null
  and (g.until_at is null or g.until_at > now()))"""
PARENT = "select 1 from referrals_referral r where r.id = referral_id"
READ = f"""exists ({PARENT} and r.agency_id = {AGENCY}) or exists ({PARENT} and r.to_agency_id = {AGENCY})
  and (kind in ('answer', 'feedback', 'final') or kind = 'message' and {LIVE})"""
# The sender also types in what came back on paper; a final report is written only while its grace lasts.
WRITE = f"""agency_id is not null and (exists ({PARENT} and r.agency_id = {AGENCY})
  or exists ({PARENT} and r.to_agency_id = {AGENCY}) and agency_id = {AGENCY}
    and (kind in ('answer', 'feedback') or kind = 'final' and {LIVE}))"""

# What was never sent, a draft that was taken back included, is the sender's alone.
SIDES = f"{by_agency()} or ({by_agency('to_agency_id')} and sent_at is not null)"
GUARD = """
create function referrals_guard() returns trigger language plpgsql as $$
begin
  if current_user <> 'gugus_app' then return new; end if;
  if (new.ref, new.case_id, new.person_id, new.agency_id, new.batch_id, new.follows_id)
     is distinct from (old.ref, old.case_id, old.person_id, old.agency_id, old.batch_id, old.follows_id)
     or (old.sent_at is not null and new.to_agency_id <> old.to_agency_id) then
    raise exception 'Whom a referral is about and between whom it runs stays.'
      using errcode = 'insufficient_privilege';
  end if;
  if gugus_agency() is distinct from old.agency_id and
     (new.service, new.urgency, new.sections, new.basis, new.basis_on, new.age_band, new.sex, new.language,
      new.area_code, new.accessibility, new.minor, new.written_by_id, new.written_at, new.sent_at)
     is distinct from
     (old.service, old.urgency, old.sections, old.basis, old.basis_on, old.age_band, old.sex, old.language,
      old.area_code, old.accessibility, old.minor, old.written_by_id, old.written_at, old.sent_at) then
    raise exception 'Only the sender says what is asked.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard_referral before update on referrals_referral
  for each row execute function referrals_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0005_batches_words_chains"), ("access", "0002_locks")]

    operations = [
        *(
            migrations.RemoveField("referral", name)
            for name in ("message", "basis_note", "answer", "feedback")
        ),
        migrations.AddConstraint(
            "referral",
            models.CheckConstraint(name="nothing_follows_itself", condition=~Q(follows=F("id"))),
        ),
        migrations.RunSQL(
            "drop policy app_rows on referrals_referral; "
            f"create policy app_rows on referrals_referral to gugus_app using ({SIDES}) with check ({SIDES})",
            f"drop policy app_rows on referrals_referral; create policy app_rows on referrals_referral to gugus_app "
            f"using ({by_agency()} or ({by_agency('to_agency_id')} and state <> 'draft'))",
        ),
        migrations.RunSQL(
            GUARD, "drop trigger guard_referral on referrals_referral; drop function referrals_guard"
        ),
        Protect("referrals_words", READ, check=WRITE),
        migrations.RunSQL(
            "revoke update on referrals_words from gugus_app", "grant update on referrals_words to gugus_app"
        ),
        Protect(
            "referrals_batch",
            f"{by_agency()} or exists (select 1 from referrals_referral r where r.batch_id = referrals_batch.id)",
            check=by_agency(),
        ),
        migrations.RunSQL(
            "create policy only_owners_ask on referrals_batch as restrictive for insert to gugus_app "
            "with check (gugus_owns('case', case_id)); revoke update on referrals_batch from gugus_app",
            "drop policy only_owners_ask on referrals_batch; grant update on referrals_batch to gugus_app",
        ),
    ]
