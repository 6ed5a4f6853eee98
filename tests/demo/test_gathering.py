"""The meetings of the demo: that of 23 June 2025 from the public facts, with its papers; open minutes; one to come."""

from datetime import timedelta

import pytest
from tests.conftest import NOON, as_role, voice_of
from tests.documents.conftest import text_of

from gugus.access.viewer import viewer_of
from gugus.demo.enacting import Stage
from gugus.demo.gathering import gather
from gugus.demo.settling import settle_cast
from gugus.documents import actions
from gugus.documents.gate import kind_for, subject_for
from gugus.meetings.models import Meeting, Paper, Point, Shown, Wording

AT = NOON + timedelta(days=30)
BECAUSE = "the test looks"
PAPERS = {
    "meeting_invitation": ["RuangDirgantara", "KomisiPerlindunganAnakIndonesia", "OurRescueIndonesia"],
    "meeting_minutes": ["SekretarisKota", "NOT/GT-PPTPPO", "Sasaran:"],
    "meeting_recommendations": ["Rekomendasi4", "SukuDinasSosial"],
    "meeting_report": [
        "Masukan",
        "KasusTPPOyangditangani",
        "rehabilitasisosial,pemulangan",
        "Fotohanyamemperlihatkan",
    ],
    "meeting_attendance": ["BayuContohadi", "Tandatangan"],
}


@pytest.fixture
def stage(settings, tmp_path, db):
    settings.DATA_DIR = tmp_path
    made = Stage(*settle_cast(NOON - timedelta(days=400)))
    with as_role("gugus_worker"):
        gather(made, at=AT)
    return made


def rows(model, **which) -> list:
    with as_role("gugus_worker"):
        return list(model.objects.unscoped(because=BECAUSE).filter(**which))


def test_three_meetings_in_three_states(stage):
    june, held, coming = sorted(rows(Meeting), key=lambda one: one.starts_at)

    assert [one.state for one in (june, held, coming)] == ["approved", "held", "invited"]
    assert {one.kind for one in rows(Point, meeting=june)} == {
        "discussion", "input", "decision", "recommendation",
    }  # fmt: skip
    assert rows(Wording, meeting=held, kind="rival", settled_at=None)
    assert [one.figure_kind for one in rows(Shown, meeting=june)] == ["published"]
    assert [one.kind for one in rows(Paper, meeting=june)] == ["photo"]


@pytest.mark.parametrize("code", PAPERS)
def test_the_june_meeting_gives_every_paper(stage, code):
    [june] = rows(Meeting, state="approved")
    wulan = stage.users["wulan"]
    with voice_of(wulan):
        viewer = viewer_of(wulan, on=AT.date(), at=AT)
        kind = kind_for(viewer, code)
        about = subject_for(viewer, kind, june.ref, at=AT)
        asked = actions.ask(kind=kind, about=about.about, within=about.within, viewer=viewer, at=AT)
    with as_role("gugus_worker"):
        made = actions.make(document=asked, at=AT)
    assert (made.state, made.problem_code) == ("ready", "")
    with voice_of(wulan):
        said = text_of(actions.give_out(document=made, by=wulan, at=AT)).lower()
    assert [words for words in PAPERS[code] if words.lower() not in said] == []
