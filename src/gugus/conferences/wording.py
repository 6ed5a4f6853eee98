"""A conference in words: answers in short, what is open to whom, items with their decisions."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gugus.access import wording as access_words
from gugus.access.viewer import Viewer
from gugus.conferences import queries, rules
from gugus.conferences.codes import Answer
from gugus.conferences.gate import Sight
from gugus.conferences.models import Invitation, Item


def answers_in_short(invitations: list[Invitation], host_id) -> str:
    """How many of the guests come, write, do not come, have not answered."""
    found = rules.counts(one for one in invitations if one.agency_id != host_id)
    parts = [
        (found[Answer.COMES], ngettext("%d comes", "%d come", found[Answer.COMES])),
        (found[Answer.WRITES], ngettext("%d writes", "%d write", found[Answer.WRITES])),
        (found[Answer.DECLINES], ngettext("%d does not come", "%d do not come", found[Answer.DECLINES])),
        (found[Answer.WAITING], ngettext("%d not answered", "%d not answered", found[Answer.WAITING])),
    ]
    return ", ".join(words % number for number, words in parts if number)


def told_of(item: Item, viewer: Viewer) -> dict:
    """One question for the page: its section in words, its decisions, which of them are the viewer's to carry out."""
    mine = {viewer.agency_id}
    return {
        "item": item,
        "section": access_words.section(item.section),
        "decided": [
            {"decision": one, "open": one.to_agency_id is not None and one.done_at is None,
             "mine": one.to_agency_id in mine or item.host_id in mine}
            for one in item.decided
        ],
    }  # fmt: skip


def matrix(sight: Sight, items: list[Item], invitations: list[Invitation], at: datetime) -> dict | None:
    """Agency × part of the file on the agenda: open under which basis until when, or closed.

    Before the meeting from the grants of this moment, afterwards as it was kept. A guest sees its own line.
    """
    sections = list(dict.fromkeys(item.section for item in items))
    guests = [one.agency for one in invitations if one.agency_id != sight.conference.agency_id]
    if not sections or not guests:
        return None
    begun = sight.conference.begun_at is not None
    cells = _kept(sight) if begun else queries.open_parts(sight.conference.case_id, at)
    rows = [
        {"agency": one.name, "cells": [_cell(cells.get(one.pk, {}).get(section)) for section in sections]}
        for one in guests
    ]
    return {"sections": [access_words.section(one) for one in sections], "rows": rows, "begun": begun}


def _cell(open_by) -> dict | None:
    return {"basis_words": basis(open_by.basis), "until_at": open_by.until_at} if open_by else None


def _kept(sight: Sight) -> dict:
    found: dict = {}
    for one in sight.conference.shown.all():
        found.setdefault(one.agency_id, {})[one.section] = one
    return found


BASES = {
    "consent": lambda: _("the person agreed"),
    "legal_duty": lambda: _("legal duty"),
    "vital_interest": lambda: _("danger to life or safety"),
    "agreement": lambda: _("sharing agreement"),
}


def basis(code: str) -> str:
    """The basis of a grant in the reader's language; an unknown one stays readable."""
    return BASES[code]() if code in BASES else code.replace("_", " ")
