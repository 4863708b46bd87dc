"""Regions on the command line: a GB/T 2260 code or an exact name; without one, the installation's own county."""

from __future__ import annotations

from django.conf import settings

from titian.base.commands import refuse
from titian.places.models import Region


def region_named(text: str | None) -> Region:
    """Raises CommandError when the region is unknown or the installation names no county."""
    wanted = text or settings.TITIAN.region or settings.TITIAN.county
    if not wanted:
        raise refuse("请用 --region 写明区域（区划代码或全称），或在 titian.toml 里填 county")
    region = Region.objects.named(wanted)
    if region is None:
        raise refuse(f"区划里没有「{wanted}」，请核对代码或全称")
    return region
