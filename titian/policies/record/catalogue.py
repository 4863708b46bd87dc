"""Every key a record may have, and every fact that is derived from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from titian.policies.engine.units import Unit

FIELDS = ("电子信息", "生物与新医药", "航空航天", "新材料", "高技术服务", "新能源与节能", "资源与环境", "先进制造与自动化")
SPAN = ("y1", "y2", "y3")  # last year, the year before, the one before that
CALIBRES = {"hnte": "高企", "deduction": "加计扣除"}  # keys of an object rd_expense_yuan
EXPERT_MAXIMUM = {"ip": 30, "transformation": 30, "rd_management": 20, "growth": 20}
EXPERT_LABELS = {"ip": "知识产权", "transformation": "成果转化", "rd_management": "研发组织管理", "growth": "成长性"}


@dataclass(frozen=True, slots=True)
class YearKey:
    """A key inside a year of the input: the fact it becomes, its unit and its name."""

    fact: str
    unit: Unit
    label: str
    signed: bool = False


YEAR_KEYS: Mapping[str, YearKey] = MappingProxyType(
    {
        "revenue_yuan": YearKey("revenue", Unit.MONEY, "销售收入"),
        "total_income_yuan": YearKey("total_income", Unit.MONEY, "总收入"),
        "high_tech_income_yuan": YearKey("high_tech_income", Unit.MONEY, "高新技术产品（服务）收入"),
        "cost_yuan": YearKey("cost", Unit.MONEY, "成本费用"),
        "rd_expense_yuan": YearKey("rd", Unit.MONEY, "研发费用"),
        "rd_domestic_yuan": YearKey("rd_domestic", Unit.MONEY, "境内研发费用"),
        "staff": YearKey("staff", Unit.PEOPLE, "职工总数"),
        "sci_tech_staff": YearKey("sci_tech_staff", Unit.PEOPLE, "科技人员"),
        "rd_staff": YearKey("rd_staff", Unit.PEOPLE, "研发人员"),
        "net_assets_yuan": YearKey("net_assets", Unit.MONEY, "净资产", signed=True),
        "total_assets_yuan": YearKey("total_assets", Unit.MONEY, "资产总额"),
        "debt_ratio": YearKey("debt_ratio", Unit.SHARE, "资产负债率"),
        "main_business_yuan": YearKey("main_business", Unit.MONEY, "主营业务收入"),
    }
)
# A part is never larger than its whole, in one year.
WHOLES = {
    "sci_tech_staff": "staff",
    "rd_staff": "staff",
    "high_tech_income_yuan": "total_income_yuan",
    "rd_domestic_yuan": "rd_expense_yuan",
}


@dataclass(frozen=True, slots=True)
class TopKey:
    """A key of a record itself beside the structured ones: the fact, its unit, its name."""

    fact: str
    unit: Unit
    label: str


TOP_KEYS: Mapping[str, TopKey] = MappingProxyType(
    {
        "core_ip_supports_product": TopKey("core_ip", Unit.FLAG, "核心知识产权支撑主要产品"),
        "transformations_3y": TopKey("transformations", Unit.ITEMS, "近三年科技成果转化数"),
        "on_negative_list": TopKey("negative_list", Unit.FLAG, "列入加计扣除负面清单行业或限制淘汰类"),
        "on_abnormal_list": TopKey("abnormal_list", Unit.FLAG, "列入经营异常或严重违法失信名单"),
        "tax_audited_books": TopKey("audited_books", Unit.FLAG, "查账征收"),
        "misconduct": TopKey("misconduct", Unit.FLAG, "科研严重失信"),
        "is_sme": TopKey("sme", Unit.FLAG, "符合中小企业划型标准"),
        "restricted_products": TopKey("restricted_products", Unit.FLAG, "产品（服务）属禁止、限制或淘汰类"),
        "niche_years": TopKey("niche_years", Unit.YEARS, "从事特定细分市场年数"),
        "equity_2y_yuan": TopKey("equity_2y", Unit.MONEY, "近两年新增股权融资（合格机构实缴）"),
        "equity_3y_yuan": TopKey("equity_3y", Unit.MONEY, "近三年新增股权融资（合格机构实缴）"),
        "market_share": TopKey("market_share", Unit.SHARE, "主导产品细分市场占有率"),
        "market_rank": TopKey("market_rank", Unit.PLACE, "主导产品细分市场国内排名"),
        "market_rank_world": TopKey("market_rank_world", Unit.PLACE, "主导产品细分市场全球排名"),
        "market_leading": TopKey("market_leading", Unit.FLAG, "细分市场占有率较靠前且有一定知名度"),
        "key_chain": TopKey("key_chain", Unit.FLAG, "处于重点产业链关键环节"),
        "strategic_emerging": TopKey("strategic_emerging", Unit.FLAG, "属于战略性新兴产业"),
        "future_industry": TopKey("future_industry", Unit.FLAG, "属于未来产业"),
        "development_score": TopKey("development_score", Unit.POINTS, "专精特新发展评价得分"),
        "evaluation_score": TopKey("evaluation_score", Unit.POINTS, "省级专精特新评价得分"),
        "ever_hnte": TopKey("ever_hnte", Unit.FLAG, "曾经认定为高新技术企业"),
        "indicators_above_gdp": TopKey("indicators_above_gdp", Unit.ITEMS, "近三年平均增速高于全省GDP增速的主要经济指标数"),
    }
)
STRUCTURED = {
    "uscc": "统一社会信用代码",
    "name": "企业名称",
    "region": "行政区划代码",
    "industry": "行业",
    "founded_on": "成立日期",
    "years": "各年数据",
    "ip": "知识产权",
    "field": "技术领域",
    "incidents": "事故与违法",
    "expert_scores": "专家评分",
    "titles": "资质荣誉",
}
LABELS: Mapping[str, str] = MappingProxyType(
    STRUCTURED | {key: one.label for key, one in TOP_KEYS.items()} | {key: one.label for key, one in YEAR_KEYS.items()}
)


# Titles that open a direct way: without a list of titles none is taken. Titles that are asked for: without a list unknown.
ROUTE_TITLES = {
    "hnte": "高新技术企业",
    "award": "国家级科技奖励",
    "provincial_award": "省级以上科技奖励",
    "institution": "省部级以上研发机构",
    "standard": "主导制定国际、国家或行业标准",
    "demonstration": "国家技术创新示范企业、知识产权优势或示范企业",
    "contest500": "创客中国全国500强",
    "contest50": "创客中国全国50强",
}
TIERS = {
    "base": "科技型或创新型中小企业",
    "srdi": "专精特新中小企业",
    "platform": "省级以上科技创新平台",
    "city_platform": "市级以上研发机构",
}


@dataclass(frozen=True, slots=True)
class FactKind:
    """One derived fact: its name, unit, Chinese name, and which keys of the input it is made from."""

    name: str
    unit: Unit
    label: str
    made_from: str


def _year_facts() -> list[FactKind]:
    words = {"y1": "上一年", "y2": "前年", "y3": "大前年"}
    found = []
    for span in SPAN:
        for key, one in YEAR_KEYS.items():
            label = f"{words[span]}{one.label}"
            if key == "rd_expense_yuan":
                found += [
                    FactKind(f"{span}.rd.{code}", Unit.MONEY, f"{label}（{word}口径）", f"years.*.{key}")
                    for code, word in CALIBRES.items()
                ]
                found.append(FactKind(f"{span}.rd.own", Unit.MONEY, f"{label}（该项目自己的口径）", f"years.*.{key}"))
            else:
                found.append(FactKind(f"{span}.{one.fact}", one.unit, label, f"years.*.{key}"))
    return found


_OTHERS = (
    FactKind("age_days", Unit.DAYS, "注册成立天数", "founded_on"),
    FactKind("age_years", Unit.YEARS, "注册成立满几年", "founded_on"),
    FactKind("years", Unit.YEARS, "计入的会计年度数", "founded_on"),
    FactKind("ip.total", Unit.PIECES, "知识产权数", "ip"),
    FactKind("ip.class1.least", Unit.PIECES, "Ⅰ类知识产权数（至少）", "ip"),
    FactKind("ip.class1.most", Unit.PIECES, "Ⅰ类知识产权数（至多）", "ip"),
    FactKind("ip.class2.most", Unit.PIECES, "Ⅱ类知识产权数（至多）", "ip"),
    FactKind("ip.own.least", Unit.PIECES, "自主研发的知识产权数（至少）", "ip"),
    FactKind("ip.own.most", Unit.PIECES, "自主研发的知识产权数（至多）", "ip"),
    FactKind("ip.own1.least", Unit.PIECES, "自主研发的Ⅰ类知识产权数（至少）", "ip"),
    FactKind("ip.own1.most", Unit.PIECES, "自主研发的Ⅰ类知识产权数（至多）", "ip"),
    FactKind("ip.valuable.least", Unit.PIECES, "Ⅰ类高价值知识产权数（至少）", "ip"),
    FactKind("ip.valuable.most", Unit.PIECES, "Ⅰ类高价值知识产权数（至多）", "ip"),
    FactKind("ip.recent2.least", Unit.PIECES, "近三年Ⅱ类知识产权数（至少）", "ip"),
    FactKind("ip.recent2.most", Unit.PIECES, "近三年Ⅱ类知识产权数（至多）", "ip"),
    FactKind("field.known", Unit.FLAG, "属于国家重点支持的高新技术领域", "field"),
    FactKind("growth.revenue", Unit.SHARE, "销售收入平均增长率（三年，逐年平均）", "years.*.revenue_yuan"),
    FactKind("growth.net_assets", Unit.SHARE, "净资产平均增长率（三年，逐年平均）", "years.*.net_assets_yuan"),
    FactKind("growth.main_business", Unit.SHARE, "主营业务收入平均增长率（三年，逐年平均）", "years.*.main_business_yuan"),
    FactKind("growth.revenue.year", Unit.SHARE, "销售收入上一年增长率", "years.*.revenue_yuan"),
    FactKind("growth.revenue.compound", Unit.SHARE, "销售收入近两年复合增长率", "years.*.revenue_yuan"),
    FactKind("incidents.year", Unit.COUNT, "365天内的事故与违法", "incidents"),
    FactKind("incidents.two_years", Unit.COUNT, "上一年及当年的事故与违法", "incidents"),
    FactKind("incidents.three_years", Unit.COUNT, "三年内的事故与违法", "incidents"),
    *(FactKind(f"title.{code}", Unit.FLAG, label, "titles") for code, label in ROUTE_TITLES.items()),
    *(FactKind(f"tier.{code}", Unit.FLAG, label, "titles") for code, label in TIERS.items()),
)
FACTS: Mapping[str, FactKind] = MappingProxyType(
    {
        one.name: one
        for one in (
            *_year_facts(),
            *_OTHERS,
            *(FactKind(one.fact, one.unit, one.label, key) for key, one in TOP_KEYS.items()),
            *(FactKind(f"expert.{k}", Unit.POINTS, f"专家评分：{EXPERT_LABELS[k]}", "expert_scores") for k in EXPERT_MAXIMUM),
        )
    }
)
