"""What the templates of cases need from neighbours: `{% load cases %}`."""

from django import template

from gugus.access.codes import Section
from gugus.cases.views.links import link
from gugus.people.models import Person

register = template.Library()


@register.simple_tag
def person_link(person: Person) -> str:
    """The address of a person's page."""
    return link("people:detail", person.ref)


@register.simple_tag
def unmask_link(person: Person) -> str:
    """Where a name is shown for a reason."""
    return link("people:unmask", person.ref)


@register.filter
def section_words(sections: list[str]) -> str:
    """Sections of a file in words: "Case, Justice"."""
    return ", ".join(str(Section(one).label) for one in sections)
