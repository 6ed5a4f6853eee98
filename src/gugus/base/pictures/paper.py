"""The sheet every picture is drawn on. Widths are shares of the sheet and heights are pixels, so letters keep their
size on a phone and on a wide screen.
"""

from collections.abc import Callable, Iterable
from hashlib import blake2b
from html import escape
from math import ceil, log10
from textwrap import wrap

Value = float | int | str | None
Say = Callable[[float | int], str]


def plain_number(number: float | int) -> str:
    """A number in Indonesian writing: 1.234,5."""
    text = f"{number:,.1f}" if number % 1 else f"{number:,.0f}"
    return text.translate(str.maketrans({",": ".", ".": ","}))


def size_of(value: Value) -> float:
    """The number to draw; what is hidden or unknown has none."""
    return float(value) if isinstance(value, (int, float)) else 0.0


def is_hidden(value: Value) -> bool:
    """A value that is known but too small to be shown."""
    return isinstance(value, str)


def written(value: Value, say: Say) -> str:
    """A value in words: the number, its "<5", or a dash when nothing is known."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    return say(int(value)) if value == int(value) else say(value)


def round_top(number: float) -> float:
    """The end of an axis: the next round number at or above, whose half is also easy to read."""
    if number <= 0:
        return 1.0
    power = 10 ** (ceil(log10(number)) - 1)
    return next(step * power for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * power >= number)


def percent(share: float) -> str:
    """A share of the sheet (0 to 1) as an attribute."""
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"


def element(name: str, content: str = "", **attributes) -> str:
    """One SVG element; `class_` and `stroke_width` become their dashed selves, None is left out."""
    pairs = (
        (key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None
    )
    head = f"<{name}" + "".join(f' {key}="{escape(str(value))}"' for key, value in pairs)
    return f"{head}>{content}</{name}>" if content else f"{head}/>"


def words(x, y, said: str, class_: str = "", anchor: str | None = None) -> str:
    """A line of text. x may be a percentage."""
    return element("text", escape(said), x=x, y=y, class_=class_ or None, text_anchor=anchor)


LINE = 17  # from one line of a label to the next, in pixels


def broken(said: str, most: int) -> list[str]:
    """A label in lines of at most `most` letters; a word is never broken, no label is one empty line."""
    return wrap(said, most, break_long_words=False, break_on_hyphens=False) or [""]


def named(shape: str, said: str) -> str:
    """A shape with its own tip."""
    return f"<g><title>{escape(said)}</title>{shape}</g>"


def hatch(name: str) -> str:
    """The stripes that mean: known, not shown."""
    stripe = element("path", d="M0 6 6 0M-1.5 1.5l3-3M4.5 7.5l3-3", class_="hatch-stripe")
    pattern = element("pattern", stripe, id=name, width=6, height=6, patternUnits="userSpaceOnUse")
    return element("defs", pattern)


def sheet_name(title: str, desc: str) -> str:
    """A name for the ids inside one picture, the same for the same words."""
    return "p" + blake2b(f"{title}\n{desc}".encode(), digest_size=5).hexdigest()


def sheet(
    kind: str,
    title: str,
    desc: str,
    height: int,
    parts: Iterable[str],
    name: str = "",
    view_width: int = 0,
) -> str:
    """The whole picture. `title` names it, `desc` says in a sentence what a reader without eyes should know.

    With `view_width` the picture has its own measure and grows and shrinks as a whole; else only its widths do.
    """
    name = name or sheet_name(title, desc)
    head = f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(desc)}</desc>'
    measure = {"viewBox": f"0 0 {view_width} {height}"} if view_width else {"width": "100%", "height": height}
    return element(
        "svg",
        head + "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        class_=f"picture picture-{kind}",
        **measure,
        role="img",
        aria_labelledby=f"{name}-t",
        aria_describedby=f"{name}-d",
    )
