"""The packaged indicator catalogue as values: code → Indicator. Pure Python; the office's own codes are rows of `models.LocalIndicator`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from titian.base.terms import Term


@dataclass(frozen=True)
class Indicator:
    """One entry of the catalogue.

    `unit` is the base unit values are stored in; `kind` is stock, flow or ratio; `scored` says whether the document reader names it
    without being asked for all codes. `direction` is `up` when more is better, `down` when less is, `none` when neither.
    """

    code: str
    name: str
    unit: str
    kind: str
    area: str
    area_label: str
    definition: str = ""
    publisher: str = "科技局"
    frequency: str = "半年"
    lag: str = ""
    calibre: str = ""
    direction: str = "up"
    decomposable: bool = True
    disclosure: str = "公开"
    scored: bool = True

    @property
    def is_statistics(self) -> bool:
        """Is its official value issued by the statistics bureau?"""
        return "统计" in self.publisher

    @property
    def split_problem(self) -> str:
        """Why no target on it may be given to a town or a firm; empty where it may. Here the law decides, `decomposable` is advice."""
        return f"「{self.name}」由{self.publisher}发布，依统计法不得向乡镇、企业下达，只能设全域目标" if self.is_statistics else ""


@cache
def packaged() -> Mapping[str, Indicator]:
    """The catalogue that ships with Titian, in its printed order."""
    areas = yaml.safe_load(files(__package__).joinpath("catalogue.yaml").read_text("utf-8"))
    entries = (
        Indicator(code=code, area=area, area_label=content["label"], **fields)
        for area, content in areas.items()
        for code, fields in content["indicators"].items()
    )
    return MappingProxyType({entry.code: entry for entry in entries})


def terms() -> list[Term]:
    """The packaged indicators for the glossary; the source of a word is who publishes the figure."""
    return [Term("指标 indicators", entry.code, f"{entry.name}（{entry.unit}）", entry.publisher) for entry in packaged().values()]
