from django.db import migrations

from gugus.base.rls import Protect

FACTS = ("reportfact", "casefact", "survivorfact", "referralfact", "servicefact")

# The web process counts and never reads a row. Only these columns may be counted by.
COUNT = """
create function statistics_count(fact text, dims text[], first_day date, end_day date, whose uuid, area text)
returns table (keys text[], n bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  allowed constant text[] := array['on_month', 'district', 'regency', 'channel', 'risk', 'outcome', 'triage_kept',
    'state', 'cross_border', 'form', 'closing_code', 'sex', 'age_group', 'child', 'home_province', 'service',
    'kind', 'answer_kept', 'kept', 'to_agency_id', 'done'];
  tables constant text[] := array['reportfact', 'casefact', 'survivorfact', 'referralfact', 'servicefact'];
  parts text[] := '{}';
  dim text;
begin
  if fact <> all(tables) or cardinality(dims) > 2 then
    raise exception 'Not a counted fact.' using errcode = 'invalid_parameter_value';
  end if;
  foreach dim in array dims loop
    if dim <> all(allowed) then
      raise exception 'Not a counted column.' using errcode = 'invalid_parameter_value';
    end if;
    parts := parts || case dim
      when 'on_month' then 'to_char("on", ''YYYY-MM'')'
      when 'done' then '(state = ''done'')::text'
      when 'form' then 'unnest(case when forms = ''{}'' then array[''unknown''] else forms end)::text'
      else format('coalesce(%I::text, ''unknown'')', dim) end;
  end loop;
  return query execute format(
    'select array[%s]::text[], count(*) from (select %s from %I where "on" >= $1 and "on" < $2
       and ($3 is null or agency_id = $3) and ($4 = '''' or regency = $4 or left(regency, length($4)) = $4)) x
     group by 1 order by 1',
    array_to_string(array(select format('d%s', i) from generate_series(1, cardinality(dims)) i), ', '),
    array_to_string(array(select format('%s as d%s', parts[i], i) from generate_series(1, cardinality(dims)) i)
                    || array['1 as one'], ', '),
    'statistics_' || fact)
  using first_day, end_day, whose, area;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("statistics", "0001_initial"), ("base", "0001_initial")]

    operations = [
        *(Protect(f"statistics_{name}", None, check="false") for name in FACTS),
        migrations.RunSQL(COUNT, "drop function statistics_count(text, text[], date, date, uuid, text)"),
    ]
