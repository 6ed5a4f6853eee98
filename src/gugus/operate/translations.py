"""Keep each context's Indonesian catalogue complete: `python -m gugus.operate.translations [context …]`.

Without option: add missing messages (empty, to be filled in), drop those no longer shown, compile.
With --check: change nothing; name every message that is missing, empty, doubtful or broken, and exit 1.
With --compile: only write the .mo files that Django reads.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

from gugus.operate.messages import Message, Untranslatable, messages_of

SOURCE = Path(__file__).resolve().parent.parent
CATALOGUE = "locale/id/LC_MESSAGES/django.po"
HEADER = {
    "Project-Id-Version": "gugus",
    "Language": "id",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]|%[sdrif]|\{\w*\}")


def contexts(source: Path = SOURCE) -> list[Path]:
    """The folders that own a catalogue: every context that knows Django."""
    return [
        path
        for path in sorted(source.iterdir())
        if (path / "__init__.py").exists() and path.name != "operate"
    ]


def update(context: Path) -> list[str]:
    """Bring the catalogue in line with the sources; return what is still to be translated."""
    catalogue, changed = _read(context), False
    wanted = _wanted(context)
    for entry in list(catalogue):
        message = wanted.get((entry.msgctxt, entry.msgid))
        if entry.obsolete or message is None or (message.plural or "") != entry.msgid_plural:
            catalogue.remove(entry)
            changed = True
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue}
    for key in wanted.keys() - known:
        catalogue.append(_entry(wanted[key]))
        changed = True
    if changed:
        _write(context, catalogue)
    return [entry.msgid for entry in catalogue if not entry.translated()]


def faults(context: Path) -> list[str]:
    """Everything wrong with one context's catalogue, one sentence each."""
    catalogue = {(entry.msgctxt, entry.msgid): entry for entry in _read(context) if not entry.obsolete}
    wanted = _wanted(context)
    found = [f"missing: {_short(key)}" for key in wanted if key not in catalogue]
    found += [f"no longer shown: {_short(key)}" for key in catalogue if key not in wanted]
    for key, entry in catalogue.items():
        found += [f"{fault}: {_short(key)}" for fault in _faults_of(entry)]
    return found


def contradictions(folders: Iterable[Path]) -> list[str]:
    """Messages that two contexts translate differently: Django would silently take one of them."""
    seen: dict[tuple, tuple[str, str]] = {}
    found = []
    for folder in folders:
        for entry in _read(folder):
            text = entry.msgstr or entry.msgstr_plural.get(0, "")
            key = (entry.msgctxt, entry.msgid)
            where, other = seen.setdefault(key, (folder.name, text)) if text else (folder.name, text)
            if other != text:
                found.append(f"{folder.name} says “{text}”, {where} says “{other}”: {_short(key)}")
    return found


def compile_all(source: Path = SOURCE) -> int:
    """Write every .mo file that is missing or not made from its .po; return how many were written."""
    return sum(_compile(folder) for folder in contexts(source))


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m gugus.operate.translations", description=__doc__)
    parser.add_argument("context", nargs="*", help="only these contexts (default: all)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="change nothing, fail if anything is incomplete")
    what.add_argument("--compile", action="store_true", help="only write the compiled catalogues")
    asked = parser.parse_args(arguments)
    chosen = [folder for folder in contexts() if not asked.context or folder.name in asked.context]
    if unknown := set(asked.context) - {folder.name for folder in chosen}:
        parser.error(f"no such context: {', '.join(sorted(unknown))}")
    try:
        if asked.check:
            return _check(chosen)
        if not asked.compile:
            _update(chosen)
    except Untranslatable as fault:
        print(fault, file=sys.stderr)
        return 1
    print(f"{sum(_compile(folder) for folder in chosen)} compiled")
    return 0


def _check(chosen: list[Path]) -> int:
    found = [f"{folder.name}: {fault}" for folder in chosen for fault in faults(folder)]
    found += contradictions(contexts())
    print("\n".join(found) or "Every text is there in Indonesian.")
    return 1 if found else 0


def _update(chosen: list[Path]) -> None:
    for folder in chosen:
        for msgid in update(folder):
            print(f"{folder.name}: to be translated: {_short((None, msgid))}")


def _wanted(context: Path) -> dict[tuple, Message]:
    """By key; where one text is used with and without a plural, the plural form serves both."""
    wanted: dict[tuple, Message] = {}
    for message in messages_of(context):
        if message.key not in wanted or (message.plural and not wanted[message.key].plural):
            wanted[message.key] = message
    return wanted


def _entry(message: Message) -> polib.POEntry:
    plural = {"msgid_plural": message.plural, "msgstr_plural": {0: ""}} if message.plural else {}
    entry = polib.POEntry(msgctxt=message.context, msgid=message.msgid, **plural)
    entry.occurrences = [(message.file, "")]
    if "%(" in message.msgid:
        entry.flags.append("python-format")
    return entry


def _faults_of(entry: polib.POEntry) -> Iterator[str]:
    if entry.fuzzy:
        yield "doubtful (fuzzy)"
    text = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
    if not text.strip():
        yield "empty"
        return
    model = entry.msgid_plural or entry.msgid
    if _placeholders(model) != _placeholders(text):
        yield f"placeholders differ ({_listed(model)} and {_listed(text)})"
    if _edges(entry.msgid) != _edges(text):
        yield "space or line break at an end differs"


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def _listed(text: str) -> str:
    return " ".join(sorted(_placeholders(text))) or "none"


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def _read(context: Path) -> polib.POFile:
    path = context / CATALOGUE
    catalogue = polib.pofile(str(path), wrapwidth=100) if path.exists() else polib.POFile(wrapwidth=100)
    catalogue.metadata = HEADER | {}
    return catalogue


def _write(context: Path, catalogue: polib.POFile) -> None:
    path = context / CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.sort(key=lambda entry: (entry.msgid.casefold(), entry.msgid, entry.msgctxt or ""))
    fresh = path.with_suffix(".po.new")
    catalogue.save(str(fresh))
    fresh.replace(path)


def _compile(context: Path) -> bool:
    source = context / CATALOGUE
    compiled = source.with_suffix(".mo")
    if not source.exists():
        return False
    written = source.stat().st_mtime_ns
    if compiled.exists() and compiled.stat().st_mtime_ns == written:
        return False
    fresh = compiled.with_suffix(f".mo.{os.getpid()}")
    _read(context).save_as_mofile(str(fresh))
    os.utime(fresh, ns=(written, written))  # the same moment says: made from this very source
    fresh.replace(compiled)
    return True


def _short(key: tuple[str | None, str]) -> str:
    context, msgid = key
    line = " ".join(msgid.split())
    line = line if len(line) <= 80 else line[:77] + "…"
    return f"“{line}”" + (f" ({context})" if context else "")


if __name__ == "__main__":
    sys.exit(main())
