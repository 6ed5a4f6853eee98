"""Three ways home: from abroad in three hops, one to Indramayu tomorrow, one whose arrival nobody confirms."""

import base64
from datetime import datetime, timedelta
from io import BytesIO
from random import Random

from django.utils import timezone
from PIL import Image, ImageDraw

from gugus.access.models import User
from gugus.cases.models import Case, Party
from gugus.consent import queries as ledger
from gugus.consent import rules as grounds
from gugus.consent.recording import Told, record_ground
from gugus.demo.enacting import Stage
from gugus.directory.models import Agency
from gugus.repatriation import jobs
from gugus.repatriation.actions.costs import Price, write_cost
from gugus.repatriation.actions.handing import Handed, Minutes, accept, offer, write_handover
from gugus.repatriation.actions.legs import LegPlan, begin_leg, confirm_arrival, schedule, write_leg
from gugus.repatriation.actions.papers import PaperFacts, write_paper
from gugus.repatriation.actions.preparing import Plan, assess_risk, keep_consent, propose, tell_tracing
from gugus.repatriation.actions.signing import sign
from gugus.repatriation.models import Handover, Leg, Repatriation
from gugus.repatriation.stations import Station

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PHNOM_PENH, JAKARTA, LOMBOK = Station("kh_phnom_penh"), Station("id_soekarno_hatta"), Station("id_lombok")
SOUTH, LOTIM, INDRAMAYU = Station(area="31.74"), Station(area="52.03"), Station(area="32.12")
ESCORT = "Nadia Larasati, pendamping korban"
FAMILY = "Ibu kandung"


def send_home(stage: Stage, *, at: datetime) -> None:
    """Let Rina prepare three returns; Indah and Nurul receive on the way. Does nothing where nobody can be found."""
    rina = stage.users["rina"]
    parties = _who_returns(rina)
    for party, tell in zip(parties, (_from_abroad, _tomorrow, _late), strict=False):
        tell(stage, party, rina, at)


def _who_returns(rina: User) -> list[Party]:
    """One survivor of each of Rina's open cases, the oldest first."""
    cases = Case.objects.unscoped(because="the demo's own cases").filter(manager=rina, state="open")
    rows = Party.objects.unscoped(because="the demo's own cases").filter(
        case__in=cases, role="survivor", until_at=None
    )
    found: dict = {}
    for party in rows.select_related("case__agency", "case__data_key", "person").order_by(
        "case__opened_at", "pk"
    ):
        found.setdefault(party.case_id, party)
    return list(found.values())[:3]


def _wants(party: Party, agencies: list[Agency], rina: User, at: datetime) -> None:
    """The person (or a mother, for a child) wants to return, and agrees that these agencies read about it."""
    person = party.person
    child = grounds.is_child(ledger.born_of(person), person.birth_year, timezone.localdate(at)) is not False
    spoken = {"giver": "guardian", "giver_name": FAMILY, "relation": "mother", "child_view": "agrees"}
    for agency in agencies:
        told = Told(
            purpose="return", recipient=agency, sections=["repatriation"], form="written", asked_at=at,
            language=person.language or "Indonesia", text=ledger.text_on(at), until_at=at + 365 * DAY,
            **(spoken if child else {"giver": "self"}),
        )  # fmt: skip
        record_ground(person=person, told=told, by=rina, at=at)


def _prepared(
    party: Party, plan: Plan, legs: list[LegPlan], agencies: list[Agency], rina: User, at: datetime
):
    _wants(party, agencies, rina, at)
    made = propose(case=party.case, person=party.person, plan=plan, by=rina, at=at)
    note = "Keluarga didatangi petugas setempat dan siap menerima."
    tell_tracing(repatriation=made, tracing="found", note=note, by=rina, at=at)
    keep_consent(repatriation=made, by=rina, at=at)
    note = "Perekrut tidak mengenal alamat; tetangga mendukung."
    assess_risk(repatriation=made, risk="safe", note=note, by=rina, at=at)
    for one in legs:
        write_leg(repatriation=made, plan=one, by=rina, at=at)
    return made


