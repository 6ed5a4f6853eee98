from django.db import migrations

from gugus.base.rls import AGENCY, Protect, by_agency, by_parent

HOST = by_agency("host_id")
HELD_OR_INVITED = f"{by_agency()} or (state <> 'draft' and {AGENCY} = any(invited))"
# A question belongs to a part of the file: an agency to which that part is not open (any more) does not see it.
READABLE = f"{HOST} or (gugus_may('case', case_id, section) and {by_parent('conferences_conference', 'conference_id')})"

# Guests answer and say what they carried out; everything else is written by who holds the conference.
ONLY_THE_HOST = [
    f"create policy only_the_host_{deed} on {table} as restrictive for {deed} to gugus_app {clause}"
    for table, ours in (
        ("conferences_conference", by_agency()), ("conferences_item", HOST), ("conferences_shown", HOST),
    )
    for deed, clause in (("insert", f"with check ({ours})"), ("update", f"using ({ours}) with check ({ours})"))
] + [
    "create policy only_before on conferences_item as restrictive for delete to gugus_app using "
    f"({HOST} and exists (select 1 from conferences_conference c where c.id = conference_id "
    "and c.state in ('draft', 'planned')))",
    f"create policy only_the_host_insert on conferences_invitation as restrictive for insert to gugus_app "
    f"with check ({HOST})",
    "create policy only_the_host_insert on conferences_decision as restrictive for insert to gugus_app with check "
    f"(exists (select 1 from conferences_item item where item.id = item_id and item.{HOST}))",
    "create policy only_who_carries_out on conferences_decision as restrictive for update to gugus_app using "
    f"(to_agency_id = {AGENCY} or exists (select 1 from conferences_item item where item.id = item_id and item.{HOST}))",
]  # fmt: skip

# Approved minutes stay as they are, whoever writes; a guest changes nothing of a decision but that it was done.
FIXED = """
create function gugus_minutes_stay() returns trigger language plpgsql as $$
declare
    meeting uuid := case tg_table_name when 'conferences_item' then (to_jsonb(new)->>'conference_id')::uuid
        else (select conference_id from conferences_item where id = (to_jsonb(new)->>'item_id')::uuid) end;
    loose text[] := array['done_at', 'done_by_id', 'result', 'data_key_id'];
    over boolean;
begin
    if current_user <> 'gugus_app' then return new; end if;
    select state in ('approved', 'closed') into over from conferences_conference where id = meeting;
    if tg_op = 'INSERT' then
        if over and not coalesce((to_jsonb(new)->>'addendum')::boolean, false) then
            raise exception 'approved minutes stay as they are' using errcode = 'insufficient_privilege';
        end if;
    elsif (to_jsonb(new) - loose) is distinct from (to_jsonb(old) - loose)
        and (over or (tg_table_name = 'conferences_decision' and not exists (
            select 1 from conferences_item where id = (to_jsonb(new)->>'item_id')::uuid and host_id = gugus_agency()))) then
        raise exception 'approved minutes stay as they are' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger minutes_stay before insert or update on conferences_item
    for each row execute function gugus_minutes_stay();
create trigger minutes_stay before insert or update on conferences_decision
    for each row execute function gugus_minutes_stay();
"""
UNDO = "drop function gugus_minutes_stay cascade"


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0001_initial"),
        ("access", "0009_grants_to_one_person"),
        ("cases", "0002_locks"),
    ]

    operations = [
        Protect("conferences_conference", HELD_OR_INVITED),
        Protect("conferences_invitation", f"{by_agency()} or {HOST}"),
        Protect("conferences_item", READABLE, delete=True),
        Protect("conferences_decision", by_parent("conferences_item", "item_id")),
        Protect("conferences_shown", f"{by_agency()} or {HOST}"),
        migrations.RunSQL(
            ONLY_THE_HOST,
            [
                f"drop policy if exists {name} on {table}"
                for table in (
                    "conferences_conference", "conferences_item", "conferences_shown", "conferences_invitation",
                    "conferences_decision",
                )
                for name in ("only_the_host_insert", "only_the_host_update", "only_who_carries_out", "only_before")
            ],
        ),
        migrations.RunSQL(FIXED, UNDO),
    ]  # fmt: skip
