"""Facts are derived by one statement each: for one record after an event, for all of them in a rebuild."""

from collections.abc import Mapping
from uuid import UUID

from django.db import connection

from gugus.law.lists import codes, root

# A fact counts once, for the agency that answered for the file on the day of the fact (`transfers_answered`): what an
# agency has reported stays true when the file goes to another one.
# Days are days in Jakarta; a fact of the night of 31 December WIB counts in the old year. Facts of a record that was
# forgotten no longer come from it: they stay as they were counted (`forget.py`), under keys that lead nowhere.
REPORTS = """
insert into statistics_reportfact as f (id, agency_id, "on", district, regency, channel, risk, outcome, triage_kept)
select r.id, coalesce((select transfers_answered(c.id, r.received_at, r.agency_id) from screening_casereport l
      join cases_case c on c.id = l.case_id where l.report_id = r.id and c.agency_id = r.agency_id), r.agency_id),
    (r.received_at at time zone 'Asia/Jakarta')::date, left(r.area_code, 8),
    left(r.area_code, 5), r.channel, r.risk, r.outcome,
    (select bool_and(coalesce(t.done_at, now()) <= t.due_at) from tasks_task t
      where t.about_kind = 'report' and t.about_id = r.id and t.kind = 'triage' and t.due_at is not null)
from intake_report r where r.forgotten_at is null and {chosen}
on conflict (id) do update set agency_id = excluded.agency_id, "on" = excluded."on", district = excluded.district,
    regency = excluded.regency, channel = excluded.channel, risk = excluded.risk, outcome = excluded.outcome,
    triage_kept = excluded.triage_kept
"""

CASES = """
insert into statistics_casefact as f
    (id, agency_id, "on", district, regency, state, risk, cross_border, forms, closed_on, closing_code)
select c.id, transfers_answered(c.id, c.opened_at, c.agency_id), (c.opened_at at time zone 'Asia/Jakarta')::date,
    left(c.area_code, 8),
    left(c.area_code, 5), c.state, c.risk, c.crossed_border, c.exploitation,
    case when c.state in ('closed', 'archived') then (c.state_at at time zone 'Asia/Jakarta')::date end,
    case when c.state in ('closed', 'archived') then c.state_code else '' end
from cases_case c where c.forgotten_at is null and {chosen}
on conflict (id) do update set agency_id = excluded.agency_id, "on" = excluded."on", district = excluded.district,
    regency = excluded.regency, state = excluded.state, risk = excluded.risk, cross_border = excluded.cross_border,
    forms = excluded.forms, closed_on = excluded.closed_on, closing_code = excluded.closing_code
"""

SURVIVORS = """
insert into statistics_survivorfact as f
    (id, agency_id, "on", district, regency, case_id, sex, age_group, child, cross_border, forms, home_province)
select p.id, transfers_answered(c.id, c.opened_at, c.agency_id), (c.opened_at at time zone 'Asia/Jakarta')::date,
    left(c.area_code, 8),
    left(c.area_code, 5), c.id, n.sex,
    case when a.age is null then 'unknown' when a.age < 6 then 'age_0_5' when a.age < 13 then 'age_6_12'
         when a.age < 18 then 'age_13_17' when a.age < 25 then 'age_18_24' when a.age < 45 then 'age_25_44'
         when a.age < 60 then 'age_45_59' else 'age_60_up' end,
    a.age < 18, c.crossed_border, c.exploitation, left(n.home_area, 2)
from cases_party p
join cases_case c on c.id = p.case_id
join people_person n on n.id = p.person_id
cross join lateral (select coalesce(
    p.age_at_act, extract(year from c.opened_at at time zone 'Asia/Jakarta')::int - n.birth_year) as age) a
where p.role = 'survivor' and p.until_at is null and c.forgotten_at is null and n.forgotten_at is null and {chosen}
on conflict (id) do update set agency_id = excluded.agency_id, "on" = excluded."on", district = excluded.district,
    regency = excluded.regency, sex = excluded.sex, age_group = excluded.age_group, child = excluded.child,
    cross_border = excluded.cross_border, forms = excluded.forms, home_province = excluded.home_province
"""

NO_LONGER_SURVIVORS = """
delete from statistics_survivorfact f using cases_party p
where p.id = f.id and (p.until_at is not null or p.role <> 'survivor') and {chosen}
"""

