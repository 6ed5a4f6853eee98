"""The cast: agencies of the South Jakarta task force and the people who work there. All persons invented.

Docs, screenshots and tests speak of these people: Rina who manages the case, Dewi at the hotline, Budi the
investigator, Sari the outsider. Kinds of agencies are real, names of offices too where they are public;
the non-governmental organisations are invented. Addresses of safe houses do not appear here.
"""

from dataclasses import dataclass
from datetime import date

DEMO_PASSWORD = "peraga-gugus-2024"  # the same for everyone, printed by the demo, never used elsewhere
START = date(2020, 1, 1)

SOUTH_JAKARTA = "31.74"
JAKARTA = "31"
INDONESIA = "ID"


@dataclass(frozen=True)
class CastAgency:
    """One office. `fields` are the fields of work it takes part in, `leads` those it leads."""

    slug: str
    name: str
    kind: str
    level: str = "city"
    area: str = SOUTH_JAKARTA
    services: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    receives_referrals: bool = True
    capacity_note: str = ""
    valid_from: date = START
    valid_to: date | None = None
    successor: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class CastUser:
    """One person who signs in. Everybody shares DEMO_PASSWORD."""

    username: str
    full_name: str
    agency: str
    roles: tuple[str, ...]
    duty: str


@dataclass(frozen=True)
class CastTaskForce:
    """A task force. `legal_basis` is what the sources name; the decree of the city is not published.

    `host` keeps the secretariat, `parent` is the key of the next higher one.
    """

    key: str
    name: str
    level: str
    area: str
    legal_basis: str
    host: str
    parent: str = ""


@dataclass(frozen=True)
class CastSeat:
    """An agency's seat in a task force."""

    agency: str
    fields: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()


TASK_FORCES = (
    CastTaskForce(
        "pusat",
        "Gugus Tugas Pusat PP-TPPO",
        "central",
        INDONESIA,
        "Perpres 69/2008 jo Perpres 22/2021 jo Perpres 49/2023",
        "kemenpppa",
    ),
    CastTaskForce(
        "dki",
        "Gugus Tugas PP-TPPO Provinsi DKI Jakarta",
        "province",
        JAKARTA,
        "Pergub 64/2019",
        "dinas-ppapp",
        "pusat",
    ),
    CastTaskForce(
        "jaksel",
        "Gugus Tugas PP-TPPO Kota Administrasi Jakarta Selatan",
        "city",
        SOUTH_JAKARTA,
        "Pergub 64/2019",
        "sudin-ppapp-js",
        "dki",
    ),
)
# Who sits in the higher task forces of the demo (invented where no source names it). BP2MI sits in the centre under
# its old name: the seat followed KP2MI in 2024. The seats of the city stand with its agencies.
HIGHER_SEATS = {
    "pusat": (
        CastSeat("kemenpppa", ("cooperation", "prevention"), ("cooperation",)),
        CastSeat("kemenko-pmk", ("cooperation",)),
        CastSeat("bp2mi", ("prevention", "social"), ("prevention",)),
        CastSeat("lpsk", ("enforcement",)),
        CastSeat("kemlu-pwni", ("social",)),
    ),
    "dki": (
        CastSeat("dinas-ppapp", ("cooperation", "prevention"), ("cooperation", "prevention")),
        CastSeat("upt-pppa", ("social", "health")),
        CastSeat("bp3mi-jkt", ("prevention",)),
        CastSeat("sentra", ("social",), ("social",)),
        CastSeat("kpai", ("norms",)),
    ),
}  # fmt: skip


def _a(slug, name, kind, **rest) -> CastAgency:
    return CastAgency(slug, name, kind, **rest)


COUNSEL = ("complaint", "outreach", "counselling_desk", "companion", "counselling", "legal_advice")

