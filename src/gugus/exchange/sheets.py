"""Write rows down as CSV or XLSX. Every cell goes through the kernel's cells, so that none runs."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

import rustpy_xlsxwriter
from django.utils.translation import gettext as _

from gugus.exchange.codes import Format
from gugus.kernel.cells import csv_lines, row

BOM = "\ufeff"  # else Excel reads UTF-8 as something older


def written(
    form: str, heads: Sequence[str], rows: Sequence[Sequence[object]], about: Sequence[tuple]
) -> bytes:
    """The file: `about` says what it is and for whom it was made."""
    return (as_xlsx if form == Format.XLSX else as_csv)(heads, rows, about)


def as_csv(heads: Sequence[str], rows: Sequence[Sequence[object]], about: Sequence[tuple]) -> bytes:
    """Lines that begin with "#" on top, then the heading, then the rows."""
    top = [[f"# {label}", value] for label, value in about]
    return (BOM + "".join(csv_lines([*top, list(heads), *rows]))).encode()


def as_xlsx(heads: Sequence[str], rows: Sequence[Sequence[object]], about: Sequence[tuple]) -> bytes:
    """Two sheets: the list, and what it is."""
    names = _different(row(heads))
    listed = [dict(zip(names, map(_typed, row(values)), strict=True)) for values in rows]
    told = [{_("What"): label, _("Value"): _typed(value)} for label, value in map(row, about)]
    out = BytesIO()
    sheets = [(_("List"), listed or [dict.fromkeys(names)]), (_("About"), told)]
    rustpy_xlsxwriter.write_worksheets(sheets, out)
    return out.getvalue()


def _typed(value: object) -> object:
    # A spreadsheet's moments know no zone; ours say theirs in the heading.
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _different(names: Sequence[object]) -> list[str]:
    seen: list[str] = []
    for name in map(str, names):
        seen.append(name if name not in seen else f"{name} ({len(seen)})")
    return seen
