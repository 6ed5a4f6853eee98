"""What case files hold about somebody, for an access copy. Summaries and chronology name others and stay out."""

from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.models import Entry
from gugus.audit.verbs import describe
from gugus.cases.models import Case, Party
from gugus.directory.queries import agency_names
from gugus.kernel.copies import Asked, Part, row
from gugus.people.copies import function_of

BECAUSE = "the request was granted for these cases; row security limits to the agency"
MOST = 1000


def roles(asked: Asked) -> list[Part]:
    """Chosen cases with the person's role and state."""
    rows = Party.objects.unscoped(because=BECAUSE).filter(
        person_id=asked.person_id, case_id__in=asked.case_ids
    )
    lines = [
        row(
            (_("Case"), one.case.ref),
            (_("Role"), one.get_role_display()),
            (_("Since"), one.since_at.date().isoformat()),
            (_("Until"), one.until_at.date().isoformat() if one.until_at else ""),
            (_("Age at the time"), one.age_at_act),
            (_("State"), one.case.get_state_display()),
        )
        for one in rows.select_related("case").order_by("since_at")
    ]
    return [Part("cases", _("Case files"), lines)]


def lookers(asked: Asked) -> list[Part]:
    """Who looked at or worked on the chosen files: function, agency, how often. Never a name."""
    refs = dict(Case.objects.unscoped(because=BECAUSE).filter(pk__in=asked.case_ids).values_list("pk", "ref"))
    entries = Entry.objects.unscoped(because=BECAUSE).filter(parent_id__in=asked.case_ids)
    entries = entries | Entry.objects.unscoped(because=BECAUSE).filter(about_id__in=asked.case_ids)
    rows = list(entries.exclude(actor_id=None).order_by("seq")[:MOST])
    users = {one.pk: one for one in User.objects.filter(pk__in={entry.actor_id for entry in rows})}
    functions = {pk: function_of(user) for pk, user in users.items()}
    agencies = agency_names({entry.agency_id for entry in rows if entry.agency_id})
    lines = [
        row(
            (_("When"), entry.at.strftime("%Y-%m-%d %H:%M UTC")),
            (_("File"), refs.get(entry.about_id) or refs.get(entry.parent_id)),
            (_("Function"), functions.get(entry.actor_id, "")),
            (_("Agency"), agencies.get(entry.agency_id, "")),
            (_("Deed"), describe(entry.verb)),
        )
        for entry in rows
    ]
    return [Part("lookers", _("Who looked at your files"), lines)]
