"""What an enterprise can change, for `engine/reverse.py`: each lever moves the facts that change together. Weights put plans in order only."""

from __future__ import annotations

from titian.policies.engine.reverse import Lever
from titian.policies.engine.units import POINT, Unit
from titian.policies.record.catalogue import EXPERT_LABELS, EXPERT_MAXIMUM

_OWN = ("ip.total", "ip.own.least", "ip.own.most")
LEVERS: tuple[Lever, ...] = (
    Lever(
        *("rd", "研发费用", Unit.MONEY, ("y1.rd.hnte", "y1.rd.deduction", "y1.rd.own", "y1.rd_domestic")),
        weight=1,
        step=1_000_000,
    ),
    Lever(
        *("rd_domestic", "境内研发费用", Unit.MONEY, ("y1.rd_domestic",)),
        limits=(("y1.rd_domestic", "y1.rd.hnte"),),
        weight=2,
        step=1_000_000,
    ),
    Lever(
        *("high_tech_income", "高新技术产品（服务）收入", Unit.MONEY, ("y1.high_tech_income",)),
        limits=(("y1.high_tech_income", "y1.total_income"),),
        weight=2,
        step=10_000_000,
    ),
    Lever(
        *("sci_tech_staff", "科技人员", Unit.PEOPLE, ("y1.sci_tech_staff",)),
        limits=(("y1.sci_tech_staff", "y1.staff"),),
        weight=10,
    ),
    Lever(
        "class2",
        "Ⅱ类知识产权",
        Unit.PIECES,
        (*_OWN, "ip.class2.most", "ip.recent2.least", "ip.recent2.most"),
        weight=15,
    ),
    Lever(
        *(
            "class1",
            "Ⅰ类知识产权",
            Unit.PIECES,
            (*_OWN, *(f"ip.{kind}.{end}" for kind in ("class1", "own1") for end in ("least", "most"))),
        ),
        weight=60,
    ),
    Lever("transformations", "科技成果转化", Unit.ITEMS, ("transformations",), weight=12),
    Lever("age", "成立时间", Unit.DAYS, ("age_days",), weight=1, step=7),
    Lever("age_years", "成立时间", Unit.YEARS, ("age_years",), weight=50),
    Lever("revenue", "销售收入", Unit.MONEY, ("y1.revenue", "y1.total_income"), weight=3, step=10_000_000),
    Lever("rd_before", "前年研发费用", Unit.MONEY, ("y2.rd.own",), weight=1_000, step=1_000_000),
    Lever(
        *("main_business", "主营业务收入", Unit.MONEY, ("y1.main_business",)),
        limits=(("y1.main_business", "y1.revenue"),),
        weight=3,
        step=10_000_000,
    ),
    Lever("debt_ratio", "资产负债率", Unit.SHARE, ("y1.debt_ratio",), direction=-1, weight=20, step=200),
    Lever("niche_years", "从事特定细分市场年数", Unit.YEARS, ("niche_years",), weight=50),
    Lever("equity", "股权融资", Unit.MONEY, ("equity_2y", "equity_3y"), weight=2, step=1_000_000),
    Lever("market_share", "细分市场占有率", Unit.SHARE, ("market_share",), most=20_000, weight=30, step=200),
    Lever(
        "development_score", "专精特新发展评价得分", Unit.POINTS, ("development_score",), most=100 * POINT, weight=10, step=POINT
    ),
    Lever("evaluation_score", "省级专精特新评价得分", Unit.POINTS, ("evaluation_score",), most=100 * POINT, weight=10, step=POINT),
    *(
        Lever(
            f"expert.{key}", f"{EXPERT_LABELS[key]}得分", Unit.POINTS, (f"expert.{key}",), most=most * POINT, weight=20, step=POINT
        )
        for key, most in EXPERT_MAXIMUM.items()
    ),
)
