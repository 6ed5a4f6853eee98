"""Verify the trail; exit code 1 when something is broken."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from gugus.audit import verifying


class Command(BaseCommand):
    help = "Check every sealed entry of the trail and the chain of seals; name the first that is broken."

    def add_arguments(self, parser):
        parser.add_argument("--anchor", help="a printed anchor, its root, or a file that holds it")
        parser.add_argument("--quiet", action="store_true", help="no progress")

    def handle(self, *args, anchor: str | None = None, quiet: bool = False, **options):
        try:
            root = verifying.read_root(_content(anchor)) if anchor else None
        except ValueError as unreadable:
            raise CommandError(str(unreadable)) from unreadable
        verdict = verifying.verify(anchor=root, progress=self._silent if quiet else self._progress)
        self.stdout.write(
            _("%(sealed)d sealed entries in %(seals)d seals were checked; %(unsealed)d are not sealed yet.")
            % {"sealed": verdict.sealed, "seals": verdict.seals, "unsealed": verdict.unsealed}
        )
        if verdict.first_break is None:
            self.stdout.write(_("The trail is whole."))
            return
        self.stdout.write(_sentence(verdict.first_break))
        sys.exit(1)

    def _progress(self, rows: int) -> None:
        self.stderr.write(_("%(rows)d entries checked …") % {"rows": rows})

    def _silent(self, rows: int) -> None:
        pass


def _sentence(broken: verifying.Break) -> str:
    words = {
        verifying.ALTERED: _("BROKEN: entry %(seq)s was altered after it was written (seal %(seal)s)."),
        verifying.MISSING: _("BROKEN: entry %(seq)s was removed (seal %(seal)s)."),
        verifying.INSERTED: _("BROKEN: entry %(seq)s was inserted past the product; no seal knows it."),
        verifying.SEAL_BROKEN: _("BROKEN: seal %(seal)s was altered."),
        verifying.CHAIN_BROKEN: _(
            "BROKEN: seal %(seal)s does not follow the one before; a seal was removed or replaced."
        ),
        verifying.ANCHOR_LOST: _(
            "BROKEN: the anchor is not in the trail; it was replaced, or an older backup was restored."
        ),
    }
    return words[broken.kind] % {"seq": broken.seq, "seal": broken.seal}


def _content(given: str) -> str:
    path = Path(given)
    return path.read_text(encoding="utf-8") if len(given) < 200 and path.is_file() else given
