"""Verify the trail; exit code 1 when something is broken."""

import sys
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.audit import evidence, verifying, wording


class Command(BaseCommand):
    help = "Check every sealed entry, the chain of seals, every kept anchor and the guards of the trail."

    def add_arguments(self, parser):
        parser.add_argument(
            "--anchor", action="append", default=[],
            help="a file with signed anchors, a printed anchor, or a root; may be given several times",
        )  # fmt: skip
        parser.add_argument("--public", action="append", default=[], help="a public key that you trust")
        parser.add_argument(
            "--since", help="begin after this seal (a number, or “last”); the rest was found whole"
        )
        parser.add_argument("--memory", type=Path, help="the file that remembers the last whole verification")
        parser.add_argument("--quiet", action="store_true", help="no progress")

    def handle(self, *args, anchor, public, since, memory, quiet, **options):
        memory = memory or evidence.memory()
        finding = evidence.examine(
            given=self._given(anchor, public),
            since=self._start(since, memory),
            at=timezone.now(),
            day=timezone.localdate(),
            progress=_Progress(self.stderr, quiet or not self.stderr.isatty()),
        )
        for line in wording.lines(finding):
            self.stdout.write(line)
        if not finding.is_whole:
            sys.exit(1)
        if finding.verdict.good:
            try:
                evidence.remember(memory, finding.verdict.good)
            except OSError:
                self.stderr.write(_("The result could not be remembered in %(file)s.") % {"file": memory})

    def _given(self, anchors: list[str], public: list[str]) -> evidence.Given:
        files = [Path(one) for one in anchors if _is_file(one)]
        roots = [one for one in anchors if not _is_file(one)]
        signed = [path for path in files if "gugus-anchor-2" in path.read_text(errors="replace")]
        roots += [path.read_text(errors="replace") for path in files if path not in signed]
        if len(roots) > 1:
            raise CommandError(_("Give one root at a time; signed anchors may be several files."))
        try:
            root = verifying.read_root(roots[0]) if roots else None
        except ValueError as unreadable:
            raise CommandError(str(unreadable)) from unreadable
        return evidence.Given(root, tuple(signed), tuple(public))

    def _start(self, since: str | None, memory: Path) -> verifying.Good | None:
        if not since:
            return None
        known = evidence.remembered(memory)
        if known is None or since not in {"last", str(known.seal)}:
            where = known.seal if known else "-"
            raise CommandError(
                _(
                    "Only the seal at which the last whole verification ended can be a beginning (%(seal)s, %(file)s)."
                )
                % {"seal": where, "file": memory}
            )
        return known


class _Progress:
    """One line on the terminal, written over; nothing where nobody watches."""

    def __init__(self, out, quiet: bool):
        self.out, self.quiet, self.began, self.told = out, quiet, time.monotonic(), 0.0

    def __call__(self, rows: int, total: int) -> None:
        now = time.monotonic()
        if self.quiet or (now - self.told < 0.5 and rows < total):
            return
        self.told = now
        end = "\n" if rows >= total else ""
        self.out.write(f"\r{wording.progress(rows, total, now - self.began)}", ending=end)
        self.out.flush()


def _is_file(given: str) -> bool:
    return len(given) < 200 and "\n" not in given and Path(given).is_file()
