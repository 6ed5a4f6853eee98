"""Every address of the product with its door, for the table in the docs and the tests that walk it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import PathView

from gugus.access.codes import Role, Scope
from gugus.access.gate import Door
from gugus.access.rules import matrix, reach

# Guarded by the library that serves them; each with the reason why no door of ours stands there.
FOREIGN = {
    "allauth.": "sign-in pages; they ask for the session themselves",
    "django.views.generic": "old addresses of the sign-in library; they lead to its new ones",
    "django.views.i18n": "sets the language cookie, shows nothing",
    "ninja.": "documentation of the API, without data",
    "gugus.places.": "public list of areas and countries; its context lies below access",
}


@dataclass(frozen=True, slots=True)
class Route:
    """One address and method set; `door` is None where nobody guards."""

    path: str
    name: str
    methods: str
    door: Door | None
    foreign: str = ""


def routes() -> list[Route]:
    """All routes in the order of their addresses."""
    return sorted(
        _routes(get_resolver().url_patterns, "/", ()), key=lambda route: (route.path, route.methods)
    )


def _routes(patterns, prefix: str, spaces: tuple[str, ...]) -> Iterator[Route]:
    for one in patterns:
        path = prefix + str(one.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
        if isinstance(one, URLResolver):
            inner = (*spaces, one.namespace) if one.namespace else spaces
            yield from _routes(one.url_patterns, path, inner)
        elif isinstance(one, URLPattern):
            yield from _of_pattern(one, path, ":".join([*spaces, one.name or ""]))


def _of_pattern(one: URLPattern, path: str, name: str) -> Iterator[Route]:
    cells = getattr(one.callback, "__closure__", None) or ()
    api = next((cell.cell_contents for cell in cells if isinstance(cell.cell_contents, PathView)), None)
    if api is None:
        view = getattr(one.callback, "view_class", getattr(one.callback, "func", one.callback))
        yield Route(path, name, "page", getattr(view, "door", None), _foreign(view))
        return
    for operation in api.operations:
        view, methods = operation.view_func, ",".join(sorted(operation.methods))
        yield Route(path, name, methods, getattr(view, "door", None), _foreign(view))


def _foreign(view) -> str:
    return next((why for start, why in FOREIGN.items() if view.__module__.startswith(start)), "")


def admits(door: Door, role: str, kind: str = "") -> str:
    """How far this role's right behind the door goes: "" (no), "yes", or the name of a scope.

    With the kind of the role's agency: a right that only reaches into other agencies' files is none where the matrix
    closes the section to that kind.
    """
    if door.kind != "right":
        return "yes"
    scope = reach([role], door.section, door.verb)
    if scope == Scope.SHARED and (kind, door.section) in matrix().closed:
        return ""
    return "" if scope == Scope.NOTHING else scope.name.lower()


def table() -> str:
    """The route × role table as Markdown."""
    roles = [role.value for role in Role]
    lines = [
        "# Who may come in where",
        "",
        "Made by `gugus manage routes_table`; a test fails when it is out of date. A scope says how far the",
        "role's right goes behind the door; whether a record opens is decided by the record's own gate.",
        "`shared` opens nothing to an agency whose kind closes the section: see the end.",
        "",
        f"| address | method | door | {' | '.join(roles)} |",
        f"|---|---|---|{'---|' * len(roles)}",
    ]
    for route in routes():
        if route.door is None:
            lines.append(f"| `{route.path}` | {route.methods} | {route.foreign} |{' |' * len(roles)}")
            continue
        door = route.door
        words = {"right": f"{door.section}: {door.verb}", "signed_in": "signed in"}.get(door.kind, "public")
        cells = " | ".join(admits(door, role) for role in roles)
        lines.append(f"| `{route.path}` | {route.methods} | {words} | {cells} |")
    return "\n".join([*lines, *_closed()]) + "\n"


def _closed() -> list[str]:
    """Which doors stay shut for which kinds of agencies, whatever a role's cell says."""
    sections: dict[str, list[str]] = {}
    for kind, section in sorted(matrix().closed):
        sections.setdefault(section, []).append(kind)
    return [
        "",
        "## Closed to kinds of agencies",
        "",
        "A door of these sections stays shut for people whose right is only `shared`, and no entry of the menu leads",
        "there; the agency's own files (`agency`, `team`) stay open to its own people.",
        "",
        "| section | closed to |",
        "|---|---|",
        *(f"| {section} | {', '.join(kinds)} |" for section, kinds in sorted(sections.items())),
    ]
