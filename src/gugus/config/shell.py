"""What every page's frame needs: navigation by role and the count of unread notices."""

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict:
    """Context of the page frame."""
    return {}
