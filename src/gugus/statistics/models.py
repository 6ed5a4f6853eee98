"""Facts: what is counted. Written by the worker alone; the web process counts through a database function."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Fact(models.Model):
    """What every fact has: the record's key, the agency that answers for it, the local day (Jakarta) it counts on."""

    id = models.UUIDField(primary_key=True)
    agency_id = models.UUIDField()
    on = models.DateField()
    district = models.CharField(max_length=8, blank=True)  # kecamatan
    regency = models.CharField(max_length=5, blank=True)

    class Meta:
        abstract = True


class ReportFact(Fact):
    channel = models.CharField(max_length=20)
    risk = models.CharField(max_length=8)
    outcome = models.CharField(max_length=16, blank=True)
    triage_kept = models.BooleanField(null=True)

    class Meta:
        indexes = [models.Index(fields=["on"], name="report_fact_on")]


class CaseFact(Fact):
    state = models.CharField(max_length=10)
    risk = models.CharField(max_length=8)
    cross_border = models.BooleanField(null=True)
    forms = ArrayField(models.CharField(max_length=40), default=list)
    closed_on = models.DateField(null=True)
    closing_code = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["on"], name="case_fact_on")]


class SurvivorFact(Fact):
    """One survivor in one case. A person in two cases of a period is counted twice, and the page says so."""

    case_id = models.UUIDField()
    sex = models.CharField(max_length=10)
    age_group = models.CharField(max_length=16)
    child = models.BooleanField(null=True)
    cross_border = models.BooleanField(null=True)
    forms = ArrayField(models.CharField(max_length=40), default=list)
    home_province = models.CharField(max_length=2, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["on"], name="survivor_fact_on"),
            models.Index(fields=["case_id"], name="survivor_fact_case"),
        ]


class ReferralFact(Fact):
    to_agency_id = models.UUIDField()
    service = models.CharField(max_length=40)
    state = models.CharField(max_length=12)
    answer_hours = models.FloatField(null=True)
    answer_kept = models.BooleanField(null=True)
    answer_due_at = models.DateTimeField(null=True)
    urgency = models.CharField(max_length=8, blank=True)
    code = models.CharField(max_length=40, blank=True)
    answer_band = models.CharField(max_length=8, blank=True)  # how long the answer took; empty: none came
    answered_how = models.CharField(max_length=8, blank=True)  # account, guest or typed; empty: no answer
    over_clock = models.BooleanField(default=False)  # open, and the clock of its state ran out

    class Meta:
        indexes = [
            models.Index(fields=["on"], name="referral_fact_on"),
            models.Index(fields=["agency_id", "on"], name="referral_fact_sent"),
            models.Index(fields=["to_agency_id", "on"], name="referral_fact_asked"),
        ]


class ServiceFact(Fact):
    service = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=10)
    kept = models.BooleanField(null=True)

    class Meta:
        indexes = [models.Index(fields=["on"], name="service_fact_on")]
