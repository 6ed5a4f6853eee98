"""What nobody named does not go along silently: every table that hangs on an agency, a case, a report or a person says
in its context's `along.py` how it moves when another agency takes the file over (MOVES), or why it stays (STAYS)."""

import pytest
from django.apps import apps
from django.db import models

from gugus.base.along import declared, stays
from gugus.cases.models import Case
from gugus.directory.models import Agency
from gugus.intake.models import Report
from gugus.people.models import Person

ROOTS = (Agency, Case, Report, Person)
BY_ID = {"agency_id", "case_id", "report_id", "person_id", "about_id", "within_id", "record_id", "visible_to"}


def hangs(model) -> bool:
    """Does a table name an agency or a record that can change hands?"""
    fields = model._meta.concrete_fields
    leads = any(isinstance(f, models.ForeignKey) and issubclass(f.related_model, ROOTS) for f in fields)
    return leads or any(f.name in BY_ID for f in fields)


OURS = [one for one in apps.get_models() if one.__module__.startswith("gugus.") and hangs(one)]
MOVED = [move.model for move in declared("MOVES")]


@pytest.mark.parametrize("model", OURS, ids=lambda one: one._meta.label)
def test_every_table_moves_or_says_why_it_stays(model):
    label = model._meta.label

    assert label in MOVED or label in stays(), f"{label}: name it in MOVES or STAYS of its context's along.py"


def test_nothing_moves_and_stays_and_every_name_is_a_table():
    known = {one._meta.label for one in apps.get_models()}

    assert {*MOVED, *stays()} <= known
    assert not set(MOVED) & stays().keys()
    assert all(len(why) > 10 for why in stays().values())