REFERRALS = """
insert into statistics_referralfact as f (id, agency_id, "on", district, regency, to_agency_id, service, state,
    answer_hours, answer_kept, answer_due_at, urgency, code, answer_band, answered_how, over_clock)
select r.id, transfers_answered(r.case_id, coalesce(r.sent_at, r.written_at), r.agency_id),
    (coalesce(r.sent_at, r.written_at) at time zone 'Asia/Jakarta')::date, '',
    left(r.area_code, 5), r.to_agency_id, r.service, r.state, a.hours,
    case when r.answered_at is not null then r.answered_at <= r.answer_due_at
         when r.state = 'expired' then false
         when r.state = 'sent' and r.answer_due_at < now() then false end,
    r.answer_due_at, r.urgency, r.code,
    case when a.hours is null then '' when a.hours <= 2 then 'h2' when a.hours <= 24 then 'h24'
         when a.hours <= 72 then 'd3' when a.hours <= 168 then 'd7' else 'over' end,
    case when a.hours is null then ''
         when exists (select from guests_slip s where s.referral_id = r.id and s.to_state in ('accepted', 'declined'))
             then 'typed'
         when exists (select from guests_deed d join guests_guestpass p on p.id = d.guest_pass_id
                      where p.referral_id = r.id and d.to_state in ('accepted', 'declined')) then 'guest'
         else 'account' end,
    r.ended_at is null and coalesce(r.due_at < now(), false)
from referrals_referral r join cases_case c on c.id = r.case_id
cross join lateral (select extract(epoch from r.answered_at - r.sent_at)::float8 / 3600 as hours) a
where r.sent_at is not null and c.forgotten_at is null and {chosen}
on conflict (id) do update set to_agency_id = excluded.to_agency_id, state = excluded.state,
    answer_hours = excluded.answer_hours, answer_kept = excluded.answer_kept, answer_due_at = excluded.answer_due_at,
    "on" = excluded."on", urgency = excluded.urgency, code = excluded.code, answer_band = excluded.answer_band,
    answered_how = excluded.answered_how, over_clock = excluded.over_clock
"""

SERVICES = """
insert into statistics_servicefact as f (id, agency_id, "on", district, regency, service, kind, state, kept)
select l.id, transfers_answered(c.id, l.asked_at, c.agency_id), (l.asked_at at time zone 'Asia/Jakarta')::date,
    left(c.area_code, 8),
    left(c.area_code, 5), coalesce(k.kind, l.service), l.service, l.state,
    case when l.state = 'done' then l.done_on <= (l.due_at at time zone 'Asia/Jakarta')::date
         when l.state <> 'cancelled' and l.due_at < now() then false end
from care_serviceline l
join cases_case c on c.id = l.case_id
left join (select * from unnest(%(services)s::text[], %(kinds)s::text[]) as pairs(service, kind)) k
    on k.service = l.service
where c.forgotten_at is null and {chosen}
on conflict (id) do update set state = excluded.state, kept = excluded.kept, service = excluded.service,
    kind = excluded.kind, agency_id = excluded.agency_id
"""

# Which statements follow an event about a record, and how each chooses its rows.
AFTER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "report": ((REPORTS, "r.id = %(id)s"),),
    "case": (
        (CASES, "c.id = %(id)s"),
        (SURVIVORS, "c.id = %(id)s"),
        (NO_LONGER_SURVIVORS, "p.case_id = %(id)s"),
    ),
    "person": ((SURVIVORS, "n.id = %(id)s"),),
    "referral": ((REFERRALS, "r.id = %(id)s"),),
    "serviceline": ((SERVICES, "l.id = %(id)s"),),
}
EVERYTHING = (REPORTS, CASES, SURVIVORS, NO_LONGER_SURVIVORS, REFERRALS, SERVICES)
# What only time changes: clocks that ran out since the last event about their record.
BY_TIME = (
    (REFERRALS, "r.ended_at is null and r.due_at < now()"),
    (SERVICES, "l.state in ('planned', 'arranged') and l.due_at < now()"),
    (REPORTS, "r.outcome = '' and r.triaged_at is null"),
)


def keep_record(kind: str, key: UUID) -> int:
    """Derive the facts of one record anew; returns how many rows were written. Unknown kinds have no facts."""
    return sum(_run(statement, chosen, {"id": key}) for statement, chosen in AFTER.get(kind, ()))


def keep_by_time() -> int:
    """Derive anew what only the passing of time changes."""
    return sum(_run(statement, chosen, {}) for statement, chosen in BY_TIME)


def rebuild() -> int:
    """Derive all facts anew; the same result as keeping up with every event."""
    return sum(_run(statement, "true", {}) for statement in EVERYTHING)


def _run(statement: str, chosen: str, values: dict) -> int:
    services = [one.code for one in codes("services")]
    kinds = [root("services", one).code for one in services]
    with connection.cursor() as cursor:
        cursor.execute(statement.format(chosen=chosen), {**values, "services": services, "kinds": kinds})
        return cursor.rowcount
