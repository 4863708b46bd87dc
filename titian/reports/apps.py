from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig

from titian.base.navigation import Area


def _works_inside(user: Any) -> bool:
    return bool(user.is_inside)


def _sample(text: str, more: Iterable[Any]) -> tuple[str, Sequence[str], Sequence[str]]:
    """A sentence tried out, for rooms below that let somebody write one."""
    from titian.figures.models import indicators
    from titian.reports.wording.sampling import sample

    found = sample(text, {**indicators(), **{entry.code: entry for entry in more}})
    return found.text, found.faults, found.codes


class ReportsConfig(AppConfig):
    name = "titian.reports"
    verbose_name = "文稿"
    sampler = staticmethod(_sample)
    glossary = "titian.reports.catalogue.terms"
    areas = [
        Area("写文稿", "reports:list", 90, _works_inside, group="文稿"),
        Area("周小结", "reports:weekly", 91, _works_inside, group="文稿"),
        Area("大事记", "reports:chronicle", 92, _works_inside, group="文稿"),
        Area("考核自评", "reports:self_assessment", 93, _works_inside, group="文稿", mechanism="targets"),
    ]
    journal_words = {
        "reports.paper.started": "起草文稿",
        "reports.paper.reply_begun": "起草建议提案答复",
        "reports.paper.amended": "改文头",
        "reports.paper.circulated": "转征求意见",
        "reports.paper.submitted": "送审",
        "reports.paper.frozen": "定稿",
        "reports.paper.reopened": "重新修改定稿",
        "reports.paper.sent": "登记报送",
        "reports.section.added": "加一节",
        "reports.section.moved": "调整章节次序",
        "reports.section.switched": "写入或不写入一节",
        "reports.section.assigned": "章节分工",
        "reports.section.handed_over": "章节撰稿人交接",
        "reports.section.edited": "改章节文字",
        "reports.section.sentence_edited": "改句子",
        "reports.section.sentence_added": "加句子",
        "reports.section.sentence_removed": "删句子",
        "reports.section.handed_in": "交稿",
        "reports.section.returned": "退回",
        "reports.section.reviewed": "审核章节",
        "reports.section.reopened": "数有变化，章节须重审",
        "reports.version.kept": "留存版本",
        "reports.assessment.packed": "下载考核自评和佐证",
        "reports.department.followed": "科室更名后改提纲和句子",
        "reports.outline.copied": "存为提纲",
        "reports.outline.made_default": "设为默认提纲",
        "reports.outline.dropped": "删除提纲",
    }
