from django.db import migrations

from gugus.base.rls import AGENCY, USER, FilesOf, Protect, by_host, by_office, by_task_force, by_user

HOST = by_host()
INSIDE = by_task_force()
ROOM = "(select guests_voice('roll'))::text[]"
ANSWERS = "(select guests_voice('invited'))::text[]"
WITH_CODE = f"roll_digest <> '' and roll_digest = any({ROOM})"
WITH_LINK = f"link_digest <> '' and link_digest = any({ANSWERS})"
INVITED = (
    "id in (select i.meeting_id from meetings_invitation i "
    f"where i.link_digest <> '' and i.link_digest = any({ANSWERS}))"
)

# Drafts are the secretariat's. Whoever holds the code of the room or an answer link sees that one meeting.
SEEN = f"({HOST}) or (state <> 'draft' and {INSIDE}) or ({WITH_CODE}) or ({INVITED})"
OF_HOST = (
    f"exists (select 1 from meetings_meeting m where m.id = meeting_id and {by_host('m.task_force_id')})"
)
OF_SEEN = "exists (select 1 from meetings_meeting m where m.id = meeting_id)"
# What was said is read by the members once the minutes were drafted, by the secretariat while it writes.
OF_MINUTED = (
    "exists (select 1 from meetings_meeting m where m.id = meeting_id and "
    f"(m.state in ('minuted', 'approved') or {by_host('m.task_force_id')}))"
)
MINE = f"user_id = {USER} and agency_id = {AGENCY}"
OF_ROOM = f"exists (select 1 from meetings_meeting m where m.id = meeting_id and m.roll_digest <> '' and m.roll_digest = any({ROOM}))"

PREPARED = "'draft', 'invited', 'postponed'"
WRITTEN_BY_HOST = (
    "meetings_item", "meetings_speaker", "meetings_paper", "meetings_shown", "meetings_point", "meetings_wording",
    "meetings_addendum",
)  # fmt: skip
NARROW = [
    f"create policy only_the_host_writes on meetings_meeting as restrictive for insert to gugus_app with check ({HOST})",
    "create policy host_or_approver on meetings_meeting as restrictive for update to gugus_app "
    f"using ({HOST} or (approver_id = {USER} and {INSIDE})) with check ({HOST} or (approver_id = {USER} and {INSIDE}))",
    f"create policy only_the_host_invites on meetings_invitation as restrictive for insert to gugus_app with check ({HOST})",
    # A line of the list: by the secretariat, by a colleague for herself, or by somebody in the room.
    "create policy who_writes_a_line on meetings_attendee as restrictive for insert to gugus_app with check ("
    f"({HOST}) or ({MINE} and way = 'staff' and {OF_SEEN}) or (user_id is null and agency_id is null and way = 'code' and {OF_ROOM}))",
    f"create policy only_the_host_strikes on meetings_attendee as restrictive for update to gugus_app using ({HOST})",
    # Whoever sees the meeting reads its files; only its secretariat adds any.
    "create policy only_the_host_attaches on files_attachment as restrictive for insert to gugus_app with check "
    f"(within_kind <> 'meeting' or exists (select 1 from meetings_meeting m where m.id = within_id and {by_host('m.task_force_id')}))",
] + [
    f"create policy only_the_host_{deed} on {table} as restrictive for {deed} to gugus_app {clause}"
    for table in WRITTEN_BY_HOST
    for deed, clause in (
        ("insert", f"with check ({OF_HOST})"),
        ("update", f"using ({OF_HOST}) with check ({OF_HOST})"),
    )
] + [
    f"create policy only_before on {table} as restrictive for delete to gugus_app using "
    f"(exists (select 1 from meetings_meeting m where m.id = meeting_id and m.state in ({states}) "
    f"and {by_host('m.task_force_id')}))"
    for table, states in (("meetings_item", PREPARED), ("meetings_speaker", f"{PREPARED}, 'held', 'minuted'"))
]  # fmt: skip
NOT_NARROW = [
    f"drop policy if exists {name} on {table}"
    for table in (
        *WRITTEN_BY_HOST, "meetings_meeting", "meetings_invitation", "meetings_attendee", "files_attachment"
    )
    for name in (
        "only_the_host_writes", "host_or_approver", "only_the_host_invites", "who_writes_a_line",
        "only_the_host_strikes", "only_the_host_attaches", "only_the_host_insert",
        "only_the_host_update", "only_before",
    )
]  # fmt: skip

