"""A composed paper as a file: clean or check edition, .docx bytes, PDF through LibreOffice. Knows addresses of pages, no tables."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from titian.base import office
from titian.base.charts import Chart
from titian.base.errors import Refused
from titian.base.fonts import chinese_font
from titian.base.gongwen.blocks import Annex, Block, CheckOnly, Note, Picture, Table
from titian.base.gongwen.numbers import DocumentNumberError
from titian.base.gongwen.paper import Edition, Paper
from titian.figures.asked import counted_address
from titian.reports.wording.pieces import Written
from titian.reports.writer.annex import proof_annex, secrecy_annex, source_annex
from titian.reports.writer.genre import Genre
from titian.reports.writer.layout import no_link
from titian.reports.writer.particulars import Particulars
from titian.reports.writer.proofing import Finding, proof, withheld
from titian.reports.writer.sheet import place_of
from titian.reports.writer.written import Composed

NO_FONT = "本机没有中文字体，图未绘制，只列数据表"


@dataclass(frozen=True)
class Exported:
    """A file and what was said about it. `text` is what a reader sees of it."""

    content: bytes
    text: str
    title: str
    edition: Edition
    findings: tuple[Finding, ...]

    @property
    def digest(self) -> str:
        return sha256(self.content).hexdigest()


def findings_of(genre: Genre, composed: Composed, particulars: Particulars) -> tuple[Finding, ...]:
    """The whole 核数 list of a paper: the common questions and the genre's own."""
    return (*proof(composed), *genre.asks(composed, particulars))


def export(genre: Genre, composed: Composed, particulars: Particulars, *, edition: Edition) -> Exported:
    """Make the file. A clean edition is refused while it would print what must not leave. Raises Refused."""
    findings = findings_of(genre, composed, particulars)
    if edition == "clean" and (kept := withheld(composed)):
        where = "请关闭这些句子，或先按规定变更指标的公开属性；核对稿不受此限"
        raise Refused([*(finding.message for finding in kept), where])
    paper = document(genre, composed, particulars, edition=edition, findings=findings)
    return Exported(paper.save(), paper.text(), paper.title, edition, findings)


def document(
    genre: Genre,
    composed: Composed,
    particulars: Particulars,
    *,
    edition: Edition,
    findings: Sequence[Finding] = (),
) -> Paper:
    """The paper with everything its edition carries. Raises Refused for a 文号 the standard does not allow."""
    link = page_of if edition == "check" else no_link
    try:
        paper = genre.paper(composed, particulars, edition, link)
    except DocumentNumberError as problem:
        raise Refused(str(problem)) from problem
    if edition == "check":
        _append_annexes(paper, genre, composed, findings)
    return paper


def _append_annexes(paper: Paper, genre: Genre, composed: Composed, findings: Sequence[Finding]) -> None:
    """What only the reviewer gets, numbered as it comes."""
    title = paper.title.replace("\n", "")
    makers: tuple[Callable[[str], list[Block]], ...] = (
        lambda label: source_annex(composed, label, page_of),
        lambda label: proof_annex(findings, composed.missing, label, rows_of),
        lambda label: secrecy_annex(composed, title, label),
        lambda label: chart_annex(genre.charts(composed), label),
    )
    number = 1
    for make in makers:
        blocks = make(f"附件{number}")
        paper.extend(blocks)
        number += bool(blocks)


def page_of(written: Written) -> str:
    """The absolute address of what a number opens to."""
    return _absolute(place_of(written))


def rows_of(finding: Finding) -> str:
    """The absolute address of the rows a finding is about; "" when it is about none."""
    return _absolute(counted_address(finding.rows.key, finding.rows.as_of)) if finding.rows else ""


def _absolute(path: str) -> str:
    return settings.TITIAN.url.rstrip("/") + path if path else ""


def chart_annex(charts: Sequence[Chart], label: str) -> list[Block]:
    """Charts for the reviewer. Without a Chinese font their tables, and one line that says so (under CI=true a failure)."""
    if not charts:
        return []
    from titian.base import drawing  # loads the renderer: only when drawn

    drawn = chinese_font() is not None
    blocks: list[Block] = [Annex(label, "图表")]
    blocks += [] if drawn else [Note(NO_FONT)]
    for chart in charts:
        if drawn:
            blocks.append(Picture(drawing.png(chart, scale=3), alternative=f"{chart.title}，{chart.period}"))
        else:
            note = f"{chart.period}。{chart.source_line}" if chart.source_line else chart.period
            blocks.append(Table([list(chart.head)], [list(row) for row in chart.rows], caption=chart.title, note=note))
    return [CheckOnly(blocks)]


def pdf(content: bytes) -> bytes:
    """The same paper as PDF. Raises OfficeMissing, OfficeFailed."""
    with tempfile.TemporaryDirectory(prefix="titian-paper-") as folder:
        source = Path(folder) / "paper.docx"
        source.write_bytes(content)
        return office.convert(source, "pdf").read_bytes()
