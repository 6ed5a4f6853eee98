"""What the demo's task force tells everybody."""

from datetime import timedelta

import pytest
from tests.conftest import NOON, as_role

from gugus.demo.enacting import Stage
from gugus.demo.gathering import gather
from gugus.demo.publishing import tell_everybody
from gugus.demo.settling import settle_cast
from gugus.publication.models import Publication
from gugus.publication.rules import looked_for

AT = NOON + timedelta(days=30)


@pytest.mark.django_db
def test_a_summary_is_published_a_note_waits_and_one_is_a_draft(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    stage = Stage(*settle_cast(NOON - timedelta(days=400)))
    with as_role("gugus_worker"):
        gather(stage, at=AT)
        tell_everybody(stage, at=AT)
        rows = {one.state: one for one in Publication.objects.unscoped(because="test")}

    assert set(rows) == {"published", "proposed", "draft"}
    assert rows["published"].source_kind == "meeting" and rows["published"].body_en
    assert [looked_for(one.words) for one in rows.values()] == [[], [], []]


@pytest.mark.django_db
def test_without_the_meeting_nothing_is_told(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    stage = Stage(*settle_cast(NOON))
    with as_role("gugus_worker"):
        tell_everybody(stage, at=AT)

        assert not Publication.objects.unscoped(because="test").exists()
