"""Write the shipped matrix as a table into the docs."""

from pathlib import Path

from django.core.management.base import BaseCommand

from gugus.access.codes import Role, Verb
from gugus.access.rules import shipped


def table() -> str:
    """The shipped matrix as Markdown, role by role."""
    matrix = shipped()
    lines = [
        "# What each role may do",
        "",
        "Made by `gugus manage matrix_table` from `access/roles.csv`, what ships as version 0; a test fails when it is",
        "out of date. How far: mine, team, shared (opened to the agency), agency, task_force. Up to which class of",
        "fields: open, personal, sensitive, sealed. Who may come in where: [routes](routes.md).",
    ]
    order = list(Verb)
    for role in Role:
        lines += ["", f"## {role.value}", "", "| section | verbs | how far | fields |", "|---|---|---|---|"]
        for right in matrix.rights:
            if right.role == role:
                verbs = " ".join(sorted(right.verbs, key=order.index))
                how = f"{right.scope.name.lower()} | {right.field_class.name.lower()}"
                lines.append(f"| {right.section.value} | {verbs} | {how} |")
    lines += ["", "## Closed to kinds of agencies in files of others", "", "| kind | sections |", "|---|---|"]
    for kind in sorted({kind for kind, _ in matrix.closed}):
        sections = " ".join(sorted(section for one, section in matrix.closed if one == kind))
        lines.append(f"| {kind} | {sections} |")
    return "\n".join(lines) + "\n"


class Command(BaseCommand):
    help = "Write the table of roles and rights to a file."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", default=Path("docs/architecture/matrix.md"))

    def handle(self, *, file, **options):
        file.write_text(table(), encoding="utf-8")
        self.stdout.write(f"{file} written.")
