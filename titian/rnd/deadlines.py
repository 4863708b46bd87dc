"""What falls due in research spending: the statistics year, the tax year, projects that end. Days of a rule that follows each year's notice
only remind, and say so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count
from django.urls import reverse

from titian.accounts.models import User
from titian.base.deadlines import Deadline
from titian.registry.models.annual import RETURNS
from titian.rnd.models import Project

ROOM = "研发"
_YEARLY = (
    (
        3,
        10,
        "规上企业研发活动统计年报（107-1、107-2）上报截止，提醒企业如实填报",
        "2015、2016年统计制度；近年各地有调整，以当年制度为准",
    ),
    (5, 31, "企业所得税汇算清缴结束，上年度研发费用加计扣除随汇缴申报", "汇算清缴期限；加计扣除以企业申报为准"),
    (7, 15, "预缴申报可就上半年研发费用享受加计扣除，提醒企业", "国家税务总局 财政部公告2023年第11号；征期截止日以税务通知为准"),
    (10, 15, "预缴申报可就前三季度研发费用享受加计扣除，提醒企业", "国家税务总局 财政部公告2023年第11号；征期截止日以税务通知为准"),
)


def deadlines(user: User, since: date, until: date) -> Iterator[Deadline]:
    """`until` is exclusive."""
    if not user.is_inside or not settings.TITIAN.shows(RETURNS):
        return
    for month, number, text, source in _YEARLY:
        for year in range(since.year, until.year + 1):
            day = date(year, month, number)
            if since <= day < until:
                yield Deadline(day, text, reverse("rnd:watch"), room=ROOM, source=source)
    ending = Project.objects.visible_to(user).filter(until__gt=since, until__lte=until)
    for first_after, count in ending.order_by().values_list("until").annotate(count=Count("pk")):
        yield Deadline(first_after - timedelta(days=1), f"研发项目到期 {count} 项", reverse("rnd:projects"), room=ROOM)
