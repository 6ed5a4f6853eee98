"""One story told whole, for docs, screenshots and tests: Laila, 15, from Lombok Timur to Jakarta Selatan and home.

Written by hand, so that its words never change with the generator. All persons are invented.
"""

from datetime import date, datetime

from gugus.demo.imagined import (
    ImaginedCase,
    ImaginedClosing,
    ImaginedDecision,
    ImaginedEntry,
    ImaginedEvidence,
    ImaginedIncident,
    ImaginedLeg,
    ImaginedParty,
    ImaginedPerson,
    ImaginedReferral,
    ImaginedReport,
    ImaginedScreening,
    ImaginedService,
    ImaginedTask,
)
from gugus.demo.moments import at_wib

KALIBATA = "31.74.08.1002"
LOMBOK_TIMUR = "52.03"


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return at_wib(date(2025, month, day), hour, minute)


def _on(month: int, day: int) -> date:
    return date(2025, month, day)


LAILA = ImaginedPerson(
    key="hero-laila", sex="female", full_name="Laila Safitri", nickname="Laila", born_on=date(2009, 8, 17),
    born_certainty="documented", nationality="ID", home_area=LOMBOK_TIMUR, aliases=("Lala",),
    nik="0003005708090001", phones=("0800-0000-1501",), address="Dusun Contoh No. 5 RT 02/RW 01",
    education="lower_secondary", marital_status="unmarried",
)  # fmt: skip
SAKMAH = ImaginedPerson(
    key="hero-sakmah", sex="female", full_name="Inaq Sakmah", nickname="Sakmah", born_on=date(1986, 3, 2),
    born_certainty="stated", nationality="ID", home_area=LOMBOK_TIMUR, phones=("0800-0000-1502",),
    address="Dusun Contoh No. 5 RT 02/RW 01", education="primary", marital_status="widowed",
)  # fmt: skip
YATI = ImaginedPerson(
    key="hero-yati", sex="female", full_name="Yati Nurbaya", nickname="Yati", born_on=date(1979, 11, 23),
    born_certainty="estimated", nationality="ID", home_area="31.74", phones=("0800-0000-1503",),
)  # fmt: skip
RENDI = ImaginedPerson(
    key="hero-rendi", sex="male", full_name="Rendi", nickname="Rendi", born_on=date(1999, 6, 1),
    born_certainty="estimated", nationality="ID", home_area=LOMBOK_TIMUR, aliases=("Kak Rendi",),
    phones=("0800-0000-1504",),
)  # fmt: skip
DARMA = ImaginedPerson(
    key="hero-darma", sex="male", full_name="Darma", nickname="Darma", born_on=date(1983, 1, 1),
    born_certainty="estimated", nationality="ID", home_area="31.74", aliases=("Om Darma",),
)  # fmt: skip

NARRATIVE = (
    "Tetangga menelepon pada pukul 21.40 dan minta namanya tidak disebut kepada pengelola gedung. "
    "Sejak kurang lebih tiga minggu ada anak perempuan kira-kira 15 tahun yang tinggal di unit lantai 14 "
    "sebuah apartemen di Kalibata. Anak itu jarang keluar; kalau turun selalu ada laki-laki yang mengikuti. "
    "Hampir setiap malam tamu yang berbeda-beda naik ke unit itu, tidak pernah menginap. "
    "Tadi sore di lift anak itu berbisik bahwa ia dari Lombok, diajak orang yang dikenalnya lewat aplikasi "
    "obrolan untuk menjadi penjaga toko, dan bertanya ongkos pulang. KTP dan ponselnya dipegang orang yang ia "
    "panggil Om Darma. Ia bilang masih punya utang tiket sehingga belum boleh pulang. "
    "Disepakati pelapor dihubungi hanya lewat pesan."
)

PARTIES = (
    ImaginedParty(LAILA, "survivor"),
    ImaginedParty(RENDI, "accused", "online_contact", "Mengajak lewat aplikasi obrolan, membayar tiket"),
    ImaginedParty(DARMA, "accused", "pimp", "Menyewa unit apartemen, memegang ponsel anak"),
    ImaginedParty(SAKMAH, "family", "parent"),
    ImaginedParty(YATI, "witness", "neighbour"),
)

