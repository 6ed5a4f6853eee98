from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gugus.access.explaining import tell_standing
from gugus.outbox import subscribe
from gugus.tasks.kinds import name_kind


class GroupsConfig(AppConfig):
    name = "gugus.groups"
    label = "groups"

    def ready(self) -> None:
        """Carry large imports on, name tasks, tell how somebody stands to a group."""
        subscribe("group.import_begun", "gugus.groups.jobs.on_import_begun")
        for kind, words in TASKS.items():
            name_kind(kind, words)
        tell_standing("group", "gugus.groups.explaining.told")


TASKS = {
    "group_aside": _("Somebody of group %(about)s may have recruited others: look into it"),
    "group_urgent": _("A person of group %(about)s needs help now"),
}
