"""Reads decisions.csv, which officials own: Indonesian words in, facts and expectations out."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gugus import law
from gugus.law.facts import KINDS, Evidence, Facts

TABLE = Path(__file__).with_name("decisions.csv")
ANSWERS = {"ya": True, "tidak": False, "tidak diketahui": None}
ELEMENTS = {"proses": "act", "cara": "means", "tujuan": "purpose"}
FINDINGS = {
    "lengkap": "complete",
    "diceritakan": "told",
    "delik khusus anak": "alternative",
    "belum lengkap": "incomplete",
    "": "",
}
DIRECTIONS = {"": "", "keluar Indonesia": "out_of_indonesia", "masuk Indonesia": "into_indonesia"}
OTHER_FACTS = {
    "diselundupkan dengan sukarela": {"smuggled": True},
    "ditempatkan tanpa syarat": {"placed_without_requirements": True},
    "pengangkatan anak dengan imbalan": {"adoption_for_gain": True},
    "korban melakukan tindak pidana": {"committed_offence": True},
    "dipaksa melakukannya": {"forced_to_offend": True},
    "tidak dipaksa melakukannya": {"forced_to_offend": False},
    "warga negara asing": {"indonesian_citizen": False},
}


@dataclass(frozen=True)
class Expected:
    """What an official expects of one row."""

    national: str
    international: str
    international_if_adult: str
    result: str
    missing: set[str]
    offences: set[str]
    related: set[str]
    aggravations: set[str]
    services: bool
    non_punishment: bool


def decision_rows() -> list[dict[str, str]]:
    """Return the rows of the table as texts."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def facts_of(row: dict[str, str]) -> Facts:
    """Build the facts that one row tells."""
    told = {
        "act": _codes("acts", row["proses"]),
        "means": _codes("means", row["cara"]),
        "purpose": _codes("purposes", row["tujuan atau akibat"]),
        "exploitation": _codes("exploitation_forms", row["bentuk eksploitasi"]),
    }
    more, circumstances = {}, set()
    for words in _parts(row["keadaan lain"]):
        if words in OTHER_FACTS:
            more |= OTHER_FACTS[words]
        else:
            circumstances |= _codes("aggravations", words)
    return Facts(
        acts=told["act"],
        means=told["means"],
        purposes=told["purpose"],
        exploitation=told["exploitation"],
        ruled_out=frozenset(ELEMENTS[one] for one in _parts(row["diperiksa dan tidak ditemukan"])),
        circumstances=frozenset(circumstances),
        evidence=_evidence(told, row["unsur yang didukung bukti"]),
        date_of_act=_day(row["tanggal perbuatan"]),
        consented=ANSWERS[row["korban setuju"]],
        crossed_border=ANSWERS[row["lintas batas"]],
        direction=DIRECTIONS[row["arah"]],
        **_age(row["umur"]),
        **more,
    )


def expected_of(row: dict[str, str]) -> Expected:
    """Return what the row expects, in stored codes and citations."""
    return Expected(
        national=FINDINGS[row["menurut hukum nasional"]],
        international=FINDINGS[row["menurut standar internasional"]],
        international_if_adult=FINDINGS[row["standar internasional bila dewasa"]],
        result=next(iter(_codes("identification_results", row["hasil"]))),
        missing={ELEMENTS[one] for one in _parts(row["unsur yang belum diketahui"])},
        offences=set(_parts(row["kemungkinan pasal"])),
        related=set(_parts(row["tindak pidana lain"])),
        aggravations={one for part in _parts(row["pemberat"]) for one in _codes("aggravations", part)},
        services=ANSWERS[row["layanan sekarang"]],
        non_punishment=ANSWERS[row["mungkin tidak dipidana"]],
    )


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _codes(list_name: str, cell: str) -> set[str]:
    return {_code(list_name, words) for words in _parts(cell)}


def _code(list_name: str, words: str) -> str:
    """Find a code by its Indonesian words, or by their only possible beginning."""
    exact = [one.code for one in law.codes(list_name) if one.words.id == words]
    begun = exact or [one.code for one in law.codes(list_name) if one.words.id.startswith(words)]
    if len(begun) != 1:
        raise LookupError(f"{list_name}: {words!r} is not one value of the list")
    return begun[0]


def _evidence(told: dict[str, set[str]], supported: str) -> tuple[Evidence, ...]:
    every = {"act", "means", "purpose"}
    strong = (
        every if supported == "semua" else {ELEMENTS[one] for one in _parts(supported) if one in ELEMENTS}
    )
    if "purpose" in strong:
        strong = strong | {"exploitation"}
    return tuple(
        Evidence(kind, one, "survivor_statement", "supported" if kind in strong else "claimed")
        for kind in KINDS
        for one in sorted(told[kind])
    )


def _age(cell: str) -> dict:
    if cell == "tidak diketahui":
        return {}
    if cell == "dalam kandungan":
        return {"is_child": True}
    if cell.startswith("lahir "):
        return {"born_on": date.fromisoformat(cell.removeprefix("lahir "))}
    if cell.startswith("tahun "):
        return {"birth_year": int(cell.removeprefix("tahun "))}
    return {"age_at_act": int(cell)}


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
