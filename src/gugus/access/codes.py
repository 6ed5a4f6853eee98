"""Roles, verbs, sections, field classes and scopes: the words of the visibility matrix."""

from enum import IntEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    INTAKE_OFFICER = "intake_officer", _("Complaint officer")
    CASE_MANAGER = "case_manager", _("Case manager")
    COMPANION = "companion", _("Companion")
    SUPERVISOR = "supervisor", _("Supervisor")
    LIAISON = "liaison", _("Agency liaison")
    SECRETARIAT = "secretariat", _("Task-force secretariat")
    CHAIR = "chair", _("Chair")
    ANALYST = "analyst", _("Analyst")
    PREVENTION_OFFICER = "prevention_officer", _("Prevention officer")
    DATA_PROTECTION = "data_protection", _("Data protection officer")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Verb(TextChoices):
    SEE = "see", _("see")
    WRITE = "write", _("write")
    DECIDE = "decide", _("decide")
    UNMASK = "unmask", _("unmask")
    HAND_OVER = "hand_over", _("hand over")
    EXPORT = "export", _("export")
    SEE_TRAIL = "see_trail", _("see the trail")
    DELETE = "delete", _("delete")
    APPROVE = "approve", _("approve")
    BREAK_GLASS = "break_glass", _("open in an emergency")
    OVERRIDE = "override", _("send without a basis")


class Section(TextChoices):
    REPORT = "report", _("Reports")
    CASE = "case", _("Case")
    IDENTITY = "identity", _("Identity")
    SCREENING = "screening", _("Screening")
    REFERRAL = "referral", _("Referrals")
    CARE = "care", _("Care")
    HEALTH = "health", _("Health")
    JUSTICE = "justice", _("Justice")
    REPATRIATION = "repatriation", _("Repatriation")
    REINTEGRATION = "reintegration", _("Reintegration")
    FIGURES = "figures", _("Figures")
    TRAIL = "trail", _("Trail")
    CONSENT = "consent", _("Consent")
    AGREEMENT = "agreement", _("Sharing agreements")
    PROVIDER = "provider", _("Providers")
    CONFERENCE = "conference", _("Case conferences")
    PRIVACY = "privacy", _("Data protection")
    TASKFORCE = "taskforce", _("Task force")
    MEETING = "meeting", _("Meetings")
    FOLLOWUP = "followup", _("Recommendations")
    PLAN = "plan", _("Action plan")
    ACCOUNT = "account", _("Reports of the task force")
    USERS = "users", _("Users")
    LAW = "law", _("Rules and clocks")


class FieldClass(IntEnum):
    OPEN = 0
    PERSONAL = 1
    SENSITIVE = 2
    SEALED = 3


class Scope(IntEnum):
    """How far a right reaches. A larger scope contains the smaller ones."""

    NOTHING = 0
    MINE = 1
    TEAM = 2
    SHARED = 3
    AGENCY = 4
    TASK_FORCE = 5
    ALL = 6


class VersionState(TextChoices):
    """What a version of the matrix is: written, counting, or followed by another one."""

    DRAFT = "draft", _("draft")
    APPLIED = "applied", _("in force")
    REPLACED = "replaced", _("replaced")
