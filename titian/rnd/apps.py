from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

from titian.base.navigation import Area

if TYPE_CHECKING:
    from titian.accounts.models import User


def _sees_own(user: User) -> bool:
    return bool(user.is_inside or (user.is_enterprise and user.own_organisation_id))


def _works_inside(user: User) -> bool:
    return user.is_inside


class RndConfig(AppConfig):
    name = "titian.rnd"
    verbose_name = "研发"
    glossary = "titian.rnd.models.projects.terms"
    journal_words = {
        "rnd.project.added": "登记研发项目",
        "rnd.project.amended": "修改研发项目",
        "rnd.project.removed": "删除研发项目",
        "rnd.cost.added": "登记辅助账",
        "rnd.cost.amended": "修改辅助账",
        "rnd.cost.removed": "删除辅助账分录",
        "rnd.return.begun": "起草研发投入填报",
        "rnd.return.amended": "修改研发投入填报",
        "rnd.return.removed": "删除研发投入填报",
        "rnd.return.submitted": "报送研发投入",
        "rnd.return.returned": "退回研发投入填报",
        "rnd.return.accepted": "采用研发投入填报",
        "rnd.return.evidenced": "上传填报佐证",
        "rnd.policy.stated": "登记研发政策版本",
        "rnd.policy.amended": "修改研发政策版本",
        "rnd.key.listed": "列入研发投入重点企业",
        "rnd.key.dropped": "移出研发投入重点企业",
        "rnd.exemption.stated": "认定不具备条件",
        "rnd.exemption.withdrawn": "撤回不具备条件认定",
        "rnd.evaluation.begun": "开始研发投入评价",
        "rnd.evaluation.computed": "测算研发投入评价",
        "rnd.evaluation.published": "公布研发投入评价",
        "rnd.result.exempted": "免予评价",
        "rnd.result.appealed": "登记申诉",
        "rnd.result.appeal_decided": "处理申诉",
        "rnd.subsidy.begun": "开始后补助测算",
        "rnd.subsidy.computed": "测算后补助",
        "rnd.subsidy.closed": "办结后补助",
        "rnd.award.approved": "审定后补助",
        "rnd.award.declined": "审定不予补助",
        "rnd.award.blocked": "列为不予补助",
        "rnd.award.batched": "编入拨付批次",
        "rnd.award.paid": "登记拨付到账",
        "rnd.batch.made": "编制拨付批次",
    }
    areas = [
        Area("填报", "rnd:returns", 40, _sees_own, group="研发", mechanism="rnd_statistics"),
        Area("项目与辅助账", "rnd:projects", 41, _sees_own, group="研发", mechanism="rnd_statistics"),
        Area("监测提醒", "rnd:watch", 42, _works_inside, group="研发", mechanism="rnd_statistics"),
        Area("两清零", "rnd:clearing", 43, _works_inside, group="研发", mechanism="rnd_evaluation"),
        Area("投入评价", "rnd:evaluations", 44, _works_inside, group="研发", mechanism="rnd_evaluation"),
        Area("后补助", "rnd:subsidies", 45, _works_inside, group="研发", mechanism="rnd_subsidy"),
        Area(
            "研发政策参数", "rnd:policies", 46, _works_inside, group="研发", mechanism="rnd_statistics rnd_evaluation rnd_subsidy"
        ),
    ]
