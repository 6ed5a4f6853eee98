"""The words of one telling: who, where, when, how much; every slot that a story frame may name."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from gugus.demo.areas import KECAMATAN, KELURAHAN, short_name
from gugus.demo.distributions import DESTINATION_SCAM, RECRUITMENT_APP, SCAM_PLACES
from gugus.demo.imagined import ImaginedPerson
from gugus.demo.invent import word_for
from gugus.demo.moments import WIB, clock_of
from gugus.demo.narratives import Story

NUMBERS = ("dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
JOBS = {
    "female": (
        "penjaga toko",
        "pelayan kafe",
        "pengasuh bayi",
        "admin toko daring",
        "kasir",
        "penjaga konter",
    ),
    "male": ("penjaga gudang", "pelayan kafe", "kurir toko daring", "operator gim", "pegawai bengkel"),
}
FRIENDS = ("Vina", "Caca", "Ola", "Mimi", "Rere", "Jojo", "Tasya", "Fino", "Gilang", "Okta")
GENERAL_DEST = (
    ("KH", "Kamboja", "Sihanoukville", "Thailand"), ("SA", "Arab Saudi", "Riyadh", "Malaysia"),
    ("MY", "Malaysia", "Johor Bahru", "Batam"), ("TW", "Taiwan", "Taoyuan", "Jakarta"),
    ("JP", "Jepang", "Osaka", "Jakarta"),
)  # fmt: skip


@dataclass(frozen=True)
class Destination:
    """Where a story abroad leads: ISO country, names, transit."""

    country: str
    name: str
    town: str
    transit: str


def destination(chance: Random, story: Story, country: str = "") -> Destination:
    """Draw the country: by the shares of Kemlu for online scams, else from the frame's own list.

    With `country` the destination of an earlier telling comes back.
    """
    if story.dest == "kemlu":
        country = country or DESTINATION_SCAM.draw(chance)
        return Destination(country, *SCAM_PLACES[country])
    if story.dest:
        choices = [one.split("|") for one in story.dest]
        return Destination(*chance.choice([one for one in choices if country in ("", one[0])]))
    return Destination(*chance.choice(GENERAL_DEST))


def slots_for(
    chance: Random,
    story: Story,
    *,
    received_at: datetime,
    area: str,
    age: int,
    survivor: ImaginedPerson | None,
    accused: tuple[ImaginedPerson, ...],
    relative: ImaginedPerson | None,
    dest: Destination,
) -> dict:
    """Return every slot of the grammar for this telling; ages in completed years, money as written."""
    sex = survivor.sex if survivor else "female"
    own = {slot: chance.choice(words) for slot, words in story.slots.items()}
    called = [person.nickname for person in accused] or [chance.choice(FRIENDS)]
    return {
        "nama": survivor.nickname if survivor else chance.choice(FRIENDS),
        "umur": age,
        "usia": f"{age} tahun" if age else "beberapa bulan",
        "asal": short_name(survivor.home_area) if survivor else "luar kota",
        "kel": KELURAHAN[area],
        "kec": KECAMATAN[area[:8]],
        "perekrut": called[0],
        "majikan": called[-1],
        "wali": word_for(story.family, relative.sex) if relative else "keluarga",
        "teman": chance.choice(FRIENDS),
        "app": RECRUITMENT_APP.draw(chance),
        "kerja": chance.choice(JOBS[sex]),
        "gaji": _millions(chance.choice((2, 2.5, 3, 3.5, 4, 4.5, 5)) * (4 if story.abroad else 1)),
        "utang": _millions(
            chance.choice((2.5, 3, 3.5, 4, 5, 6, 6.5, 7, 8, 9, 10, 12)) * (3 if story.abroad else 1)
        ),
        "bulan": f"{chance.choice(NUMBERS)} bulan",
        "minggu": f"{chance.choice(NUMBERS[:3])} minggu",
        "jumlah": chance.choice(NUMBERS[1:]),
        "lantai": chance.randrange(3, 27),
        "kelas": _school_class(age),
        "hari": DAYS[(received_at.astimezone(WIB).weekday() - chance.randrange(0, 3)) % 7],
        "jam": clock_of(received_at),
        "petugas": "piket",
        "negara": dest.name,
        "kota": dest.town,
        "transit": dest.transit,
    } | own


def _millions(amount: float) -> str:
    """Write millions of rupiah: Rp3,5 juta."""
    return f"Rp{amount:g} juta".replace(".", ",")


def _school_class(age: int) -> str:
    """Return the class in which pupils of that age sit."""
    if age <= 12:
        return f"kelas {max(1, age - 6)} SD"
    return {13: "kelas VII SMP", 14: "kelas VIII SMP", 15: "kelas IX SMP", 16: "kelas X SMA"}.get(
        age, "kelas XI SMA"
    )
