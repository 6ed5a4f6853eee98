"""`gugus retention preview | verify | repeat FOLDER`: look ahead, check the chain, clean a restored backup."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date

from gugus.directory.models import Agency
from gugus.retention import certificates, repeating
from gugus.retention.preview import preview


class Command(BaseCommand):
    help = "Apa yang jatuh tempo, rantai berita acara, mengulang sesudah pemulihan / what is due, the chain, repeating"

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="what", required=True)
        looking = verbs.add_parser("preview")
        looking.add_argument("--on", default="", help="YYYY-MM-DD")
        looking.add_argument("--agency", default="", help="slug")
        verbs.add_parser("verify")
        verbs.add_parser("repeat").add_argument("folder", type=Path)

    def handle(self, *args, what, **options):
        """Do one of the three; only `repeat` changes anything."""
        getattr(self, f"_{what}")(**options)

    def _preview(self, *, on: str, agency: str, **_rest) -> None:
        day = parse_date(on) if on else timezone.localdate()
        if day is None:
            raise CommandError("--on YYYY-MM-DD")
        for office in Agency.objects.filter(**({"slug": agency} if agency else {})):
            found = preview(office.pk, day, at=timezone.now())
            for code, years in found.by_class_and_year().items():
                for year, number in sorted(years.items()):
                    self.stdout.write(f"{office.slug}\t{code}\t{year}\t{number}")
            if found.held_back:
                self.stdout.write(f"{office.slug}\theld\t-\t{len(found.held_back)}")

    def _verify(self, **_rest) -> None:
        faults = list(certificates.faults())
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError(f"{len(faults)}")
        self.stdout.write("OK")

    def _repeat(self, *, folder: Path, **_rest) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder}?")
        try:
            for ref, number in repeating.repeat(folder, clock=timezone.now):
                self.stdout.write(f"{ref}\t{number}")
        except repeating.NotACertificate as broken:
            raise CommandError(f"{broken}: not as it was written / tidak seperti ditulis") from None
