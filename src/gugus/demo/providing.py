"""A dozen services around Jakarta Selatan with their places tonight, and one heads-up with two offers. All invented."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gugus.access.models import User
from gugus.arrivals.actions import send_headsup, write_headsup
from gugus.arrivals.offering import offer_places, take_offer
from gugus.arrivals.rules import Told
from gugus.demo.cast import START
from gugus.directory.models import Agency
from gugus.providers.actions import Wording, write_offering
from gugus.providers.capacity import set_places, tap
from gugus.providers.models import Capacity

GIRLS, ALL, MALES = ("female",), ("female", "male"), ("male",)
OFFICE = {"opens": (450,) * 5 + (None, None), "closes": (960,) * 5 + (None, None), "rests_on_holidays": True}
NIGHT = {"always_open": True}
HOUSE = {"is_secret": True, "area_code": "31.74", "areas": ("31",), **NIGHT}


@dataclass(frozen=True)
class Given:
    """One service: who writes it for whom, its words, its places (group, total, taken), how old count and word are."""

    by: str
    slug: str
    wording: dict
    places: tuple[tuple[str, int, int], ...] = ()
    hours_old: int = 3
    days_old: int = 12
    full: bool = False


def _w(service: str, title: str, number: int, **more) -> dict:
    """Words with invented numbers: they begin like no real number and are a digit too long."""
    phones = {"phone": f"0800-0000-7{number:02d}11"} | (
        {"duty_phone": f"0800-0000-7{number:02d}22"} if more.get("always_open") else {}
    )
    return {"service": service, "title": title, "languages": ("id",), **phones, **more}


SERVICES = (
    Given("maya", "rumah-melati",
          _w("shelter", "Rumah Aman Melati", 1, sexes=GIRLS, age_from=8, with_children=True, pregnancy=True,
             private_phone="0800-0000-70133", **HOUSE), (("female", 12, 8),)),
    Given("teguh", "rumah-teduh",
          _w("shelter", "Rumah Teduh", 2, sexes=MALES, age_from=10, **HOUSE), (("male", 8, 5),), hours_old=30),
    Given("wulan", "rptc",
          _w("shelter", "RPTC Kemensos", 3, sexes=ALL, with_children=True, pregnancy=True, accessibility=("physical",),
             area_code="31.75", **NIGHT), (("women", 16, 12), ("men", 10, 10), ("children", 14, 9)), hours_old=5),
    Given("indah", "sudinsos-js",
          _w("shelter", "Penampungan Sudinsos", 4, sexes=ALL, age_from=18, area_code="31.74", areas=("31.74",),
             **NIGHT), (("everyone", 10, 6),), hours_old=9, full=True),
    Given("indah", "sudinsos-js",
          _w("repatriation", "Meja pemulangan", 5, sexes=ALL, area_code="31.74", areas=("31.74",), **OFFICE)),
    Given("hendra", "rsud-js",
          _w("forensic_exam", "Pelayanan visum et repertum", 6, sexes=ALL, pregnancy=True, with_children=True,
             accessibility=("physical", "hearing"), area_code="31.74",
             address="Alamat rumah sakit (rekaan)", **NIGHT)),
    Given("hendra", "rsud-js",
          _w("psychological_care", "Poli psikologi", 7, sexes=ALL, area_code="31.74", fee=50_000,
             fee_for="visit", **OFFICE)),
    Given("bagas", "lbh-rukun",
          _w("legal_companion", "Pendamping hukum", 8, sexes=ALL, languages=("id", "en"), area_code="31.74",
             areas=("31",), **OFFICE), days_old=120),
    Given("budi", "polres-js",
          _w("police_report", "Meja Unit PPA", 9, sexes=ALL, area_code="31.74", areas=("31.74",), **NIGHT)),
    Given("titin", "bp3mi-jkt",
          _w("counselling_desk", "Meja pekerja migran", 10, sexes=ALL, age_from=18, languages=("id", "en", "ar", "zh"),
             area_code="31", **OFFICE)),
    Given("wulan", "sentra",
          _w("skills_training", "Pelatihan keterampilan Sentra", 11, sexes=ALL, age_from=15, area_code="31.75",
             **OFFICE),
          (("everyone", 20, 13),), hours_old=60, days_old=100),
    Given("nurul", "uptd-ppa-lotim",
          _w("family_preparation", "Penyiapan keluarga di Lombok Timur", 12, sexes=ALL, languages=("id", "sas"),
             area_code="52.03", areas=("52",), **OFFICE)),
)  # fmt: skip


def fill_directory(agencies: dict[str, Agency], users: dict[str, User], *, at: datetime) -> None:
    """Each agency writes what it gives and counts its places; some counts and words are old, one house is full."""
    for one in SERVICES:
        by = users[one.by]
        wording = Wording(**one.wording, valid_from=date(START.year, START.month, START.day))
        written_at, counted_at = at - timedelta(days=one.days_old), at - timedelta(hours=one.hours_old)
        made = write_offering(agency=agencies[one.slug], wording=wording, by=by, at=written_at)
        for group, total, taken in one.places:
            set_places(
                offering=made,
                group=group,
                total=total,
                taken=taken - 1,
                by=by,
                at=counted_at - timedelta(hours=4),
            )
            tap(offering=made, group=group, kind="plus", by=by, at=counted_at)
            if one.full:
                tap(offering=made, group=group, kind="full", by=by, at=at)


def expect_people(users: dict[str, User], *, at: datetime) -> None:
    """The police expect nine people tonight and asked three houses; two offered, one offer is taken already."""
    begins = at + timedelta(hours=8)
    told = Told(
        from_at=begins, to_at=begins + timedelta(hours=5), zone="wib", persons_min=7, persons_max=9, female=7, male=2,
        minors=True, minors_count=3, area_code="31.74", languages=("id", "su"),
        needs=("shelter", "food", "medical", "female_staff"),
    )  # fmt: skip
    budi, maya = users["budi"], users["maya"]
    one = write_headsup(told=told, by=budi, at=at)
    asked = [users[name].agency for name in ("maya", "teguh", "indah")]
    one = send_headsup(headsup=one, agencies=asked, by=budi, at=at)
    until = begins + timedelta(days=2)
    for name, number, conditions in (("maya", 3, ["call_first", "referral"]), ("teguh", 2, ["escort"])):
        beds = Capacity.objects.unscoped(because="the demo's own house").select_related("offering__agency")
        beds = max(beds.filter(offering__agency=users[name].agency), key=lambda one: one.left)
        offer = offer_places(
            headsup=one, capacity=beds, places=min(number, beds.left), from_at=begins, until_at=until,
            conditions=conditions,
            by=users[name], at=at + timedelta(minutes=20),
        )  # fmt: skip
        if name == maya.username:
            take_offer(offer=offer, by=budi, at=at + timedelta(minutes=30))
