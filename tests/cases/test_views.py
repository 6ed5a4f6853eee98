"""The pages of cases, as the cast opens them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from gugus.audit.models import Entry
from gugus.cases.models import Case, ChronologyEntry, EntryDraft, Flag, Incident, Party
from gugus.cases.records import Leg, add_incident, write_entry
from gugus.kernel.ids import new_id
from tests.cases.conftest import a_case, somebody
from tests.conftest import NOON, voice_of


def address(name: str, file, *more) -> str:
    return reverse(f"cases:{name}", args=[file.case.ref, *more])


def test_the_case_page_answers_the_five_questions(world, file, signed_in):
    page = signed_in(world.rina).get(address("detail", file)).content.decode()

    assert file.case.ref in page and "Rina" in page and 'id="tasks"' in page
    assert "case-safety" in page and "case-answers" in page
