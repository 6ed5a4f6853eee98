"""gugus vault shred: destroy data keys, of one record or of a list that was kept outside the database."""

from pathlib import Path
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.base.shredding import listed
from gugus.people import custody
from gugus.people.management.vault import VaultCommand


class Command(VaultCommand):
    help = "Destroy data keys for good: of a person, case or report, by id, or by a list kept outside the database."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        what = parser.add_mutually_exclusive_group(required=True)
        for kind in ("person", "case", "report"):
            what.add_argument(f"--{kind}", help="reference")
        what.add_argument("--key", type=UUID, action="append", help="id of a data key")
        what.add_argument("--from-list", type=Path, help="shredded.txt, after a restore")
        parser.add_argument("--yes", action="store_true", help="really, for ever")

    def run(self, yes: bool, **options) -> bool:
        """Do it, if it is really meant."""
        path = options["from_list"]
        if path is not None and not path.is_file():
            return self.refuse(_("There is no file %(file)s."), file=path)
        if path is None and not yes:
            return self.refuse(_("This cannot be undone, not even from a backup. Add --yes if you mean it."))
        if path is not None or options["key"]:
            keys = listed(path) if path is not None else options["key"]
            done = custody.shred_keys(keys=keys, at=timezone.now())
            self.say(
                _("%(done)d data keys are destroyed; %(rest)d were already."),
                done=done,
                rest=len(keys) - done,
            )
            return True
        kind = next(kind for kind in ("person", "case", "report") if options[kind])
        try:
            done = custody.shred_of(kind=kind, ref=options[kind], at=timezone.now())
        except custody.NoSuchRecord:
            return self.refuse(_("There is no record %(ref)s."), ref=options[kind])
        self.say(
            _("%(keys)d data keys are destroyed; %(emptied)d rows within other files are emptied."),
            keys=done.keys,
            emptied=done.emptied,
        )
        return True
