"""What people tell about somebody for an access copy: their own facts and identity, and who opened it, by function."""

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Role
from gugus.audit.models import Entry
from gugus.kernel.copies import Asked, Part, row
from gugus.people.models import Identity, Person, Unmasking
from gugus.people.showing import kind_label
from gugus.places.queries import area_label, country_name

BECAUSE = "the request was granted; row security limits to the agency"


def facts(asked: Asked) -> list[Part]:
    """Open facts and identity."""
    person = Person.objects.unscoped(because=BECAUSE).filter(pk=asked.person_id).first()
    if person is None:
        return []
    open_facts = row(
        (_("Code"), person.ref),
        (_("Sex"), person.get_sex_display()),
        (_("Birth year"), person.birth_year),
        (_("Nationality"), country_name(person.nationality) if person.nationality else ""),
        (_("Home area"), area_label(person.home_area) if person.home_area else ""),
        (_("Education"), person.education),
        (_("Disability"), person.disability),
        (_("Language"), person.language),
        (_("Registered at"), person.created_at.date().isoformat()),
    )
    parts = [Part("person", _("Facts about you"), [open_facts])]
    if person.is_sealed:  # whoever may open a sealed identity tells it to the person, nobody else
        return parts
    identity = Identity.objects.unscoped(because=BECAUSE).filter(pk=asked.person_id).first()
    if identity is not None and identity.data_key.opened() is not None:
        parts.append(Part("identity", _("Who you are"), [_identity(identity)]))
    return parts


def openings(asked: Asked) -> list[Part]:
    """Who opened the identity, when, for which reason: as functions, and only those who work on a chosen file."""
    rows = Unmasking.objects.unscoped(because=BECAUSE).filter(person_id=asked.person_id)
    entries = Entry.objects.unscoped(because=BECAUSE)
    files = asked.case_ids | asked.report_ids
    workers = set(entries.filter(about_id__in=files).values_list("actor_id", flat=True))
    workers |= set(entries.filter(parent_id__in=files).values_list("actor_id", flat=True))
    shown = rows.filter(user_id__in=workers).select_related("user__agency").order_by("at")
    lines = [
        row(
            (_("When"), one.at.strftime("%Y-%m-%d %H:%M UTC")),
            (_("Function"), function_of(one.user)),
            (_("Agency"), one.user.agency.name),
            (_("Reason"), one.get_reason_display()),
        )
        for one in shown
    ]
    return [Part("openings", _("Who opened your identity"), lines)]


def function_of(user) -> str:
    """What somebody is, never who."""
    roles = user.assignments.order_by("valid_from").values_list("role", flat=True).distinct()
    return ", ".join(str(Role(role).label) for role in dict.fromkeys(roles)) or str(_("Officer"))


def _identity(identity: Identity) -> list:
    names = identity.names or {}
    documents = [f"{kind_label(one.get('kind', ''))}: {one['number']}" for one in identity.documents or []]
    return row(
        (_("Name"), names.get("full")),
        (_("Other names"), ", ".join(names.get("aliases", ()))),
        (_("Documents"), "; ".join(documents)),
        (_("Phones"), ", ".join(identity.phones or ())),
        (_("Address"), identity.address),
        (_("Birth date"), identity.birth_on),
        (_("Notes"), identity.notes),
    )
