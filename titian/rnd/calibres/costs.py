"""The ledger of a firm's research spending (辅助账): eight categories, their sub-lines, and what each calibre does with a sub-line.

The categories are those of form 107-2 (国统字〔2016〕125号 表式); sub-lines follow 财税〔2015〕119号 and 国科发火〔2016〕195号. `OFFSET` is no
category of spending: what is taken off again (特殊收入, 直接形成产品对外销售对应的材料), entered as a positive amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

PERSONNEL, DIRECT, DEPRECIATION, AMORTISATION = "personnel", "direct", "depreciation", "amortisation"
DESIGN, TRIAL, OUTSOURCED, OTHER, OFFSET = "design", "trial", "outsourced", "other", "offset"
CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        PERSONNEL: "人员人工费用",
        DIRECT: "直接投入费用",
        DEPRECIATION: "折旧费用与长期待摊费用",
        AMORTISATION: "无形资产摊销费用",
        DESIGN: "设计费用",
        TRIAL: "装备调试费用与试验费用",
        OUTSOURCED: "委托外部研究开发费用",
        OTHER: "其他费用",
    }
)
OFFSET_LABEL = "冲减项"
FIVE = (PERSONNEL, DIRECT, DEPRECIATION, AMORTISATION, DESIGN, TRIAL)  # categories 1-5 of 119号 are these six of 107-2


class Way(StrEnum):
    """What a calibre does with a sub-line."""

    KEEP, OTHER, OUT = "keep", "other", "out"


@dataclass(frozen=True)
class Treatment:
    """`reason` and `reference` are said where a sub-line is left out or moved; `confirmed` False: from memory, so only a hint."""

    way: Way = Way.KEEP
    reason: str = ""
    reference: str = ""
    confirmed: bool = True


@dataclass(frozen=True)
class Sub:
    """One sub-line. `overseas` None: neither here nor abroad is said."""

    code: str
    label: str
    deduction: Treatment = Treatment()
    hnte: Treatment = Treatment()
    overseas: bool = False


@dataclass(frozen=True)
class Cost:
    """One entry of the ledger: fen (negative: a red entry), the project it is booked on, whether it goes into an intangible asset
    (资本化) and whether fiscal money that is no taxable income paid for it."""

    project: str
    year: int
    category: str
    sub: str
    amount: int
    capitalised: bool = False
    fiscal: bool = False


KEEP = Treatment()
_119, _97, _40, _195 = "财税〔2015〕119号", "国家税务总局公告2015年第97号", "国家税务总局公告2017年第40号", "国科发火〔2016〕195号"


def _out(reason: str, reference: str, *, confirmed: bool = False) -> Treatment:
    return Treatment(Way.OUT, reason, reference, confirmed)


_NO_WELFARE = _out("高企口径的人员人工只含工资薪金、五险一金和外聘人员劳务费，职工福利不计", _195)
_WELFARE = Treatment(Way.OTHER, "职工福利费、补充养老和补充医疗保险归入其他相关费用，随之受限额约束", _40)
_NO_FEE = "劳务派遣只有由派遣单位实际支付给外聘人员的工资可计，派遣服务费不计"
_LISTED = "不在加计扣除正列举范围内"
_SUBS: Mapping[str, tuple[Sub, ...]] = {
    PERSONNEL: (
        Sub("wages", "工资薪金"),
        Sub("insurance", "五险一金"),
        Sub("hired", "外聘研发人员劳务费"),
        Sub("dispatch_fee", "劳务派遣服务费", _out(_NO_FEE, _40, confirmed=True), _out(_NO_FEE, _195)),
        Sub("welfare", "职工福利、补充养老和补充医疗", _WELFARE, _NO_WELFARE),
    ),
    DIRECT: (
        Sub("materials", "材料、燃料和动力"),
        Sub("moulds", "模具、样品、试制检验"),
        Sub("maintenance", "仪器设备运行维护、检验维修"),
        Sub("equipment_rent", "仪器设备租赁费"),
        Sub("building_rent", "房屋租赁费", _out("租赁费只限仪器设备，房屋租赁费不得加计", _40)),
    ),
    DEPRECIATION: (
        Sub("equipment", "仪器设备折旧"),
        Sub("building", "房屋建筑物折旧", _out("折旧只限仪器设备，房屋建筑物折旧不得加计", _40)),
        Sub("deferred", "长期待摊费用", _out(f"长期待摊费用{_LISTED}", _119)),
    ),
    AMORTISATION: (
        Sub("software", "软件摊销"),
        Sub("patent", "专利权摊销"),
        Sub("know_how", "非专利技术摊销"),
    ),
    DESIGN: (
        Sub("product", "新产品设计费"),
        Sub("process", "新工艺规程制定费"),
        Sub(
            "other_design",
            "其他设计费",
            _out(f"第5目只列新产品设计费、新工艺规程制定费，其他设计费{_LISTED}", _119, confirmed=True),
        ),
    ),
    TRIAL: (
        Sub("clinical", "新药研制的临床试验费"),
        Sub("field", "勘探开发技术的现场试验费"),
        Sub("commissioning", "装备调试费", _out(f"装备调试费{_LISTED}", _119, confirmed=True)),
        Sub(
            "other_trial",
            "其他试验费",
            _out(f"第5目只列临床试验费、现场试验费，其他试验费{_LISTED}", _119, confirmed=True),
        ),
    ),
    OUTSOURCED: (
        Sub("institute", "委托境内研究机构"),
        Sub("university", "委托境内高等学校"),
        Sub("enterprise", "委托境内企业"),
        Sub("person", "委托境内个人"),
        Sub("overseas", "委托境外机构", overseas=True),
        Sub(
            "overseas_person",
            "委托境外个人",
            _out("委托境外个人的研发费用不得加计", "财税〔2018〕64号", confirmed=True),
            overseas=True,
        ),
    ),
    OTHER: (
        Sub("literature", "图书资料、资料翻译费"),
        Sub("consulting", "专家咨询费"),
        Sub("cover", "高新科技研发保险费"),
        Sub("review", "检索、分析、评议、论证、鉴定、评审、评估、验收费"),
        Sub("property", "知识产权申请、注册、代理费"),
        Sub("travel", "差旅费、会议费"),
        Sub("communication", "通讯费", _out(f"通讯费{_LISTED}", _40)),
        Sub(
            "office",
            "办公费及其他",
            _out(f"办公费等{_LISTED}", _40),
            _out("办公费等不在高企口径其他费用的列举范围内", _195),
        ),
    ),
    OFFSET: (
        Sub("special_income", "下脚料、残次品、中间试制品等特殊收入"),
        Sub("sold_materials", "直接形成产品对外销售对应的材料费"),
        Sub("formed", "自行研发形成的无形资产本年摊销（另列，不计入本年研发支出）"),
    ),
}


def subs_of(category: str) -> tuple[Sub, ...]:
    return _SUBS[category]


@cache
def sub(category: str, code: str) -> Sub:
    """Raises KeyError for one there is not."""
    found = next((one for one in _SUBS.get(category, ()) if one.code == code), None)
    if found is None:
        raise KeyError(f"{category}/{code}")
    return found


def category_label(category: str) -> str:
    return CATEGORIES.get(category, OFFSET_LABEL if category == OFFSET else category)


def sub_label(category: str, code: str) -> str:
    try:
        return sub(category, code).label
    except KeyError:
        return code


def spending(costs: Iterable[Cost], year: int) -> list[Cost]:
    """What was spent in a year, without what is taken off again."""
    return [cost for cost in costs if cost.year == year and cost.category != OFFSET]


def taken_off(costs: Iterable[Cost], year: int, code: str) -> int:
    return sum(cost.amount for cost in costs if cost.year == year and cost.category == OFFSET and cost.sub == code)


def by_category(costs: Iterable[Cost]) -> dict[str, int]:
    """Fen by category, every category named."""
    found = dict.fromkeys(CATEGORIES, 0)
    for cost in costs:
        found[cost.category] += cost.amount
    return found
