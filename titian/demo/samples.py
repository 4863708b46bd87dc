"""The demonstration county's papers as files: the packaged texts of `reports/` written as .docx, .txt, .html and .xlsx. Pure Python.

The texts carry a light mark-up: `#` title, `##` and `###` headings, `| a | b |` table rows (the first row is the head), all other lines
are paragraphs. Same texts, same bytes: no clock and no random number goes into a file. What is planted in them: `reports/README.md`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from html import escape
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
import xlsxwriter
import yaml
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

WRITTEN_ON = datetime(2026, 6, 8)  # noqa: DTZ001 - office files carry local wall-clock times without a zone
TITLE, HEADING, SUBHEADING, ROWS, TEXT = "title", "heading", "subheading", "rows", "text"
_MARKS = {"# ": TITLE, "## ": HEADING, "### ": SUBHEADING}
_FONTS = {TITLE: ("方正小标宋简体", 22), HEADING: ("黑体", 16), SUBHEADING: ("楷体_GB2312", 16), TEXT: ("仿宋_GB2312", 16)}


@dataclass(frozen=True)
class Sample:
    """One paper: its packaged text and the file it becomes.

    `scopes` (indicator code → scope) and `leave_out` (`code`, `code.target`, `code.previous`, a number as printed) are what the
    officer says when accepting it.
    """

    source: str
    written: str
    region: str
    period: str
    kind: str
    department: str = ""
    scopes: Mapping[str, str] = field(default_factory=dict)
    leave_out: Sequence[str] = ()


@dataclass(frozen=True)
class Block:
    """A paragraph of one kind (`text`), or the rows of a table (`rows`, the head first)."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def towns() -> list[str]:
    """The 17 towns and streets of 示范县, in the order every table of the demo uses."""
    return _packaged("towns.txt").split()


def samples() -> list[Sample]:
    """Every paper of the demo, in the order an officer would read them."""
    return [Sample(**entry) for entry in yaml.safe_load(_packaged("reports/index.yaml"))]


def text_of(sample: Sample) -> str:
    """The plain text of one paper, as a text file would carry it."""
    return _plain(blocks(_packaged(f"reports/{sample.source}"))).decode()


def write_reports(folder: Path) -> list[Path]:
    """Write every sample paper into `folder` (made if missing). Files of the same name are replaced. Returns the paths in order."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / sample.written, blocks(_packaged(f"reports/{sample.source}"))) for sample in samples()]


def write_targets(folder: Path) -> Path:
    """Write the targets sheet of 2026 into `folder` (made if missing), in the columns that `titian targets import` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    plan = yaml.safe_load(_packaged("reports/targets-2026.yaml"))
    path = folder / str(plan["written"])
    path.write_bytes(_workbook(plan))
    return path


def blocks(text: str) -> list[Block]:
    """A marked-up text as blocks, neighbouring table rows joined into one table."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found: list[Block] = []
    for tabular, group in groupby(lines, key=lambda line: line.startswith("|")):
        run = list(group)
        found.extend([Block(ROWS, rows=tuple(map(_cells, run)))] if tabular else map(_block, run))
    return found


def _block(line: str) -> Block:
    mark = next((mark for mark in _MARKS if line.startswith(mark)), "")
    return Block(_MARKS.get(mark, TEXT), line.removeprefix(mark))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|"))


@cache
def _packaged(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _write(path: Path, content: Sequence[Block]) -> Path:
    path.write_bytes(_WRITERS[path.suffix](content))
    return path


def _plain(content: Sequence[Block]) -> bytes:
    """Text as pasted into a chat: no mark-up, cells parted by « | »."""
    return "\n".join(_plain_lines(content)).encode() + b"\n"


def _plain_lines(content: Sequence[Block]) -> Iterator[str]:
    for block in content:
        if block.kind == ROWS:
            yield from (" | ".join(row) for row in block.rows)
        else:
            yield block.text


def _page(content: Sequence[Block]) -> bytes:
    """A page of a government site: navigation above, the article, a footer below."""
    title = next((block.text for block in content if block.kind == TITLE), "")
    body = "\n".join(map(_element, content))
    return _packaged("reports/page.html").replace("{{title}}", escape(title)).replace("{{body}}", body).encode()


def _element(block: Block) -> str:
    if block.kind == ROWS:
        head, *rows = block.rows
        return f"<table>\n{_row('th', head)}\n" + "\n".join(_row("td", row) for row in rows) + "\n</table>"
    tag = {TITLE: "h1", HEADING: "h2", SUBHEADING: "h3"}.get(block.kind, "p")
    return f"<{tag}>{escape(block.text)}</{tag}>"


def _row(tag: str, cells: Sequence[str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def _word(content: Sequence[Block]) -> bytes:
    """A .docx as an office types it, so that reading it is not reading our own writer's output."""
    paper = docx.Document()
    paper.core_properties.author, paper.core_properties.created = "示范县科学技术局", WRITTEN_ON
    for block in content:
        if block.kind == ROWS:
            _word_table(paper, block.rows)
        else:
            _word_paragraph(paper, block)
    raw = io.BytesIO()
    paper.save(raw)
    return _without_clock(raw.getvalue())


def _word_paragraph(paper: Document, block: Block) -> None:
    name, size = _FONTS[block.kind]
    paragraph = paper.add_paragraph()
    run = paragraph.add_run(block.text)
    run.font.name, run.font.size = name, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
    if block.kind == TITLE:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    else:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)


def _word_table(paper: Document, rows: Sequence[Sequence[str]]) -> None:
    table = paper.add_table(rows=len(rows), cols=max(map(len, rows)), style="Table Grid")
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            table.cell(number, place).text = cell


def _without_clock(package: bytes) -> bytes:
    """The same zip with every entry dated 1980-01-01, so that equal papers are equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _workbook(plan: Mapping[str, Any]) -> bytes:
    """One sheet: a title row, the head, one row for each leg; a town's share stands in the column of its name."""
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    book.set_properties({"author": "示范县科学技术局", "created": WRITTEN_ON})
    sheet = book.add_worksheet("目标任务")
    sheet.write_string(0, 0, plan["note"])
    head = ["序号", "目标任务", "指标", "目标值", "期间", "关系", "基数", "责任股室", "下达文件", "分值", *towns()]
    bold = book.add_format({"bold": True, "border": 1, "text_wrap": True})
    for number, row in enumerate([head, *_target_rows(plan)], start=1):
        sheet.write_row(number, 0, row, bold if number == 1 else None)
    sheet.freeze_panes(2, 3)
    sheet.set_column(1, 2, 32)
    book.close()
    return raw.getvalue()


def _target_rows(plan: Mapping[str, Any]) -> Iterator[list[str | int]]:
    for number, target in enumerate(plan["targets"], start=1):
        for place, (indicator, goal, *base) in enumerate(target["legs"]):
            join = "" if place else target.get("join", "")
            points = "" if place else target.get("points", plan["points"])
            office = [target["department"], plan["source"], points, *(target.get("shares", []) if not place else [])]
            yield [number, target["title"], indicator, goal, plan["period"], join, *(base or [""]), *office]


_WRITERS: dict[str, Callable[[Sequence[Block]], bytes]] = {".docx": _word, ".txt": _plain, ".html": _page}
