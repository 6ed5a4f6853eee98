from django.apps import AppConfig

from gugus.access.explaining import tell_standing


class FilesConfig(AppConfig):
    name = "gugus.files"
    label = "files"

    def ready(self) -> None:
        """Say how somebody stands to our records."""
        tell_standing("attachment", "gugus.files.explaining.told")
