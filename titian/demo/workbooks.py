"""The county's registers as the workbooks an office would have: one a register, the columns of its import sheet, a title row that says
演示数据; and one faulty workbook for whoever wants to see what happens then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from titian.base.columns import Column
from titian.base.registers import Register, registers
from titian.demo.county.build import county
from titian.demo.county.rows import AnnualRow, County, Firm, PersonRow, RightRow, TitleRow
from titian.exchange.workbook import Sheet, write

Row = Mapping[str, object]
NOTE = "【演示数据】示范县为虚构，所有单位、人员、号码、数字均为编造，仅供演示"
WRITTEN = date(2026, 5, 31)
FAULTY = "企业名录（有错）.xlsx"
LATEST = 2025


def write_registers(folder: Path) -> list[tuple[str, Path]]:
    """Every workbook, with the register it belongs to, in the order in which they must come in."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = county()
    books: list[tuple[str, str, Iterable[Row]]] = [
        ("organisations", "企业名录", map(_firm, rows.firms)),
        *(("organisations", f"{year}年规上工业企业名单", _scale(rows, year)) for year in (2023, 2024)),
        ("annual-figures", "年度数据", map(_annual, rows.annual)),
        ("titles", "资质荣誉", map(_title, rows.titles)),
        ("ip", "知识产权", map(_right, rows.rights)),
        ("people", "人员", map(_person, rows.people)),
    ]
    known = registers()
    return [(register, write_book(folder, known[register], title, list(content))) for register, title, content in books]


def write_book(folder: Path, register: Register[Any], title: str, rows: Sequence[Row]) -> Path:
    """One workbook: the columns of its register that any row fills."""
    used = {key for row in rows for key, value in row.items() if value is not None}
    columns = [column for column in register.columns if column.key in used]
    if lost := used - {column.key for column in columns}:
        raise AssertionError(f"{title}: no columns for {lost}")
    path = folder / f"{title}.xlsx"
    path.write_bytes(write([Sheet(title, f"示范县{title}", NOTE, columns, rows)], created=WRITTEN))
    return path


def _firm(firm: Firm) -> Row:
    return {
        "name": firm.name,
        "uscc": firm.uscc,
        "founded_on": firm.founded,
        "region": firm.town or None,
        "kind": firm.kind,
        "legal_form": firm.legal_form or None,
        "industry": firm.industry or None,
        "is_above_scale": firm.scale.get(LATEST),
        "scale_year": LATEST if LATEST in firm.scale else None,
        "capital": _yuan(firm.capital),
        "legal_person": firm.legal_person or None,
        "contact": firm.contact or None,
        "phone": firm.phone or None,
        "address": firm.address or None,
        "scope": firm.scope or None,
        "short_names": firm.short or None,
        "former_names": firm.former or None,
        "state": firm.state,
        "state_since": firm.since,
        "officer": firm.officer or None,
        "note": firm.note or None,
    }


def _scale(rows: County, year: int) -> Iterator[Row]:
    """An earlier year's list: the same firms, nothing but the flag."""
    for firm in rows.firms:
        if year in firm.scale:
            yield {"name": firm.name, "uscc": firm.uscc, "is_above_scale": firm.scale[year], "scale_year": year}


def _of(firm: Firm) -> Row:
    return {"organisation": firm.name, "uscc": firm.uscc}


def _annual(row: AnnualRow) -> Row:
    people = {"staff", "sci_tech_staff", "rd_staff"}
    said = {key: value if key in people else _yuan(value) for key, value in row.values.items()}
    return {**_of(row.firm), "year": row.year, "source": row.source, "document": row.document, **said}


def _title(row: TitleRow) -> Row:
    return {
        **_of(row.firm),
        "kind": row.kind,
        "certificate": row.certificate or None,
        "applied_on": row.applied,
        "since": row.since,
        "until": _day_after(row.until),
        "refused_on": row.refused,
        "level": row.level or None,
        "batch": row.batch or None,
        "is_first": row.first,
        "note": row.note or None,
    }


def _right(row: RightRow) -> Row:
    return {
        **_of(row.firm),
        "kind": row.kind,
        "number": row.number,
        "name": row.name,
        "obtained": row.obtained,
        "applied_on": row.applied,
        "granted_on": row.granted,
        "expires_on": _day_after(row.expires),
    }


def _person(row: PersonRow) -> Row:
    return {
        "name": row.name,
        "kind": row.kind,
        "organisation": row.firm.name if row.firm else row.employer or None,
        "uscc": row.firm.uscc if row.firm else None,
        "position": row.position or None,
        "title": row.title or None,
        "field": row.field or None,
        "region": row.town or None,
        "phone": row.phone,
        "id_number": row.id_number or None,
        "email": row.email or None,
        "note": row.note or None,
    }


def _yuan(whole: int | None) -> Decimal | None:
    return None if whole is None else Decimal(whole)


def _day_after(day: date | None) -> date | None:
    """Sheets print the last day, rows hold the day after."""
    return day + timedelta(days=1) if day else None


def write_faulty(folder: Path) -> Path:
    """A sheet as it comes from a town: other heads, and a mistake of each kind. Every mistake is named at once, nothing is written."""
    firms = [firm for firm in county().firms if firm.kind == "enterprise" and firm.uscc and not firm.uscc_reason][-40:]
    rows = [_heads(firm) for firm in firms[:12]]
    for row, spoil in zip(rows, _MISTAKES, strict=False):
        spoil(row)
    rows.append({**rows[-1], "信用代码": rows[-2]["信用代码"], "单位名称": "示范县重复代码科技有限公司"})
    columns = [Column(head, head, width=24) for head in rows[0]]
    path = folder / FAULTY
    path.write_bytes(write([Sheet("企业名录", "示范县企业名录（乡镇报送，有错，供试导入）", NOTE, columns, rows)], created=WRITTEN))
    return path


def _heads(firm: Firm) -> dict[str, object]:
    return {
        "单位名称": firm.name,
        "信用代码": firm.uscc or "",
        "注册时间": firm.founded.strftime("%Y.%m.%d") if firm.founded else "",
        "所在乡镇": firm.town,
        "行业代码": firm.industry,
        "注册资金": f"{(firm.capital or 0) // 10_000}万元",
        "是否规上": "否",
    }


def _put(head: str, change: Callable[[str], str]) -> Callable[[dict[str, object]], None]:
    def spoil(row: dict[str, object]) -> None:
        row[head] = change(str(row[head]))

    return spoil


_MISTAKES: Sequence[Callable[[dict[str, object]], None]] = (
    _put("所在乡镇", lambda _: "城南镇"),
    _put("信用代码", lambda code: code[:-1]),
    _put("注册时间", lambda _: "2024-13-05"),
    _put("单位名称", lambda _: ""),
    _put("信用代码", lambda code: code[:-1] + ("0" if code[-1] != "0" else "1")),
    _put("注册资金", lambda _: "约五百万"),
    _put("行业代码", lambda _: "C99"),
    _put("是否规上", lambda _: "也许"),
)
