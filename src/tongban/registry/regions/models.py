"""The table of regions."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from tongban.registry.regions.rules import LEVEL_LABELS, WIDTHS, Level


class Region(models.Model):
    """A city, county, town or village with its statutory code (行政区划)."""

    code = models.CharField("代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=60)
    full_name = models.CharField("全称", max_length=200)
    level = models.CharField("层级", max_length=8, choices=[(level.value, LEVEL_LABELS[level]) for level in Level])
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级区划"
    )

    class Meta:
        verbose_name = verbose_name_plural = "行政区划"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="region_level_fits_code",
                condition=(
                    models.Q(Exact(Length("code"), WIDTHS[Level.CITY]), level=Level.CITY.value, code__endswith="00")
                    | (
                        models.Q(Exact(Length("code"), WIDTHS[Level.COUNTY]), level=Level.COUNTY.value)
                        & ~models.Q(code__endswith="00")
                    )
                    | models.Q(Exact(Length("code"), WIDTHS[Level.TOWN]), level=Level.TOWN.value)
                    | models.Q(Exact(Length("code"), WIDTHS[Level.VILLAGE]), level=Level.VILLAGE.value)
                ),
            ),
            models.CheckConstraint(
                name="region_only_a_city_has_no_parent",
                condition=(
                    models.Q(level=Level.CITY.value, parent__isnull=True)
                    | (~models.Q(level=Level.CITY.value) & models.Q(parent__isnull=False))
                ),
            ),
            models.UniqueConstraint(fields=["parent", "name"], name="region_name_unique_in_parent"),
        ]

    def __str__(self) -> str:
        return self.full_name
