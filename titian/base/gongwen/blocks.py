"""What a paper can hold: plain values, no Word in them. An outline is a list of blocks and is put into a Paper by `Paper.extend`.

Text is written as `str`, as one `Run` or as a sequence of both. `Run` carries what only the check edition shows (link, tip, bookmark,
mark): the clean edition prints the same words without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Run:
    """Words in one dress. `href` (absolute, or `#bookmark`), `tip`, `bookmark` and `marked` are shown in the check edition only."""

    text: str
    href: str = ""
    bold: bool = False
    tip: str = ""
    bookmark: str = ""
    marked: bool = False


Text = str | Run | Sequence[str | Run]


def runs(text: Text) -> tuple[Run, ...]:
    """Any text as runs; empty ones are left out."""
    if isinstance(text, (str, Run)):
        text = (text,)
    every = (Run(part) if isinstance(part, str) else part for part in text)
    return tuple(run for run in every if run.text)


def words(text: Text) -> str:
    """The bare words of a text."""
    return "".join(run.text for run in runs(text))


@dataclass(frozen=True)
class Heading:
    """A heading of level 1-4; its number (一、（一）1.（1）) is counted when the paper is written.

    `run_in` is text that follows the heading in the same paragraph, as the office does on levels 2-4: （一）标题。正文……
    """

    level: int
    text: Text
    run_in: Text = ""
    numbered: bool = True

    def __post_init__(self) -> None:
        if self.level not in {1, 2, 3, 4}:
            raise ValueError(f"标题层级应为 1 至 4,不能是 {self.level}")


@dataclass(frozen=True)
class Paragraph:
    """Body text. `indent` is the two characters of the first line."""

    text: Text
    indent: bool = True


@dataclass(frozen=True)
class Points:
    """一是…二是…三是…, numbered when written; a single point loses its 一是.

    `inline` writes them after `lead` in one paragraph, otherwise every point is a paragraph of its own (`lead` before the first).
    """

    points: Sequence[Text]
    lead: Text = ""
    inline: bool = True


@dataclass(frozen=True)
class Cell:
    """A table cell that spans columns or rows, or is aligned by hand."""

    text: Text
    columns: int = 1
    rows: int = 1
    align: Align | None = None
    bold: bool = False


TableCell = str | Run | Cell | Sequence[str | Run]


@dataclass(frozen=True)
class Table:
    """A table. `head` rows repeat on every page; a Cell that spans covers its neighbours, which are left out of the row.

    `widths`: one number a column, in millimetres or any proportion (scaled to the text block); none: chosen from the content.
    `align`: one of left/center/right a column; none: numbers right, short words centred, long words left.
    `caption` stands above, `unit` (单位：万元) right above the table, `note` below. `grid` draws all lines, otherwise three.
    `compact` sets it in 小五 with low rows, for a form that has to fit a sheet.
    """

    head: Sequence[Sequence[TableCell]]
    rows: Sequence[Sequence[TableCell]]
    widths: Sequence[float] | None = None
    caption: str = ""
    unit: str = ""
    note: Text = ""
    align: Sequence[Align] | None = None
    grid: bool = False
    compact: bool = False


@dataclass(frozen=True)
class Picture:
    """A PNG, centred; `caption` below it. `alternative` is read to who can't see it (none: the caption)."""

    png: bytes
    width_mm: float = 150
    caption: str = ""
    note: Text = ""
    alternative: str = ""


@dataclass(frozen=True)
class Note:
    """Small print: a source, a calibre, a remark under a table."""

    text: Text


@dataclass(frozen=True)
class Attachments:
    """附件说明: the names of what is attached, one blank line under the body; numbered when there are several."""

    names: Sequence[str]


@dataclass(frozen=True)
class Signature:
    """署名 and 成文日期. With a seal the date stands four characters from the right and the name is centred over it."""

    issuer: str
    day: date
    sealed: bool = True


@dataclass(frozen=True)
class Remark:
    """附注 in brackets under the date: （联系人：…，联系电话：…）."""

    text: Text


@dataclass(frozen=True)
class Annex:
    """An attachment that begins a page: 附件1 in the corner, its title on the third line. Heading numbers start again."""

    label: str
    title: str = ""


@dataclass(frozen=True)
class Blank:
    """Empty lines."""

    lines: int = 1


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a page."""


@dataclass(frozen=True)
class Landscape:
    """Pages turned on their side (wide tables), in a section of their own."""

    blocks: Sequence[Block]


@dataclass(frozen=True)
class CheckOnly:
    """Left out of the clean edition: source annex, internal charts, remarks to the reviewer."""

    blocks: Sequence[Block]


Block = (
    Heading
    | Paragraph
    | Points
    | Table
    | Picture
    | Note
    | Attachments
    | Signature
    | Remark
    | Annex
    | Blank
    | PageBreak
    | Landscape
    | CheckOnly
)
