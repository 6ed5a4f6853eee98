"""Two houses with their beds, who sleeps there tonight, who waits. Addresses, notes and phones are invented."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gugus.access.models import User
from gugus.cases.models import Case
from gugus.demo.consenting import agree
from gugus.demo.enacting import Stage
from gugus.directory.models import Agency
from gugus.providers.models import Offering
from gugus.referrals.actions import Wish, accept_referral, send_referral, write_referral
from gugus.referrals.asking import hurdles_to_referring
from gugus.referrals.models import Referral
from gugus.referrals.queries import RUNNING
from gugus.referrals.rules import sections_for
from gugus.shelter import queries
from gugus.shelter.actions.deciding import approve, propose
from gugus.shelter.actions.houses import Told, add_room, put_out_of_use, write_address, write_house
from gugus.shelter.actions.keeping import count_night, hand_over, take_in, tell_rules, write_note
from gugus.shelter.actions.living import admit, ask_longer
from gugus.shelter.feeding import taken_now
from gugus.shelter.models import Bed, House, Stay

BECAUSE = "the demo's own"


@dataclass(frozen=True)
class Home:
    """One house: whose, under which code name, who decides, where (sealed), its rooms, how many are brought there."""

    slug: str
    name: str
    head: str
    deputy: str
    address: str
    location_note: str
    phone: str
    rooms: tuple[tuple[str, str, int, int], ...]
    brought: int


HOMES = (
    Home("rumah-melati", "Melati", "laras", "maya", "Gang Kenari Rekaan nomor tujuh belas, pintu belakang",
         "Pagar hijau tanpa papan nama, seberang warung contoh", "0800-0000-71331",
         (("Kenanga", "women", 5, 0), ("Dahlia", "girls", 4, 0), ("Bougenvil", "families", 2, 1)), 5),
    Home("rumah-teduh", "Teduh", "teguh", "", "Jalan Cemara Rekaan nomor empat puluh dua blok contoh",
         "Rumah bertingkat di ujung lapangan rekaan", "0800-0000-71332",
         (("Merak", "men", 5, 0), ("Kutilang", "boys", 3, 0)), 4),
)  # fmt: skip
NOTES = (
    "Sulit tidur pada malam pertama, ditemani petugas sampai pukul dua.",
    "Ingin menelepon ibunya; nomor diperiksa bersama pendamping lebih dahulu.",
    "Makan dengan baik dan mulai ikut kelas menjahit bersama penghuni lain.",
)
HANDOVER = "Kunci cadangan di laci kedua; lampu tangga belakang perlu diganti besok pagi."
THINGS = (
    "Satu telepon genggam rusak layar, satu dompet kain berisi tiga lembar uang",
    "Satu tas ransel biru tua dengan gantungan kunci kayu",
)


def planted_words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Addresses, phones and notes of the houses, which must stand nowhere in words."""
    addresses = frozenset(words for one in HOMES for words in (one.address, one.location_note))
    return addresses, frozenset(one.phone for one in HOMES), frozenset({*NOTES, HANDOVER, *THINGS})


def open_houses(stage: Stage, *, at: datetime) -> None:
    """Both houses with their beds; who was brought there lives there, a family waits for one decision."""
    for home in HOMES:
        if home.slug in stage.agencies and home.head in stage.users:
            house = _house(stage, home, at=at - timedelta(days=40))
            people = _brought(stage, home, at=at)
            _settle(stage, home, house, people, at=at)


def _house(stage: Stage, home: Home, *, at: datetime) -> House:
    head = stage.users[home.head]
    rows = Offering.objects.unscoped(because=BECAUSE).filter(agency=head.agency, service="shelter")
    told = Told(
        kind="safe_house", name=home.name, head=head, deputy=stage.users.get(home.deputy), offering=rows.first(),
        phone=home.phone,
    )  # fmt: skip
    house = write_house(told=told, by=head, at=at)
    write_address(house=house, address=home.address, location_note=home.location_note, by=head, at=at)
    for name, group, beds, cots in home.rooms:
        add_room(house=house, name=name, group=group, beds=beds, cots=cots, by=head, at=at)
    return house


def _brought(stage: Stage, home: Home, *, at: datetime) -> list[Referral]:
    """Referrals that run already, then some of the last weeks from open cases."""
    agency = stage.agencies[home.slug]
    rows = Referral.objects.unscoped(because=BECAUSE).select_related(
        "case__agency", "case__data_key", "person"
    )
    known = list(rows.filter(to_agency=agency, state__in=RUNNING, service="shelter", case__state="open"))
    sex = "male" if home.slug == "rumah-teduh" else "female"
    cases = (
        Case.objects.unscoped(because=BECAUSE)
        .filter(state="open")
        .select_related("agency", "manager", "data_key")
    )
    fresh = [one for one in cases.order_by("-opened_at") if one.pk not in {each.case_id for each in known}]
    for number, case in enumerate(fresh):
        if sum(not one.batch_id for one in known) >= home.brought:
            break
        if made := _refer(stage, case, agency, sex, at=at - timedelta(days=2 + number % 9)):
            known.append(made)
    return known


