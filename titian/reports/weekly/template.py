"""How a week's summary is laid out."""

from __future__ import annotations

from django.conf import settings

from titian.accounts.models import User
from titian.base.gongwen.paper import Paper
from titian.reports.weekly.data import Week


def title_of(week: Week, user: User) -> str:
    names = {"me": user.name, "section": str(user.department or settings.TITIAN.bureau)}
    return f"{names.get(week.whose, settings.TITIAN.bureau)}周小结及下周安排"


def paper(week: Week, user: User) -> Paper:
    sheet = Paper(title_of(week, user), issuer=settings.TITIAN.bureau, subtitle=f"（{week.label}）", day=week.until)
    sheet.heading(1, "本周工作")
    for number, item in enumerate(week.done, start=1):
        sheet.paragraph(f"{number}. {item.text}。")
    if not week.done:
        sheet.paragraph("（台账里没有本周的记录，请补记或在此填写。）")
    sheet.heading(1, "下周安排")
    for number, line in enumerate(week.planned, start=1):
        who = f"（{line.who}）" if line.who else ""
        sheet.paragraph(f"{number}. {line.day.month}月{line.day.day}日前：{line.text}{who}。")
    if not week.planned:
        sheet.paragraph("（下周没有到期的事项，请在此填写。）")
    return sheet
