"""The table in the docs says what ships."""

from pathlib import Path

from gugus.access.management.commands.matrix_table import table

DOCS = Path(__file__).parents[2] / "docs" / "architecture" / "matrix.md"


def test_the_table_in_the_docs_is_up_to_date():
    assert DOCS.read_text(encoding="utf-8") == table(), "run: gugus manage matrix_table"
