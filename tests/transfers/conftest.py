"""A case of the unit with everything that can hang on it, and a transfer of it to the other agency (Sari)."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.conftest import NOON, as_role, voice_of
from tests.ledger import consented

from gugus.care.actions import write_line
from gugus.cases.actions import add_colleague
from gugus.cases.models import Case
from gugus.cases.records import write_entry
from gugus.consent.models import Ground
from gugus.files.actions import attach
from gugus.intake.actions import Told, receive_report
from gugus.referrals.actions import Wish as Referred
from gugus.referrals.actions import accept_referral, send_referral, write_referral
from gugus.screening.actions import start_screening
from gugus.screening.passage import open_case_from
from gugus.transfers.actions import Wish, accept_transfer, offer_transfer, write_transfer
from gugus.transfers.handing_over import hand_over
from gugus.transfers.models import Transfer

NAME, PHONE = "Kirana Wulandari", "0800-0777-2222-3"
SECRETS = ("Kirana", "Wulandari", "gudang biru", "jaket ungu", "surat penting")
BECAUSE = "the test looks"


def settle_case(world) -> Case:
    """Rina's case, opened from a report, with a colleague on the team, a file, a service and a running referral."""
    with voice_of(world.dewi):
        who = {"role": "survivor", "sex": "female", "age": 16, "who": {"name": NAME, "phones": [PHONE]}}
        told = Told(channel="phone", risk="high", narrative="Terkunci di gudang biru.", mentions=[who])
        report = receive_report(told=told, agency=world.unit, by=world.dewi, at=NOON)
    with voice_of(world.rina):
        screening = start_screening(report=report, mention=report.mentions.get(), by=world.rina, at=NOON)
        case = open_case_from(
            assessment=screening, manager=world.rina, risk="high", summary="Dijemput pria jaket ungu.", known={},
            by=world.rina, at=NOON,
        )  # fmt: skip
        Case.objects.unscoped(because=BECAUSE).filter(pk=case.pk).update(
            area_code="31.74.07", exploitation=["forced_labour"]
        )
        case = again(case)
        add_colleague(case=case, user=world.nadia, by=world.rina, at=NOON)
        write_entry(
            case=case, kind="note", text="Terkunci di gudang biru.", happened_at=NOON, by=world.rina, at=NOON
        )
        upload = SimpleUploadedFile("surat.txt", b"surat penting", content_type="text/plain")
        attach(about=case, section="case", upload=upload, title="Surat penting", by=world.rina, at=NOON)
        party = case.parties.select_related("person").get(role="survivor")
        write_line(case=case, party=party, service="shelter", by=world.rina, at=NOON)
        wish = Referred(
            to_agency=world.shelter, service="shelter", urgency="now", sections=["case", "identity", "care"],
            message="Butuh tempat.",
        )  # fmt: skip
        consented(world.rina, party.person, world.shelter)
        draft = write_referral(case=case, party=party, wish=wish, by=world.rina, at=NOON)
        referral = send_referral(referral=draft, by=world.rina, at=NOON)
    with voice_of(world.maya):
        accept_referral(referral=referral, answer="", by=world.maya, at=NOON)
    with voice_of(world.rina):
        return again(case)


def again(case) -> Case:
    rows = Case.objects.unscoped(because=BECAUSE).select_related("agency", "manager", "data_key")
    return rows.get(pk=case.pk)


def wish_for(agency, **more) -> Wish:
    told = {
        "to_agency": agency, "reason": "moved", "basis": "consent", "basis_on": date(2026, 6, 15),
        "message": "Kirana pindah ke rumah bibinya.", "hand_over_days": 14,
    }  # fmt: skip
    return Wish(**(told | more))


def draft_of(world, case, to=None, *, at=NOON, **more) -> Transfer:
    with voice_of(world.rina):
        return write_transfer(case=case, wish=wish_for(to or world.outside, **more), by=world.rina, at=at)


def agree_to_go(world, case, to, **more) -> Ground | None:
    """The survivor's mother agrees that the case goes to an agency; None in a case without anybody."""
    with voice_of(world.rina):
        party = case.parties.select_related("person").filter(role="survivor").first()
    if party is None:
        return None
    person = party.person
    return consented(world.rina, person, to, purpose="transfer", **more)


def offer(world, case, to=None, *, at=NOON, **more) -> Transfer:
    agree_to_go(world, case, to or world.outside)
    draft = draft_of(world, case, to, at=at, **more)
    with voice_of(world.rina):
        return offer_transfer(transfer=draft, by=world.rina, at=at)


def accept(world, transfer, *, at=NOON) -> Transfer:
    with voice_of(world.sari):
        return accept_transfer(
            transfer=transfer, manager=world.sari, answer="Kami terima.", by=world.sari, at=at
        )


def carry_out(transfer, *, at=NOON) -> Transfer:
    """What the worker does within seconds."""
    with as_role("gugus_worker"):
        return hand_over(transfer=transfer, at=at)


def read_again(transfer, user) -> Transfer:
    with voice_of(user):
        return Transfer.objects.unscoped(because=BECAUSE).get(pk=transfer.pk)


@pytest.fixture
def case(world):
    return settle_case(world)


@pytest.fixture
def transfer(world, case):
    return offer(world, case)


@pytest.fixture
def moved(world, transfer):
    return carry_out(accept(world, transfer))
