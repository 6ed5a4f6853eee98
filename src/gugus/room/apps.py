from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gugus.room.parts import add_part


class RoomConfig(AppConfig):
    name = "gugus.room"
    label = "room"

    def ready(self) -> None:
        """Name the parts of the page."""
        for order, (key, title, more) in enumerate(PARTS):
            add_part(key, title, f"gugus.room.tellers.{key}.tell", order=order, **more)


PARTS = (
    ("recommendations", _("Recommendations"), {}),
    ("meetings", _("Meetings"), {}),
    ("plans", _("Action plan"), {}),
    ("reports", _("Reports of the task force"), {}),
    ("publications", _("Publications"), {}),
    ("approvals", _("Approvals"), {}),
    ("figures", _("Figures"), {"figures": True}),
)
