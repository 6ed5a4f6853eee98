from django.db import migrations

from gugus.base.rls import USER, Protect, by_host, by_task_force

# Everybody reads what was published; the rest only members. The secretariat writes, a member with the right decides
# (the application asks for the right; here: nobody approves in somebody else's name, and a proposed text is fixed).
GUARD = f"""
create function publication_guard() returns trigger language plpgsql as $$
begin
  if current_user <> 'gugus_app' then return new; end if;
  if (new.id, new.ref, new.task_force_id, new.agency_id, new.kind) is distinct from
     (old.id, old.ref, old.task_force_id, old.agency_id, old.kind) then
    raise exception 'A publication keeps what it is.' using errcode = 'insufficient_privilege';
  end if;
  if old.state <> 'draft' and (new.title, new.body, new.title_en, new.body_en) is distinct from
     (old.title, old.body, old.title_en, old.body_en) then
    raise exception 'A text that was proposed changes no more.' using errcode = 'insufficient_privilege';
  end if;
  if (old.state, new.state) not in (('draft', 'draft'), ('draft', 'proposed'), ('proposed', 'draft'),
     ('proposed', 'published'), ('published', 'withdrawn')) then
    raise exception 'No step leads there.' using errcode = 'insufficient_privilege';
  end if;
  if new.printed is not null and new.printed is distinct from old.printed then
    raise exception 'The worker prints what was published.' using errcode = 'insufficient_privilege';
  end if;
  if old.state = 'draft' and not ({by_host("new.task_force_id")}) then
    raise exception 'Drafts belong to the secretariat.' using errcode = 'insufficient_privilege';
  end if;
  if new.state = 'published' and new.decided_by_id is distinct from {USER} then
    raise exception 'One publishes in one''s own name.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before update on publication_publication for each row execute function publication_guard();
create policy in_ones_own_name on publication_publication as restrictive for insert to gugus_app
  with check (written_by_id = {USER} and state = 'draft' and {by_host()});
"""
UNDO = """
drop policy in_ones_own_name on publication_publication;
drop trigger guard on publication_publication; drop function publication_guard;
"""


class Migration(migrations.Migration):
    dependencies = [("publication", "0001_initial"), ("taskforce", "0002_locks")]

    operations = [
        Protect(
            "publication_publication", f"state = 'published' or {by_task_force()}", check=by_task_force()
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
