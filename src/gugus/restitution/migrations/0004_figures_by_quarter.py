from django.db import migrations

# Sums of all claims of the installation by quarter, half-year and year, for whoever reads figures. Nobody and no claim
# can be told from them: a period is told once it is over and where at least five claims are behind it, none of them three
# quarters of it, rounded to a million. No hidden period is the difference of two that are shown: quarters are told only
# where their half-year is and both may be told; a year only where both half-years may be told, or neither.
FIGURES = """
create function restitution_figures() returns table (period text, kind text, claims bigint, total numeric)
language sql stable security definer set search_path = public, pg_temp as $$
  with lines as (
    select l."on" as day, l.claim_id, case when l.kind in ('handed', 'direct') then 'received' else l.kind end as kind,
           case when l.reverses_id is null then l.amount else -l.amount end as signed
      from restitution_ledgerline l
     where l.kind in ('claimed', 'assessed', 'demanded', 'granted', 'handed', 'direct', 'fund')
       and l."on" < date_trunc('quarter', now()) and l.written_at < date_trunc('quarter', now())),
  placed as (
    select to_char(day, 'YYYY') as year, to_char(day, 'YYYY') || case when extract(quarter from day) < 3 then '-S1'
           else '-S2' end as half, to_char(day, 'YYYY"-Q"Q') as quarter, claim_id, lines.kind, signed,
           date_trunc('year', day) + case when extract(quarter from day) < 3 then interval '6 months'
           else interval '1 year' end as half_ends, date_trunc('year', day) + interval '1 year' as year_ends
      from lines),
  summed as (
    select p.period, p.level, p.half, p.year, placed.kind, placed.claim_id, sum(signed) as amount
      from placed cross join lateral (values (quarter, 'Q', half, placed.year, half_ends), (half, 'S', half, placed.year,
           half_ends), (placed.year, 'Y', '', placed.year, year_ends)) p(period, level, half, year, ends)
     where p.ends <= date_trunc('quarter', now())
     group by 1, 2, 3, 4, 5, 6),
  cells as (
    select s.period, s.level, s.half, s.year, s.kind, count(*) as claims, sum(amount) as amount,
           count(*) >= 5 and max(amount) <= 0.75 * sum(amount) as fine
      from summed s where amount > 0 group by 1, 2, 3, 4, 5),
  told as (
    select c.*, case c.level
      when 'S' then c.fine
      when 'Q' then (select bool_and(o.fine) from cells o where o.kind = c.kind and o.half = c.half)
      else c.fine and coalesce((select bool_and(o.fine) or not bool_or(o.fine) from cells o
                                 where o.kind = c.kind and o.year = c.year and o.level = 'S'), true)
      end as shown
      from cells c)
  select t.period, t.kind, case when shown then t.claims end, case when shown then round(t.amount, -6) end from told t
$$;
revoke execute on function restitution_figures() from public;
grant execute on function restitution_figures() to gugus_app, gugus_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("restitution", "0003_figures")]

    operations = [
        migrations.RunSQL("drop function restitution_figures()", migrations.RunSQL.noop),
        migrations.RunSQL(FIGURES, "drop function restitution_figures()"),
    ]
