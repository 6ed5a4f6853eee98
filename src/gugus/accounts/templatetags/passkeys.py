"""What the browser needs to ask for a passkey, as an attribute: the content policy allows no inline script."""

import json

from django import template

register = template.Library()


@register.filter
def as_json(value: dict) -> str:
    """The options of a WebAuthn ceremony; the template escapes them."""
    return json.dumps(value)
