"""What the launcher and the command line say, in both languages."""

import os
import sys

from gugus.kernel.words import Words


class Stop(Exception):
    """The command cannot go on; carries one clear sentence in both languages."""

    def __init__(self, words: Words, **facts: object):
        super().__init__(words.en.format(**facts))
        self.words, self.facts = words, facts

    def __str__(self) -> str:
        return f"{self.words.id.format(**self.facts)}\n{self.words.en.format(**self.facts)}"


def say(words: Words, **facts: object) -> None:
    """Print a step: Indonesian, then English, at once."""
    tell(f"{words.id.format(**facts)} / {words.en.format(**facts)}")


def tell(text: str) -> None:
    """Print at once. If nobody listens any more (as after `| head`) the work goes on in silence."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# -- why it cannot go on -----------------------------------------------------------------------------------

PORT_TAKEN = Words(
    id="Porta {port} sudah dipakai program lain; pilih yang lain, misalnya --port {other}.",
    en="Port {port} is already used by another program; choose another one, for example --port {other}.",
)
DISK_FULL = Words(
    id="Ruang penyimpanan di {folder} tidak cukup: perlu {need} MB, tersisa {free} MB.",
    en="There is not enough room in {folder}: {need} MB are needed, {free} MB are left.",
)
DISK_BECAME_FULL = Words(
    id="Ruang penyimpanan habis di {folder}; kosongkan sebagian lalu jalankan lagi, tidak ada yang rusak.",
    en="The disk became full in {folder}; make room and start again, nothing is damaged.",
)
NO_NETWORK = Words(
    id="Paket tidak dapat diunduh: periksa sambungan internet atau alamat indeks paket pip (rincian: {log}).",
    en="The packages could not be downloaded: check the network or pip's package index (details: {log}).",
)
INSTALL_FAILED = Words(
    id="Pemasangan paket gagal: {reason} (rincian: {log}).",
    en="Installing the packages failed: {reason} (details: {log}).",
)
OLD_PYTHON = Words(
    id="Diperlukan Python 3.11 atau lebih baru; yang ada {version}.",
    en="Python 3.11 or newer is needed; this is {version}.",
)
NO_VENV = Words(
    id="Modul venv untuk Python belum ada; pasang dulu: apt install python3-venv.",
    en="Python's venv module is missing; install it first: apt install python3-venv.",
)
ALREADY_RUNNING = Words(
    id="gugus sudah berjalan dengan folder data {folder}; hentikan dulu, atau pakai --data-dir lain.",
    en="gugus is already running on the data folder {folder}; stop it first, or use another --data-dir.",
)
UNWRITABLE = Words(
    id="Folder {folder} tidak dapat ditulis oleh pengguna ini; pilih yang lain dengan --data-dir.",
    en="The folder {folder} cannot be written by this user; choose another one with --data-dir.",
)
DATABASE_FAILED = Words(
    id="Basis data tidak dapat dijalankan. {reason}", en="The database cannot run. {reason}"
)
STEP_FAILED = Words(
    id="Langkah “{step_id}” gagal: {reason} (rincian: {log}).",
    en="The step “{step_en}” failed: {reason} (details: {log}).",
)
WEB_DIED = Words(
    id="Peladen web berhenti sendiri: {reason} (rincian: {log}).",
    en="The web server stopped by itself: {reason} (details: {log}).",
)
WEB_BROKEN = Words(
    id="Peladen web berjalan, tetapi halaman pertama menjawab kesalahan {status} (rincian: {log}).",
    en="The web server runs, but its first page answers with error {status} (details: {log}).",
)
WEB_SILENT = Words(
    id="Peladen web tidak menjawab dalam {seconds} detik (rincian: {log}).",
    en="The web server did not answer within {seconds} seconds (details: {log}).",
)
OTHER_KIND = Words(
    id="Folder {folder} berisi {kind_id}; pakai --data-dir lain, atau --reset untuk menghapus isinya.",
    en="The folder {folder} holds {kind_en}; use another --data-dir, or --reset to delete what is in it.",
)
KEY_LOST = Words(
    id="Berkas kunci {file} hilang, padahal basis data sudah berisi; kembalikan berkas itu, tanpa kunci data"
    " pribadi tidak terbaca.",
    en="The key file {file} is gone while the database has content; put it back, without it personal data"
    " cannot be read.",
)
RESET_NEEDS_YES = Words(
    id="Folder {folder} berisi data Anda sendiri; tambahkan --yes bila semuanya memang boleh dihapus.",
    en="The folder {folder} holds your own data; add --yes if all of it may really be deleted.",
)

VARIABLE_MISSING = Words(
    id="Variabel {variable} belum diisi; lihat deploy/gugus.env.example.",
    en="The variable {variable} is not set; see deploy/gugus.env.example.",
)
NO_INSTALLATION = Words(
    id="Tidak ada instalasi di {folder}, dan tidak ada variabel GUGUS_DATABASE_URL.",
    en="There is no installation in {folder}, and no variable GUGUS_DATABASE_URL.",
)
NO_TOOL = Words(
    id="Tidak ada {tool} yang cocok untuk PostgreSQL {major}; pasang paket postgresql-client-{major}.",
    en="No {tool} fits PostgreSQL {major}; install the package postgresql-client-{major}.",
)
DUMP_FAILED = Words(id="Pencadangan gagal: {reason}", en="The backup failed: {reason}")
RESTORE_FAILED = Words(
    id="Pemulihan gagal dan basis data tetap kosong: {reason}",
    en="The restore failed and the database is still empty: {reason}",
)
NOT_A_BACKUP = Words(
    id="{file} bukan cadangan gugus atau tidak utuh: {reason}",
    en="{file} is not a gugus backup or not whole: {reason}",
)
LIST_UNREADABLE = Words(
    id="Daftar kunci yang dimusnahkan {file} tidak terbaca: {reason}",
    en="The list of destroyed keys {file} cannot be read: {reason}",
)
DESTROYED_AGAIN = Words(
    id="{count} kunci data yang sudah dimusnahkan sesudah cadangan itu dibuat telah dimusnahkan lagi.",
    en="{count} data keys that had been destroyed after the backup are destroyed again.",
)
NOT_EMPTY = Words(
    id="{what} sudah berisi; pemulihan hanya ke tempat kosong, tidak ada yang diubah.",
    en="{what} already has content; a restore goes only into an empty place, nothing was changed.",
)
NEWER_BACKUP = Words(
    id="Cadangan ini dari PostgreSQL {theirs}, sedangkan tujuannya PostgreSQL {ours}; pakai versi yang sama"
    " atau lebih baru.",
    en="This backup is from PostgreSQL {theirs}, the target is PostgreSQL {ours}; use the same version or a"
    " newer one.",
)
OTHER_KEYS = Words(
    id="Berkas kunci {file} bukan pasangan cadangan ini; data pribadi tidak akan terbaca dengannya.",
    en="The key file {file} does not belong to this backup; personal data would be unreadable with it.",
)
KEY_NEEDED = Words(
    id="Cadangan ini memerlukan berkas kuncinya; tunjukkan dengan --keyring BERKAS.",
    en="This backup needs its key file; name it with --keyring FILE.",
)
COUNTS_DIFFER = Words(
    id="Jumlah baris sesudah pemulihan berbeda dari catatan cadangan pada: {tables}.",
    en="After the restore these tables have other row counts than the backup says: {tables}.",
)
RIGHTS_DIFFER = Words(
    id="Hak akses sesudah pemulihan berbeda dari cadangan; jangan dipakai dulu: {rights}.",
    en="The access rights after the restore differ from the backup; do not use it yet: {rights}.",
)
FILE_EXISTS = Words(
    id="{file} sudah ada dan tidak ditimpa.",
    en="{file} exists already and is not overwritten.",
)
NO_BILL_MAKER = Words(
    id="Daftar bahan dibuat di lingkungan pengembangan: jalankan bin/test sekali, lalu bin/gugus sbom.",
    en="The bill of materials is made in the development environment: run bin/test once, then bin/gugus sbom.",
)
BILL_MADE = Words(
    id="Daftar bahan ditulis: {file} ({count} paket).",
    en="The bill of materials is written: {file} ({count} packages).",
)

# -- what is going on --------------------------------------------------------------------------------------

MAKING_VENV = Words(id="Menyiapkan Python …", en="Preparing Python …")
APT_VENV = Words(id="Memasang python3-venv dari paket Debian …", en="Installing Debian's python3-venv …")
INSTALLING = Words(
    id="Memasang {count} paket, sekali saja, biasanya 1–2 menit …",
    en="Installing {count} packages, only once, usually 1–2 minutes …",
)
STARTING_DATABASE = Words(id="Menjalankan basis data …", en="Starting the database …")
MAKING_AGAIN = Words(
    id="Penyiapan sebelumnya terputus; diulang dari awal.",
    en="An earlier preparation was cut off; starting it over.",
)
MIGRATING = Words(id="Menyusun tabel …", en="Arranging the tables …")
LOADING_REFERENCE = {
    "load_places": Words(id="Memuat wilayah Indonesia …", en="Loading the areas of Indonesia …"),
    "load_clocks": Words(id="Memuat tenggat dan hari libur …", en="Loading deadlines and holidays …"),
    "audit_key": Words(
        id="Menyiapkan kunci jangkar jejak …", en="Preparing the key of the trail's anchors …"
    ),
}
LOADING_DEMO = Words(id="Memuat data contoh (semua rekaan) …", en="Loading the demo data (all invented) …")
MAKING_ADMIN = Words(id="Membuat pengelola pertama …", en="Making the first administrator …")
COLLECTING = Words(id="Menyiapkan berkas halaman …", en="Preparing the files of the pages …")
STARTING_WEB = Words(id="Menjalankan gugus …", en="Starting gugus …")
RESETTING = Words(id="Menghapus data di {folder} …", en="Deleting the data in {folder} …")
STOPPING = Words(id="Menghentikan …", en="Stopping …")
STOPPED = Words(id="Berhenti; data tetap tersimpan di {folder}.", en="Stopped; the data stay in {folder}.")
WORKER_DIED = Words(
    id="Pekerja latar berhenti dan dijalankan lagi (rincian: {log}).",
    en="The background worker stopped and is started again (details: {log}).",
)
READY = Words(
    id="gugus siap di {address} (hentikan dengan Ctrl-C)",
    en="gugus is ready at {address} (stop it with Ctrl-C)",
)
DEMO_ONLY = Words(
    id="HANYA CONTOH: semua orang dan kejadian rekaan, kata sandi ini tidak berlaku di tempat lain.",
    en="DEMO ONLY: all people and events are invented, these passwords work nowhere else.",
)
NO_SIGNINS = Words(
    id="Daftar akun contoh tidak tersedia (rincian: {log}).",
    en="The list of demo sign-ins is not available (details: {log}).",
)
KIND_DEMO = Words(id="data contoh", en="demo data")
KIND_OWN = Words(id="data Anda sendiri", en="your own data")
CONFIRM_RESET = Words(
    id="Semua data di {folder} akan dihapus untuk selamanya. Ketik “hapus” untuk melanjutkan:",
    en="All data in {folder} will be deleted for ever. Type “delete” to go on:",
)
BACKED_UP = Words(
    id="Cadangan {file} selesai: {tables} tabel, {rows} baris, {files} berkas, {size} MB.",
    en="Backup {file} is done: {tables} tables, {rows} rows, {files} files, {size} MB.",
)
KEEP_THE_KEY = Words(
    id="Kunci TIDAK ada di dalamnya. Simpan salinan {file} di tempat lain yang terkunci: tanpa kunci cadangan"
    " ini tidak terbaca, dan bersama kunci siapa pun dapat membacanya.",
    en="The key is NOT inside. Keep a copy of {file} in another, locked place: without it this backup cannot"
    " be read, together with it anybody can.",
)
KEY_INSIDE = Words(
    id="Kunci ADA di dalam cadangan ini: siapa pun yang memegangnya dapat membaca semuanya.",
    en="The key IS inside this backup: whoever holds it can read everything.",
)
RESTORED = Words(
    id="Pemulihan selesai dan cocok dengan catatan: {tables} tabel, {rows} baris, {files} berkas.",
    en="The restore is done and agrees with the record: {tables} tables, {rows} rows, {files} files.",
)
