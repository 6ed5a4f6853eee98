from django.db import migrations

from gugus.base.rls import AGENCY, Protect, by_agency, by_parent

OWNS = "gugus_owns('case', case_id)"
READS = " or ".join(f"gugus_may('case', case_id, '{one}')" for one in ("care", "health", "justice"))
# Drafts are read where they are written; what is handed in, by whom a part of the case's care is open to.
OWN_OR_OPEN = f"{by_agency()} or (state <> 'draft' and ({READS}))"
PART = "gugus_may('case', case_id, section)"
IN_DRAFT = "exists (select 1 from care_careplan p where p.state = 'draft' and p.id = {plan} and gugus_owns('case', p.case_id))"
PLAN_OF_STEP = "(select g.plan_id from care_goal g where g.id = goal_id)"

RESTRICTED = [
    "create policy only_in_open_cases on care_needsassessment as restrictive for insert to gugus_app "
    f"with check ({by_agency()} and ({READS}))",
    "create policy only_ones_own on care_needsassessment as restrictive for update to gugus_app "
    f"using ({by_agency()}) with check ({by_agency()})",
    *(
        f"create policy only_the_owner_{deed} on {table} as restrictive for {deed} to gugus_app {clause}"
        for table in ("care_careplan", "care_goal", "care_planstep")
        for deed, clause in (
            ("insert", f"with check ({OWNS})"),
            ("update", f"using ({OWNS}) with check ({OWNS})"),
        )
    ),
    "create policy only_of_drafts on care_goal as restrictive for delete to gugus_app "
    f"using ({IN_DRAFT.format(plan='plan_id')})",
    "create policy only_of_drafts on care_planstep as restrictive for delete to gugus_app "
    f"using ({IN_DRAFT.format(plan=PLAN_OF_STEP)})",
]
UNRESTRICTED = [
    "drop policy only_in_open_cases on care_needsassessment",
    "drop policy only_ones_own on care_needsassessment",
    *(
        f"drop policy only_the_owner_{deed} on {table}"
        for table in ("care_careplan", "care_goal", "care_planstep")
        for deed in ("insert", "update")
    ),
    "drop policy only_of_drafts on care_goal",
    "drop policy only_of_drafts on care_planstep",
]

# What was finished, handed in or signed stays as it is, whoever writes: only its course is written on.
FIXED = """
create function care_assessments_stay() returns trigger language plpgsql as $$
begin
    if current_user <> 'gugus_app' then return new; end if;
    if tg_table_name = 'care_needsassessment' then
        if (to_jsonb(old)->>'state') = 'finished' then
            raise exception 'a finished assessment stays as it is' using errcode = 'insufficient_privilege';
        end if;
    elsif not exists (select 1 from care_needsassessment a where a.id = (to_jsonb(new)->>'assessment_id')::uuid
            and a.state = 'draft' and a.agency_id = gugus_agency()) then
        raise exception 'a finished assessment stays as it is' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger assessments_stay before update on care_needsassessment
    for each row execute function care_assessments_stay();
create trigger assessments_stay before insert or update on care_domainscore
    for each row execute function care_assessments_stay();

create function care_plans_stay() returns trigger language plpgsql as $$
declare
    row_new jsonb := to_jsonb(new);
    row_old jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) else '{}' end;
    loose text[];
    draft boolean;
begin
    if current_user <> 'gugus_app' then return new; end if;
    if tg_table_name = 'care_careplan' then
        draft := row_old->>'state' = 'draft';
        loose := array['state', 'code', 'approved_at', 'approved_by_id', 'return_words', 'active_at', 'ended_at',
            'review_on', 'version', 'data_key_id'];
        if row_old->>'state' in ('refused', 'returned', 'replaced', 'ended') then
            raise exception 'an ended plan stays as it is' using errcode = 'insufficient_privilege';
        end if;
    else
        select p.state = 'draft' into draft from care_careplan p where p.id = coalesce(
            (row_new->>'plan_id')::uuid,
            (select g.plan_id from care_goal g where g.id = (row_new->>'goal_id')::uuid));
        loose := array['result', 'result_on', 'result_words', 'state', 'done_on', 'done_by_id', 'data_key_id'];
    end if;
    if not coalesce(draft, false) and (tg_op = 'INSERT' or (row_new - loose) is distinct from (row_old - loose)) then
        raise exception 'a plan that was handed in stays as it is' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger plans_stay before update on care_careplan for each row execute function care_plans_stay();
create trigger plans_stay before insert or update on care_goal for each row execute function care_plans_stay();
create trigger plans_stay before insert or update on care_planstep for each row execute function care_plans_stay();
"""
UNFIXED = "drop function care_assessments_stay cascade; drop function care_plans_stay cascade;"

# Figures move in fives, so that nobody learns one answer from two figures. Nothing below five, never one sheet.
OPINIONS = """
alter table care_opinionsheet add column place bigint generated always as identity;
create function care_opinions() returns table (provider uuid, question text, answers bigint, mean numeric)
language sql stable security definer set search_path = public, pg_temp as $$
    with placed as (
        select s.id, s.provider_id, row_number() over w as nth, count(*) over (partition by s.provider_id) as number
        from care_opinionsheet s where gugus_agency() is not null
        window w as (partition by s.provider_id order by s.place)
    )
    select p.provider_id, a.question::text, count(*), round(avg(a.value), 1)
    from placed p join care_opinionanswer a on a.sheet_id = p.id
    where p.nth <= (p.number / 5) * 5
    group by p.provider_id, a.question having count(*) >= 5
$$;
revoke all on function care_opinions() from public;
grant execute on function care_opinions() to gugus_app, gugus_worker;
"""
NO_OPINIONS = "drop function care_opinions(); alter table care_opinionsheet drop column place;"
NOT_WHO_SERVED = f"{by_agency()} and provider_id is distinct from {AGENCY}"


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0004_assessments_plans_opinions"),
        ("access", "0013_locks_of_ceilings"),
        ("cases", "0002_locks"),
    ]

    operations = [
        Protect("care_carerule", by_agency()),
        Protect("care_needsassessment", OWN_OR_OPEN),
        Protect("care_domainscore", f"{PART} and {by_parent('care_needsassessment', 'assessment_id')}"),
        Protect("care_careplan", OWN_OR_OPEN),
        Protect("care_goal", f"{PART} and {by_parent('care_careplan', 'plan_id')}", delete=True),
        Protect("care_planstep", f"{PART} and {by_parent('care_goal', 'goal_id')}", delete=True),
        Protect("care_plansignature", OWNS),
        Protect("care_planreview", OWNS),
        Protect("care_appointment", by_parent("care_serviceline", "line_id")),
        Protect("care_opinionsheet", None, check=by_agency()),
        Protect("care_opinionanswer", None, check="value between 1 and 4"),
        Protect("care_opinionwords", NOT_WHO_SERVED),
        migrations.RunSQL(RESTRICTED, UNRESTRICTED),
        migrations.RunSQL(FIXED, UNFIXED),
        migrations.RunSQL(OPINIONS, NO_OPINIONS),
    ]
