"""数据来源表: every printed figure with its full value, calibre, day, source, who is responsible and what was last sent. Pure Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from titian.base.gongwen.blocks import Align, Annex, Block, CheckOnly, Landscape, Note, Run, Table, TableCell
from titian.base.quantities import Quantity, plain
from titian.figures.key import STATUSES
from titian.figures.outgoing import ROWS, STATED, Outgoing
from titian.reports.wording.facts import Fact, Facts, Goal
from titian.reports.wording.pieces import Written
from titian.reports.wording.terms import View
from titian.reports.writer.layout import Link, no_link
from titian.reports.writer.proofing import Finding
from titian.reports.writer.proofing.against_books import difference, fact_of
from titian.reports.writer.written import Composed, Missing

HEAD = ("序号", "指标", "文中数", "完整数值", "期间、截至", "来源", "另一来源", "差", "责任科室", "上次报送")
TARGET_HEAD = ("序号", "指标", "年度目标", "年度目标全值", "期间", "来源", "责任科室", "上次报送目标")
_TARGET = "目标"
_WIDTHS = (12, 50, 28, 38, 58, 27, 30, 16, 28, 53)
_TARGET_WIDTHS = (14, 64, 40, 48, 40, 14, 34, 66)
_ALIGN: tuple[Align, ...] = ("center", "left", "right", "right", "left", "center", "right", "right", "center", "left")
_TARGET_ALIGN: tuple[Align, ...] = ("center", "left", "right", "right", "left", "center", "center", "left")
_OF_CATALOGUE = "目录口径"
_REMARK = (
    "完整数值未取舍；未注口径的为指标目录的口径。来源写“台账”的由台账行数出，写“认定”的由文稿或填报认定；另一来源为两者中未印的一个，"
    "差为台账数减认定数，加底色的须核对。上次报送后的增减为完整数值减上次报送数。同比、完成率、进度差由上列数计算，不另列。"
)


@dataclass(frozen=True)
class SourceRow:
    """One printed figure and everything behind it, in words. `kind` is 目标, 申报, 预计 … («» for what was done), `section` the key of the
    section it stands in first. `basis` is 台账 with its rows or 认定, `other` what the other source says, `gap` rows less statement where
    the two cannot both be true."""

    written: Written
    name: str
    kind: str
    full: str
    calibre: str
    time: str
    source: str
    department: str
    sent: str
    difference: str
    section: str
    basis: str = ""
    other: str = ""
    gap: str = ""


def source_rows(composed: Composed) -> list[SourceRow]:
    """One row an identity and print, in reading order; growth and completion have no row, they are computed from these."""
    rows: dict[tuple[str, str, str], SourceRow] = {}
    for section in composed.sections:
        for written in section.written:
            place = (written.key.text, written.printed, _kind(written))
            if written.is_stated and place not in rows:
                rows[place] = _row(written, section.key, composed.facts)
    return list(rows.values())


def source_annex(composed: Composed, label: str, link: Link = no_link) -> list[Block]:
    """The tables of figures and of targets on pages turned sideways, sources by number with their list below; check edition only."""
    rows = source_rows(composed)
    if not rows:
        return []
    sources = {source: number for number, source in enumerate(dict.fromkeys(row.source for row in rows), 1)}
    done, planned = ([row for row in rows if (row.kind == _TARGET) is wanted] for wanted in (False, True))
    tables = [_table("完成数", done, sources, link), _table("目标数", planned, sources, link, after=len(done))]
    listed = Note("来源：" + "；".join(f"{number}.{source}" for source, number in sources.items()) + "。")
    return [CheckOnly([Landscape([Annex(label, "数据来源表"), *filter(None, tables), listed, Note(_REMARK)])])]


def _table(caption: str, rows: Sequence[SourceRow], sources: Mapping[str, int], link: Link, *, after: int = 0) -> Table | None:
    cells = [_cells(number, row, sources[row.source], link, target=bool(after)) for number, row in enumerate(rows, after + 1)]
    head, widths, align = (TARGET_HEAD, _TARGET_WIDTHS, _TARGET_ALIGN) if after else (HEAD, _WIDTHS, _ALIGN)
    return Table([list(head)], cells, widths=widths, align=align, caption=caption, grid=True) if cells else None


def nowhere(finding: Finding) -> str:
    return ""


def proof_annex(
    findings: Sequence[Finding], missing: Iterable[Missing], label: str, rows_of: Callable[[Finding], str] = nowhere
) -> list[Block]:
    """核数清单 and the sentences that were left out, for the reviewer; nothing when there is nothing to say. A finding about rows opens to
    them."""
    lines: list[list[TableCell]] = [
        [finding.severity_label, finding.label, Run(finding.message, href=rows_of(finding))]
        for finding in findings
        if finding.kind != "missing"
    ]
    lines += [["未写", entry.section_title, _left_out(entry)] for entry in missing if entry.expected]
    rows: list[Sequence[TableCell]] = [[str(number), *line] for number, line in enumerate(lines, 1)]
    if not rows:
        return []
    table = Table(
        [["序号", "轻重", "类别", "内容"]], rows, widths=(10, 14, 30, 102), align=("center", "center", "left", "left"), grid=True
    )
    return [CheckOnly([Annex(label, "核数清单"), table])]


def _left_out(entry: Missing) -> str:
    whom = f"（问{entry.whom}）" if entry.whom else ""
    return "；".join(dict.fromkeys(gap.message for gap in entry.gaps)) + whom


def secrecy_annex(composed: Composed, title: str, label: str) -> list[Block]:
    """保密审查表: how many figures of which disclosure class the paper holds, and room for who answers for it."""
    classes: dict[str, list[str]] = {}
    for row in source_rows(composed):
        entry = composed.facts.known.get(row.written.code)
        classes.setdefault(entry.disclosure if entry else "未注明", []).append(row.name)
    counts = "、".join(f"{name}{len(rows)}个" for name, rows in classes.items()) or "无"
    inside = [name for disclosure, names in classes.items() if disclosure != "公开" for name in names]
    lines: list[Sequence[TableCell]] = [
        ["文稿", title],
        ["数据截至", composed.facts.frame.word("paper.as_of_day")],
        ["文中各数公开属性", counts],
        ["不属公开的", "、".join(dict.fromkeys(inside)) or "无"],
        ["公开范围", ""],
        ["审查意见", ""],
        ["审查人", ""],
        ["审查日期", ""],
    ]
    table = Table([["事项", "内容"]], lines, widths=(36, 120), align=("center", "left"), grid=True)
    return [CheckOnly([Annex(label, "保密审查表"), table])]


def full_value(written: Written) -> str:
    """The stored value with its unit, nothing rounded away: 747,123,456元; a range with both ends."""
    low = plain(written.value, grouped=True)
    return f"{low}—{plain(written.high, grouped=True)}{written.unit}" if written.high is not None else f"{low}{written.unit}"


def _row(written: Written, section: str, facts: Facts) -> SourceRow:
    fact, goal = fact_of(written, facts), _goal_of(written, facts)
    entry = facts.known.get(written.code)
    last = facts.sent.get(written.key.text)
    out = facts.outgoing(written.key, written.as_of) if fact is not None else None
    return SourceRow(
        written=written,
        name=entry.name if entry else written.code,
        full=full_value(written),
        kind=_kind(written),
        calibre=written.key.qualifiers or _OF_CATALOGUE,
        time=_time(written),
        source=_source(written, fact, goal),
        department=_department(written, fact, goal, facts) or "未注明",
        sent=f"{last.printed}（{last.receiver}，{last.day.isoformat()}）" if last else "未报送过",
        difference=(difference(written, last.value) if last.value != written.value else "0") if last else "",
        section=section,
        basis=_basis(written, fact),
        other=_other(written, out) if out else "",
        gap=_signed(out) if out else "",
    )


def _department(written: Written, fact: Fact | None, goal: Goal | None, facts: Facts) -> str:
    """Who stated it or keeps its register, else who has the target for it."""
    own = fact.department if fact else goal.department if goal else ""
    return own or next((entry.department for entry in facts.goals_of(written.code) if entry.department), "")


def _basis(written: Written, fact: Fact | None) -> str:
    """«台账 52行», 认定; "" for a target."""
    return f"{ROWS} {written.rows}行" if written.counted else STATED if fact is not None else ""


def _other(written: Written, out: Outgoing) -> str:
    """What the source says that is not printed, with its day where that is another."""
    if written.counted:
        if out.stated is None:
            return "不一致" if out.contradicted else ""
        return f"{STATED} {out.stated_quantity}" + ("" if out.comparable else _as_of(out.stated.as_of))
    if out.tally is None or out.tally.value is None:
        return ""
    return f"{ROWS} {out.counted_quantity}" + ("" if out.comparable else _as_of(out.tally.day))


def _as_of(day: date | None) -> str:
    return f"（至{day.isoformat()}）" if day else ""


def _signed(out: Outgoing) -> str:
    """-3家: rows less statement; "" where they agree or cannot be compared."""
    return "" if out.difference is None else f"{'+' if out.difference > 0 else '-'}{Quantity(abs(out.difference), out.unit)}"


def _kind(written: Written) -> str:
    """目标, 预计, 上年同期, 申报; «» for what was done."""
    words = {View.EXPECTED: "预计", View.FORECAST: "推算", View.PREVIOUS: "上年同期", View.TARGET: _TARGET, View.GOAL: _TARGET}
    return words.get(written.view) or ("" if written.status == "achieved" else STATUSES.get(written.status, ""))


def _time(written: Written) -> str:
    return written.key.period.label + (f"，至{written.as_of.isoformat()}" if written.as_of else "")


def _source(written: Written, fact: Fact | None, goal: Goal | None) -> str:
    if fact is not None:
        return fact.source or fact.stated_by or "未注明"
    return (goal.source or goal.title) if goal else "未注明"


def _goal_of(written: Written, facts: Facts) -> Goal | None:
    if written.view not in {View.TARGET, View.GOAL}:
        return None
    return next((goal for goal in facts.goals if goal.key == written.key and goal.target == written.target), None)


def _cells(number: int, row: SourceRow, source: int, link: Link, *, target: bool) -> list[TableCell]:
    printed = Run(row.written.printed, href=link(row.written))
    said = [word for word in (row.kind if row.kind != _TARGET else "", row.calibre if row.calibre != _OF_CATALOGUE else "") if word]
    name = f"{row.name}（{'；'.join(said)}）" if said else row.name
    both: tuple[TableCell, ...] = () if target else (row.other, Run(row.gap, marked=bool(row.gap)))
    sent = row.sent + (f"，{row.difference}" if row.difference not in {"", "0"} else "")
    return [str(number), name, printed, row.full, row.time, f"{source} {row.basis}".strip(), *both, row.department, sent]