AGENCIES = (
    _a("sudin-ppapp-js", "Suku Dinas PPAPP Kota Administrasi Jakarta Selatan", "women_office",
       services=("complaint", "counselling_desk"), fields=("prevention", "cooperation", "norms"),
       leads=("prevention", "cooperation"), capacity_note="Sekretariat gugus tugas kota"),
    _a("upt-pppa", "UPT Pusat Perlindungan Perempuan dan Anak DKI Jakarta", "protection_unit", level="province",
       area=JAKARTA, services=(*COUNSEL, "monitoring", "identity_papers"), valid_from=date(2022, 1, 1),
       fields=("social", "health"), capacity_note="10 manajer kasus (rekaan)"),
    _a("p2tp2a", "P2TP2A Provinsi DKI Jakarta", "protection_unit", level="province", area=JAKARTA,
       services=COUNSEL, valid_from=date(2005, 1, 1), valid_to=date(2022, 1, 1), successor="upt-pppa",
       receives_referrals=False),
    _a("pos-tebet", "Pos Pengaduan RPTRA Tebet", "protection_unit", services=("complaint", "counselling_desk"),
       area="31.74.01", receives_referrals=False, capacity_note="2 petugas: konselor dan paralegal"),
    _a("pos-mampang", "Pos Pengaduan RPTRA Mampang Prapatan", "protection_unit", area="31.74.03",
       services=("complaint", "counselling_desk"), receives_referrals=False,
       capacity_note="2 petugas: konselor dan paralegal", valid_from=date(2024, 7, 1)),
    _a("pos-pesanggrahan", "Pos Pengaduan RPTRA Pesanggrahan", "protection_unit", area="31.74.10",
       services=("complaint", "counselling_desk"), receives_referrals=False,
       capacity_note="2 petugas: konselor dan paralegal", valid_from=date(2024, 7, 1)),
    _a("polres-js", "Polres Metro Jakarta Selatan – Unit PPA", "police",
       services=("law_enforcement", "police_report", "outreach", "witness_protection"),
       fields=("enforcement",), leads=("enforcement",)),
    _a("imigrasi-js", "Kantor Imigrasi Jakarta Selatan", "immigration", level="central", area=SOUTH_JAKARTA,
       services=("travel_papers", "return_abroad"), fields=("prevention", "enforcement")),
    _a("sudinsos-js", "Suku Dinas Sosial Jakarta Selatan", "social",
       services=("social_rehabilitation", "repatriation", "handover", "escort", "religious_support",
                 "family_preparation", "shelter"), fields=("social",), leads=("social",)),
    _a("sudinkes-js", "Suku Dinas Kesehatan Jakarta Selatan", "health", services=("health", "medical_exam"),
       fields=("health",), leads=("health",)),
    _a("rsud-js", "RSUD rujukan Jakarta Selatan", "health",
       services=("health", "first_aid", "medical_exam", "forensic_exam", "psychiatric_exam", "inpatient",
                 "reproductive_health", "psychological_care"), fields=("health",)),
    _a("bp3mi-jkt", "BP3MI Jakarta", "migrant_workers", level="central", area=JAKARTA,
       services=("counselling_desk", "repatriation"), fields=("social", "prevention")),
    _a("lpsk", "Lembaga Perlindungan Saksi dan Korban", "witness_protection", level="central", area=INDONESIA,
       services=("witness_protection", "restitution_application")),
    _a("kpai", "Komisi Perlindungan Anak Indonesia", "child_commission", level="central", area=INDONESIA,
       services=("legal_advice",)),
    _a("rptc", "Rumah Perlindungan dan Trauma Center Kemensos", "social", level="central", area=INDONESIA,
       services=("shelter", "social_rehabilitation", "basic_needs"), capacity_note="Kapasitas 40 (rekaan)"),
    _a("sentra", "Sentra Kementerian Sosial di Jakarta", "social", level="central", area=INDONESIA,
       services=("social_rehabilitation", "skills_training", "business_capital")),
    _a("rumah-melati", "Rumah Aman Melati", "shelter", services=("shelter", "counselling", "skills_training"),
       capacity_note="12 tempat, anak perempuan dan perempuan dewasa (rekaan)", fields=("social",)),
    _a("rumah-teduh", "Rumah Teduh Nusantara", "shelter", services=("shelter", "basic_needs"),
       capacity_note="8 tempat, laki-laki dewasa dan anak laki-laki (rekaan)", fields=("social",)),
    _a("lbh-rukun", "LBH Rukun Warga", "legal_aid", services=("legal_aid", "legal_advice", "legal_companion"),
       fields=("enforcement", "norms")),
    _a("kejari-js", "Kejaksaan Negeri Jakarta Selatan", "prosecution", services=("law_enforcement",),
       fields=("enforcement",)),
    _a("sudindik-js", "Suku Dinas Pendidikan Jakarta Selatan", "education", services=("education_return",),
       fields=("prevention", "social")),
    _a("sudindukcapil-js", "Suku Dinas Dukcapil Jakarta Selatan", "local_government",
       services=("identity_papers",), fields=("social",)),
    _a("sudinaker-js", "Suku Dinas Tenaga Kerja, Transmigrasi, dan Energi Jakarta Selatan", "manpower",
       services=("legal_advice", "business_capital"), fields=("prevention", "norms")),
    _a("pemkot-js", "Pemerintah Kota Administrasi Jakarta Selatan", "local_government",
       receives_referrals=False, fields=("cooperation",)),
    _a("dinas-ppapp", "Dinas PPAPP Provinsi DKI Jakarta", "women_office", level="province", area=JAKARTA,
       receives_referrals=False),
    _a("kemenpppa", "Kementerian Pemberdayaan Perempuan dan Perlindungan Anak", "ministry", level="central",
       area=INDONESIA, services=("complaint",)),
    _a("kemenko-pmk", "Kemenko Pembangunan Manusia dan Kebudayaan", "ministry", level="central",
       area=INDONESIA, receives_referrals=False),
    _a("kemlu-pwni", "Direktorat Pelindungan WNI, Kementerian Luar Negeri", "ministry", level="central",
       area=INDONESIA, services=("travel_papers", "repatriation")),
    _a("kbri-pp", "KBRI Phnom Penh", "mission", level="central", area="KH",
       services=("travel_papers", "shelter", "repatriation")),
    _a("bp2mi", "Badan Pelindungan Pekerja Migran Indonesia", "migrant_workers", level="central", area=INDONESIA,
       services=("repatriation", "counselling_desk"), valid_to=date(2024, 11, 1), successor="kp2mi"),
    _a("kp2mi", "Kementerian Pelindungan Pekerja Migran Indonesia", "migrant_workers", level="central",
       area=INDONESIA, services=("repatriation", "counselling_desk"), valid_from=date(2024, 11, 1)),
    _a("uptd-ppa-lotim", "UPTD PPA Kabupaten Lombok Timur", "protection_unit", area="52.03",
       services=("family_preparation", "family_tracing", "monitoring", "complaint")),
    _a("uptd-ppa-indramayu", "UPTD PPA Kabupaten Indramayu", "protection_unit", area="32.12",
       services=("family_preparation", "family_tracing", "monitoring", "complaint")),
    _a("uptd-ppa-kupang", "UPTD PPA Kota Kupang", "protection_unit", area="53.71",
       services=("family_preparation", "family_tracing", "monitoring", "complaint")),
    _a("uptd-ppa-cilacap", "UPTD PPA Kabupaten Cilacap", "protection_unit", area="33.01",
       services=("family_preparation", "family_tracing", "monitoring", "complaint")),
    _a("uptd-ppa-lamtim", "UPTD PPA Kabupaten Lampung Timur", "protection_unit", area="18.07",
       services=("family_preparation", "family_tracing", "monitoring", "complaint")),
)  # fmt: skip

