"""Regions and their bases."""

from __future__ import annotations

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

LEVELS = {"province": "省", "city": "市", "county": "县区", "town": "乡镇街道", "village": "村社区"}
CODE_LENGTHS = {"province": 6, "city": 6, "county": 6, "town": 9, "village": 12}


class RegionQuerySet(models.QuerySet["Region"]):
    def valid_on(self, day: date) -> RegionQuerySet:
        return self.filter(models.Q(since=None) | models.Q(since__lte=day), models.Q(until=None) | models.Q(until__gt=day))

    def existing_in(self, year: int) -> RegionQuerySet:
        """Those that were there on some day of the year: what the year's targets and sheets may name."""
        begun = models.Q(since=None) | models.Q(since__lt=date(year + 1, 1, 1))
        return self.filter(begun, models.Q(until=None) | models.Q(until__gt=date(year, 1, 1)))

    def named(self, text: str, day: date | None = None) -> Region | None:
        """By GB/T 2260 code or exact name; None when unknown.

        With a day, the one called so on that day; without, the one called so now, else the one that last was. Of several of a name
        the one still there, then the higher, then the one of the smaller code.
        """
        text = text.strip()
        if day is not None:
            called = self.filter(models.Q(code=text) | models.Q(name=text) | models.Q(former_names__text=text)).distinct()
            found = [region for region in called.prefetch_related("former_names") if text in (region.code, region.name_on(day))]
            return min(found, key=lambda region: (not region.is_valid_on(day), *region.rank), default=None)
        now = min(self.filter(models.Q(code=text) | models.Q(name=text)), key=lambda region: region.rank, default=None)
        return now or self.filter(former_names__text=text).order_by("-former_names__until", "pk").first()

    def towns_of(self, county: Region) -> RegionQuerySet:
        return self.filter(parent=county, level="town").order_by("order", "code")


class Region(models.Model):
    """A place with its code: 6 digits down to the county, 9 for a town, 12 for a village (GB/T 2260, GB/T 10114).

    A place met in a neighbour's report may be entered by name before its code is known (`code` null).
    """

    code = models.CharField(
        "区划代码", max_length=12, unique=True, null=True, blank=True, validators=[RegexValidator(r"^\d{6}(\d{3}){0,2}$")]
    )
    name = models.CharField("名称", max_length=50, db_index=True)
    level = models.CharField("层级", max_length=20)
    parent = models.ForeignKey(
        "self", verbose_name="上级", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    order = models.PositiveSmallIntegerField("次序", default=0)
    since = models.DateField("设立日期", null=True, blank=True)
    until = models.DateField("撤销日期", null=True, blank=True, help_text="撤销当日起不再有效")
    merged_into = models.ForeignKey(
        "self", verbose_name="并入", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "区划"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """What figures name the region by: its code, or its name while the code is unknown."""
        return self.code or self.name

    @property
    def rank(self) -> tuple[bool, int, str]:
        """Which of several of one name is meant."""
        levels = list(LEVELS)
        return self.until is not None, levels.index(self.level) if self.level in levels else len(levels), self.code or "~"

    def get_absolute_url(self) -> str:
        return reverse("places:region", args=[self.pk])

    def is_valid_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or self.until > day)

    def name_on(self, day: date) -> str:
        """What it was called that day: papers of old periods print it."""
        former = (name.text for name in self.former_names.all() if name.held_on(day))
        return next(former, self.name)

    @property
    def level_label(self) -> str:
        return LEVELS.get(self.level, self.level)


class FormerName(models.Model):
    """What a region was called before; `until` is the day the next name came into force."""

    region = models.ForeignKey(Region, verbose_name="区划", on_delete=models.CASCADE, related_name="former_names")
    text = models.CharField("名称", max_length=50, db_index=True)
    since = models.DateField("启用日期", null=True, blank=True)
    until = models.DateField("停用日期", help_text="当日起用新名称")

    class Meta:
        verbose_name = verbose_name_plural = "曾用名"
        ordering = ["until"]
        constraints = [models.UniqueConstraint(fields=["region", "until"], name="one_name_a_day")]

    def __str__(self) -> str:
        return self.text

    def held_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and day < self.until


class Base(models.Model):
    """What a comparison divides by: a region's population, enterprises above scale, or another published count of a year."""

    region = models.ForeignKey(Region, verbose_name="区划", on_delete=models.CASCADE, related_name="bases")
    kind = models.CharField("基数", max_length=30)
    year = models.PositiveSmallIntegerField("年份")
    value = models.PositiveBigIntegerField("数值")
    source = models.CharField("来源", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "基数"
        constraints = [models.UniqueConstraint(fields=["region", "kind", "year"], name="one_base_a_year")]

    def __str__(self) -> str:
        return f"{self.region} {self.year} {self.kind}"