def _refer(stage: Stage, case: Case, agency: Agency, sex: str, *, at: datetime) -> Referral | None:
    """A survivor of the case is referred and accepted; None where nobody fits."""
    at = max(at, case.opened_at + timedelta(hours=1))
    parties = case.parties.select_related("person").filter(role="survivor", until_at=None, person__sex=sex)
    party = parties.order_by("since_at").first()
    if party is None or case.manager is None or case.referrals.filter(to_agency=agency).exists():
        return None
    wish = Wish(
        to_agency=agency, service="shelter", urgency="soon", sections=list(sections_for(agency.kind)),
        message="Mohon tempat tinggal yang aman; pendamping siap mengantar.",
    )  # fmt: skip
    agree(party.person, wish, by=case.manager, at=at)
    if hurdles_to_referring(case, party, wish, at=at):
        return None
    draft = write_referral(case=case, party=party, wish=wish, by=case.manager, at=at)
    sent = send_referral(referral=draft, by=case.manager, at=at)
    by = stage.someone_of(agency, fallback=case.manager)
    accept_referral(referral=sent, answer="Diterima.", by=by, at=at + timedelta(hours=1))
    rows = Referral.objects.unscoped(because=BECAUSE).select_related(
        "case__agency", "case__data_key", "person"
    )
    return rows.get(pk=sent.pk)


def _settle(stage: Stage, home: Home, house: House, people: list[Referral], *, at: datetime) -> None:
    """Those of a family wait together, the last one is expected tonight, everybody else is in."""
    head, staff = stage.users[home.head], stage.users.get(home.deputy) or stage.users[home.head]
    here: list[Stay] = []
    for referral in (one for one in people if one.batch_id):
        _propose(house, referral, staff, at=max(referral.answered_at, at - timedelta(minutes=20)))
    alone = [one for one in people if not one.batch_id][: home.brought]
    for number, referral in enumerate(alone):
        since = max(referral.answered_at, at - timedelta(days=26 - number)) + timedelta(hours=1)
        stay = _propose(house, referral, staff, at=min(since, at - timedelta(minutes=50)))
        if stay is None:
            continue
        if number == len(alone) - 1:
            _approve(stay, house, head, at=at - timedelta(minutes=40))
        elif _approve(stay, house, head, at=stay.proposed_at + timedelta(minutes=5)):
            here.append(_live(stay, number, staff, at=at))
    _evening(house, here, head, staff, at=at)


def _propose(house: House, referral: Referral, by: User, *, at: datetime) -> Stay | None:
    if (
        Stay.objects.unscoped(because=BECAUSE)
        .filter(person=referral.person, state__in=["approved", "in"])
        .exists()
    ):
        return None
    return propose(
        house=house, case=referral.case, person=referral.person, referral=referral, ground="no_safe_home", from_at=at,
        until_at=at + timedelta(days=45), words=NOTES[1], by=by, at=at,
    )  # fmt: skip


def _approve(stay: Stay, house: House, by: User, *, at: datetime) -> bool:
    fitting = [bed for bed, against in queries.suited(stay, [house], at) if not against]
    if not fitting:
        return False
    approve(stay=stay, bed=fitting[0], by=by, at=at)
    return True


def _live(stay: Stay, number: int, by: User, *, at: datetime) -> Stay:
    """Came in; the rules were told, something was handed in, somebody needs longer."""
    came = stay.proposed_at + timedelta(minutes=30)
    stay = admit(stay=stay, in_at=came, by=by, at=came)
    tell_rules(stay=stay, language="id", by=by, at=came)
    write_note(stay=stay, words=NOTES[number % len(NOTES)], by=by, at=came)
    if number % 2 == 0:
        take_in(stay=stay, what=THINGS[number // 2 % len(THINGS)], signed=True, by=by, at=came)
    if number == 0:
        fresh = Stay.objects.unscoped(because=BECAUSE).get(pk=stay.pk)
        ask_longer(
            stay=fresh, until_at=fresh.until_at + timedelta(days=14), code="hearing", by=by,
            at=max(came, at - timedelta(hours=3)),
        )  # fmt: skip
    return stay


def _evening(house: House, here: list[Stay], head: User, staff: User, *, at: datetime) -> None:
    """The round of last night, the note of its shift, a bed under repair."""
    night = at - timedelta(hours=9)
    if here and all(one.in_at < night for one in here):
        count_night(house=house, seen={one.pk: "present" for one in here}, by=staff, at=night)
    hand_over(house=house, shift="night", words=HANDOVER, by=staff, at=night)
    beds = Bed.objects.unscoped(because=BECAUSE).filter(room__house=house).select_related("room")
    free = beds.exclude(pk__in=taken_now(at).values("bed_id")).order_by("-room__name", "-name").first()
    if free is not None:
        put_out_of_use(bed=free, code="repair", from_at=at - timedelta(hours=2), by=head, at=at)
