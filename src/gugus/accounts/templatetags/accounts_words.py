"""Words for codes."""

from django import template

from gugus.access.codes import Role

register = template.Library()


@register.filter
def role_names(codes: list[str]) -> str:
    """What roles are called."""
    return ", ".join(str(Role(code).label) for code in codes)
