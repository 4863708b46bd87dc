"""From the heads of a table to fields: what each holds, under which key it is kept, and what usually goes with such a list.

    suggestion = suggest(["序号", "企业名称", "存在问题", "责任人", "完成时限"])
    suggestion.fields      # organisation, title, responsible, due, and a day by which figures fall into periods
    suggestion.notes       # what was left out, and why

Guesses by the words offices use; whoever defines the ledger sees and may change every one of them. Pure Python.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from titian.base.disclosure import Disclosure
from titian.exchange.heads.words import head_of
from titian.ledgers.definition.colours import Colour, ColourRule, When
from titian.ledgers.definition.fields import SHARED, YUAN, Field, Kind
from titian.ledgers.definition.ledger import State
from titian.ledgers.definition.measures import By, Figure, Take

_FIRM = re.compile(
    r"(企业|单位|公司|机构|市场主体|纳税人)(名称|全称|名)?|(申报|承担|依托|建设|服务|项目|受访|走访|参训|参会)(企业|单位)(名称)?"
)
_TOWN = re.compile(r"(所属|所在|属地)?(乡镇|镇街|镇|街道|乡)[（、]?(镇、?)?(街道)?(、?园区)?）?|属地")
# 联系人 is somebody of the firm, not one who logs in here; 联系干部 is.
_OFFICER = re.compile(r"(具体)?责任人|(包抓|包联|包保|责任|挂钩)(人|干部|领导)|联系(干部|领导)|经办人|登记人|服务专员|承办人")
_SECTION = re.compile(r"(责任|牵头|承办|负责|主办|所属)?(科室|股室|处室)|(责任|牵头|承办|负责)(科|股)")
_PERSON = re.compile(r"(科技)?特派员(姓名)?|专家姓名|人才姓名")
_DUE = re.compile(
    r".*(期限|时限|截止日期|截止时间|到期日期?|到期时间)|(计划|应|预计|要求|拟)?完成(时间|日期)|(计划|应|预计|要求).*(日期|时间)"
)
_CLOSED = re.compile(r"(实际)?(办结|销号|解决|清零|整改完成|实际完成|结束)(日期|时间)")
_DAY = re.compile(r".*(日期|时间|年月日?)|日期")
_FLAG = re.compile(r"(是否|有无|能否).*|.*\(是/?否\)")
_MONEY = re.compile(
    r".*(金额|资金|经费|投资额?|投入|收入|产值|利润|税收|税额|补助|补贴|贷款额?|到账额?|拨付额?|销售额|成交额|合同额|成本|授信|缺口)"
)
_PERCENT = re.compile(r".*(率|占比|比例|比重|增幅|增速|百分比)|(完成|工作|项目|建设|形象)?进度")
_PROGRESS = re.compile(r"(完成|工作|项目|建设|形象)?进度")
_COUNT = re.compile(r"数量|(培训|参加|参会|受益|带动|服务)?(人数|人次|家数|次数|场次|件数|户数)")
_NUMBER = re.compile(r".*(数|数量|人次|家次|台套|面积|亩数)")
_PROSE = re.compile(
    r".*(内容|情况|措施|举措|问题|原因|备注|说明|建议|意见|描述|进展|计划|成效|做法|需求|诉求|打算|目标|要求|事由|简介|困难)"
)
_TITLE = re.compile(
    r"(重点|工作|主要|具体|督办|清单)?(任务|事项|项目|工作|内容)|标题|主题|(存在|主要|具体|反映)?问题|.*名称|.*题目"
)
_KIND = re.compile(r".*(类别|类型|分类|种类)")
_LEVEL = re.compile(r".*(级别|等级|层级)")
_BATCH = re.compile(r"批次|.*批次")
_SKIPPED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"序号|编号|行次|No\.?", re.IGNORECASE), "系统自动编号"),
    (re.compile(r".*(信用代码|组织机构代码|纳税人识别号|税号)"), "随企业带出，导入导出时自动有这一列"),
    (re.compile(r"(办理|当前|进展|完成|工作)?状态"), "在「状态和颜色」一步里设，导入导出时自动有这一列"),
)
_MONEY_UNITS = frozenset({"元", "万元", "千元", "亿元"})
_WHOLE_UNITS = frozenset("人家户名个件项次场期台套份篇") | {"人次", "家次", "个次"}
_DECIMAL_UNITS = frozenset({"亩", "吨", "公里", "㎡", "平方米", "万平方米", "千瓦时", "吨标煤", "公顷"})
# One column a row for each of these; the first field that fits has it.
_REFERENCES: Mapping[Kind, str] = {
    Kind.ORGANISATION: "organisation",
    Kind.REGION: "region",
    Kind.PERSON: "person",
    Kind.USER: "responsible",
    Kind.DEPARTMENT: "department",
    Kind.ROW: "parent",
}
_OWN = re.compile(r"f(\d+)")
LISTED_ON = "登记日期"


@dataclass(frozen=True)
class Suggestion:
    """Fields without a key twice; `notes` say what became of the other heads."""

    fields: tuple[Field, ...]
    notes: tuple[str, ...] = ()


def suggest(heads: Iterable[str]) -> Suggestion:
    """A field a head, in their order, with a day where none was among them: by it a row falls into a period."""
    made: list[Field] = []
    notes: list[str] = []
    for head in dict.fromkeys(head.strip() for head in heads if head.strip()):
        label, unit = _parts(head)
        if why := next((why for pattern, why in _SKIPPED if pattern.fullmatch(label)), ""):
            notes.append(f"「{label}」{why}")
        elif label and label not in {one.label for one in made}:
            made.append(Field("", label, kind_of(label, unit), unit="" if unit in (_MONEY_UNITS - {YUAN}) | {"%"} else unit))
    fields = list(keyed(made))
    if fields and not any(one.key == "day" for one in fields):
        fields.insert(0, Field("day", LISTED_ON, Kind.DAY, required=True))
        notes.append(f"加了「{LISTED_ON}」：指标按它归到上半年、全年")
    return Suggestion(tuple(_marked(fields)), tuple(notes))


def kind_of(label: str, unit: str = "") -> Kind:
    """What a field of this name most likely holds."""
    if unit in _MONEY_UNITS:
        return Kind.MONEY
    if unit == "%":
        return Kind.PERCENT
    if unit in _WHOLE_UNITS:
        return Kind.INTEGER
    if unit in _DECIMAL_UNITS:
        return Kind.DECIMAL
    return next((kind for pattern, kind in _BY_WORDS if pattern.fullmatch(label)), Kind.TEXT)


_BY_WORDS: Sequence[tuple[re.Pattern[str], Kind]] = (
    (_FLAG, Kind.FLAG),
    (_FIRM, Kind.ORGANISATION),
    (_TOWN, Kind.REGION),
    (_OFFICER, Kind.USER),
    (_SECTION, Kind.DEPARTMENT),
    (_PERSON, Kind.PERSON),
    (_CLOSED, Kind.DAY),
    (_DUE, Kind.DAY),
    (_DAY, Kind.DAY),
    (_PERCENT, Kind.PERCENT),
    (_KIND, Kind.CHOICE),
    (_LEVEL, Kind.CHOICE),
    (_TITLE, Kind.TEXT),
    (_MONEY, Kind.MONEY),
    (_COUNT, Kind.INTEGER),
    (_NUMBER, Kind.INTEGER),
    (_PROSE, Kind.PROSE),
)


def keyed(fields: Iterable[Field], taken: Collection[str] = ()) -> Iterator[Field]:
    """The fields with keys for those that have none: the shared one that fits, else f1, f2 …

    `taken` are keys that must not come again: those the ledger ever had for its own fields, whose rows still hold them.
    What points at a register a second time, and a choice without choices that is neither kind nor level, becomes text.
    """
    known = list(fields)
    used = {one.key for one in known if one.key}
    number = max((int(found[1]) for key in {*used, *taken} if (found := _OWN.fullmatch(key))), default=0)
    days = [one for one in known if one.kind is Kind.DAY and not one.key]
    for one in known:
        if one.key:
            yield one
            continue
        key = _shared_key(one, used, days)
        if not key:
            number += 1
            key = f"f{number}"
        used.add(key)
        yield replace(one if key in SHARED else _plain(one), key=key)


def _plain(one: Field) -> Field:
    """What cannot be kept under a key of its own as it was meant."""
    lost = one.is_reference or (one.kind in {Kind.CHOICE, Kind.CHOICES} and not one.choices)
    return replace(one, kind=Kind.TEXT, choices={}) if lost else one


def _shared_key(one: Field, used: Collection[str], days: Sequence[Field]) -> str:
    """The shared column this field is, "" for none."""
    return next((key for key in _wanted(one, days) if key not in used and one.kind in SHARED[key]), "")


def _wanted(one: Field, days: Sequence[Field]) -> Iterator[str]:
    if one.kind in _REFERENCES:
        yield _REFERENCES[one.kind]
    for pattern, key in _BY_KEY:
        if pattern.fullmatch(one.label):
            yield key
    # The first day that is neither a deadline nor an end is the row's own.
    if one.kind is Kind.DAY and one is next(
        (day for day in days if not (_CLOSED.fullmatch(day.label) or _DUE.fullmatch(day.label))), None
    ):
        yield "day"
    if one.kind is Kind.MONEY:
        yield "amount"


_BY_KEY: Sequence[tuple[re.Pattern[str], str]] = (
    (_CLOSED, "closed_on"),
    (_DUE, "due"),
    (_TITLE, "title"),
    (_KIND, "kind"),
    (_LEVEL, "level"),
    (_BATCH, "batch"),
    (_PROGRESS, "progress"),
    (_COUNT, "count"),
)


def _parts(head: str) -> tuple[str, str]:
    """«1.金额（万元）*» → 金额, 万元."""
    found = head_of(head)
    label = found.bare if found.unit or found.bare == found.text else found.text
    return label.replace("(", "（").replace(")", "）")[:60] if not _FLAG.fullmatch(label) else label, found.unit


def _marked(fields: Sequence[Field]) -> Iterator[Field]:
    """What the row is about must be said; long texts stay off the list."""
    subject = next((key for key in ("organisation", "title", "person") if any(one.key == key for one in fields)), "")
    for one in fields:
        required = one.required or one.key == subject
        kind = Kind.PROSE if one.kind is Kind.TEXT and not one.is_shared and _PROSE.fullmatch(one.label) else one.kind
        quick = required or one.key in {"kind", "due"}
        inside = kind in {Kind.USER, Kind.DEPARTMENT}
        yield replace(one, kind=kind, required=required, listed=kind is not Kind.PROSE, quick=quick, inside=inside)


def usual_states(fields: Sequence[Field]) -> tuple[State, ...]:
    """A list with a deadline has a course."""
    if not any(one.key in {"due", "closed_on", "progress"} for one in fields):
        return ()
    return (
        State("s1", "待办", Colour.GREY),
        State("s2", "办理中", Colour.YELLOW),
        State("s3", "已办结", Colour.GREEN, closes=True),
    )


def usual_colours(fields: Sequence[Field]) -> tuple[ColourRule, ...]:
    keys = {one.key for one in fields}
    rules = []
    if "due" in keys:
        rules.append(ColourRule(When.OVERDUE, Colour.RED, "逾期"))
        rules.append(ColourRule(When.LATE, Colour.YELLOW, "逾期后办结"))
    if {"due", "progress"} <= keys:
        rules.append(ColourRule(When.BEHIND, Colour.YELLOW, "进度滞后", points=10))
    if "due" in keys:
        rules.append(ColourRule(When.DUE_WITHIN, Colour.YELLOW, "将到期", days=7))
        rules.append(ColourRule(When.CLOSED, Colour.GREEN, "已办结"))
    return tuple(rules)


def usual_identity(fields: Sequence[Field]) -> tuple[str, ...]:
    """By what a row of a sheet is the one that is there already: whom it is about, what it says, of which batch and day."""
    keys = [one.key for one in fields]
    subject = [key for key in ("organisation", "person", "title") if key in keys]
    return tuple(subject + [key for key in ("batch",) if key in keys]) or tuple(key for key in ("day",) if key in keys)


def usual_figures(name: str, label: str, counted: str, fields: Sequence[Field], states: Sequence[State]) -> tuple[Figure, ...]:
    """How many were listed, and how many of them came to their end. `name`: the ledger's code."""
    keys = {one.key for one in fields}
    noun = label.removesuffix("台账") or label
    take = Take.FIRMS if "organisation" in keys and counted in {"家", "户"} else Take.ROWS
    begun = Figure("", take, unit=counted, disclosure=Disclosure.OPEN)
    figures = []
    if "day" in keys:
        definition = f"「{label}」里期间内列入的{'企业，同一家只算一次' if take is Take.FIRMS else '记录'}"
        figures.append(replace(begun, code=f"local.{name}.n1", name=f"{noun}{counted}数", definition=definition))
    if closing := next((state for state in states if state.closes), None):
        ended = replace(begun, code=f"local.{name}.n2", by=By.REACHED, states=(closing.code,))
        definition = f"「{label}」里期间内到「{closing.label}」的记录"
        figures.append(replace(ended, name=f"{noun}{closing.label}数", definition=definition))
    return tuple(figures)


def usual_sentence(label: str, figures: Sequence[Figure], states: Sequence[State]) -> str:
    """«七张清单列入12项，已办结9项。»"""
    if not figures or figures[0].by is not By.DAY:
        return ""
    noun = label.removesuffix("台账") or label
    closing = next((state.label for state in states if figures[-1].states == (state.code,)), "")
    more = f"[[，{closing}{{{figures[-1].code}}}]]" if closing else ""
    return f"{noun}列入{{{figures[0].code}}}{more}。"
