"""The empty template of a register: labels, drop-downs, examples; what to write is on a second sheet and in the notes of the heads."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from titian.base.columns import Column
from titian.base.registers import Register
from titian.exchange.preview import EXPLANATIONS
from titian.exchange.workbook import drop_downs, new_book
from titian.places.columns import home_county
from titian.places.models import Region

_KINDS = {
    "text": "文字",
    "integer": "整数",
    "decimal": "数",
    "money_wan": "金额，万元；也可写 1,099万元、3.5亿元",
    "money_yuan": "金额，元；也可写 0.12万元",
    "percent": "百分数，如 3.42%",
    "day": "日期，如 2026-06-30、2026.6.30、2026年6月30日",
    "until": "日期，写最后一天，如 2027-11-05",
    "year": "年份，如 2025",
    "flag": "是 或 否",
    "choice": "从下拉中选",
    "reference": "名称或代码",
    "period": "期间，如 2026年上半年",
}
_ROWS_WITH_LISTS = 5_000


def template(
    register: Register[Any], lists: dict[str, Sequence[str]], rows: Sequence[Mapping[str, Any]] = (), *, user: Any = None
) -> bytes:
    """For a person, or (None) for whoever sits at the server.

    `lists`: column key → what may stand there, for references (the towns of the county). `rows`: what is filled in already, by column key.
    """
    target, columns = io.BytesIO(), register.columns_for(user) if user else register.columns
    book = new_book(target)
    wanted = book.add_format({"font_name": "宋体", "bold": True, "bg_color": "#fdf0d5", "border": 1, "text_wrap": True})
    usual = book.add_format({"font_name": "宋体", "bold": True, "bg_color": "#eef2f8", "border": 1, "text_wrap": True})
    page = book.add_worksheet(register.label[:31])
    texts = book.add_format({"num_format": "@"})
    for place, column in enumerate(columns):
        page.write_string(0, place, column.heading, wanted if column.required else usual)
        page.write_comment(0, place, _note(column), {"font_size": 10, "x_scale": 1.8})
        page.set_column(place, place, column.characters, None if column.numeric or column.kind in {"day", "until"} else texts)
    drop_downs(book, page, list(_lists(register, columns, lists)), rows=_ROWS_WITH_LISTS)
    page.freeze_panes(1, 1)
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    for line, row in enumerate(rows, 1):
        for place, column in enumerate(columns):
            _fill_in(page, (line, place), column, row.get(column.key), day)
    _explanations(book, register, columns)
    book.close()
    return target.getvalue()


def _fill_in(page: Any, cell: tuple[int, int], column: Column, value: Any, day: Any) -> None:
    """One cell as its reader takes it: 万元, the last day of a range, words for codes."""
    if value is None or value == "":
        return
    if column.kind in {"day", "until"}:
        page.write_datetime(*cell, value - timedelta(days=column.kind == "until"), day)
    elif column.numeric:
        page.write_number(*cell, float(value / column.worth if column.is_money else value))
    elif column.kind == "flag":
        page.write_string(*cell, "是" if value else "否")
    else:
        page.write_string(*cell, str(column.choices.get(value, value) if column.kind == "choice" else value))


def reference_lists(register: Register[Any]) -> dict[str, Sequence[str]]:
    """What the drop-downs of a register's references offer: the towns of the county."""
    county = home_county()
    towns = [one.name for one in Region.objects.towns_of(county)] if county else []
    return {column.key: towns for column in register.columns if column.refers == "town"}


def _lists(
    register: Register[Any], columns: Sequence[Column], lists: dict[str, Sequence[str]]
) -> Iterator[tuple[int, Sequence[str]]]:
    for place, column in enumerate(columns):
        if column.kind == "choice":
            yield place, register.choices(column)
        elif column.kind == "flag":
            yield place, ["是", "否"]
        elif lists.get(column.key):
            yield place, lists[column.key]


def _note(column: Column) -> str:
    parts = ["必填" if column.required else "可不填", _KINDS[column.kind]]
    return "；".join([*parts, *([column.help] if column.help else []), *([f"例：{column.example}"] if column.example else [])])


def _explanations(book: Any, register: Register[Any], columns: Sequence[Column]) -> None:
    page = book.add_worksheet(EXPLANATIONS)
    bold, wrap = (
        book.add_format({"bold": True, "font_name": "宋体"}),
        book.add_format({"text_wrap": True, "font_name": "宋体", "valign": "top"}),
    )
    page.write_string(0, 0, f"{register.label}：填写说明", bold)
    page.write_string(1, 0, register.help or "一条记录一行。", wrap)
    for place, head in enumerate(("列", "是否必填", "怎样填", "例", "也认得的列名")):
        page.write_string(3, place, head, bold)
    for line, column in enumerate(columns, 4):
        choices = "：" + "、".join(column.choices.values()) if column.choices else ""
        cells = (
            column.label,
            "必填" if column.required else "",
            _KINDS[column.kind] + choices,
            column.example,
            "、".join(column.aliases[:6]),
        )
        for place, text in enumerate(cells):
            page.write_string(line, place, f"{text}；{column.help}" if place == 2 and column.help else text, wrap)
    for place, width in enumerate((18, 10, 48, 26, 40)):
        page.set_column(place, place, width)
