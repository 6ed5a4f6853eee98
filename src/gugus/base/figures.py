"""Pictures with their tables, as template tags. The drawing itself is in gugus.base.pictures."""

from django.template import Library


def register(library: Library) -> None:
    """Add the figure tags to the library `look`."""
