"""`{% onward_of record %}`: a card with what else can be made of a record; nothing where nobody offers."""

from django import template

from gugus.taskforce import onward

register = template.Library()


@register.inclusion_tag("taskforce/_onward.html", takes_context=True)
def onward_of(context: dict, record) -> dict:
    """The card "And then" of a record that came through its gate."""
    return {"offers": onward.onward_of(context["request"].viewer, record)}
