"""Where a record's page is. The composition root says it (setting RECORD_PAGES); lower contexts only ask."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse


def url_of(kind: str, ref: str) -> str:
    """The address of a record's page by its kind (model name) and reference; "" where there is no such page."""
    name = getattr(settings, "RECORD_PAGES", {}).get(kind)
    if not name or not ref:
        return ""
    try:
        return reverse(name, args=[ref])
    except NoReverseMatch:
        return ""