def _leg(origin: Station, target: Station, leaves: datetime, hours: int, transport: str, **more) -> LegPlan:
    told = {"escort": ESCORT, "escort_phone": "0800-0000-1701"} | more
    return LegPlan(
        origin=origin, target=target, transport=transport, departs_at=leaves, arrives_at=leaves + hours * HOUR, **told
    )  # fmt: skip


def _from_abroad(stage: Stage, party: Party, rina: User, at: datetime) -> None:
    indah, nurul = stage.users["indah"], stage.users["nurul"]
    leaves = at - 6 * DAY
    plan = Plan(
        kind="from_abroad", origin=PHNOM_PENH, target=LOTIM, to_agency=nurul.agency, address="Dusun Contoh No. 8",
        family=FAMILY, guardian=FAMILY, words="Ditemukan KBRI di penampungan; ingin segera pulang.",
        mission=Agency.objects.filter(slug="kbri-pp").first(),
    )  # fmt: skip
    legs = [
        _leg(PHNOM_PENH, JAKARTA, leaves, 4, "aircraft", carrier="XX 815", to_agency=indah.agency),
        _leg(JAKARTA, LOMBOK, leaves + 2 * DAY, 2, "aircraft", carrier="XX 652", to_agency=nurul.agency),
        _leg(LOMBOK, LOTIM, leaves + 3 * DAY, 2, "car", carrier="Mobil dinas"),
    ]
    made = _prepared(party, plan, legs, [indah.agency, nurul.agency], rina, at - 20 * DAY)
    for kind in ("splp", "exit_permit", "overstay_waiver"):
        day = (leaves - 3 * DAY).date()
        number = "XX000123" if kind == "splp" else ""
        paper = PaperFacts(state="granted", number=number, issued_on=day, valid_until=day + 90 * DAY)
        write_paper(repatriation=made, kind=kind, facts=paper, by=rina, at=leaves - 2 * DAY)
    schedule(repatriation=made, by=rina, at=leaves - DAY)
    first = begin_leg(leg=_numbered(made, 1), by=rina, at=leaves)
    price = Price(amount="412.50", currency="USD", rate="16250", payer="mission", note="Tiket pesawat")
    write_cost(leg=first, price=price, by=rina, at=leaves)
    _handed_to(made, first, JAKARTA, rina, indah, leaves + 5 * HOUR)
    second = begin_leg(leg=_numbered(made, 2), by=indah, at=leaves + 2 * DAY)
    write_cost(leg=second, price=Price(amount=1875000, payer="state"), by=indah, at=leaves + 2 * DAY)
    _handed_to(made, second, LOMBOK, indah, nurul, leaves + 2 * DAY + 3 * HOUR)
    third = begin_leg(leg=_numbered(made, 3), by=nurul, at=leaves + 3 * DAY)
    write_cost(leg=third, price=Price(amount=350000, payer="district"), by=nurul, at=leaves + 3 * DAY)
    _handed_home(made, third, nurul, leaves + 3 * DAY + 3 * HOUR)


def _numbered(made: Repatriation, number: int) -> Leg:
    return Leg.objects.unscoped(because="the demo's own").get(repatriation=made, number=number)


def _again(made: Repatriation) -> Repatriation:
    return Repatriation.objects.unscoped(because="the demo's own").get(pk=made.pk)


def _handed_to(made, leg: Leg, station: Station, giver: User, taker: User, at: datetime) -> None:
    """Minutes that both sides sign; the worker's part is done at once."""
    minutes = Minutes(
        receiver="agency", to_agency=taker.agency, happened_at=at, station=station, place="Ruang kedatangan",
        number=f"BAST/{at:%d}/{at:%Y}", handing=_named(giver), receiving=_named(taker),
        witnesses=[{"name": "Petugas bandara"}],
    )  # fmt: skip
    one = write_handover(persons=[_person(made, leg)], minutes=minutes, by=giver, at=leg.departed_at + HOUR)
    offer(handover=one, by=giver, at=leg.departed_at + HOUR)
    if giver.agency_id != made.agency_id:
        jobs.offer_for(_again(made), one, leg.departed_at + HOUR)
    accept(handover=one, by=taker, at=leg.departed_at + 2 * HOUR)
    for side, who in (("handing", giver), ("receiving", taker)):
        sign(
            handover=one,
            side=side,
            name=who.full_name,
            position=who.title,
            drawing=squiggle(who),
            by=who,
            at=at,
        )
    jobs.carry_over(_fresh(one), at=at)


