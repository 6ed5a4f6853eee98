from django.db import migrations

from gugus.base.rls import AGENCY, KeepAcl, Protect, by_agency, by_parent

OPEN = f"{AGENCY} = any(visible_to) or gugus_may('case', case_id, 'repatriation')"
WITHIN = by_parent("repatriation_repatriation", "repatriation_id")
HANDLED = (
    "exists (select 1 from repatriation_repatriation r where r.id = repatriation_id "
    f"and (r.agency_id = {AGENCY} or r.holder_id = {AGENCY}))"
)
OURS = f"agency_id = {AGENCY}"
CONCERNED = f"{by_agency()} or (state <> 'draft' and {AGENCY} = any(parties))"
# Who hands over reads everybody; all others read whose return is open to them (accepting opens it).
HANDED = f"{WITHIN} or exists (select 1 from repatriation_handover h where h.id = handover_id and h.agency_id = {AGENCY})"
EITHER = f"(agency_id = {AGENCY} or to_agency_id = {AGENCY})"
OF_EITHER = (
    "exists (select 1 from repatriation_handover h where h.id = handover_id "
    f"and (h.agency_id = {AGENCY} or h.to_agency_id = {AGENCY}))"
)
OF_WRITER = (
    f"exists (select 1 from repatriation_handover h where h.id = handover_id and h.agency_id = {AGENCY})"
)
LEG_HANDLED = (
    "exists (select 1 from repatriation_leg l join repatriation_repatriation r on r.id = l.repatriation_id "
    f"where l.id = leg_id and (r.agency_id = {AGENCY} or r.holder_id = {AGENCY}))"
)
RECEIVES = f"(escort_agency_id = {AGENCY} or to_agency_id = {AGENCY} or {HANDLED})"

# Table → who adds, who changes; whoever only reads is stopped here though the row is visible.
NARROW = {
    "repatriation_repatriation": (
        f"{OURS} and gugus_owns('case', case_id)", f"(agency_id = {AGENCY} or holder_id = {AGENCY})",
    ),
    "repatriation_leg": (f"{OURS} and {HANDLED}", RECEIVES),
    "repatriation_travelpaper": (f"{OURS} and {HANDLED}", HANDLED),
    "repatriation_cost": (f"{OURS} and {LEG_HANDLED}", OURS),
    "repatriation_handover": (OURS, EITHER),
    "repatriation_handedperson": (f"{OF_WRITER} and {HANDLED}", OF_WRITER),
    "repatriation_signature": (f"{OURS} and {OF_EITHER}", "false"),
}  # fmt: skip
POLICIES = [
    line
    for table, (adds, changes) in NARROW.items()
    for line in (
        f"create policy only_who_handles_adds on {table} as restrictive for insert to gugus_app with check ({adds})",
        f"create policy only_who_handles_changes on {table} as restrictive for update to gugus_app using ({changes})",
    )
] + [
    "create policy only_the_writer_removes on repatriation_handedperson as restrictive for delete to gugus_app "
    f"using ({OF_WRITER})"
]
UNDO = [
    f"drop policy if exists {name} on {table}"
    for table in NARROW
    for name in ("only_who_handles_adds", "only_who_handles_changes", "only_the_writer_removes")
]

# Signed words stay; whoever holds or receives changes only what falls to it.
FIXED = """
create function gugus_return_stays() returns trigger language plpgsql as $$
declare
    was jsonb := to_jsonb(old);
    is_now jsonb := to_jsonb(new);
    loose text[];
begin
    if current_user <> 'gugus_app' then return new; end if;
    if tg_table_name = 'repatriation_repatriation' then
        if old.agency_id = gugus_agency() then
            loose := array(select jsonb_object_keys(was)); loose := array_remove(loose, 'agency_id');
            loose := array_remove(loose, 'case_id'); loose := array_remove(loose, 'person_id');
            loose := array_remove(loose, 'holder_id');
        else
            loose := array['state', 'departed_at', 'arrived_at', 'version', 'visible_to'];
        end if;
    elsif tg_table_name = 'repatriation_leg' then
        if old.agency_id = gugus_agency() or exists (select 1 from repatriation_repatriation r
            where r.id = old.repatriation_id and gugus_agency() in (r.agency_id, r.holder_id)) then
            loose := array(select jsonb_object_keys(was)); loose := array_remove(loose, 'agency_id');
            loose := array_remove(loose, 'repatriation_id');
        else
            loose := array['state', 'arrived_at', 'confirmed', 'confirmed_by_id', 'confirmed_at', 'version'];
        end if;
        if old.arrived_at is not null then
            loose := array(select unnest(loose) except select unnest(array['departed_at', 'arrived_at', 'confirmed']));
        end if;
    elsif tg_table_name = 'repatriation_handover' then
        loose := array['state', 'code', 'signed_at', 'version', 'carried_at'];
        if old.accepted_at is null then loose := loose || array['accepted_at', 'accepted_by_id']; end if;
        if old.digest = '' then
            loose := loose || array['digest'];
            if old.agency_id = gugus_agency() then
                loose := array(select jsonb_object_keys(was));
                loose := array_remove(loose, 'agency_id');
            end if;
        end if;
    else
        if exists (select 1 from repatriation_handover h where h.id = old.handover_id and h.digest <> '') then
            loose := array[]::text[];
        else
            loose := array(select jsonb_object_keys(was)); loose := array_remove(loose, 'repatriation_id');
        end if;
    end if;
    if (is_now - loose) is distinct from (was - loose) then
        raise exception 'this stays as it is' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger return_stays before update on repatriation_repatriation
    for each row execute function gugus_return_stays();
create trigger return_stays before update on repatriation_leg
    for each row execute function gugus_return_stays();
create trigger return_stays before update on repatriation_handover
    for each row execute function gugus_return_stays();
create trigger return_stays before update on repatriation_handedperson
    for each row execute function gugus_return_stays();

create function gugus_minutes_are_open() returns trigger language plpgsql as $$
begin
    if current_user = 'gugus_app' and exists (
        select 1 from repatriation_handover h
        where h.id = coalesce(new.handover_id, old.handover_id) and h.digest <> '') then
        raise exception 'this stays as it is' using errcode = 'insufficient_privilege';
    end if;
    return coalesce(new, old);
end $$;
create trigger minutes_are_open before insert or delete on repatriation_handedperson
    for each row execute function gugus_minutes_are_open();
"""
UNFIX = "drop function gugus_return_stays cascade; drop function gugus_minutes_are_open cascade"


class Migration(migrations.Migration):
    dependencies = [
        ("repatriation", "0001_initial"),
        ("access", "0013_locks_of_ceilings"),
        ("cases", "0002_locks"),
    ]

    operations = [
        Protect("repatriation_repatriation", OPEN),
        KeepAcl("repatriation_repatriation", kind="repatriation"),
        Protect("repatriation_leg", WITHIN),
        Protect("repatriation_travelpaper", WITHIN),
        Protect("repatriation_cost", by_parent("repatriation_leg", "leg_id")),
        Protect("repatriation_handover", CONCERNED),
        Protect("repatriation_handedperson", HANDED, delete=True),
        Protect("repatriation_signature", by_parent("repatriation_handover", "handover_id")),
        migrations.RunSQL(POLICIES, UNDO),
        migrations.RunSQL(FIXED, UNFIX),
    ]
