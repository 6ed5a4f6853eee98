"""The folder tree is the task force's job: contexts import only lower floors."""

import ast
from pathlib import Path

import gugus

SOURCE = Path(gugus.__file__).parent
FILES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def test_no_import_hides_inside_a_function():
    hidden = [
        f"{path.relative_to(SOURCE)}:{inner.lineno}"
        for path in FILES
        for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef))
        # Django has no models yet when it reads apps.py; ready() is the first moment for registrations.
        and not (path.name == "apps.py" and outer.name == "ready")
        for inner in ast.walk(outer)
        if isinstance(inner, (ast.Import, ast.ImportFrom))
    ]

    assert hidden == []


def test_no_room_is_called_utils():
    vague = {"utils", "helpers", "misc", "common", "manager"}

    assert [path for path in FILES if path.stem in vague] == []


def test_every_context_says_what_it_owns():
    silent = [
        str(path.parent.relative_to(SOURCE))
        for path in SOURCE.glob("*/__init__.py")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert silent == []
