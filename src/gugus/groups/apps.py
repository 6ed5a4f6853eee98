from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import tell_standing
from gugus.documents.kinds import name_document
from gugus.outbox import subscribe
from gugus.tasks.kinds import name_kind


class GroupsConfig(AppConfig):
    name = "gugus.groups"
    label = "groups"

    def ready(self) -> None:
        """Carry imports and hand-overs on, name tasks and the manifest, tell how somebody stands to a group."""
        subscribe("group.import_begun", "gugus.groups.jobs.on_import_begun")
        subscribe("group.hand_over_ordered", "gugus.groups.jobs.on_hand_over_ordered")
        for kind, words in TASKS.items():
            name_kind(kind, words)
        for kind in ("group", "load", "member"):  # a list and a line open on the page of their group
            tell_standing(kind, "gugus.groups.explaining.told")
        name_document(
            "group_manifest",
            about="group",
            title=_("Manifest of a group"),
            gather="gugus.groups.papers.gather_manifest",
            template="manifest",
            section=Section.REPATRIATION,
            numbered=False,
        )


TASKS = {
    "group_aside": _("Somebody of group %(about)s may have recruited others: look into it"),
    "group_urgent": _("A person of group %(about)s needs help now"),
}