USERS = (
    CastUser("rina", "Rina Puspitasari", "upt-pppa", ("case_manager",), "manajer kasus"),
    CastUser("anita", "Anita Kusumawati", "upt-pppa", ("case_manager",), "manajer kasus"),
    CastUser("galih", "Galih Wicaksono", "upt-pppa", ("case_manager",), "manajer kasus"),
    CastUser("dewi", "Dewi Anggraini", "upt-pppa", ("intake_officer",), "petugas hotline"),
    CastUser("fajar", "Fajar Hermawan", "upt-pppa", ("intake_officer",), "petugas hotline malam"),
    CastUser("yusuf", "Yusuf Hidayat", "upt-pppa", ("supervisor",), "supervisor layanan"),
    CastUser("nadia", "Nadia Larasati", "upt-pppa", ("companion",), "pendamping korban"),
    CastUser("lestari", "Lestari Handayani", "upt-pppa", ("data_protection",), "pejabat pelindungan data"),
    CastUser("hasan", "Hasan Basuki", "upt-pppa", ("auditor",), "auditor internal"),
    CastUser("putri", "Putri Maharani", "sudin-ppapp-js", ("prevention_officer",), "petugas pencegahan"),
    CastUser("tono", "Tono Susilo", "sudin-ppapp-js", ("administrator",), "administrator sistem"),
    CastUser("nanda", "Nanda Kurnia", "pos-tebet", ("intake_officer",), "konselor pos pengaduan"),
    CastUser("ratih", "Ratih Rahayu", "pos-mampang", ("intake_officer",), "paralegal pos pengaduan"),
    CastUser("budi", "Budi Prasetyo", "polres-js", ("liaison",), "penyidik Unit PPA"),
    CastUser(
        "sari", "Sari Wulandari", "sudinkes-js", ("liaison",), "petugas dari instansi lain (orang luar)"
    ),
    CastUser("satria", "Satria Wijaya", "polres-js", ("supervisor",), "kepala Unit PPA"),
    CastUser("laras", "Laras Wibowo", "rumah-melati", ("supervisor",), "kepala rumah aman"),
    CastUser("hendra", "Hendra Nugroho", "rsud-js", ("liaison",), "penghubung kesehatan"),
    CastUser("maya", "Maya Fitriani", "rumah-melati", ("liaison",), "pengelola rumah aman"),
    CastUser("teguh", "Teguh Riyanto", "rumah-teduh", ("liaison",), "pengelola rumah singgah"),
    CastUser("bagas", "Bagas Saputra", "lbh-rukun", ("liaison",), "paralegal bantuan hukum"),
    CastUser("indah", "Indah Setyowati", "sudinsos-js", ("liaison",), "pekerja sosial"),
    CastUser("komar", "Komar Ramdani", "imigrasi-js", ("liaison",), "penghubung imigrasi"),
    CastUser("titin", "Titin Rohayati", "bp3mi-jkt", ("liaison",), "penghubung pekerja migran"),
    CastUser("sekar", "Sekar Astuti", "lpsk", ("liaison",), "penghubung LPSK"),
    CastUser(
        "nurul", "Nurul Hasanah", "uptd-ppa-lotim", ("liaison", "case_manager"), "pendamping di daerah asal"
    ),
    CastUser("wulan", "Wulan Sasongko", "sudin-ppapp-js", ("secretariat",), "sekretariat gugus tugas"),
    CastUser("arif", "Arif Purnomo", "pemkot-js", ("chair",), "Sekretaris Kota; hanya melihat angka"),
    CastUser("mega", "Mega Damayanti", "dinas-ppapp", ("analyst",), "analis data"),
)

