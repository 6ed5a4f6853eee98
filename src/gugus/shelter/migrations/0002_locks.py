from django.db import migrations

from gugus.base.rls import AGENCY, Protect, by_agency

OURS = by_agency()
# The agency of the case knows the code name of the house, never its row of whereabouts.
HOUSES = f"{OURS} or {AGENCY} = any(known_to)"
STAYS = f"{OURS} or sender_id = {AGENCY}"
# A stay is written for a case that is open to the house (its own, or by an accepted referral), in one's own house.
NEW_STAY = (
    f"{OURS} and gugus_may('case', case_id, 'case') and exists (select 1 from cases_case c where c.id = case_id"
    " and c.agency_id = sender_id) and exists (select 1 from shelter_house h where h.id = house_id"
    f" and h.agency_id = {AGENCY}) and (referral_id is null or exists (select 1 from referrals_referral r"
    f" where r.id = referral_id and r.to_agency_id = {AGENCY} and r.case_id = shelter_stay.case_id))"
)
# What hangs on a house, a room, a bed or a stay is written where one's own house, room, bed or stay is.
WITHIN = (
    ("shelter_address", "shelter_house", "house_id"),
    ("shelter_room", "shelter_house", "house_id"),
    ("shelter_bed", "shelter_room", "room_id"),
    ("shelter_placement", "shelter_bed", "bed_id"),
    ("shelter_check", "shelter_stay", "stay_id"),
    ("shelter_note", "shelter_stay", "stay_id"),
    ("shelter_handover", "shelter_house", "house_id"),
    ("shelter_belonging", "shelter_stay", "stay_id"),
)
NEVER_CHANGED = "shelter_check, shelter_note, shelter_handover"


def within(parent: str, column: str) -> str:
    return f"{OURS} and exists (select 1 from {parent} p where p.id = {column} and p.agency_id = {AGENCY})"


class Migration(migrations.Migration):
    dependencies = [
        ("shelter", "0001_initial"),
        ("access", "0009_grants_to_one_person"),
        ("cases", "0002_locks"),
        ("referrals", "0008_grounds"),
    ]

    operations = [
        Protect("shelter_house", HOUSES, check=OURS),
        Protect("shelter_stay", STAYS, check=OURS),
        migrations.RunSQL(
            [
                f"create policy only_the_house_changes on shelter_{table} as restrictive for update to gugus_app"
                f" using ({OURS}) with check ({OURS})"
                for table in ("house", "stay")
            ]
            + [
                "create policy only_for_an_open_case on shelter_stay as restrictive for insert to gugus_app"
                f" with check ({NEW_STAY})"
            ],
            [
                "drop policy only_the_house_changes on shelter_house",
                "drop policy only_the_house_changes on shelter_stay",
                "drop policy only_for_an_open_case on shelter_stay",
            ],
        ),
        *(Protect(table, OURS, check=within(parent, column)) for table, parent, column in WITHIN),
        migrations.RunSQL(
            f"revoke update on {NEVER_CHANGED} from gugus_app",
            f"grant update on {NEVER_CHANGED} to gugus_app",
        ),
    ]
