"""Sharing agreements of the demo: one in force that ends soon, one to sign, a draft, one that ended."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from gugus.access.models import User
from gugus.agreements import actions, calendar
from gugus.agreements.actions import Part, Terms
from gugus.agreements.models import Agreement
from gugus.agreements.opening import sweep
from gugus.agreements.rules import OFFICE, day_of
from gugus.approvals.actions import approve
from gugus.demo.enacting import Stage

DUTY = "Perpres 69/2008 jo Perpres 22/2021: koordinasi gugus tugas; UU 21/2007 pasal 51 dan 52"
WHY = "Anak perlu tempat aman pada hari yang sama, tanpa menunggu rujukan satu per satu."


@dataclass(frozen=True)
class Scene:
    """What the steps need: who is there, and today."""

    stage: Stage
    today: date

    def at(self, days: int, hour: int = 10) -> datetime:
        """Office hours, so many days from today."""
        return datetime.combine(self.today + timedelta(days=days), time(hour), OFFICE)

    def user(self, name: str) -> User:
        return self.stage.users[name]

    def terms(self, number: str, title: str, first: int, last: int, parts: list[Part], **more) -> Terms:
        days = {
            "valid_from": self.today + timedelta(days=first),
            "valid_until": self.today + timedelta(days=last),
        }
        return Terms(number=number, title=title, legal_basis=DUTY, parts=parts, **days, **more)


def enact_agreements(stage: Stage, *, until: datetime) -> None:
    """Every step is made by the people of the cast; what is open is opened as the worker does."""
    scene = Scene(stage, day_of(until))
    _ended(scene)
    running = _in_force(scene)
    _waiting(scene)
    _draft(scene)
    while not sweep(running.pk, until):
        pass
    calendar.warn(running, at=until)


def _part(scene: Scene, slug: str, *sections: str, depth: int = 0, receives: bool = False) -> Part:
    return Part(scene.stage.agencies[slug], sections, depth, receives)


def _agreed(scene: Scene, terms: Terms, first: int) -> Agreement:
    """Written by the supervisor of the unit, agreed to by the data protection officer, signed by the shelter."""
    by, second, head = scene.user("yusuf"), scene.user("lestari"), scene.user("laras")
    made = actions.write_agreement(terms=terms, by=by, at=scene.at(first - 12))
    asked = actions.propose(agreement=made, by=by, at=scene.at(first - 11), reason=WHY).request
    approve(request=asked, by=second, at=scene.at(first - 10))
    actions.sign(agreement=made, by=head, at=scene.at(first - 5))
    calendar.begin(made, at=scene.at(first, 0))
    return made


def _in_force(scene: Scene) -> Agreement:
    parts = [
        _part(scene, "upt-pppa", "case", "identity", "care", depth=2),
        _part(scene, "rumah-melati", receives=True),
    ]
    terms = scene.terms(
        "118/PKS/UPT-PPPA/2026", "Penempatan anak korban di rumah aman", -340, 24, parts,
        purposes=["shelter", "protection"], scope_children=True, scope_area="31.74",
    )  # fmt: skip
    return _agreed(scene, terms, -340)


def _ended(scene: Scene) -> None:
    parts = [_part(scene, "upt-pppa", "case"), _part(scene, "rumah-melati", receives=True)]
    terms = scene.terms(
        "041/PKS/UPT-PPPA/2025", "Uji coba berbagi data kasus", -600, -350, parts,
        purposes=["coordination"], scope_children=True,
    )  # fmt: skip
    made = _agreed(scene, terms, -600)
    calendar.finish(made, at=scene.at(-349, 0))


def _waiting(scene: Scene) -> None:
    parts = [_part(scene, "polres-js", receives=True), _part(scene, "upt-pppa", "case", "justice", depth=2)]
    terms = scene.terms(
        "B/77/PKS/2026", "Perkembangan perkara eksploitasi seksual", 10, 375, parts, purposes=["investigation"],
        scope_worked=True, scope_form="prostitution",
    )  # fmt: skip
    by = scene.user("satria")
    made = actions.write_agreement(terms=terms, by=by, at=scene.at(-3))
    actions.propose(agreement=made, by=by, at=scene.at(-2))
    calendar.estimate(made.pk, at=scene.at(-2))


def _draft(scene: Scene) -> None:
    parts = [
        _part(scene, "upt-pppa", "case", "identity", depth=1),
        _part(scene, "sudinsos-js", receives=True),
    ]
    terms = scene.terms(
        "(nomor menyusul)", "Pemulangan dan reintegrasi warga Jakarta Selatan", 20, 385, parts, purposes=["return"],
        scope_area="31.74", scope_service="repatriation",
    )  # fmt: skip
    actions.write_agreement(terms=terms, by=scene.user("yusuf"), at=scene.at(-1))
