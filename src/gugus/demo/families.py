"""A mother and her two children, asked for in one go: one page of the demo waits, another was answered in part."""

from datetime import datetime, timedelta

from gugus.access.models import User
from gugus.cases.actions import add_party
from gugus.cases.models import Case, Party
from gugus.demo.consenting import agree
from gugus.demo.enacting import Stage
from gugus.people.actions import register_person
from gugus.referrals.asking import Wish
from gugus.referrals.batches import Ask, Decision, decide_batch, send_batch, write_batch
from gugus.referrals.models import Batch, Referral
from gugus.referrals.rules import sections_for

# Invented, like everybody here.
MEMBERS = (("female", 1991, "Lastri"), ("male", 2014, "Damar"), ("female", 2018, "Intan"))
SURNAMES = ("Contohsari", "Rekaanto")
HOUSE, OTHER = "rumah-melati", "rptc"


def ask_together(stage: Stage, *, at: datetime) -> list[Batch]:
    """Two families of two open cases of the unit: the first waits for the shelter, the second was answered in part."""
    rina = stage.users.get("rina")
    if rina is None or HOUSE not in stage.agencies:
        return []
    rows = Case.objects.unscoped(because="the demo's own").filter(manager=rina, state="open")
    cases = list(rows.select_related("agency", "data_key").order_by("-opened_at")[: len(SURNAMES)])
    batches = [
        _family(stage, case, surname, by=rina, at=at - timedelta(minutes=20))
        for case, surname in zip(cases, SURNAMES, strict=False)
    ]
    if len(batches) > 1:
        _answer_in_part(stage, batches[1], fallback=rina, at=at)
    return batches


def _family(stage: Stage, case: Case, surname: str, *, by: User, at: datetime) -> Batch:
    parties = [_join(case, *one, surname, by=by, at=at) for one in MEMBERS]
    house = stage.agencies[HOUSE]
    wish = Wish(
        to_agency=house, service="shelter", urgency="now", sections=list(sections_for(house.kind)),
        message="Ibu dengan dua anak; mohon satu kamar, anak yang kecil masih menyusu malam hari.",
    )  # fmt: skip
    asks = [Ask(one) for one in parties]
    for one in parties:
        agree(one.person, wish, by=by, at=at)
    batch = write_batch(case=case, asks=asks, wish=wish, kind="family", by=by, at=at)
    send_batch(batch=batch, by=by, at=at)
    return batch


def _join(case: Case, sex: str, year: int, first: str, surname: str, *, by: User, at: datetime) -> Party:
    names = {"full": f"{first} {surname}", "aliases": []}
    person = register_person(agency=case.agency, sex=sex, birth_year=year, names=names, by=by, at=at)
    return add_party(case=case, person=person, role="survivor", by=by, at=at)


def _answer_in_part(stage: Stage, batch: Batch, *, fallback: User, at: datetime) -> None:
    """The mother and the smaller child are taken in; for the boy the house has no room, and says so knowingly."""
    house = stage.agencies[HOUSE]
    answerer = stage.someone_of(house, fallback=fallback)
    if answerer.agency_id != house.pk:
        return
    rows = Referral.objects.unscoped(because="the demo's own").filter(batch=batch).select_related("data_key")
    mother, boy, girl = rows.order_by("pk")
    decisions = [
        Decision(mother, True, answer="Kamar 3 siap; petugas jaga menunggu di gerbang."),
        Decision(girl, True),
        Decision(
            boy, False, code="criteria_not_met", answer="Anak laki-laki di atas 10 tahun tidak dapat tinggal di sini.",
            proposed=stage.agencies.get(OTHER),
        ),
    ]  # fmt: skip
    decide_batch(batch=batch, decisions=decisions, by=answerer, at=at, apart=True)
