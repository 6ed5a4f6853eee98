"""`gugus status`: how the installation is, on one screen."""

from datetime import timedelta

from gugus.kernel.words import Words
from gugus.operate.facts import Facts

UNKNOWN = "–"


def lines(facts: Facts) -> list[tuple[Words, str]]:
    """Label and value, in the order they are shown."""
    state = facts.state
    return [
        (Words(id="Mode", en="Mode"), facts.mode),
        (Words(id="PostgreSQL", en="PostgreSQL"), state.version or UNKNOWN),
        (Words(id="Ukuran basis data", en="Size of the database"), f"{state.size // 2**20} MB"),
        (Words(id="Ruang tersisa", en="Room left"), f"{facts.free // 2**30} GB"),
        (Words(id="Perubahan tabel tertunda", en="Pending table changes"), str(len(facts.pending))),
        (Words(id="Wilayah dimuat", en="Areas loaded"), _number(state.places)),
        (Words(id="Pekerja latar terakhir terlihat", en="Worker last seen"), _age(state.heartbeat)),
        (Words(id="Pekerjaan menunggu", en="Jobs waiting"), _number(state.jobs_waiting)),
        (Words(id="Pekerjaan gagal", en="Jobs failed"), _number(state.jobs_failed)),
        (Words(id="Pemindai virus", en="Virus scanner"), _scanner(facts)),
        (Words(id="Jejak belum disegel", en="Trail not sealed"), _number(state.unsealed)),
        (Words(id="Yang tertua", en="The oldest"), _age(state.oldest_unsealed)),
    ]


def _scanner(facts: Facts) -> str:
    if not facts.scanner_place:
        return "– (GUGUS_CLAMAV)"
    return facts.scanner or f"– ({facts.scanner_place})"


def _number(value: int | None) -> str:
    return UNKNOWN if value is None else str(value)


def _age(value: timedelta | None) -> str:
    if value is None:
        return UNKNOWN
    if value.days > 1:
        return f"{value.days} d"
    seconds = int(value.total_seconds())
    return f"{seconds // 3600}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
