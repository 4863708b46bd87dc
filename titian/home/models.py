"""What the journal calls the office's settings. There is no table: they live in `titian.toml`."""

from __future__ import annotations

from typing import Any

from django.db import models


class OfficeSettings(models.Model):
    """The settings as an object acts are journalled on; its fields give the journal the office's words for them."""

    bureau = models.CharField("单位名称", max_length=100)
    county = models.CharField("县区", max_length=50)
    kind = models.CharField("称谓", max_length=10)
    region = models.CharField("区划代码", max_length=12)
    code_name = models.CharField("机关代字", max_length=20)
    departments = models.TextField("科室")
    mechanisms = models.TextField("归口")
    portals = models.TextField("外部入口")
    file = models.TextField("备份文件")
    rows = models.PositiveBigIntegerField("记录数")
    files = models.PositiveBigIntegerField("文件数")
    made_at = models.DateTimeField("备份时间")

    class Meta:
        managed = False
        verbose_name = verbose_name_plural = "本局设置"

    def __str__(self) -> str:
        return "本局设置"

    @classmethod
    def only(cls) -> OfficeSettings:
        return cls(pk=1)

    def save(self, *args: Any, **kwargs: Any) -> None:
        raise TypeError("the settings have no table; home.actions writes titian.toml")
