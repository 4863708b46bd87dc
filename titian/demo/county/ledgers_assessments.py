"""The yearly assessment of platforms by a weighted scheme: scores item by item, grades, decisions; and agreements paid by quarterly results.

One platform stands still since it was approved: its assessment waits for the decision. Another has to mend its ways until 30 June 2026.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from titian.demo.county.books import Book, Row, of
from titian.demo.county.chance import Dice
from titian.demo.county.halves import makers
from titian.demo.county.ledgers_platforms import OLD, RECTIFYING, STALLED, Platform, platforms

SCHEME: Final = "创新平台考核办法（2024年修订）"
# part, item, weight, standard, proof
ITEMS: Sequence[tuple[str, str, int, str, str]] = (
    ("建设投入", "研发投入", 12, "年度研发投入达到建设任务书目标得满分，按比例计分", "专项审计报告"),
    ("建设投入", "场地与设备", 8, "新增设备达到任务书目标得满分", "固定资产清单"),
    ("人才队伍", "固定研发人员", 10, "达到任务书人数得满分，缺一人扣一分", "社保名册"),
    ("人才队伍", "高层次人才", 8, "引进博士或高级职称一人得二分", "聘任文件"),
    ("研究成果", "承担科技项目", 14, "省级一项四分，市级一项二分", "立项文件"),
    ("研究成果", "知识产权", 12, "发明专利一件三分，其他一件一分", "授权证书"),
    ("成果转化", "技术合同额", 12, "达到目标得满分，按比例计分", "登记证明"),
    ("成果转化", "成果应用", 10, "投产应用一项五分", "应用证明"),
    ("运行管理", "开放共享", 6, "对外服务一次一分", "服务记录"),
    ("运行管理", "安全与制度", 8, "实验室安全检查无重大隐患得满分", "检查记录"),
)
YEARS = {"2024年度": (date(2024, 12, 19), date(2025, 1, 17)), "2025年度": (date(2025, 12, 18), date(2026, 1, 16))}
# How many points of the hundred a platform of OLD got in 2025; the grade follows.
SHARES: Sequence[float] = (0.93, 0.86, 0.44, 0.82, 0.91, 0.78, 0.74, 0.57)
GRADES = ((90, "excellent"), (80, "good"), (60, "passed"), (0, "failed"))
RUN_BY: Final = "县技术转移工作站运营协议"
# quarter, day, what was reached of each of AGREED
QUARTERS = (
    ("2025年三季度", date(2025, 9, 30), (19, 5, 736, 2, 21)),
    ("2025年四季度", date(2025, 12, 31), (20, 5, 768, 3, 21)),
    ("2026年一季度", date(2026, 3, 31), (18, 5, 704, 3, 24)),
)
# indicator, points, agreed value, unit; one of a unit brings whole points
AGREED = (
    ("征集企业技术需求", 20, 20, "项"),
    ("促成签约合作", 30, 6, "项"),
    ("登记技术合同额", 25, 800, "万元"),
    ("举办对接活动", 15, 3, "场"),
    ("服务企业", 10, 30, "家"),
)


def _assessed() -> Iterator[tuple[Platform, int, str]]:
    for place, platform in enumerate(platforms()[: len(OLD)]):
        for year in YEARS:
            if platform.approved and platform.approved.year < int(year[:4]) - 1:
                yield platform, place, year


def _scores(platform: Platform, place: int, year: str) -> list[Decimal]:
    """Half points, item by item."""
    dice, share = Dice(f"score {platform.title} {year}"), SHARES[place] if year == "2025年度" else max(SHARES[place], 0.68) - 0.03
    return [
        Decimal(min(2 * weight, max(0, round(2 * weight * (share + dice.between(-0.07, 0.07)))))) / 2
        for _, _, weight, _, _ in ITEMS
    ]


def _name(platform: Platform, year: str) -> str:
    return f"{platform.title}{year}考核"


def _assessments() -> Iterator[Row]:
    for platform, place, year in _assessed():
        judged, decided = YEARS[year]
        score = sum(_scores(platform, place, year), Decimal(0))
        open_ = place == STALLED and year == "2025年度"
        mends = place == RECTIFYING and year == "2025年度"
        yield {
            **of(platform.firm),
            "title": _name(platform, year),
            "parent": platform.title,
            "batch": year,
            "scheme": SCHEME,
            "day": judged,
            "score": score,
            "kind": next(code for least, code in GRADES if score >= least),
            "stalled": True if open_ else None,
            "decision": None if open_ else "rectify" if mends else "keep",
            "basis": None if open_ else "平台建设联席会议审议意见",
            "due": date(2026, 6, 30) if mends else None,
            "closed_on": None if open_ else decided,
            "amount": Decimal(100_000) if score >= 90 else None,
            "state": "meeting" if open_ else "decided",
            "on_submitted": date(judged.year, 12, 5),
            "on_scored": judged,
            "responsible": "研发与项目股经办",
        }


def _items() -> Iterator[Row]:
    for platform, place, year in _assessed():
        for (_, item, weight, _, proof), score in zip(ITEMS, _scores(platform, place, year), strict=True):
            yield {
                "parent": _name(platform, year),
                "title": item,
                **of(platform.firm),
                "weight": weight,
                "self_score": min(Decimal(weight), score + 1),
                "score": score,
                "proof": f"{proof}（{len(item)}页）",
                "remark": "任务书目标没有完成" if score * 10 < weight * 6 else None,
                "day": YEARS[year][0],
            }


def _scheme() -> Iterator[Row]:
    for part, item, weight, standard, proof in ITEMS:
        yield {
            "batch": SCHEME,
            "part": part,
            "title": item,
            "weight": weight,
            "standard": standard,
            "proof": proof,
            "day": date(2024, 3, 1),
        }


def _agreements() -> Iterator[Row]:
    operator, other = (firm for firm in makers(Dice("operators"))[-2:])
    rule = "季度经费15万元：得分90分以上全额，80至89分拨付八成，60至79分拨付六成，不足60分不拨付"
    yield {
        **of(operator),
        "title": RUN_BY,
        "day": date(2025, 7, 1),
        "due": date(2027, 6, 30),
        "amount": Decimal(600_000),
        "rule": rule,
        "pass_score": 60,
        "indicators": "、".join(name for name, *_ in AGREED),
        "state": "running",
        "responsible": "成果与人才股经办",
    }
    yield {
        **of(other),
        "title": "工业园区科技服务驿站运营协议",
        "day": date(2024, 7, 1),
        "due": date(2026, 6, 30),
        "amount": Decimal(200_000),
        "rule": "半年考核一次，80分以上全额拨付",
        "pass_score": 70,
        "state": "running",
        "responsible": "成果与人才股经办",
    }


def _quarterly() -> Iterator[Row]:
    """The points of the items add up to the quarter's; what was paid follows from the rule."""
    for quarter, day, reached in QUARTERS:
        total = 0
        for (name, weight, goal, unit), done in zip(AGREED, reached, strict=True):
            score = weight * done // goal
            total += score
            yield {
                "parent": RUN_BY,
                "batch": quarter,
                "title": name,
                "day": day,
                "weight": weight,
                "goal": Decimal(goal),
                "value": Decimal(done),
                "unit_of": unit,
                "score": Decimal(score),
            }
        paid = 150_000 if total >= 90 else 120_000
        whole = {"parent": RUN_BY, "batch": quarter, "title": "季度总评", "day": day, "weight": 100, "score": Decimal(total)}
        yield {**whole, "amount": Decimal(paid), "closed_on": date(day.year + day.month // 12, day.month % 12 + 1, 20)}


def books() -> Sequence[Book]:
    return [
        Book("scheme_items", "考核指标体系", list(_scheme()), by="research"),
        Book("assessments", "平台考核", list(_assessments()), by="research"),
        Book("assessment_items", "平台考核打分", list(_items()), by="research"),
        Book("kpi_agreements", "运营指标协议", list(_agreements()), by="transfer"),
        Book("kpi_values", "运营指标季度值", list(_quarterly()), by="transfer"),
    ]
