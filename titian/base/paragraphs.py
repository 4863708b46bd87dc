"""What papers say of a room's figures. Every room says it of itself in its `paragraphs.py`: `paragraphs() -> Iterable[Paragraph]`.

Asked whenever a paper is begun, or written by command: what the office defines while the house runs (an indicator of its own, a ledger) brings
its figure and its sentence at once. `reports` puts them into the outline (`reports/writer/offered.py`); a figure of which the outline
speaks already is left to the outline, so nothing is said twice and what the office has changed or switched off stays so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.apps import apps

from titian.base.rooms import modules


@dataclass(frozen=True)
class Paragraph:
    """One sentence offered for reports, and the fragment of the plan that goes with it.

    codes  the figures it speaks of, the one it is about first; packaged or the office's own (`figures.models.indicators`)
    text   the sentence in the grammar of templates (`reports/wording`): «开展走访{visit.count}[[，走访企业{visit.enterprises}]]。».
           Empty: the ordinary sentence of the first figure («走访企业35家，同比增长12.9%，完成年度目标70%。»)
    plan   the fragment for «力争全年…»: «走访企业{visit.enterprises:goal}»; empty: the ordinary one. It is printed where a target is set
    area   whose section it belongs to, by the catalogue's areas (services, transfer …); empty: the area of its first figure
    title  heading of the section made for it where the outline has none for the area; empty: the name of the area
    topic  what opens its point in a section of 一是…二是…: «走访服务方面，»; sentences of one topic share a point
    order  among the sentences offered for an area, smallest first
    silent nothing is to be said any more: takes away what a lower room offers under the key (a ledger that is no longer in use)
    key    how the outline remembers it, once and for all; empty: its first code. Of two rooms that offer the same key the upper one speaks
    """

    codes: tuple[str, ...]
    text: str = ""
    plan: str = ""
    area: str = ""
    title: str = ""
    topic: str = ""
    order: int = 100
    key: str = ""
    silent: bool = False

    def __post_init__(self) -> None:
        if not self.codes:
            raise ValueError("a paragraph speaks of at least one figure")

    @property
    def name(self) -> str:
        return self.key or self.codes[0]


@cache
def sources() -> tuple[Callable[[], Iterable[Paragraph]], ...]:
    """The `paragraphs` function of every installed room that has one, lower rooms first."""
    return tuple(module.paragraphs for module in modules("paragraphs"))


def offered() -> list[Paragraph]:
    """Everything the rooms would say now, each key once, in the order it is to be said."""
    found = {paragraph.name: paragraph for source in sources() for paragraph in source()}
    said = (paragraph for paragraph in found.values() if not paragraph.silent)
    return sorted(said, key=lambda paragraph: (paragraph.order, paragraph.name))


class Sampler(Protocol):
    """Tries a sentence with made-up numbers: how it will read, or everything that is wrong with it, and the codes of the figures in it.

    `more` are indicators (`figures.catalogue.Indicator`) that are not in the catalogue yet.
    """

    def __call__(self, text: str, more: Iterable[Any]) -> tuple[str, Sequence[str], Sequence[str]]: ...


def sampler() -> Sampler | None:
    """Who can try a sentence. The room that writes papers offers it in its AppConfig as `sampler`: base itself knows none."""
    found = (getattr(config, "sampler", None) for config in apps.get_app_configs())
    return next(filter(None, found), None)
