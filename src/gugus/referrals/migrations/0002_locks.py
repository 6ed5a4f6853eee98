from django.db import migrations

from gugus.base.rls import Protect, by_agency, by_parent

EITHER_SIDE = f"{by_agency()} or ({by_agency('to_agency_id')} and state <> 'draft')"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("access", "0002_locks")]

    operations = [
        Protect("referrals_referral", EITHER_SIDE),
        Protect("referrals_move", by_parent("referrals_referral", "referral_id")),
        migrations.RunSQL(
            "revoke update on referrals_move from gugus_app", "grant update on referrals_move to gugus_app"
        ),
        migrations.RunSQL(
            "create policy only_senders_refer on referrals_referral as restrictive for insert to gugus_app "
            "with check (agency_id = (select gugus_agency()) and gugus_owns('case', case_id))",
            "drop policy only_senders_refer on referrals_referral",
        ),
    ]
