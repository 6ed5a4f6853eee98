"""The tokens keep their promise: words and marks stand out in every theme, and styles use only tokens that exist."""

import re
from pathlib import Path

import pytest

import gugus

STYLES = Path(gugus.__file__).parent / "base" / "static" / "base" / "css"


def themes() -> dict[str, dict[str, str]]:
    text = (STYLES / "tokens.css").read_text(encoding="utf-8")
    colour = re.compile(r"(--[\w-]+):\s*(#[0-9a-f]{6})\b")
    by_system, chosen = (
        text.index("@media screen and (prefers-color-scheme: dark)"),
        text.index(':root[data-theme="dark"] {'),
    )
    light = dict(colour.findall(text[:by_system]))
    dark = dict(colour.findall(text[chosen : text.index("@media print")]))
    return {
        "light": light,
        "dark": {**light, **dark},
        "dark by the system": {**light, **dict(colour.findall(text[by_system:chosen]))},
    }


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


MEANINGS = ("high", "medium", "low", "late", "safe", "sealed", "info", "plain")
GROUNDS = ("canvas", "surface", "sunken")
WORDS = ("ink", "ink-2", "ink-3", "link", "high-ink", "medium-ink", "late-ink", "safe-ink")
READ = [
    *((word, ground) for word in WORDS for ground in GROUNDS),
    *((f"{meaning}-ink", f"{meaning}-soft") for meaning in MEANINGS),
    *(("surface", meaning) for meaning in MEANINGS),
    *((("on-brand", "brand"), ("on-brand", "brand-strong"), ("brand-soft-ink", "brand-soft"))),
    *(("shell-ink", ground) for ground in ("shell", "shell-raised", "shell-line")),
    *(("shell-muted", ground) for ground in ("shell", "shell-raised")),
    *(("ink", f"heat-{level}") for level in (0, 1, 2)),
    *(("on-heat-strong", f"heat-{level}") for level in (3, 4, 5)),
]
SEEN = [
    *((mark, ground) for mark in ("focus", "line-strong", "brand") for ground in GROUNDS),
    *((f"series-{number}", "surface") for number in (1, 2, 4)),
    ("accent-mark", "shell"),
]


@pytest.mark.parametrize("theme", themes())
def test_words_and_marks_stand_out_from_their_ground(theme):
    colours = themes()[theme]

    weak = [
        f"{mark} on {ground}: {contrast(colours[f'--{mark}'], colours[f'--{ground}']):.2f}"
        for least, pairs in ((4.5, READ), (3, SEEN))
        for mark, ground in pairs
        if contrast(colours[f"--{mark}"], colours[f"--{ground}"]) < least
    ]

    assert weak == []


def test_dark_is_the_same_whether_the_system_or_the_reader_chose_it():
    assert themes()["dark"] == themes()["dark by the system"]


def test_styles_use_only_tokens_that_exist():
    sheets = [
        sheet.read_text(encoding="utf-8") for sheet in STYLES.glob("*.css") if sheet.name != "public.css"
    ]
    defined = set(re.findall(r"(--[\w-]+):", (STYLES / "tokens.css").read_text(encoding="utf-8")))

    assert {name for sheet in sheets for name in re.findall(r"var\((--[\w-]+)\)", sheet)} <= defined


def test_every_class_in_a_page_has_a_style_or_a_script():
    """A class that nobody styles is a slip of the pen: the page looks unfinished and nobody is told."""
    home = Path(gugus.__file__).parent
    known = "".join(
        path.read_text(encoding="utf-8") for end in ("css", "js") for path in home.rglob(f"*.{end}")
    )
    named = {
        (name, path.relative_to(home).as_posix())
        for path in home.rglob("*.html")
        for names in re.findall(r'class="([^"{]*)"', path.read_text(encoding="utf-8"))
        for name in names.split()
    }

    assert len(named) > 1000
    assert [one for one in sorted(named) if not re.search(rf"\b{re.escape(one[0])}(?![\w-])", known)] == []
