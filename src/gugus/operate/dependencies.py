"""What the product is made of, and whether anything of it is known to be weak.

python -m gugus.operate.dependencies audit        look up both lock files; fails on a weakness that is not excused
python -m gugus.operate.dependencies sbom FILE    the bill of materials (CycloneDX 1.6, the same bytes each time)

The service that knows weaknesses may be out of reach; then that is said and nothing fails. An excuse is a line in
docs/security-exceptions.csv with a reason and a last day.
"""

import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, metadata
from importlib.util import find_spec
from pathlib import Path

from gugus.operate.installation import CHECKOUT

LOCKS = ("requirements.lock", "requirements-dev.lock")
EXCEPTIONS = CHECKOUT / "docs" / "security-exceptions.csv"
PATIENCE = 180  # seconds
LEFT_OUT = "LEFT OUT: the search for known weaknesses in {lock}, because {why}."
FOUND = (
    "{package} {version}: {id}. Repaired in: {repaired}. Upgrade with bin/lock --upgrade-package {package}."
)


class NoMaker(Exception):
    """What writes bills of materials is not installed here: it belongs to development, not to an installation."""


@dataclass(frozen=True)
class Weakness:
    """A known weakness of a locked package."""

    package: str
    version: str
    id: str
    aliases: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()

    def __str__(self) -> str:
        known = ", ".join(self.repaired) or "no version yet"
        return FOUND.format(package=self.package, version=self.version, id=self.id, repaired=known)


@dataclass(frozen=True)
class Excuse:
    """Why a weakness is borne with, and until when."""

    id: str
    package: str
    reason: str
    until: date


@dataclass(frozen=True)
class Answer:
    """What was found out about a lock file: weaknesses, packages nobody knows of, or why nothing is known."""

    weaknesses: tuple[Weakness, ...] = ()
    unknown: tuple[str, ...] = ()
    why_not: str = ""


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments == ["audit"]:
        return audit(today=date.today())
    if len(arguments) == 2 and arguments[0] == "sbom":
        Path(arguments[1]).write_text(bill_of_materials(), encoding="utf-8")
        return 0
    print(__doc__, file=sys.stderr)
    return 2


def audit(*, today: date) -> int:
    """Ask about both locks; say what was found and what could not be asked."""
    excused, stale = excuses(EXCEPTIONS.read_text(encoding="utf-8"), today)
    bad = [f"The excuse for {one.id} ({one.package}) ended on {one.until}." for one in stale]
    for lock in LOCKS:
        answer = asked(CHECKOUT / lock)
        if answer.why_not:
            print(LEFT_OUT.format(lock=lock, why=answer.why_not))
        elif answer.unknown:
            print(LEFT_OUT.format(lock=lock, why=f"nothing is known of {', '.join(answer.unknown)}"))
        bad += [str(one) for one in answer.weaknesses if not is_excused(one, excused)]
    for line in dict.fromkeys(bad):
        print(line)
    return 1 if bad else 0


def asked(lock: Path) -> Answer:
    """Ask pip-audit about the versions of a lock file; nothing is installed."""
    options = ["--requirement", lock, "--disable-pip", "--require-hashes", "--format", "json"]
    command = [sys.executable, "-m", "pip_audit", *map(str, options), "--progress-spinner", "off"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return Answer(why_not="the service that knows them does not answer")
    return read(done.stdout)


def read(told: str) -> Answer:
    """What pip-audit's answer means. It says "none found" also when it could look at nothing."""
    try:
        packages = json.loads(told)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Answer(why_not="the service that knows them is out of reach")
    unknown = tuple(one["name"] for one in packages if "skip_reason" in one)
    if packages and len(unknown) == len(packages):
        return Answer(why_not="the service that knows them is out of reach")
    found = (_weakness(one, known) for one in packages for known in one.get("vulns", ()))
    return Answer(tuple(found), unknown)


def _weakness(package: dict, known: dict) -> Weakness:
    return Weakness(
        package["name"], package["version"], known["id"], tuple(known.get("aliases", ())),
        tuple(known.get("fix_versions", ())),
    )  # fmt: skip


def excuses(text: str, today: date) -> tuple[list[Excuse], list[Excuse]]:
    """The excuses in force, and those whose day is over."""
    rows = [
        Excuse(row["id"], row["package"], row["reason"], date.fromisoformat(row["until"]))
        for row in csv.DictReader(text.splitlines())
    ]
    return [one for one in rows if one.until >= today], [one for one in rows if one.until < today]


def is_excused(weakness: Weakness, excused: Iterable[Excuse]) -> bool:
    """Is this weakness of this package borne with for now?"""
    names = {weakness.id, *weakness.aliases}
    return any(one.id in names and one.package == weakness.package and one.reason for one in excused)


def bill_of_materials(lock: Path = CHECKOUT / LOCKS[0]) -> str:
    """CycloneDX of what runs with the product: names, versions, digests, licences; no times, no index.

    Raises NoMaker.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "sbom.json"
        options = ["--output-reproducible", "--short-PURLs", "--of", "JSON", "--sv", "1.6", "-o", out]
        project = ["--pyproject", CHECKOUT / "pyproject.toml"]
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "cyclonedx_py",
            "requirements",
            lock,
            *project,
            *options,
        ]
        if find_spec("cyclonedx_py") is None:
            raise NoMaker
        subprocess.run(list(map(str, command)), check=True, capture_output=True)
        told = json.loads(out.read_text(encoding="utf-8"))
    told["components"] = sorted(map(_component, told["components"]), key=lambda one: one["purl"])
    for name in ("serialNumber", "dependencies"):
        told.pop(name, None)
    for tool in told["metadata"].get("tools", {}).get("components", ()):
        tool.pop("externalReferences", None)
    root = told["metadata"]["component"]
    root.pop("externalReferences", None)
    root["bom-ref"] = root["name"]
    depends = [one["bom-ref"] for one in told["components"]]
    told["dependencies"] = [{"ref": root["bom-ref"], "dependsOn": depends}]
    told["metadata"].pop("timestamp", None)
    return json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def parts_of(bill: str) -> list[str]:
    """The packages that a bill names."""
    return [one["name"] for one in json.loads(bill)["components"]]


def _component(told: dict) -> dict:
    hashes = [one for link in told.get("externalReferences", ()) for one in link.get("hashes", ())]
    kept = {name: told[name] for name in ("name", "version", "purl", "type")}
    kept["bom-ref"] = told["purl"]
    if hashes:
        # A lock names one digest for each platform's file.
        kept["properties"] = [
            {"name": "gugus:file-digest", "value": f"{one['alg']}:{one['content']}"} for one in hashes
        ]
    if licence := licence_of(told["name"]):
        kept["licenses"] = [{"license": {"name": licence}}]
    return kept


def licence_of(package: str) -> str:
    """What an installed package says its licence is; "" when it is not installed here or says nothing short."""
    try:
        told = metadata(package)
    except PackageNotFoundError:
        return ""
    short = told.get("License-Expression") or told.get("License") or ""
    if short and "\n" not in short and len(short) <= 60:
        return short
    named = [line for line in told.get_all("Classifier") or () if line.startswith("License ::")]
    return named[0].rpartition(" :: ")[2] if named else ""


if __name__ == "__main__":
    sys.exit(main())
