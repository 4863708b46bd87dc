"""Who has not handed in, in words ready to be copied into a chat group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from titian.ledgers.models import Answer, Collection, CollectionRequest

MOST = 60


def reminder(collection: Collection, asked: Sequence[CollectionRequest], day: date) -> str:
    """«各位好，《技术需求摸底》6月30日截止，还没有收到：…。» Empty when nobody owes anything. In the office's own order, never by speed."""
    open_ = [str(one.whom) for one in asked if one.state == Answer.OPEN]
    returned = [f"{one.whom}（{one.reason}）" for one in asked if one.state == Answer.RETURNED]
    if not open_ and not returned:
        return ""
    parts = [f"各位好，《{collection.title}》{_until(collection.due, day)}。"]
    if open_:
        parts.append(f"还没有收到：{_listed(open_)}。")
    if returned:
        parts.append(f"请修改后再报：{_listed(returned)}。")
    parts.append("已掌握的内容系统里已经填好，核对补齐后点「报送」即可；不便登录的，可把表交来由我们代录。谢谢！")
    return "".join(parts)


def _until(due: date, day: date) -> str:
    said = f"{due.month}月{due.day}日"
    if due == day:
        return f"今天（{said}）截止"
    return f"{said}截止" if due > day else f"已过截止日期（{said}）"


def _listed(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 家" if len(names) > MOST else ""
    return "、".join(names[:MOST]) + more
