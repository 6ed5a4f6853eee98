"""Everything that speaks for or against the trail at once: seals, kept anchors, guards, the worker."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils.timezone import localdate

from gugus.audit import guards, signing
from gugus.audit.anchoring import folder
from gugus.audit.models import Anchor, Installation, SigningKey
from gugus.audit.verifying import Good, Progress, Verdict, verify
from gugus.kernel import anchors
from gugus.kernel.anchors import ANCHOR, KEY, Fault, Statement

UNREADABLE, NOT_KEPT = "unreadable", "not_kept"


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of a verification."""

    verdict: Verdict
    faults: tuple[Fault, ...]
    gaps: tuple[guards.Gap, ...]
    anchors: int
    late: bool

    @property
    def is_whole(self) -> bool:
        """Does nothing at all speak against the trail?"""
        return not (self.verdict.first_break or self.faults or self.gaps or self.late)


@dataclass(frozen=True, slots=True)
class Given:
    """What the person who verifies brings: an old root, files with signed anchors, public keys they trust."""

    root: bytes | None = None
    files: tuple[Path, ...] = ()
    trusted: tuple[str, ...] = ()


def examine(
    *,
    given: Given = Given(),
    since: Good | None = None,
    at: datetime,
    day: date,
    progress: Progress = lambda rows, total: None,
) -> Finding:
    """Verify seals against every anchor that is kept here or was brought, and look after the guards."""
    statements, faults = _collected(given.files)
    mine = str(Installation.objects.get().pk)
    faults += [
        Fault(anchors.FOREIGN, one.facts.get("day", one["key"]))
        for one in statements
        if one["installation"] != mine
    ]
    ours = [one for one in statements if one["installation"] == mine]
    faults += anchors.faults_of(ours, _trusted(given.trusted, ours))
    faults += [fault for fault in _absent(ours, day) if fault not in faults]
    roots = {int(one["seal"]): one["root"] for one in ours if one.form == ANCHOR}
    verdict = verify(anchor=given.root, anchors=roots, since=since, progress=progress)
    return Finding(verdict, tuple(faults), tuple(guards.gaps()), len(roots), verdict.is_late(at))


def _absent(ours: list[Statement], today: date) -> list[Fault]:
    """Days without an anchor, from the day after the first key until yesterday."""
    begins = [localdate(datetime.fromisoformat(one["from"])) for one in ours if one.form == KEY]
    days = {one.day for one in ours if one.form == ANCHOR} | set(begins[:1])
    return [Fault(anchors.DAY_MISSING, gone.isoformat()) for gone in anchors.missing_days(days, today)]


def remembered(path: Path) -> Good | None:
    """Where the last whole verification ended; None when nothing is remembered or it cannot be read."""
    try:
        return Good(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def remember(path: Path, good: Good) -> None:
    """Keep where this verification ended, for `--since`."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(json.dumps(asdict(good)), encoding="utf-8")
    fresh.replace(path)


def memory() -> Path:
    """The file of `remembered`, outside the database."""
    return folder() / "verified.json"


def _collected(files: Iterable[Path]) -> tuple[list[Statement], list[Fault]]:
    """Statements of the table, of the folder and of the given files, each once; and what could not be read."""
    found: dict[str, Statement] = {}
    faults: list[Fault] = []
    table = [
        *SigningKey.objects.values_list("text", flat=True),
        *Anchor.objects.values_list("text", flat=True),
    ]
    kept = sorted(folder().glob("*.txt")) if folder().is_dir() else []
    texts = [("audit_anchor", text) for text in table]
    texts += [(path.name, path.read_text(encoding="utf-8", errors="replace")) for path in (*kept, *files)]
    for name, text in texts:
        try:
            read = anchors.read_statements(text)
        except ValueError:
            faults.append(Fault(UNREADABLE, name))
            continue
        found |= {one.text: one for one in read}
    held = {text.strip() for text in table}
    days = {one["day"] for one in found.values() if one.form == ANCHOR and one.text.strip() in held}
    faults += [
        Fault(NOT_KEPT, one["day"]) for one in found.values() if one.form == ANCHOR and one["day"] not in days
    ]
    return list(found.values()), faults


def _trusted(given: Iterable[str], ours: Iterable[Statement]) -> list[str]:
    """Keys somebody brought; else the key file's own; else (no file readable here) the first one stated."""
    if brought := list(given):
        return brought
    try:
        return [anchors.public_text(signing.load().public_key())]
    except signing.NoSigningKey:
        return [one["public"] for one in ours if one.form == KEY][:1]
