from django.db import migrations

from gugus.base.rls import Protect, by_host, by_parent, by_task_force, by_user

# What is being prepared is the secretariat's; from then on every member reads, the secretariat writes.
OPENED = f"{by_task_force()} and (state <> 'draft' or {by_host()})"
OF_REPORT = by_parent("reporting_forcereport", "report_id")
OF_CHAPTER = by_parent("reporting_chapter", "chapter_id")
EITHER_SIDE = f"{by_task_force()} or {by_task_force('from_force_id')}"

# Does the asking agency write a chapter that was given to this one: itself, or as the office that followed it?
MINE = """
create function reporting_is_mine(agency uuid) returns boolean language sql stable as $$
  with recursive line as (
    select a.id from directory_agency a where a.id = gugus_agency()
    union
    select a.id from directory_agency a join line on a.successor_id = line.id where a.valid_to <= gugus_today()
  )
  select agency in (select id from line)
$$;
"""
WRITES = f"{by_host()} or reporting_is_mine(agency_id)"
CHAPTER_WRITES = (
    "exists (select 1 from reporting_chapter c where c.id = chapter_id and "
    f"({by_host('c.task_force_id')} or reporting_is_mine(c.agency_id)))"
)

# What was approved stays, whoever asks, the worker too. A member agency writes the words of its own chapter and hands
# them in, and nothing else; a report, its chapters and figures are of one task force.
STAYS = """
create function reporting_refuse(why text) returns void language plpgsql as $$
begin raise exception '%', why using errcode = 'insufficient_privilege'; end $$;

create function reporting_report_stays() returns trigger language plpgsql as $$
declare
  moves text[] := array['state', 'final_by_id', 'final_at', 'sent_at', 'files', 'version', 'data_key_id'];
begin
  if tg_op = 'DELETE' then perform reporting_refuse('reports stay'); end if;
  if (new.task_force_id, new.ref, new.kind) is distinct from (old.task_force_id, old.ref, old.kind) then
    perform reporting_refuse('a report stays what it is');
  end if;
  if old.state in ('approved', 'final', 'sent') then
    if (to_jsonb(new) - moves) is distinct from (to_jsonb(old) - moves) then
      perform reporting_refuse('an approved report stays as it is');
    end if;
    if (old.state, new.state) not in (('approved', 'approved'), ('approved', 'final'), ('final', 'final'),
        ('final', 'sent'), ('sent', 'sent')) then
      perform reporting_refuse('an approved report does not go back');
    end if;
    if old.state <> 'approved' and (new.final_at, new.final_by_id) is distinct from (old.final_at, old.final_by_id) then
      perform reporting_refuse('a final report stays as it is');
    end if;
  elsif new.state = 'approved' and (old.state <> 'review' or new.digest <> old.digest) then
    perform reporting_refuse('what is approved was merged before');
  elsif new.state in ('final', 'sent') then
    perform reporting_refuse('what is final was approved before');
  end if;
  return new;
end $$;
create trigger stays before update or delete on reporting_forcereport
  for each row execute function reporting_report_stays();

create function reporting_begins_unapproved() returns trigger language plpgsql as $$
begin
  if new.state <> 'draft' or new.approved_at is not null then
    perform reporting_refuse('a report begins as a draft');
  end if;
  return new;
end $$;
create trigger begins before insert on reporting_forcereport
  for each row execute function reporting_begins_unapproved();

create function reporting_part_stays() returns trigger language plpgsql as $$
declare
  row jsonb := case tg_op when 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
  whole record;
  typed text[] := array['text', 'words', 'state', 'written_by_id', 'written_at', 'submitted_by_id', 'submitted_at',
                        'version', 'data_key_id'];
begin
  select state, task_force_id into whole from reporting_forcereport where id = (row->>'report_id')::uuid;
  if whole.state is null or whole.state not in ('draft', 'writing') then
    perform reporting_refuse('a merged report stays as it is');
  end if;
  if whole.task_force_id <> (row->>'task_force_id')::uuid then perform reporting_refuse('not of this task force'); end if;
  if tg_op = 'UPDATE' and (to_jsonb(new)->>'report_id') <> (to_jsonb(old)->>'report_id') then
    perform reporting_refuse('a chapter stays in its report');
  end if;
  if current_user = 'gugus_app' and tg_table_name = 'reporting_chapter'
    and not whole.task_force_id = any (gugus_hosted_task_forces()) then
    if tg_op <> 'UPDATE' or whole.state <> 'writing' then
      perform reporting_refuse('only the secretariat plans a report');
    end if;
    if (to_jsonb(new) - typed) is distinct from (to_jsonb(old) - typed)
      or (to_jsonb(old)->>'state') not in ('open', 'writing', 'returned')
      or (to_jsonb(new)->>'state') not in ('writing', 'submitted') then
      perform reporting_refuse('an agency writes the words of its own chapter');
    end if;
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger stays before insert or update or delete on reporting_chapter
  for each row execute function reporting_part_stays();
create trigger stays before insert or update or delete on reporting_chapterfigure
  for each row execute function reporting_part_stays();

create function reporting_wording_stays() returns trigger language plpgsql as $$
begin perform reporting_refuse('what was written stays'); return null; end $$;
create trigger stays before update or delete on reporting_chapterwording
  for each row execute function reporting_wording_stays();

create function reporting_goes_up() returns trigger language plpgsql as $$
declare
  answers text[] := array['state', 'return_code', 'words', 'answered_by_id', 'answered_at', 'version', 'data_key_id'];
begin
  if tg_op = 'DELETE' then perform reporting_refuse('what arrived stays'); end if;
  if tg_op = 'UPDATE' then
    if (to_jsonb(new) - answers) is distinct from (to_jsonb(old) - answers) then
      perform reporting_refuse('the copy of a report stays as it arrived');
    end if;
    if old.state in ('acknowledged', 'returned') and new.state <> old.state then
      perform reporting_refuse('it was answered');
    end if;
    return new;
  end if;
  if new.state <> 'arrived' then perform reporting_refuse('it arrives first'); end if;
  if new.way = 'inside' and not exists (
    select 1 from reporting_forcereport r join directory_taskforce f on f.id = r.task_force_id
    where r.id = new.report_id and r.task_force_id = new.from_force_id and f.parent_id = new.task_force_id
      and r.state in ('final', 'sent') and r.digest = new.digest and r.ref = new.report_ref) then
    perform reporting_refuse('only a final report goes up, to the next higher task force');
  end if;
  return new;
end $$;
create trigger goes_up before insert or update or delete on reporting_upwardreport
  for each row execute function reporting_goes_up();

create function reporting_parcel_of_final() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from reporting_forcereport r where r.id = new.report_id and r.task_force_id = new.task_force_id
                 and r.state in ('final', 'sent')) then
    perform reporting_refuse('only a final report is packed');
  end if;
  if current_user = 'gugus_app' and (new.state <> 'asked' or new.sha256 <> '') then
    perform reporting_refuse('the worker packs');
  end if;
  return new;
end $$;
create trigger of_final before insert or update on reporting_reportparcel
  for each row execute function reporting_parcel_of_final();
"""
UNDO_STAYS = """
drop function reporting_report_stays cascade; drop function reporting_begins_unapproved cascade;
drop function reporting_part_stays cascade; drop function reporting_wording_stays cascade;
drop function reporting_goes_up cascade; drop function reporting_parcel_of_final cascade;
drop function reporting_refuse;
"""
# Reading is wider than writing.
NARROW = [
    f"create policy only_{name}_{deed} on {table} as restrictive for {deed} to gugus_app {clause}"
    for table, name, condition in (
        ("reporting_forcereport", "the_host", by_host()),
        ("reporting_chapter", "who_writes", WRITES),
        ("reporting_chapterfigure", "who_writes", CHAPTER_WRITES),
        ("reporting_upwardreport", "the_receiver", by_host()),
        ("reporting_reportparcel", "the_host", by_host()),
        ("reporting_knownsender", "the_host", by_host()),
    )
    for deed, clause in (("update", f"using ({condition}) with check ({condition})"),)
] + [
    "create policy only_who_writes_delete on reporting_chapterfigure as restrictive for delete to gugus_app "
    f"using ({CHAPTER_WRITES})",
    f"create policy only_the_host_delete on reporting_chapter as restrictive for delete to gugus_app using ({by_host()})",
]  # fmt: skip
UNDO_NARROW = [f"drop policy {line.split()[2]} on {line.split()[4]}" for line in NARROW]


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0001_initial"),
        ("directory", "0002_inside_a_task_force"),
        ("taskforce", "0002_locks"),
    ]

    operations = [
        migrations.RunSQL(MINE, "drop function reporting_is_mine(uuid)"),
        Protect("reporting_forcereport", OPENED, check=by_host()),
        Protect("reporting_chapter", OF_REPORT, check=WRITES, delete=True),
        Protect("reporting_chapterfigure", OF_REPORT, check=CHAPTER_WRITES, delete=True),
        Protect("reporting_chapterwording", OF_CHAPTER, check=f"{by_user('by_id')} and {CHAPTER_WRITES}"),
        Protect("reporting_chapterdraft", by_user(), delete=True),
        Protect(
            "reporting_upwardreport",
            EITHER_SIDE,
            check=f"(way = 'inside' and {by_host('from_force_id')}) or {by_host()}",
        ),
        Protect("reporting_reportparcel", by_task_force(), check=by_host()),
        Protect("reporting_knownsender", by_task_force(), check=by_host()),
        migrations.RunSQL(STAYS, UNDO_STAYS),
        migrations.RunSQL(NARROW, UNDO_NARROW),
    ]
