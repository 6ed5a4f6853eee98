from django.apps import AppConfig

from gugus.access.explaining import tell_standing


class FiguresConfig(AppConfig):
    name = "gugus.figures"
    label = "figures"

    def ready(self) -> None:
        """Say how somebody stands to a figure."""
        tell_standing("snapshot", "gugus.figures.explaining.told_of_snapshot")
        tell_standing("published", "gugus.figures.explaining.told_of_published")
