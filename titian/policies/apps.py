from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

from titian.base.navigation import Area

if TYPE_CHECKING:
    from titian.accounts.models import User


def _sees_ladder(user: User) -> bool:
    return bool(user.is_inside or user.own_town_id or (user.is_enterprise and user.own_organisation_id))


def _sees_library(user: User) -> bool:
    return bool(user.is_inside or user.own_town_id or ((user.is_enterprise or user.is_carrier) and user.own_organisation_id))


def _own_firm(user: User) -> bool:
    return bool(user.is_enterprise and user.own_organisation_id)


def _sees_coverage(user: User) -> bool:
    return bool(user.is_inside or user.own_town_id)


def _sees_claims(user: User) -> bool:
    return user.is_inside or _own_firm(user)


class PoliciesConfig(AppConfig):
    name = "titian.policies"
    verbose_name = "政策规则"
    glossary = "titian.policies.packs.terms"
    areas = [
        Area("企业梯次", "policies:ladder", 27, _sees_ladder, group="企业", mechanism="ladder high_tech tech_sme"),
        Area("能领什么", "policies:own", 61, _own_firm, group="资金政策", mechanism="policies"),
        Area(
            *("政策库", "policies:library", 62, _sees_library),
            prefixes=("/policies/clauses/", "/policies/benefits/"),
            group="资金政策",
            mechanism="policies",
        ),
        Area("应享尽享", "policies:coverage", 63, _sees_coverage, group="资金政策", mechanism="policies"),
        Area("政策推送", "policies:pushes", 64, _sees_coverage, group="资金政策", mechanism="policies"),
        Area("政策兑现", "policies:claims", 65, _sees_claims, group="资金政策", mechanism="payouts"),
    ]
    journal_words = {
        "policies.fact.stated": "登记事实",
        "policies.fact.amended": "更正登记事实",
        "policies.fact.removed": "删除登记事实",
        "policies.fact.evidenced": "上传登记事实佐证",
        "policies.pool.entered": "入培育库",
        "policies.pool.moved": "登记培育阶段",
        "policies.pool.handed_over": "培育责任人交接",
        "policies.pool.amended": "修改培育记录",
        "policies.pool.left": "出培育库",
        "policies.pool.removed": "删除培育记录",
        "policies.batch.opened": "建立申报批次",
        "policies.batch.amended": "修改申报批次",
        "policies.batch.removed": "删除申报批次",
        "policies.declaration.planned": "列入拟申报",
        "policies.declaration.taken_over": "接上名录里的申报",
        "policies.declaration.stepped": "登记申报进展",
        "policies.declaration.certified": "登记证书",
        "policies.declaration.step_taken_back": "撤回申报进展",
        "policies.declaration.removed": "删除申报",
        "policies.declaration.handed_over": "申报责任人交接",
        "policies.checklist.ticked": "登记五建五制",
        "policies.checklist.evidenced": "上传五建五制佐证",
        "policies.checklist.unticked": "取消五建五制登记",
        "policies.run.begun": "开始梯次评估",
        "policies.run.part_kept": "写入一段评估结论",
        "policies.run.finished": "完成梯次评估",
        "policies.run.dropped": "清理旧的评估结论",
        "policies.policy.added": "登记政策",
        "policies.policy.amended": "修改政策",
        "policies.policy.issued": "确认政策施行",
        "policies.policy.ended": "登记政策失效",
        "policies.policy.removed": "删除政策草案",
        "policies.clause.added": "登记政策条款",
        "policies.clause.amended": "修改政策条款",
        "policies.clause.versioned": "写入条款版本",
        "policies.clause.stopped": "停止受理条款",
        "policies.clause.resumed": "恢复受理条款",
        "policies.claim.asked": "申请兑现",
        "policies.claim.handed_in": "代录兑现申请",
        "policies.claim.approved": "审定兑现",
        "policies.claim.paid": "登记兑现拨付",
        "policies.claim.refused": "不予兑现",
        "policies.claim.withdrawn": "撤回兑现申请",
        "policies.claim.amended": "修改兑现记录",
        "policies.claim.removed": "删除兑现记录",
        "policies.claim.added": "导入兑现记录",
        "policies.push.sent": "推送政策",
        "policies.push.delivered": "登记政策送达",
        "policies.push.opened": "企业查看政策",
        "policies.push.applied": "推送后申请",
    }