BY_SLUG = {agency.slug: agency for agency in AGENCIES}
BY_USERNAME = {user.username: user for user in USERS}


def standing_on(slug: str, day: date) -> str:
    """Return the agency that did this work on a day: its predecessor before it began, its successor after."""
    agency = BY_SLUG[slug]
    if agency.valid_to is not None and day >= agency.valid_to and agency.successor:
        return agency.successor
    if day < agency.valid_from:
        for other in AGENCIES:
            if other.successor == slug and other.valid_from <= day:
                return other.slug
    return slug


def people_of(slug: str) -> tuple[CastUser, ...]:
    """Return the cast of one agency, in the order of the list above."""
    return tuple(user for user in USERS if user.agency == slug)


def demo_sign_ins() -> tuple[tuple[str, str, str], ...]:
    """Return (user name, password, what the person does) for everybody, as the demo prints it."""
    return tuple((user.username, DEMO_PASSWORD, user.duty) for user in USERS)


def seats_of(force: str) -> tuple[CastSeat, ...]:
    """The seats of a task force of the demo by its key; those of the city are the agencies with fields of work."""
    if force in HIGHER_SEATS:
        return HIGHER_SEATS[force]
    return tuple(CastSeat(one.slug, one.fields, one.leads) for one in AGENCIES if one.fields)