SCREENING = ImaginedScreening(
    started_at=_at(2, 4, 9, 15), by="rina",
    acts=("recruitment", "transportation", "harbouring"),
    means=("deception", "abuse_of_vulnerability", "debt_bondage"),
    purposes=("exploitation_intended", "exploitation_happened"),
    forms=("online_prostitution",),
    indicators=("deceived_job", "social_media_offer", "documents_kept", "debt_tied", "locked_in"),
    survivor_said_yes=True,
    evidence=(
        ImaginedEvidence("recruitment", "electronic", "documented",
                         "Percakapan di ponsel lama Laila: Rendi menawarkan kerja penjaga toko, gaji Rp3 juta."),
        ImaginedEvidence("transportation", "travel_document", "documented",
                         "Dua tiket bus Lombok–Jakarta tanggal 10 Januari, dibayar dari dompet digital Rendi."),
        ImaginedEvidence("harbouring", "witness_statement", "supported",
                         "Petugas keamanan apartemen membenarkan Laila tinggal di unit itu tanpa kartu akses."),
        ImaginedEvidence("deception", "survivor_statement", "supported",
                         "Baru mengetahui pekerjaan sebenarnya setelah tiba; cocok dengan isi percakapan."),
        ImaginedEvidence("debt_bondage", "electronic", "documented",
                         "Catatan utang Rp6,5 juta di ponsel Darma, dipotong dari setiap tamu."),
        ImaginedEvidence("abuse_of_vulnerability", "psychological_report", "supported",
                         "Anak jauh dari keluarga, ayah meninggal, tidak memegang uang dan ponsel."),
        ImaginedEvidence("exploitation_happened", "survivor_statement", "claimed",
                         "Menerangkan kepada konselor bahwa ia diharuskan melayani tamu; tidak didalami."),
    ),
    decisions=(
        ImaginedDecision("upt-pppa", _at(2, 7, 14), "indicated", "Unsur proses, cara, dan tujuan didukung bukti."),
        ImaginedDecision("polres-js", _at(2, 19, 11), "indicated", "Dua alat bukti terpenuhi; korban anak."),
    ),
)  # fmt: skip

INCIDENT = ImaginedIncident(
    modus="prostitution", place="lodging", recruited="chat_app",
    began_on=_on(1, 10), ended_on=_on(2, 4), area=KALIBATA,
    legs=(
        ImaginedLeg("recruitment", LOMBOK_TIMUR, "bus", _on(1, 10)),
        ImaginedLeg("transit", "35.78", "bus", _on(1, 11)),
        ImaginedLeg("destination", KALIBATA, "car", _on(1, 12)),
    ),
)  # fmt: skip

CHRONOLOGY = (
    ImaginedEntry(_at(2, 3, 22, 20), "rina", "Kasus dibuka dari laporan telepon; risiko tinggi."),
    ImaginedEntry(
        _at(2, 4, 0, 35), "rina", "Penjangkauan bersama Unit PPA; Laila ditemui, lelah, tanpa luka terbuka."
    ),
    ImaginedEntry(
        _at(2, 4, 9, 15),
        "rina",
        "Wawancara awal oleh konselor. Laila minta tidak ditanya soal tamu hari ini.",
    ),
    ImaginedEntry(
        _at(2, 6, 10), "rina", "Ibu dihubungi lewat UPTD PPA Lombok Timur; menangis dan ingin anaknya pulang."
    ),
    ImaginedEntry(
        _at(2, 25, 13), "rina", "Rapat koordinasi kasus: pulang ditunda sampai keterangan selesai direkam."
    ),
    ImaginedEntry(
        _at(4, 14, 9),
        "rina",
        "Berangkat pulang dengan pendamping; serah terima kepada UPTD PPA Lombok Timur.",
    ),
    ImaginedEntry(_at(5, 19, 10), "nurul", "Kunjungan pertama: Laila tidur nyenyak, belum mau keluar rumah."),
    ImaginedEntry(
        _at(7, 21, 10), "nurul", "Kunjungan ketiga: Laila masuk kelas IX, ibu membuka warung kecil."
    ),
    ImaginedEntry(_at(8, 11, 14), "rina", "Kasus ditutup; restitusi dan perkara dipantau terpisah."),
)

