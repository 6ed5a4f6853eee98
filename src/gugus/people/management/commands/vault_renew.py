"""gugus vault renew --person P-…: new data keys for one person."""

from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.people import custody
from gugus.people.management.vault import VaultCommand


class Command(VaultCommand):
    help = "Give one person new data keys: fields and attachments sealed again, old keys destroyed."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--person", required=True, help="P-…")

    def run(self, person: str, **options) -> bool:
        """Do it and say what kept its key."""
        try:
            done = custody.renew_person(ref=person, at=timezone.now())
        except custody.NoSuchRecord:
            return self.refuse(_("There is no record %(ref)s."), ref=person)
        self.say(
            _("%(rows)d rows were sealed anew; %(keys)d old keys are destroyed."),
            rows=done.rows,
            keys=done.keys,
        )
        if done.shared:
            self.say(_("%(shared)d rows keep the key of the file they stand in."), shared=done.shared)
        return True
