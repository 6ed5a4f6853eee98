from django.apps import AppConfig

from gugus.access.explaining import tell_standing
from gugus.base import holdings


class FilesConfig(AppConfig):
    name = "gugus.files"
    label = "files"

    def ready(self) -> None:
        """Say how somebody stands to our records."""
        tell_standing("attachment", "gugus.files.explaining.told")
        holdings.add_check("gugus.files.vaulting.check")
        holdings.add_renewer("files.Attachment", "gugus.files.vaulting.renewed")
