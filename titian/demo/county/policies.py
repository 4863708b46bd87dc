"""The county's own policy, invented: a document in force, one clause nobody has compared yet, and two drafts of next year's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

IN_FORCE: Final[Mapping[str, Any]] = {
    "title": "示范县支持企业科技创新若干措施",
    "number": "示政发〔2025〕8号",
    "issuer": "示范县人民政府",
    "level": "county",
    "region": "示范县",
    "since": date(2025, 1, 1),
    "until": date(2028, 1, 1),
    "checked_on": date(2026, 3, 2),
    "confirmed": True,
    "budget": 600_000_000,  # fen: 600万元
}
_CONTACT = "企业股 0999-1234567"
_WINDOW = {"from": "03-01", "until": "06-12"}
CLAUSES: Final[Sequence[Mapping[str, Any]]] = (
    {
        "code": "hnte_first",
        "label": "首次认定高新技术企业奖励",
        "cites": "第四条（一）",
        "confirmed": True,
        "who": [{"title": "hnte", "is": "first"}],
        "benefit": {"fixed": "20万元"},
        "times": "once",
        "window": _WINDOW,
        "materials": ["奖补申请表", "高新技术企业证书", "开户信息"],
        "contact": _CONTACT,
    },
    {
        "code": "hnte_again",
        "label": "重新认定高新技术企业奖励",
        "cites": "第四条（二）",
        "confirmed": True,
        "who": [{"title": "hnte", "is": "again"}],
        "benefit": {"fixed": "10万元"},
        "times": "yearly",
        "window": _WINDOW,
        "materials": ["奖补申请表", "高新技术企业证书", "开户信息"],
        "contact": _CONTACT,
        "excludes": ["hnte_first"],
    },
    {
        "code": "rd_reward",
        "label": "研发投入奖励",
        "cites": "第六条",
        "confirmed": True,
        "who": [{"scale": "above"}, {"number": "year.rd_deduction", "at_least": "100万元"}],
        "benefit": {"rate": "3%", "base": "year.rd_deduction", "cap": "30万元", "whole": "百元"},
        "times": "yearly",
        "window": {"from": "05-01", "until": "07-31"},
        "materials": ["奖补申请表", "上年度企业所得税申报表及加计扣除明细表"],
        "contact": "研发与项目股 0999-1234568",
    },
    {
        "code": "first_above_scale",
        "label": "首次升规入统科技型企业奖励",
        "cites": "第七条",
        "confirmed": True,
        "who": [{"scale": "first"}, {"any": [{"title": "hnte"}, {"title": "tsme"}]}],
        "benefit": {
            "bands": {
                "by": "year.revenue",
                "table": [{"at_least": "5000万元", "gives": "10万元"}, {"at_least": "2000万元", "gives": "5万元"}, {"else": "0元"}],
            }
        },
        "times": "once",
        "gate": "rd_evaluation",
        "materials": ["奖补申请表"],
        "contact": _CONTACT,
    },
    {
        "code": "gazelle_reward",
        "label": "瞪羚企业奖励",
        "cites": "第五条",
        "confirmed": False,
        "who": [{"title": "gazelle", "is": "new"}],
        "benefit": {"fixed": "15万元"},
        "times": "once",
        "note": "奖补标准与会议纪要不一致，等原文核对",
    },
)
_DRAFT: Final[Mapping[str, Any]] = {
    "issuer": "示范县科技局",
    "level": "county",
    "region": "示范县",
    "since": date(2027, 1, 1),
    "budget": 300_000_000,
}
# Title → what differs: the reward of who is certified anew, and the rate for research.
DRAFTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "示范县支持企业科技创新若干措施（修订甲案）": ("30万元", "15万元", "2%"),
    "示范县支持企业科技创新若干措施（修订乙案）": ("20万元", "5万元", "4%"),
}


def drafts() -> list[tuple[Mapping[str, Any], list[Mapping[str, Any]]]]:
    """Documents and their clauses."""
    found: list[tuple[Mapping[str, Any], list[Mapping[str, Any]]]] = []
    for title, (first, again, rate) in DRAFTS.items():
        clauses: list[Mapping[str, Any]] = [
            {**CLAUSES[0], "benefit": {"fixed": first}},
            {**CLAUSES[1], "benefit": {"fixed": again}},
            {**CLAUSES[2], "benefit": {**CLAUSES[2]["benefit"], "rate": rate}},
        ]
        found.append(({**_DRAFT, "title": title}, clauses))
    return found
