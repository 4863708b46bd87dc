from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

from titian.base.navigation import Area

if TYPE_CHECKING:
    from titian.accounts.models import User


def _sees_ladder(user: User) -> bool:
    return bool(user.is_inside or user.own_town_id or (user.is_enterprise and user.own_organisation_id))


class PoliciesConfig(AppConfig):
    name = "titian.policies"
    verbose_name = "政策规则"
    glossary = "titian.policies.packs.terms"
    areas = [Area("企业梯次", "policies:ladder", 27, _sees_ladder, group="企业", mechanism="ladder high_tech tech_sme")]
    journal_words = {
        "policies.fact.stated": "登记事实",
        "policies.fact.amended": "更正登记事实",
        "policies.fact.removed": "删除登记事实",
        "policies.fact.evidenced": "上传登记事实佐证",
        "policies.pool.entered": "入培育库",
        "policies.pool.moved": "登记培育阶段",
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
        "policies.checklist.ticked": "登记五建五制",
        "policies.checklist.evidenced": "上传五建五制佐证",
        "policies.checklist.unticked": "取消五建五制登记",
        "policies.run.begun": "开始梯次评估",
        "policies.run.part_kept": "写入一段评估结论",
        "policies.run.finished": "完成梯次评估",
        "policies.run.dropped": "清理旧的评估结论",
    }
