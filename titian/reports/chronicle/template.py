"""How a chronicle is laid out: a line a day, under its month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from django.conf import settings

from titian.base.gongwen.paper import Paper
from titian.base.periods import Period
from titian.reports.chronicle.data import Line


def paper(lines: Sequence[Line], period: Period, day: date) -> Paper:
    sheet = Paper(f"{settings.TITIAN.bureau}{period.label}大事记", issuer=settings.TITIAN.bureau, day=day)
    for (year, month), together in groupby(lines, key=lambda line: (line.day.year, line.day.month)):
        sheet.heading(1, f"{year}年{month}月")
        for line in together:
            sheet.paragraph(f"{line.day.month}月{line.day.day}日，{line.text}。")
    if not lines:
        sheet.paragraph("（台账里没有这一期间的记录。）")
    return sheet
