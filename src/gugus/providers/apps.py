from django.apps import AppConfig

from gugus.access.explaining import tell_standing


class ProvidersConfig(AppConfig):
    name = "gugus.providers"
    label = "providers"

    def ready(self) -> None:
        """Say how somebody stands to a service of the directory."""
        tell_standing("offering", "gugus.providers.explaining.told")
