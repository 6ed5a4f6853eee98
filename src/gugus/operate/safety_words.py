"""The sentences of `gugus check`: what is unsafe, why it matters, how to mend it."""

from gugus.kernel.words import Words

DEBUG = Words(
    id="Mode debug menyala. Halaman kesalahan akan menampilkan kode dan data orang. Kosongkan GUGUS_DEBUG.",
    en="Debug mode is on. Error pages would show code and people's data. Unset GUGUS_DEBUG.",
)
MODE = Words(
    id="Modenya “{mode}”, bukan “production”. Kuki dan alamat tidak dipaksa memakai https, dan data contoh punya"
    " kata sandi yang diketahui umum. Isi GUGUS_MODE=production dan jangan memuat data contoh.",
    en="The mode is “{mode}”, not “production”. Cookies and addresses are not forced to https, and demo data have"
    " passwords that everybody knows. Set GUGUS_MODE=production and load no demo data.",
)
HOSTS_LOCAL = Words(
    id="GUGUS_HOSTS tidak memuat nama situs. Tidak seorang pun dapat masuk dari komputer lain. Isi dengan nama"
    " situs, misalnya gugus.contoh.go.id.",
    en="GUGUS_HOSTS names no site. Nobody can come in from another computer. Set it to the site's name, for"
    " example gugus.example.go.id.",
)
HOSTS_ANY = Words(
    id="GUGUS_HOSTS memuat “*”. Penyerang dapat membuat tautan palsu atas nama situs ini. Sebut nama situs saja.",
    en="GUGUS_HOSTS contains “*”. An attacker can forge links in the name of this site. Name the site only.",
)
DEPLOY = Words(
    id="Pemeriksaan Django menemukan: {line}. Perbaiki sesuai petunjuk itu di berkas lingkungan.",
    en="Django's own check found: {line}. Mend it in the environment file as it says.",
)
FILE_MISSING = Words(
    id="Berkas rahasia {file} tidak ada. Tanpanya gugus tidak berjalan, atau data pribadi tidak terbaca."
    " Kembalikan dari tempat penyimpanan; untuk instalasi baru buat dengan “gugus keys”.",
    en="The secret file {file} is missing. Without it gugus does not run, or personal data cannot be read. Put it"
    " back from where it is kept; for a new installation make it with “gugus keys”.",
)
FILE_OPEN = Words(
    id="Berkas rahasia {file} dapat dibaca pengguna lain (mode {mode}). Anggap isinya sudah diketahui mereka."
    " Jalankan: chmod 600 {file}, lalu pertimbangkan mengganti kunci.",
    en="Other users can reach the secret file {file} (mode {mode}). Treat it as known to them. Run: chmod 600"
    " {file}, then consider changing the keys.",
)
KEYRING_IN_DATABASE = Words(
    id="Kunci {file} terletak di dalam folder basis data. Cadangan folder itu membawa kunci dan isi sekaligus."
    " Pindahkan kunci ke luar folder tersebut.",
    en="The key {file} lies inside the database's folder. A copy of that folder carries lock and key together."
    " Move the key out of it.",
)
KEYRING_IN_FILES = Words(
    id="Kunci {file} terletak di dalam folder lampiran {folder}. Cadangan lampiran akan membawa kunci."
    " Pindahkan kunci ke folder lain.",
    en="The key {file} lies inside the attachments' folder {folder}. A backup of the attachments would carry it."
    " Move the key to another folder.",
)
UNREACHABLE = Words(
    id="Basis data tidak dapat dimasuki sebagai “{role}”: {reason}. Periksa alamat dan kata sandi di berkas"
    " lingkungan.",
    en="The database cannot be entered as “{role}”: {reason}. Check address and password in the environment file.",
)
NO_TLS = Words(
    id="Sambungan “{role}” ke basis data di komputer lain tidak terenkripsi. Siapa pun di jaringan dapat ikut"
    " membaca. Tambahkan ?sslmode=verify-full pada alamatnya.",
    en="The connection “{role}” to a database on another computer is not encrypted. Anybody on the network can read"
    " along. Add ?sslmode=verify-full to its address.",
)
TOO_MIGHTY = Words(
    id="Proses “{role}” masuk ke basis data sebagai {user} dengan kuasa {power}. Kunci baris tidak berlaku baginya,"
    " jadi satu celah membuka semua kasus. Pakai peran dari “gugus provision”.",
    en="The process “{role}” enters the database as {user} with the power {power}. Row-level security does not bind"
    " it, so one hole opens every case. Use the roles that “gugus provision” makes.",
)
UNLOCKED = Words(
    id="Kunci baris pada tabel {table} mati atau terbuka untuk umum. Lembaga lain dapat membaca isinya. Jalankan"
    " sebagai pemilik: ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; lalu cari tahu"
    " siapa yang mematikannya.",
    en="Row-level security of the table {table} is off or open to the public. Other agencies can read it. Run as"
    " owner: ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; then find out who switched"
    " it off.",
)
PENDING = Words(
    id="{count} perubahan tabel belum dijalankan (yang pertama: {first}). Halaman dapat gagal. Jalankan: gugus"
    " manage migrate.",
    en="{count} changes of the tables were not applied (the first: {first}). Pages may fail. Run: gugus manage"
    " migrate.",
)
PLACES = Words(
    id="Baru {count} wilayah dimuat. Tempat kejadian dan asal korban tidak dapat dipilih. Jalankan: gugus manage"
    " load_places.",
    en="Only {count} areas are loaded. Where something happened and where people come from cannot be chosen. Run:"
    " gugus manage load_places.",
)
UNSEALED = Words(
    id="{count} catatan jejak belum disegel, yang tertua {minutes} menit. Sebelum disegel catatan dapat diubah tanpa"
    " ketahuan. Periksa pekerja latar.",
    en="{count} entries of the trail are not sealed, the oldest for {minutes} minutes. Until then they can be altered"
    " unnoticed. Look after the background worker.",
)
WORKER = Words(
    id="Pekerja latar tidak berjalan. Tenggat, pemberitahuan dan penyegelan jejak berhenti. Jalankan: gugus worker,"
    " atau layanan gugus-worker.",
    en="The background worker does not run. Clocks, messages and the sealing of the trail stand still. Start: gugus"
    " worker, or the service gugus-worker.",
)
ROOM = Words(
    id="Ruang penyimpanan di {folder} tinggal {free} MB. Laporan tidak dapat disimpan bila habis. Tambah ruang atau"
    " pindahkan cadangan lama.",
    en="Only {free} MB are left where {folder} lies. Reports cannot be saved once it is full. Add room or move old"
    " backups away.",
)
SCANNER = Words(
    id="Pemindai virus di {place} tidak menjawab. Berkas baru disimpan tertutup sampai dipindai. Jalankan clamav-daemon"
    " atau perbaiki GUGUS_CLAMAV.",
    en="The virus scanner at {place} does not answer. New files are kept shut until they were scanned. Start"
    " clamav-daemon or mend GUGUS_CLAMAV.",
)