# Approved minutes stay as they are, whoever writes; only the named person approves, and changes nothing else.
STAY = """
create function meetings_minutes_stay() returns trigger language plpgsql as $$
declare
  ours boolean; over boolean;
  loose text[] := array['recommendation'];
  approving text[] := array['state', 'minuted_at', 'approved_at', 'approved_by_id', 'year', 'seq', 'number', 'digest', 'version'];
begin
  if current_user = 'gugus_owner' then return new; end if;
  if tg_table_name = 'meetings_meeting' then
    if old.state = 'approved' and to_jsonb(new) is distinct from to_jsonb(old) then
      raise exception 'approved minutes stay as they are' using errcode = 'insufficient_privilege';
    end if;
    if current_user <> 'gugus_app' then return new; end if;
    if new.state = 'approved' and (old.state <> 'minuted' or old.approver_id is distinct from gugus_user()
        or new.approver_id is distinct from gugus_user() or new.approved_by_id is distinct from gugus_user()) then
      raise exception 'only the named person approves' using errcode = 'insufficient_privilege';
    end if;
    ours := new.task_force_id = any ((select gugus_hosted_task_forces())::uuid[]);
    if new.task_force_id <> old.task_force_id or (not ours and
        (to_jsonb(new) - approving is distinct from to_jsonb(old) - approving or new.state not in ('approved', 'held'))) then
      raise exception 'only the secretariat changes a meeting' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  select m.state = 'approved' into over from meetings_meeting m where m.id = new.meeting_id;
  if coalesce(over, false) and (tg_op = 'INSERT' or to_jsonb(new) - loose is distinct from to_jsonb(old) - loose) then
    raise exception 'approved minutes stay as they are' using errcode = 'insufficient_privilege';
  end if;
  if tg_op = 'UPDATE' and new.meeting_id <> old.meeting_id then
    raise exception 'a row stays with its meeting' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger minutes_stay before update on meetings_meeting for each row execute function meetings_minutes_stay();
""" + "".join(
    f"create trigger minutes_stay before insert or update on {table} for each row execute function meetings_minutes_stay();\n"
    for table in ("meetings_item", "meetings_point", "meetings_wording", "meetings_attendee", "meetings_speaker")
)  # fmt: skip

# An invited agency and the holder of an answer link change nothing of an invitation but the answer.
ANSWER = """
create function meetings_only_the_answer() returns trigger language plpgsql as $$
begin
  if current_user = 'gugus_app' and not new.task_force_id = any ((select gugus_hosted_task_forces())::uuid[])
    and to_jsonb(new) - tg_argv is distinct from to_jsonb(old) - tg_argv then
    raise exception 'only the answer is yours' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger only_the_answer before update on meetings_invitation for each row execute function meetings_only_the_answer(
  'answer', 'people', 'words', 'persons', 'answered_by_id', 'answered_at', 'by_link', 'data_key_id');
create function meetings_strike_only() returns trigger language plpgsql as $$
begin
  if current_user = 'gugus_app' and to_jsonb(new) - tg_argv is distinct from to_jsonb(old) - tg_argv then
    raise exception 'a line of the list stays as it was written' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger strike_only before update on meetings_attendee for each row execute function meetings_strike_only(
  'struck_code', 'struck_at', 'struck_by_id');
revoke update on meetings_addendum from gugus_app;
"""

# Whose calendar asks? Nobody is signed in; the digest of the secret is all that is known.
FEED = """
create function meetings_feed_holder(wanted bytea) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select user_id from meetings_feedlink where digest = wanted and revoked_at is null
$$;
revoke execute on function meetings_feed_holder(bytea) from public;
grant execute on function meetings_feed_holder(bytea) to gugus_app;
"""
UNDO = (
    "drop function meetings_feed_holder(bytea); grant update on meetings_addendum to gugus_app; "
    "drop function meetings_strike_only cascade; drop function meetings_only_the_answer cascade; "
    "drop function meetings_minutes_stay cascade"
)


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0001_initial"),
        ("taskforce", "0002_locks"),
        ("directory", "0003_offices_that_one_followed"),
        ("guests", "0002_locks"),
        ("files", "0002_locks"),
    ]

    operations = [
        # Read by the secretariat, the invited agency or its successor, and the holder of the link.
        Protect("meetings_invitation", f"({HOST}) or {by_office()} or ({WITH_LINK})"),
        Protect("meetings_meeting", SEEN),
        Protect("meetings_attendee", f"({HOST}) or ({MINE})", check=f"({HOST}) or ({MINE}) or ({OF_ROOM})"),
        Protect("meetings_item", OF_SEEN, delete=True),
        Protect("meetings_speaker", OF_SEEN, delete=True),
        Protect("meetings_paper", OF_SEEN),
        Protect("meetings_shown", OF_SEEN),
        Protect("meetings_point", OF_MINUTED),
        Protect("meetings_wording", OF_HOST),
        Protect("meetings_addendum", OF_SEEN),
        Protect("meetings_feedlink", by_user()),
        FilesOf("meetings_meeting", "meeting"),
        migrations.RunSQL(NARROW, NOT_NARROW),
        migrations.RunSQL(STAY + ANSWER + FEED, UNDO),
    ]
