"""A report on paper: what `documents` lays out, from the content that was fixed when the chapters were merged.

Nothing of the day of printing, of its number or of the office's letterhead gets into the file, so that the same report
laid out by the same template is the same file, byte for byte.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from gugus.access.viewer import Viewer
from gugus.base.refusals import Cannot, Reason
from gugus.documents.letter_files import BadTemplate, template_at
from gugus.documents.limits import Limits
from gugus.documents.plain import text_of
from gugus.documents.press import CannotSet, laid_out
from gugus.reporting.composition import digest_of
from gugus.reporting.gate import report_for, upward_for
from gugus.reporting.wording import TITLES

KINDS = frozenset({"force_report"})
TEMPLATE = "gugus/reporting/letters/laporan.typ"
WORDS = "gugus/reporting/letters/laporan.docx"
# A report of 313 pages with 114 tables and pictures took 3.5 s of computing, 456 MB and 3.4 MB of PDF; one of 623 pages
# 6.6 s and 865 MB, and 31 s by the clock while seven others wanted the two cores (docs/performance.md). The usual 40 s
# by the clock would break it off on a busy machine, 10 MB would refuse a report with many pictures.
LIMITS = Limits(seconds=60, patience=170, memory=3072 * 1024 * 1024, largest=40 * 1024 * 1024)
MOST_IN_PART = 400  # blocks of one part: lists of a document hold 500 lines
LONGEST_BAR = 30


class NotMerged(Cannot):
    """There is nothing to lay out yet."""


class CannotLayOut(Exception):
    """The report cannot be laid out; `code` says why."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def gather_report(viewer: Viewer, ref: str, at: datetime) -> dict:
    """What stands in a report that was merged. Raises NotMerged, Http404, PermissionDenied."""
    sight = report_for(viewer, ref)
    if not sight.report.content:
        raise NotMerged([Reason("not_merged", _("The chapters of this report were not merged yet."))])
    return values_of(sight.report.content)


def gather_upward(viewer: Viewer, ref: str, at: datetime) -> dict:
    """What stands in the copy of a report that went up. Raises NotMerged, Http404, PermissionDenied."""
    upward = upward_for(viewer, ref).upward
    if digest_of(upward.content or "") != upward.digest:
        raise NotMerged([Reason("altered", _("The copy is not what was sent: its digest differs."))])
    return values_of(upward.content)


def laid_out_pdf(text: str) -> bytes:
    """The PDF of a report's content, as `documents` would make it. Raises CannotLayOut."""
    try:
        files = {"main.typ": template_at(TEMPLATE).content}
        return laid_out("pdf", files, {"values": _plain(values_of(text))}, LIMITS)
    except BadTemplate:
        raise CannotLayOut("template_broken") from None
    except CannotSet as why:
        raise CannotLayOut(why.code) from None


def values_of(text: str) -> dict[str, Any]:
    """What the templates read: the content, its digest, chapters in parts that no list cuts off."""
    content = json.loads(text)
    chapters = [part for one in content["chapters"] for part in _parts(one)]
    kinds = [block["kind"] for one in chapters for block in one["blocks"]]
    cover = {name: one for name, one in content.items() if name not in {"chapters", "figures"}}
    return {
        "subject": content["title"], "content": cover, "kind_words": TITLES[content["kind"]],
        "digest": _spaced(digest_of(text)),
        "chapters": chapters, "figures": [one | {"bars": list(_bars(one))} for one in content["figures"]],
        "tables": len([one for one in kinds if one in {"table", "list_table"}]),
        "pictures": kinds.count("picture"),
    }  # fmt: skip


def _spaced(digest: str) -> str:
    """In groups, as people compare it; a word of 64 letters would be broken somewhere."""
    return " ".join(digest[place : place + 16] for place in range(0, 64, 16))


def _parts(chapter: dict) -> Iterable[dict]:
    """A chapter in pieces; the pieces after the first go on without a heading."""
    blocks = [_renamed(one) for one in chapter["blocks"]]
    for start in range(0, max(1, len(blocks)), MOST_IN_PART):
        yield chapter | {"blocks": blocks[start : start + MOST_IN_PART], "more": start > 0}


def _renamed(block: dict) -> dict:
    """`items` is a method of a mapping in a Word template."""
    return {"lines" if name == "items" else name: one for name, one in block.items()}


def _bars(figure: dict) -> Iterable[list]:
    """The picture of a figure in a Word file: a line of blocks for each number, with the number behind it."""
    numbers = [one for row in figure["rows"] for one in row[1:] if isinstance(one, int | float)]
    most = max([1, *numbers])
    for row in figure["rows"]:
        for name, value in zip(figure["columns"], row[1:], strict=False):
            label = row[0] if len(figure["columns"]) == 1 else f"{row[0]}, {name}"
            is_number = isinstance(value, int | float)
            bar = "█" * round(LONGEST_BAR * value / most) if is_number else "░" if value else ""
            yield [label, bar, "–" if value is None else value]


def _plain(value: Any) -> Any:
    """Texts as `documents` hands them to a template."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return text_of(value) if isinstance(value, str) else value
