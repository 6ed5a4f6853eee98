"""One group of arrivals: 24 invented people from Phnom Penh on a list, half of them asked, some decided about."""

from datetime import datetime, timedelta

from gugus.base.context import speaking_for
from gugus.demo.enacting import Stage
from gugus.groups import queries
from gugus.groups.lines import Answers, decide_line, write_line
from gugus.groups.loading import bring_list, import_list
from gugus.groups.splitting import place_by_home
from gugus.groups.writing import Told, write_group

FIRST = (
    "Melati",
    "Kenanga",
    "Cempaka",
    "Dahlia",
    "Seruni",
    "Teratai",
    "Wijaya",
    "Bayu",
    "Surya",
    "Fajar",
    "Laut",
    "Awan",
)
LAST = ("Rekaan", "Contoh")
HOMES = ("DKI Jakarta;Jakarta Selatan", "Jawa Barat;Kab. Bogor", "Nusa Tenggara Barat;Lombok Timur")
HEAD = "Nama Lengkap;JK;Tanggal Lahir;No Paspor;Provinsi;Kab/Kota;Kursi"


def expect_group(stage: Stage, *, at: datetime) -> None:
    """Rina received the mission's list this morning and has begun to ask."""
    rina = stage.users["rina"]
    with speaking_for(agency=rina.agency_id, user=rina.pk):
        told = Told(
            name="Teratai", source="mission", arrives_at=at - timedelta(hours=3), country_code="KH", area_code="36.71",
            place="Ruang tunggu kedatangan", expected=26,
        )  # fmt: skip
        group = write_group(told=told, by=rina, at=at - timedelta(days=1))
        lines = [HEAD, *(_line(number) for number in range(24)), "Tanpa Tanggal;P;31/02/1999;;;;25A"]
        content = "\r\n".join(lines).encode()
        load = bring_list(
            group=group, content=content, file_name="daftar.csv", by=rina, at=at - timedelta(hours=4)
        )
        import_list(load=load, by=rina, at=at - timedelta(hours=4))
        _ask(group, rina, at)
        place_by_home(group=group, by=rina, at=at - timedelta(minutes=20))


def _line(number: int) -> str:
    name = f"{FIRST[number % 12]} {LAST[number // 12]}"
    born = f"{1 + number:02d}/{1 + number % 12:02d}/{1985 + number % 20}"
    return (
        f"{name};{'P' if number % 3 else 'L'};{born};XX{7000000 + number};{HOMES[number % 3]};{10 + number}C"
    )


def _ask(group, rina, at: datetime) -> None:
    for member in list(queries.members_of(group))[:12]:
        needs = ("medical",) if member.number == 5 else ("pregnant",) if member.number == 8 else ()
        answers = Answers(
            "recruitment", "deception" if member.number % 4 else "", "online_scam", "age_25_44", "", needs
        )
        written = write_line(member=member, answers=answers, by=rina, at=at - timedelta(hours=2))
        if member.number <= 5 and member.number % 4:
            decide_line(member=written, result="indicated", words="", by=rina, at=at - timedelta(hours=1))
