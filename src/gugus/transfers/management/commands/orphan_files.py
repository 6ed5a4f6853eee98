"""gugus manage orphan_files: files that nobody can open. Zero is right; anything else ends with status 1."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from gugus.transfers.orphans import cases_without_manager, files_nobody_opens


class Command(BaseCommand):
    help = "Counts open cases whose agency or manager can no longer open them."

    def handle(self, *args, **options) -> None:
        """One line for each agency; references and names of persons are never written."""
        at = now()
        lost = files_nobody_opens(at)
        waiting = cases_without_manager(at).count()
        for one in lost:
            self.stdout.write(f"{one.agency.slug}: {one.number}")
        self.stdout.write(f"without manager: {waiting}")
        self.stdout.write(f"nobody can open: {sum(one.number for one in lost)}")
        if lost or waiting:
            raise CommandError("There are files that nobody can open.")
