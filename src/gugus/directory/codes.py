"""Kinds of agencies, levels of task forces, the six fields of work."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AgencyKind(TextChoices):
    PROTECTION_UNIT = "protection_unit", _("Women and child protection unit")
    WOMEN_OFFICE = "women_office", _("Women and child empowerment office")
    POLICE = "police", _("Police")
    IMMIGRATION = "immigration", _("Immigration")
    SOCIAL = "social", _("Social affairs")
    HEALTH = "health", _("Health")
    MIGRANT_WORKERS = "migrant_workers", _("Migrant-worker protection")
    MANPOWER = "manpower", _("Manpower")
    PROSECUTION = "prosecution", _("Prosecution")
    COURT = "court", _("Court")
    WITNESS_PROTECTION = "witness_protection", _("Witness and victim protection")
    CHILD_COMMISSION = "child_commission", _("Child protection commission")
    MISSION = "mission", _("Mission abroad")
    SHELTER = "shelter", _("Shelter")
    LEGAL_AID = "legal_aid", _("Legal aid")
    NGO = "ngo", _("Non-governmental organisation")
    LOCAL_GOVERNMENT = "local_government", _("Local government")
    MINISTRY = "ministry", _("Ministry")
    EDUCATION = "education", _("Education")
    RELIGIOUS = "religious", _("Religious affairs")


class Level(TextChoices):
    CENTRAL = "central", _("Central")
    PROVINCE = "province", _("Province")
    CITY = "city", _("City or regency")


class WorkField(TextChoices):
    PREVENTION = "prevention", _("Prevention")
    HEALTH = "health", _("Health rehabilitation")
    SOCIAL = "social", _("Social rehabilitation, repatriation and social reintegration")
    NORMS = "norms", _("Legal norm development")
    ENFORCEMENT = "enforcement", _("Law enforcement")
    COOPERATION = "cooperation", _("Coordination and cooperation")
