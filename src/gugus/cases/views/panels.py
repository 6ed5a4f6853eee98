"""The panels of higher contexts as they stand on a case's page and in its dossier."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.cases import panels
from gugus.cases.panels import Panel
from gugus.cases.policies import Sight

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shown:
    """A panel of a higher context as it stands on the page; `html` is "" when it could not be loaded."""

    key: str
    title: Any
    html: SafeString | str

    @property
    def is_whole(self) -> bool:
        """Does the panel draw its own card?"""
        return self.html.lstrip().startswith("<section")


def panels_in_reach(sight: Sight) -> list[Panel]:
    """The panels of the sections that the viewer sees, in the order of the page."""
    return [
        panel
        for panel in panels.panels()
        if any(sight.may(Verb.SEE, Section(one), panel.depth) for one in (panel.section, *panel.also))
    ]


def shown_panels(
    request: HttpRequest, viewer: Viewer, sight: Sight, at: datetime, *, only: Collection[str] | None = None
) -> list[Shown]:
    """Draw the panels, all or `only` those keys. One that fails takes nothing else with it."""
    shown = []
    for panel in panels_in_reach(sight):
        if only is not None and panel.key not in only:
            continue
        try:
            with transaction.atomic():
                context = panel.provide(viewer, sight.case, at)
                if context is None:
                    continue
                html = render_to_string(
                    panel.template, {"case": sight.case, "now": at, "sight": sight, **context}, request
                )
        except Exception:
            log.exception("The panel %s could not be shown.", panel.key)
            html = ""
        shown.append(Shown(panel.key, panel.title, html))
    return shown
