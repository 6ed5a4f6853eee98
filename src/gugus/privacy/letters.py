"""What letters say. A notice holds exactly what the law names: which data, when and how, handling, recovery."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from gugus.privacy.codes import Exemption, RequestKind, Verdict
from gugus.privacy.models import Breach, SubjectRequest

PARTS: Mapping[str, Any] = {
    "data": _("which data"),
    "happened_at": _("when it happened"),
    "told_how": _("how it happened"),
    "told_handling": _("what was done"),
    "told_recovery": _("how it is put right"),
}


def said(breach: Breach, part: str) -> Any:
    """What the record says for a part of the letter; empty when nobody wrote it yet."""
    return getattr(breach, part)


def of_breach(breach: Breach) -> dict:
    """The frozen content of a notice, as codes, a moment and plain words. No reference, no name, no kind of case."""
    return {
        "data": list(breach.data),
        "when": _stamp(breach.happened_at),
        "how": breach.told_how,
        "handling": breach.told_handling,
        "recovery": breach.told_recovery,
    }


def of_refusal(kinds: list[str]) -> dict:
    """The same words for everybody whose identity is not certain, whether or not we know anything of them."""
    return {"kinds": sorted(kinds)}


def of_answer(request: SubjectRequest) -> dict:
    """Each wish with its verdict and, where a right is limited, the exemptions by name."""
    items = [
        {"kind": item.kind, "verdict": item.verdict, "exemptions": list(item.exemptions)}
        for item in request.items.all()
    ]
    return {"items": items, "answer": request.answer or ""}


def answer_lines(content: Mapping) -> list[dict]:
    """An answer's items in the reader's language."""
    return [
        {
            "kind": RequestKind(item["kind"]).label,
            "verdict": Verdict(item["verdict"]).label,
            "exemptions": [Exemption(code).label for code in item["exemptions"]],
        }
        for item in content["items"]
    ]


def _stamp(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
