"""How the product looks from Python: the form renderer, what the frame is told, and the page that shows every part."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gugus.base.samples import samples

WIDGETS = Path(__file__).parent / "templates" / "base" / "widgets"


class FormRenderer(DjangoTemplates):
    """Draws every form of the product (setting FORM_RENDERER); Django's own widget templates are the second choice."""

    form_template_name = "base/forms/form.html"
    formset_template_name = "base/forms/formset.html"
    field_template_name = "base/forms/field.html"

    @cached_property
    def engine(self):
        django_templates = super().engine.dirs
        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [WIDGETS, *django_templates],
                "NAME": "gugusforms",
                "OPTIONS": {"builtins": ["django.templatetags.i18n", "gugus.base.templatetags.look"]},
            }
        )


@dataclass(frozen=True)
class NavigationItem:
    """One line of the navigation. `label` and `group` are translated texts, `icon` a name of the sprite.

    `key` is the letter after "g" that goes there from the keyboard ("h" makes "g h").
    """

    label: str
    url: str
    icon: str
    current: bool = False
    count: int = 0
    group: str = ""
    key: str = ""


def look_page(request: HttpRequest) -> HttpResponse:
    """Every part of the look on one page, with invented content."""
    return render(request, "base/look.html", samples(request))


def keys_page(request: HttpRequest) -> HttpResponse:
    """The list of keyboard shortcuts, and the switch that turns them off."""
    return render(request, "base/keys.html")