REFERRALS = (
    ImaginedReferral("polres-js", "police_report", "Penjangkauan bersama malam ini dan pembuatan laporan polisi.",
                     _at(2, 3, 22, 30), "rina", "accepted", "", "Diterima, petugas Budi berangkat sekarang.",
                     _at(2, 3, 22, 48), "LP diterbitkan; keterangan anak direkam satu kali di Ruang Pelayanan Khusus.",
                     _at(2, 19, 11), _at(2, 19, 11)),
    ImaginedReferral("rptc", "shelter", "Tempat aman untuk anak perempuan 15 tahun, pendamping perempuan.",
                     _at(2, 4, 1, 10), "rina", "declined", "no_capacity", "Kapasitas penuh sampai akhir pekan.",
                     _at(2, 4, 1, 40)),
    ImaginedReferral("rumah-melati", "shelter", "Tempat aman untuk anak perempuan 15 tahun, pendamping perempuan.",
                     _at(2, 4, 1, 45), "rina", "accepted", "", "Diterima, kamar disiapkan sekarang.", _at(2, 4, 1, 58),
                     "Laila menempati kamar bersama satu anak lain; menelepon ibunya dua kali seminggu.",
                     _at(2, 11, 9), _at(4, 14, 8)),
    ImaginedReferral("uptd-ppa-lotim", "family_preparation", "Asesmen keluarga dan lingkungan sebelum pulang.",
                     _at(2, 12, 10), "rina", "accepted", "", "Diterima, petugas Nurul ditunjuk.", _at(2, 13, 9),
                     "Dua kunjungan; keluarga tidak mengenal perekrut.", _at(3, 10, 15), _at(4, 15, 16)),
)  # fmt: skip

SERVICES = (
    ImaginedService("complaint", "upt-pppa", _on(2, 3), _on(2, 3), "Pengaduan dicatat dan kode diberikan."),
    ImaginedService(
        "forensic_exam", "rsud-js", _on(2, 4), _on(2, 4), "Visum selesai; obat pencegahan diberikan."
    ),
    ImaginedService("shelter", "rumah-melati", _on(2, 4), _on(4, 14), "Tinggal sepuluh minggu."),
    ImaginedService(
        "counselling", "upt-pppa", _on(2, 5), _on(4, 9), "Sembilan pertemuan; Laila menyusun rencana sekolah."
    ),
    ImaginedService("restitution_application", "lpsk", _on(3, 3), _on(5, 26), "Penilaian kerugian selesai."),
    ImaginedService("escort", "sudinsos-js", _on(4, 7), _on(4, 15), "Didampingi sampai rumah."),
    ImaginedService("education_return", "uptd-ppa-lotim", _on(5, 19), _on(7, 14), "Masuk kelas IX SMP."),
    ImaginedService(
        "monitoring",
        "uptd-ppa-lotim",
        _on(5, 12),
        _on(7, 21),
        "Tiga kunjungan; tidak ada kontak dari perekrut.",
    ),
)

TASKS = (
    ImaginedTask("Hubungi keluarga dengan persetujuan", "rina", _at(2, 4, 10), _on(2, 6), _at(2, 6, 10)),
    ImaginedTask("Jadwalkan rapat koordinasi kasus", "rina", _at(2, 17, 9), _on(2, 24), _at(2, 25, 13)),
    ImaginedTask("Periksa keselamatan sebelum penutupan", "rina", _at(8, 4, 9), _on(8, 8), _at(8, 7, 14)),
)

HERO = ImaginedReport(
    key="hero", story="chat_app_apartment", channel="phone", received_at=_at(2, 3, 21, 40), received_by="dewi",
    agency="upt-pppa", reporter_role="neighbour", anonymous=False, safe_contact="message_only",
    narrative=NARRATIVE, risk="high", danger_signs=("locked_in", "is_child", "still_exploited"), area=KALIBATA,
    place="lodging",
    parties=(ImaginedParty(LAILA, "survivor"), ImaginedParty(DARMA, "accused", "pimp"),
             ImaginedParty(YATI, "reporter", "neighbour")),
    modus="prostitution", happened_on=_on(1, 12), triaged_at=_at(2, 3, 21, 58), triaged_by="dewi",
    outcome="new_case", outcome_at=_at(2, 3, 22, 20),
    case=ImaginedCase(
        key="hero-c", opened_at=_at(2, 3, 22, 20), opened_by="rina", agency="upt-pppa", manager="rina",
        parties=PARTIES, screening=SCREENING, incident=INCIDENT,
        flags=("Hubungi lewat pesan, bukan telepon", "Pelaku mengetahui alamat keluarga"),
        chronology=CHRONOLOGY, referrals=REFERRALS, services=SERVICES, tasks=TASKS,
        crossed_border=False, safety="safe", police_stage="investigation", police_reported_at=_at(2, 4, 2, 30),
        closing=ImaginedClosing(_at(8, 11, 14), "rina", "yusuf", "reintegrated",
                                "Tiga kunjungan pemantauan; Laila bersekolah dan merasa aman di rumah."),
    ),
)  # fmt: skip
