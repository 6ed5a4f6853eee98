"""What `gugus` can be asked: every verb with its options and its help in both languages."""

import argparse
from collections.abc import Callable
from pathlib import Path

from gugus.config import vault_command
from gugus.operate import services

PASSING = {
    "manage",
    "audit",
    "retention",
    "grow",
    "vault",
    "notices",
}  # what they do not know goes on to Django's command
Verb = Callable[[str, str, str], argparse.ArgumentParser]


def parser() -> argparse.ArgumentParser:
    """All verbs."""
    made = argparse.ArgumentParser(
        prog="gugus",
        description="Ruang kasus, rujukan dan angka gugus tugas TPPO. / "
        "The case, referral and figures room of an anti-trafficking task force.",
        epilog="Tanpa variabel GUGUS_…_DATABASE_URL yang dipakai ialah folder data bin/demo. / "
        "Without the variables GUGUS_…_DATABASE_URL the data folder of bin/demo is meant.",
    )
    made.add_argument("--data-dir", type=Path, help="folder data bin/demo / data folder of bin/demo")
    made.add_argument("--language", choices=["id", "en"], help="bahasa jawaban / language of the answers")
    verbs = made.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, indonesian: str, english: str) -> argparse.ArgumentParser:
        text = f"{indonesian} / {english}"
        return verbs.add_parser(name, help=text, description=text)

    _running(verb)
    _setting_up(verb)
    _keeping(verb)
    _protecting(verb)
    _building(verb)
    return made


def _running(verb: Verb) -> None:
    verb(
        "demo", "jalankan gugus di komputer ini (lihat bin/demo)", "run gugus on this computer (see bin/demo)"
    )
    serve = verb("serve", "jalankan peladen web", "run the web server")
    serve.add_argument("--host", default="127.0.0.1", help="alamat / address (127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="porta / port (8000)")
    serve.add_argument("--workers", type=int, default=services.WORKERS, help="jumlah proses / processes (2)")
    verb("worker", "jalankan pekerja latar", "run the background worker")
    verb("manage", "perintah Django apa pun", "any command of Django's")
    verb(
        "prepare",
        "sesudah pasang atau perbarui: tabel, wilayah, berkas halaman",
        "after install or upgrade: tables, areas, files",
    )
    verb(
        "notices",
        "saluran pemberitahuan: status, test, refused",
        "channels of notices: status, test, refused",
    )
    verb("check", "periksa keamanan; keluar 1 bila tidak aman", "check the safety; exit 1 if unsafe")
    verb("status", "keadaan sekarang dalam satu layar", "the present state on one screen")


def _setting_up(verb: Verb) -> None:
    provision = verb(
        "provision", "buat peran dan basis data PostgreSQL", "make PostgreSQL's roles and database"
    )
    provision.add_argument("--database", default="gugus", help="nama / name (gugus)")
    provision.add_argument("--url", help="jalankan sebagai superuser ini / run as this superuser")
    provision.add_argument("--env", type=Path, help="tulis tiga alamat / write the three addresses here")
    provision.add_argument(
        "--server", default="localhost:5432", help="host:port di alamat / in the addresses"
    )
    keys = verb("keys", "buat berkas kunci dan kunci rahasia", "make the key file and the secret key")
    keys.add_argument("folder", type=Path)
    keys.add_argument("--served", action="store_true", help="dipegang layanan kunci / held by a key service")


def _keeping(verb: Verb) -> None:
    backup = verb("backup", "cadangkan semua kecuali kunci", "back up everything but the key")
    backup.add_argument("file", type=Path)
    backup.add_argument(
        "--with-keyring", action="store_true", help="kunci ikut di dalam / put the key inside"
    )
    restoring = verb("restore", "pulihkan ke tempat kosong", "restore into an empty place")
    restoring.add_argument("file", type=Path)
    restoring.add_argument("--keyring", type=Path, help="berkas kunci / the key file")
    restoring.add_argument(
        "--shredded", type=Path, help="daftar kunci yang dimusnahkan / list of destroyed keys"
    )


def _protecting(verb: Verb) -> None:
    audit = verb(
        "audit",
        "jejak: verify = periksa rantai segel; anchor = jangkar bertanda tangan; key = kunci penanda tangan",
        "the trail: verify = check the chain of seals; anchor = the signed anchor; key = the key that signs",
    )
    audit.add_argument("what", choices=["verify", "anchor", "key"])
    audit.add_argument(
        "--verify", type=Path, metavar="FILE", dest="anchors",
        help="anchor: periksa berkas jangkar, tanpa basis data / check a file of anchors, without a database",
    )  # fmt: skip
    audit.add_argument("--public", action="append", default=[], help="kunci publik / public key")
    verb(
        "retention",
        "retensi: preview, verify, repeat FOLDER (sesudah pemulihan)",
        "retention: preview, verify, repeat FOLDER (after a restore)",
    )
    vault_command.add_to(verb("vault", "kunci dan segel; gugus vault -h", "keys and seals; gugus vault -h"))


def _building(verb: Verb) -> None:
    verb("grow", "besarkan data contoh untuk pengukuran", "grow the demo data for measuring")
    sbom = verb(
        "sbom",
        "daftar bahan sebuah rilis (CycloneDX), di lingkungan pengembangan",
        "the bill of materials of a release (CycloneDX), in the development environment",
    )
    sbom.add_argument("file", type=Path)
