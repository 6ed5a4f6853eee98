from django.db import migrations

COUNT = """
create or replace function statistics_referrals(dims text[], first_day date, end_day date, side text, whose uuid)
returns table (keys text[], n bigint, answered bigint, kept bigint, late bigint, p50 float8, p90 float8)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  caller text := coalesce(nullif(current_setting('role', true), 'none'), session_user);
  allowed constant text[] := array['on_month', 'on_week', 'service', 'urgency', 'state', 'code', 'answer_band',
    'answered_how', 'over_clock', 'agency_id', 'to_agency_id'];
  parts text[] := '{}';
  times text := 'percentile_cont(%s) within group (order by h)';
  dim text;
begin
  if caller = 'gugus_app' then
    if gugus_agency() is null or whose <> gugus_agency() then
      raise exception 'Only totals of one''s own agency or of all.' using errcode = 'insufficient_privilege';
    end if;
    if whose is null and (extract(doy from first_day) <> 1 or extract(day from end_day) <> 1) then
      raise exception 'Totals of all come by year.' using errcode = 'insufficient_privilege';
    end if;
  end if;
  if side not in ('sent', 'received') or cardinality(dims) > 2 then
    raise exception 'Not counted like this.' using errcode = 'invalid_parameter_value';
  end if;
  foreach dim in array dims loop
    if dim <> all(allowed) then
      raise exception 'Not a counted column.' using errcode = 'invalid_parameter_value';
    end if;
    parts := parts || case dim
      when 'on_month' then 'to_char("on", ''YYYY-MM'')'
      when 'on_week' then 'to_char("on", ''IYYY"-W"IW'')'
      else format('%I::text', dim) end;
  end loop;
  -- Sorting times costs more than counting: only where a figure shows them.
  if not dims <@ array['on_month', 'on_week', 'agency_id', 'to_agency_id'] then
    times := 'null::float8';
  elsif whose is null then
    times := 'case when count(h) >= 10 then round((' || times || ')::numeric)::float8 end';
  end if;
  return query execute format(
    'select array[%s]::text[], count(*), count(h), count(*) filter (where k), count(*) filter (where not k), %s, %s
       from (select %s from statistics_referralfact where "on" >= $1 and "on" < $2
               and ($3 is null or case when $4 = ''sent'' then agency_id else to_agency_id end = $3)) x
      group by 1 order by 1',
    array_to_string(array(select format('d%s', i) from generate_series(1, cardinality(dims)) i), ', '),
    replace(times, '%s', '0.5'), replace(times, '%s', '0.9'),
    array_to_string(array(select format('%s as d%s', parts[i], i) from generate_series(1, cardinality(dims)) i)
                    || array['answer_hours as h', 'answer_kept as k'], ', '))
  using first_day, end_day, whose, side;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("statistics", "0005_counts_of_referrals")]

    operations = [migrations.RunSQL(COUNT, migrations.RunSQL.noop)]
