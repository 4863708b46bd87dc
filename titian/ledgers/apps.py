from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate

from titian.base.navigation import Area
from titian.ledgers.packages import is_packaged, packaged_in

if TYPE_CHECKING:
    from titian.accounts.models import User


def _take_in(**kwargs: Any) -> None:
    """The packaged ledgers of this release come in with its tables; there are none after a migration backwards."""
    from titian.journal.context import through
    from titian.ledgers.actions import take_in_packaged
    from titian.ledgers.models import Ledger

    if Ledger._meta.db_table in connection.introspection.table_names():
        with through("command"):
            take_in_packaged()


def _sees_ledgers(user: User) -> bool:
    from titian.ledgers.permissions import can_see_ledgers

    return bool(can_see_ledgers(user))


def _works_inside(user: User) -> bool:
    return user.is_inside


def _entry(label: str, code: str, order: int, mechanism: str) -> list[Area]:
    """A packaged ledger in the navigation, for the bureau's own people; who fills it in from outside finds it under 我要填的."""
    return [Area(label, f"ledgers:{code}", order, _works_inside, group="台账", mechanism=mechanism)] if is_packaged(code) else []


def _of_groups(*groups: str) -> tuple[str, ...]:
    """The addresses of the packaged ledgers of these areas."""
    return tuple(f"/ledgers/{code}/" for code in packaged_in(*groups))


def _is_asked(user: User) -> bool:
    """Towns and firms find what they were sent, where their door is open."""
    from titian.ledgers.permissions import can_see_requests

    return bool(can_see_requests(user))


class LedgersConfig(AppConfig):
    name = "titian.ledgers"
    verbose_name = "台账"
    glossary = "titian.ledgers.models.terms"
    institutions = "titian.ledgers.listings.institutions"  # asked by rnd, which lies below
    journal_words = {
        "ledgers.ledger.defined": "建立台账",
        "ledgers.ledger.amended": "修改台账定义",
        "ledgers.ledger.archived": "停用台账",
        "ledgers.ledger.reopened": "恢复台账",
        "ledgers.ledger.taken_in": "装入系统自带台账",
        "ledgers.draft.begun": "起草台账定义",
        "ledgers.draft.saved": "保存台账定义草稿",
        "ledgers.draft.discarded": "放弃台账定义草稿",
        "ledgers.draft.finished": "办完台账定义草稿",
        "ledgers.collection.started": "起草发表",
        "ledgers.collection.amended": "修改发表",
        "ledgers.collection.submitted": "发表送批",
        "ledgers.collection.withdrawn": "撤回发表送批",
        "ledgers.collection.approved": "批准发表",
        "ledgers.collection.refused": "不同意发表",
        "ledgers.collection.extended": "发表延期",
        "ledgers.collection.closed": "结束收报",
        "ledgers.collection.dropped": "删除发表草稿",
        "ledgers.request.begun": "预填已知内容",
        "ledgers.request.saved": "保存填报草稿",
        "ledgers.request.submitted": "报送",
        "ledgers.request.returned": "退回填报",
        "ledgers.request.excused": "免报",
        "ledgers.request.taken_over": "接收填报",
        "ledgers.row.taken_over": "接收入台账",
        "ledgers.row.added": "登记台账",
        "ledgers.row.amended": "修改台账记录",
        "ledgers.row.handed_over": "台账事项交接",
        "ledgers.row.retyped": "按新类型读入",
        "ledgers.row.reported": "登记工作进度",
        "ledgers.row.stepped": "登记进展",
        "ledgers.row.step_taken_back": "撤回进展",
        "ledgers.row.removed": "删除台账记录",
        "ledgers.row.evidenced": "上传台账佐证",
        "ledgers.assessment.scored": "平台考核打分",
        "ledgers.assessment.graded": "评定考核等次",
        "ledgers.platform.decided": "登记平台处理决定",
        "ledgers.department.followed": "科室更名后改台账定义",
        "ledgers.ledger.parameters_set": "修改规则参数",
        "ledgers.proposal.answered": "登记建议提案答复",
        "ledgers.proposal.fed_back": "登记建议提案反馈",
    }

    areas = [
        Area("平台人才", "ledgers:talent", 50, _works_inside, prefixes=_of_groups("platforms", "talent")),
        Area("资金台账", "ledgers:funds", 60, _works_inside, prefixes=_of_groups("funds"), group="资金政策"),
        Area("全部台账", "ledgers:index", 70, _sees_ledgers, group="台账"),
        *_entry("走访", "visits", 71, "visits"),
        *_entry("问题", "problems", 72, "visits"),
        *_entry("培训", "trainings", 73, "training"),
        *_entry("督办任务", "supervision", 74, "supervision"),
        *_entry("建议提案", "proposals", 75, "proposals"),
        Area("发表收数", "ledgers:collections", 76, _works_inside, group="台账"),
        Area("台账定义", "ledgers:definitions", 77, _works_inside, prefixes=("/ledgers/define/",), group="台账"),
        Area("收到的表", "ledgers:requests", 15, _is_asked),
    ]

    def ready(self) -> None:
        post_migrate.connect(_take_in, sender=self)
