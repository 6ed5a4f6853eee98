"""A text as a square that a telephone reads (QR code), drawn as one path without styles."""

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET = 4  # empty modules around, as the standard asks


def square(text: str) -> SafeString:
    """The square as SVG; each dark module is a step of one path."""
    made = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    made.add_data(text)
    made.make(fit=True)
    rows = made.get_matrix()
    steps = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    size = len(rows) + 2 * QUIET
    return format_html(
        '<svg viewBox="0 0 {0} {0}" width="240" height="240" role="img" shape-rendering="crispEdges" aria-label="QR">'
        '<rect width="{0}" height="{0}" fill="#fff"/><path d="{1}" fill="#000"/></svg>',
        size, steps,
    )  # fmt: skip
