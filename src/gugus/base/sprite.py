"""The one sprite of icons, read once. Icons on a page are copies of its drawings: no page waits for a second file."""

import re
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

SPRITE = Path(__file__).parent / "static" / "base" / "icons.svg"
SYMBOL = re.compile(r'<symbol id="([\w-]+)"[^>]*>(.*?)</symbol>', re.DOTALL)


@cache
def drawings() -> dict[str, str]:
    """Every icon's name and its shapes."""
    return dict(SYMBOL.findall(SPRITE.read_text(encoding="utf-8")))


@cache
def icon_svg(name: str, kind: str = "") -> SafeString:
    """The icon as SVG for a page, hidden from screen readers: the words beside it say what it means.

    An unknown name is a mistake of ours and raises KeyError.
    """
    css = f"icon icon-{name} {kind}".strip()
    shapes = drawings()[name]
    return mark_safe(
        f'<svg class="{css}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{shapes}</svg>'
    )
