"""The second lock, written into migrations: row-level security in PostgreSQL.

    operations = [..., Protect("cases_case", by_acl()), KeepAcl("cases_case", kind="case")]

`gugus_owner` runs migrations, `gugus_worker` runs jobs; both see all rows. `gugus_app` serves people and
sees what the policy given here lets through. Forms and costs were measured; an array of agencies compared
with a once-read setting is the cheapest.
"""

from django.db.migrations import RunSQL

AGENCY = "(select gugus_agency())"
USER = "(select gugus_user())"


def by_acl() -> str:
    """Rows whose `visible_to` names the agency that asks."""
    return f"{AGENCY} = any(visible_to)"


def by_agency(column: str = "agency_id") -> str:
    """Rows of the agency that asks."""
    return f"{column} = {AGENCY}"


def by_user(column: str = "user_id") -> str:
    """Rows of the person who asks."""
    return f"{column} = {USER}"


def by_parent(table: str, column: str) -> str:
    """Rows whose parent row is visible (the parent's own policy decides)."""
    return f"exists (select 1 from {table} parent where parent.id = {column})"


def by_section(kind: str, column: str, section: str) -> str:
    """Rows of a record's section that the agency owns or was granted."""
    return f"gugus_may('{kind}', {column}, '{section}')"


def by_task_force(column: str = "task_force_id") -> str:
    """Rows of a task force in which the agency that asks sits today, itself or as a successor."""
    return f"{column} = any ((select gugus_task_forces())::uuid[])"


def by_host(column: str = "task_force_id") -> str:
    """Rows of a task force whose secretariat the agency that asks keeps today."""
    return f"{column} = any ((select gugus_hosted_task_forces())::uuid[])"


def by_office(column: str = "agency_id") -> str:
    """Rows of the agency that asks, and of offices that it followed: what waits for a closed one is its successor's."""
    return f"{column} = any ((select gugus_offices())::uuid[])"


class Protect(RunSQL):
    """Enable and force row security on `table`; the app role reads and writes by `using`.

    `check` may be wider or narrower for writing; `using=None` gives the app role no reading at all.
    """

    def __init__(self, table: str, using: str | None, *, check: str | None = None, delete: bool = False):
        lines = [
            f"alter table {table} enable row level security",
            f"alter table {table} force row level security",
            f"create policy owner_all on {table} to gugus_owner using (true) with check (true)",
            f"create policy worker_all on {table} to gugus_worker using (true) with check (true)",
        ]
        if using is None:
            lines.append(f"create policy app_adds on {table} for insert to gugus_app with check ({check})")
        else:
            lines.append(
                f"create policy app_rows on {table} to gugus_app using ({using}) with check ({check or using})"
            )
        if delete:
            lines.append(f"grant delete on {table} to gugus_app")
        undo = [
            f"drop policy if exists {name} on {table}"
            for name in ("app_rows", "app_adds", "worker_all", "owner_all")
        ]
        super().__init__(lines, [*undo, f"alter table {table} disable row level security"])


class KeepAcl(RunSQL):
    """Let the database keep `visible_to` of `table`: its own agency and every agency with a live grant."""

    def __init__(self, table: str, kind: str):
        super().__init__(
            [
                f"create trigger keep_acl before insert or update on {table} for each row "
                f"execute function gugus_keep_acl('{kind}')",
                f"insert into gugus_acl_tables (kind, name) values ('{kind}', '{table}')",
            ],
            [
                f"drop trigger keep_acl on {table}",
                f"delete from gugus_acl_tables where kind = '{kind}'",
            ],
        )


class OpenInEmergency(RunSQL):
    """Let a person read records of a kind that emergency access opened to this person alone (`gugus_opened`).

    `people` names the table that links the record to persons (table, column of the record): they open with it.
    """

    def __init__(self, table: str, kind: str, people: tuple[str, str] | None = None):
        opened = f"id = any ((select gugus_opened('{kind}'))::uuid[])"
        lines = [f"create policy opened_in_emergency on {table} for select to gugus_app using ({opened})"]
        undo = [f"drop policy opened_in_emergency on {table}"]
        if people:
            lines.append(
                f"insert into gugus_people_links (kind, name, record) values ('{kind}', '{people[0]}', '{people[1]}')"
            )
            undo.append(f"delete from gugus_people_links where kind = '{kind}'")
        super().__init__(lines, undo)


class FilesOf(RunSQL):
    """Let whoever sees a row of `table` see the files that lie within it, and add own ones.

    For records that are shared with a whole task force; those of one agency are opened by grants (`gugus_may`).
    """

    def __init__(self, table: str, kind: str):
        seen = f"within_kind = '{kind}' and {by_parent(table, 'within_id')}"
        super().__init__(
            [
                f"create policy files_of_{kind} on files_attachment to gugus_app using ({seen}) with check ({seen})"
            ],
            [f"drop policy files_of_{kind} on files_attachment"],
        )


class AllowDelete(RunSQL):
    """The app role may delete rows of these tables (sessions, drafts: never a report, case or person)."""

    def __init__(self, *tables: str):
        names = ", ".join(tables)
        super().__init__(
            [f"grant delete on {names} to gugus_app"], [f"revoke delete on {names} from gugus_app"]
        )
