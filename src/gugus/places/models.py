"""Reference data without row-level security: the web process reads these tables and never writes them."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from gugus.places.codes import AreaKind, Level, NameKind


def _trigrams(column: str, name: str) -> GinIndex:
    return GinIndex(OpClass(F(column), name="gin_trgm_ops"), name=name)


class AreaQuerySet(models.QuerySet):
    def current(self):
        """Areas that exist today; former ones stay readable but are not offered."""
        return self.filter(valid_to=None)


class Area(models.Model):
    """One province, regency or city, district, or village.

    `province_code`, `regency_code` and `district_code` name the area itself or the areas above it as they
    are today; after a division they may differ from the code's own beginning.
    """

    code = models.CharField(max_length=13, primary_key=True)
    level = models.SmallIntegerField(choices=Level)
    kind = models.CharField(max_length=24, choices=AreaKind)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    province_code = models.CharField(max_length=2)
    regency_code = models.CharField(max_length=5, blank=True)
    district_code = models.CharField(max_length=8, blank=True)
    valid_from = models.DateField(null=True, blank=True)  # None: since before the list
    valid_to = models.DateField(null=True, blank=True)  # first day on which the code no longer counts
    successor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="predecessors")
    search_key = models.CharField(max_length=120)
    above_key = models.CharField(max_length=400, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("area")
        constraints = [
            CheckConstraint(
                name="area_code_has_its_dots",
                condition=Q(level=1, code__regex=r"^\d{2}$")
                | Q(level=2, code__regex=r"^\d{2}\.\d{2}$")
                | Q(level=3, code__regex=r"^\d{2}\.\d{2}\.\d{2}$")
                | Q(level=4, code__regex=r"^\d{2}\.\d{2}\.\d{2}\.\d{4}$"),
            ),
            CheckConstraint(
                name="area_only_a_former_one_has_a_successor",
                condition=Q(successor=None) | Q(valid_to__isnull=False) & ~Q(successor=F("code")),
            ),
        ]
        indexes = [_trigrams("search_key", "area_search_key")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def spoken(self) -> str:
        """The name as people say it: regencies and cities of one name are told apart, Jakarta's are not."""
        if self.kind == AreaKind.REGENCY:
            return pgettext("regency", "Kab. %(name)s") % {"name": self.name}
        if self.kind == AreaKind.CITY:
            return pgettext("city", "Kota %(name)s") % {"name": self.name}
        return self.name


class AreaName(models.Model):
    """Another name that finds an area: former, short, or spelled otherwise."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=NameKind)
    search_key = models.CharField(max_length=120)

    class Meta:
        constraints = [UniqueConstraint(fields=["area", "search_key"], name="one_area_name_of_a_key")]
        indexes = [_trigrams("search_key", "area_name_search_key")]

    def __str__(self) -> str:
        return self.name


class AreaChange(models.Model):
    """A whole branch of codes that lies elsewhere since a day: records under `old_code` belong to `new_code`."""

    old_code = models.CharField(max_length=13, primary_key=True)
    new_code = models.CharField(max_length=13)
    since = models.DateField()
    basis = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.old_code} → {self.new_code}"


class LoadedList(models.Model):
    """Which list was loaded when, so that a figure can say what it counts and a second load can rest."""

    source = models.CharField(max_length=200)
    version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    areas = models.IntegerField()
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.source} {self.version}"


class Boundary(models.Model):
    """The simplified outline of an area as an SVG path. Unit: 1/10,000 degree, x east, y south."""

    area = models.OneToOneField(Area, primary_key=True, on_delete=models.CASCADE, related_name="boundary")
    path = models.TextField()
    west = models.IntegerField()
    north = models.IntegerField()
    east = models.IntegerField()
    south = models.IntegerField()
    source = models.CharField(max_length=300)
    licence = models.CharField(max_length=200)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.area_id
