"""Addresses of neighbours whose pages may not be installed."""

from django.urls import NoReverseMatch, reverse


def link(name: str, *args: str) -> str:
    """The address of a page of another context, or "" where there is none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
