from django.db import migrations

# Sums of all claims of the installation by year, for whoever reads figures. Nobody and no claim can be told from them:
# a sum stands only where at least five claims are behind it and none of them is three quarters of it, it is rounded to a
# million, and it is counted to the end of the last quarter, so that two looks differ by a quarter and never by a line.
FIGURES = """
create function restitution_figures() returns table (year int, kind text, claims bigint, total numeric)
language sql stable security definer set search_path = public, pg_temp as $$
  with counted as (
    select extract(year from l."on")::int as year,
           case when l.kind in ('handed', 'direct') then 'received' else l.kind end as kind,
           l.claim_id,
           sum(case when l.reverses_id is null then l.amount else -l.amount end) as amount
      from restitution_ledgerline l
     where l.kind in ('claimed', 'assessed', 'demanded', 'granted', 'handed', 'direct', 'fund')
       and l."on" < date_trunc('quarter', now()) and l.written_at < date_trunc('quarter', now())
     group by 1, 2, 3)
  select year, kind,
         case when count(*) >= 5 then count(*) end,
         case when count(*) >= 5 and max(amount) <= 0.75 * sum(amount) then round(sum(amount), -6) end
    from counted where amount > 0 group by year, kind
$$;
revoke execute on function restitution_figures() from public;
grant execute on function restitution_figures() to gugus_app, gugus_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("restitution", "0002_locks")]

    operations = [migrations.RunSQL(FIGURES, "drop function restitution_figures()")]
