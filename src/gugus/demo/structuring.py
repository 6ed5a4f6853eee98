"""The task forces of the demo: what they stand on, who holds which position, how often they meet.

Offices and regulations are those that public sources name (docs/domain/taskforce.md); numbers of decrees that no source
names, and all days of office, are invented. Nobody is named: positions are held ex officio.
"""

from dataclasses import dataclass
from datetime import date, datetime

from gugus.access.models import User
from gugus.demo.enacting import Stage
from gugus.directory.models import TaskForce
from gugus.taskforce.actions.bases import Paper, add_basis
from gugus.taskforce.actions.head import Post, appoint, set_frequency


@dataclass(frozen=True)
class _Room:
    force: TaskForce
    by: User
    at: datetime


CITY_HEAD = (
    ("patron", "Wali Kota Administrasi Jakarta Selatan", "pemkot-js"),
    ("chair", "Sekretaris Kota Administrasi Jakarta Selatan", "pemkot-js"),
    ("vice", "Asisten Administrasi dan Kesejahteraan Rakyat", "pemkot-js"),
    ("daily_chair", "Kepala Suku Dinas PPAPP", "sudin-ppapp-js"),
    ("secretary", "Kepala Seksi Pelindungan Perempuan dan Anak", "sudin-ppapp-js"),
)
COORDINATORS = (
    ("prevention", "Kepala Suku Dinas PPAPP", "sudin-ppapp-js"),
    ("health", "Kepala Suku Dinas Kesehatan", "sudinkes-js"),
    ("social", "Kepala Suku Dinas Sosial", "sudinsos-js"),
    ("norms", "Kepala Bagian Hukum", "pemkot-js"),
    ("enforcement", "Kepala Unit PPA Polres Metro Jakarta Selatan", "polres-js"),
    ("cooperation", "Kepala Suku Dinas PPAPP", "sudin-ppapp-js"),
)


def structure(stage: Stage, *, at: datetime) -> None:
    """The city and the province; what changed mid-way can be seen by looking at an earlier day."""
    city = TaskForce.objects.get(level="city", area_code="31.74")
    province = TaskForce.objects.get(level="province", area_code="31")
    _city(stage, _Room(city, stage.users["wulan"], at))
    _rules(_Room(province, stage.users["mega"], at))


def _city(stage: Stage, room: _Room) -> None:
    _rules(room)
    first = _paper(
        room, "decree", "e-0011/2020 (rekaan)", "Susunan gugus tugas kota", date(2020, 2, 3), date(2020, 2, 3)
    )
    decree = _paper(
        room,
        "decree",
        "e-0007/2024 (rekaan)",
        "Susunan gugus tugas kota",
        date(2024, 1, 8),
        date(2024, 1, 15),
        first,
    )
    for kind, office, slug in CITY_HEAD:
        _post(room, Post(kind, office, date(2024, 1, 15), "", stage.agencies[slug], "", decree))
    for field, office, slug in COORDINATORS:
        _post(room, Post("field_lead", office, date(2024, 1, 15), field, stage.agencies[slug], "", decree))
    for kind, times in (("plenary", 2), ("inter_field", 4), ("monitoring", 2)):
        set_frequency(
            force=room.force, kind=kind, times=times, source="", confirmed=False, on=date(2024, 1, 15), by=room.by,
            at=room.at,
        )  # fmt: skip


def _rules(room: _Room) -> None:
    """What both stand on; the days of signing are invented."""
    law = date(2007, 4, 19)
    _paper(room, "law", "21/2007", "Pemberantasan Tindak Pidana Perdagangan Orang", law, law)
    first, then = date(2010, 12, 6), date(2019, 6, 20)
    old = _paper(room, "head", "218/2010", "Gugus tugas provinsi (lama)", first, first)
    _paper(room, "head", "64/2019", "Gugus Tugas Pencegahan dan Penanganan TPPO", then, then, old)


def _paper(room: _Room, kind: str, number: str, title: str, signed: date, since: date, replaces=None):
    paper = Paper(kind, number, title, signed, since)
    return add_basis(force=room.force, paper=paper, replaces=replaces, by=room.by, at=room.at)


def _post(room: _Room, post: Post) -> None:
    appoint(force=room.force, post=post, by=room.by, at=room.at)
