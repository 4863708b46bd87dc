from __future__ import annotations

from typing import Any

from django.apps import AppConfig

from titian.base.navigation import Area


def _sees_figures(user: Any) -> bool:
    return bool(user.is_inside or user.own_town_id)


def _works_inside(user: Any) -> bool:
    return bool(user.is_inside)


class FiguresConfig(AppConfig):
    name = "titian.figures"
    verbose_name = "指标"
    glossary = "titian.figures.catalogue.terms"
    areas = [
        Area(
            "目标看板",
            "figures:board",
            80,
            _sees_figures,
            ("/figures/targets/", "/figures/legs/"),
            group="指标",
            mechanism="targets",
        ),
        Area("指标数", "figures:list", 81, _sees_figures, group="指标"),
        Area("不一致的数", "figures:conflicts", 82, _sees_figures, group="指标"),
        Area("邻县对比", "figures:neighbours", 83, _sees_figures, group="指标"),
        Area("填上级表样", "figures:sheets", 84, _works_inside, group="指标"),
        Area("指标目录", "figures:catalogue", 85, _sees_figures, group="指标"),
    ]
    journal_words = {
        "figures.figure.stated": "入账指标数",
        "figures.figure.counted": "按台账入账",
        "figures.figure.set_aside": "认定不一致，不采用此数",
        "figures.figure.corrected": "更正指标数",
        "figures.figure.specified": "补写口径范围",
        "figures.figure.withdrawn": "撤回指标数",
        "figures.figure.approved": "审定指标数",
        "figures.figure.sent": "报送留底",
        "figures.department.followed": "科室更名后改标识",
        "figures.sheet.taken_in": "上传上级表样",
        "figures.sheet.preferred": "改表样的数从哪里来",
        "figures.sheet.mapped": "核对表样的对应关系",
        "figures.sheet.sent": "登记表样已报送",
        "figures.sheet.discarded": "删除未报送的表样",
        "figures.period.approved": "审定并锁定期间",
        "figures.period.reopened": "解除期间审定",
        "figures.indicator.added": "增设指标",
        "figures.indicator.archived": "停用指标",
        "figures.target.set": "下达目标",
        "figures.target.replaced": "目标被新目标取代",
        "figures.target.decomposed": "目标分解到乡镇",
        "figures.target.reallocated": "在乡镇间调整分解",
        "figures.target.dropped": "撤销目标",
        "figures.target.handed_over": "目标责任人交接",
        "figures.colour_rule.set": "修改颜色规则",
    }