def _handed_home(made, leg: Leg, giver: User, at: datetime) -> None:
    minutes = Minutes(
        receiver="family", happened_at=at, station=LOTIM, place="Rumah keluarga", handing=_named(giver),
        receiving={"name": FAMILY, "position": "ibu"}, witnesses=[{"name": "Kepala dusun"}],
    )  # fmt: skip
    one = write_handover(persons=[_person(made, leg)], minutes=minutes, by=giver, at=at)
    for side, name in (("handing", giver.full_name), ("receiving", FAMILY)):
        sign(handover=one, side=side, name=name, drawing=squiggle(giver, side), by=giver, at=at)
    jobs.carry_over(_fresh(one), at=at)


def _fresh(one: Handover) -> Handover:
    return Handover.objects.unscoped(because="the demo's own").get(pk=one.pk)


def _named(user: User) -> dict:
    return {"name": user.full_name, "position": user.title}


def _person(made: Repatriation, leg: Leg) -> Handed:
    return Handed(
        repatriation=_again(made), leg=leg, items="Satu tas pakaian, satu telepon", papers="SPLP, surat jalan",
        health="Batuk ringan, obat dibawa", services="Konseling dua kali, pemeriksaan kesehatan",
    )  # fmt: skip


def _tomorrow(stage: Stage, party: Party, rina: User, at: datetime) -> None:
    """To Indramayu: everything is there but the letter of travel."""
    office = Agency.objects.get(slug="uptd-ppa-indramayu")
    plan = Plan(
        kind="domestic", origin=SOUTH, target=INDRAMAYU, to_agency=office, address="Desa Contoh RT 03", family=FAMILY,
        guardian=FAMILY,
    )  # fmt: skip
    legs = [_leg(SOUTH, INDRAMAYU, at + DAY, 5, "car", carrier="Mobil dinas", to_agency=office)]
    made = _prepared(party, plan, legs, [office], rina, at - 5 * DAY)
    write_paper(
        repatriation=made, kind="travel_letter", facts=PaperFacts(state="asked"), by=rina, at=at - 2 * DAY
    )


def _late(stage: Stage, party: Party, rina: User, at: datetime) -> None:
    """On the way by bus since yesterday; nobody confirmed the arrival, and the alarm was raised."""
    nurul = stage.users["nurul"]
    plan = Plan(
        kind="domestic", origin=SOUTH, target=LOTIM, to_agency=nurul.agency, family=FAMILY, guardian=FAMILY
    )
    leaves = at - 3 * DAY
    ship = _leg(SOUTH, Station("id_juanda"), leaves, 14, "bus", carrier="Bus Contoh")
    last = _leg(
        Station("id_juanda"), LOTIM, leaves + DAY, 30, "bus", carrier="Bus Contoh", to_agency=nurul.agency
    )
    made = _prepared(party, plan, [ship, last], [nurul.agency], rina, at - 9 * DAY)
    schedule(repatriation=made, by=rina, at=leaves - DAY)
    first = begin_leg(leg=_numbered(made, 1), by=rina, at=leaves)
    confirm_arrival(leg=first, arrived_at=leaves + 15 * HOUR, how="escort", by=rina, at=leaves + 16 * HOUR)
    begin_leg(leg=_numbered(made, 2), by=rina, at=leaves + DAY)
    jobs.raise_alarms(at)


def squiggle(user: User, more: str = "") -> str:
    """An invented signature as a data URL, the same for the same person."""
    chance = Random(f"{user.username}{more}")
    points, x = [], 30
    while x < 560:
        points.append((x, chance.randrange(30, 170)))
        x += chance.randrange(14, 46)
    sheet = Image.new("RGBA", (600, 200), (255, 255, 255, 0))
    ImageDraw.Draw(sheet).line(points, fill="black", width=5, joint="curve")
    out = BytesIO()
    sheet.save(out, format="PNG")
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"
