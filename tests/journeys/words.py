"""English that must not stand on an Indonesian page: sentences of the catalogs that have an Indonesian form."""

from functools import cache
from pathlib import Path

import polib

from gugus.operate.installation import CHECKOUT

CATALOGS = "src/gugus/*/locale/id/LC_MESSAGES/django.po"
TEXTS = """() => {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (!parent.closest('script, style, template, :not(html)[lang="en"]')) found.push(walker.currentNode.data);
    }
    for (const name of ['aria-label', 'title', 'placeholder', 'data-label'])
        for (const one of document.querySelectorAll(`[${name}]`))
            if (!one.closest(':not(html)[lang="en"]')) found.push(one.getAttribute(name));
    return [document.title, ...found].map((text) => text.replace(/\\s+/g, ' ').trim()).filter(Boolean);
}"""


@cache
def english() -> frozenset[str]:
    """Every msgid without placeholders that no catalog keeps as it is in Indonesian."""
    said, kept = set(), set()
    for path in sorted(Path(CHECKOUT).glob(CATALOGS)):
        for entry in polib.pofile(str(path)):
            said |= {entry.msgid, entry.msgid_plural}
            kept |= {entry.msgstr, *entry.msgstr_plural.values()}
    return frozenset(" ".join(one.split()) for one in said - kept if one and "%" not in one)


def english_on(page) -> list[str]:
    """The English sentences that stand on this page."""
    return sorted(english().intersection(page.evaluate(TEXTS)))
