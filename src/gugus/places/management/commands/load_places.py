from pathlib import Path
from time import monotonic

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from gugus.places import listing, queries
from gugus.places.actions import load_areas


class Command(BaseCommand):
    help = "Load all areas of Indonesia, province to village, by Kemendagri code. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--file", nargs="+", type=Path, help="a newer list, as CSV of code,name")
        parser.add_argument("--named", default="", help="what to call that list, such as its year")
        parser.add_argument("--again", action="store_true", help="load even when nothing changed")

    def handle(self, *, file, named, again, **options):
        started = monotonic()
        try:
            asked = self._asked(file, named, again)
        except (listing.ListUnreadable, OSError) as unreadable:
            raise CommandError(str(unreadable)) from unreadable
        if asked is None:
            return
        self.stdout.write(f"Loading {len(asked.lines)} areas of {asked.source} {asked.version} …")
        loaded = load_areas(listing=asked, at=now())
        self.stdout.write(
            f"{loaded.added} added, {loaded.changed} changed, {loaded.ended} ended"
            f" in {monotonic() - started:.1f} s."
        )

    def _asked(self, files, named, again):
        """The list to load, or None when this database needs none."""
        last = queries.loaded_list()
        if not files and last and last.source != listing.PACKAGE and not again:
            self.stdout.write(
                f"Areas come from {last.source} {last.version}; the older packaged list stays away."
            )
            return None
        source = ", ".join(path.name for path in files) if files else listing.PACKAGE
        if not files:
            path, named = listing.packaged()
            files = [path]
        if last and last.digest == listing.digest_of(files) and not again:
            self.stdout.write(f"Areas are up to date: {last.areas} of {last.source} {last.version}.")
            return None
        return listing.read_list(files, source=source, version=named)
