"""The reports of the demo: that of 2024 is final and went up, the half-year's is being written."""

from datetime import timedelta

import pytest
from tests.conftest import NOON, as_role

from gugus.demo.accounting import CHAPTERS, account_for
from gugus.demo.enacting import Stage
from gugus.demo.settling import settle_cast
from gugus.demo.structuring import structure
from gugus.figures.models import Snapshot
from gugus.kernel.telltale import points_to_a_person
from gugus.reporting.models import Chapter, ForceReport, UpwardReport
from gugus.reporting.papers import laid_out_pdf

AT = NOON + timedelta(days=30)


@pytest.mark.django_db
def test_the_annual_report_is_final_sent_and_set_and_the_half_year_is_being_written(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    stage = Stage(*settle_cast(NOON - timedelta(days=900)))
    with as_role("gugus_worker"):
        structure(stage, at=AT)
        account_for(stage, at=AT)
        rows = {
            one.kind: one for one in ForceReport.objects.unscoped(because="test").select_related("data_key")
        }
        sent = UpwardReport.objects.unscoped(because="test").get()
        frozen = Snapshot.objects.unscoped(because="test").filter(period="2024").count()
        states = {
            one.state for one in Chapter.objects.unscoped(because="test").filter(report=rows["six_monthly"])
        }
        content = rows["annual"].content

    assert (rows["annual"].state, rows["six_monthly"].state) == ("sent", "writing")
    assert sent.digest == rows["annual"].digest and frozen > 5
    assert {"approved", "submitted", "returned"} <= states
    assert laid_out_pdf(content).startswith(b"%PDF-")


def test_no_word_of_the_annual_report_points_to_a_person():
    assert [points_to_a_person(text) for text in CHAPTERS.values()] == [[]] * len(CHAPTERS)
