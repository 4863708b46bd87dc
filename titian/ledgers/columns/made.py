"""The columns of a ledger's sheet, from its definition."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from titian.base import columns
from titian.base.columns import Column
from titian.ledgers.definition import Definition, Field, Kind
from titian.registry.columns.sheet import NAME, USCC

STATE, REACHED = "state", "on_"
_KINDS: Mapping[Kind, columns.Kind] = {
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "decimal",
    Kind.PERCENT: "percent",
    Kind.DAY: "day",
    Kind.FLAG: "flag",
    Kind.REGION: "reference",
    Kind.USER: "reference",
    Kind.DEPARTMENT: "reference",
}
_REFERS = {Kind.REGION: "town", Kind.USER: "officer", Kind.DEPARTMENT: "department"}
_WIDTHS = {Kind.PROSE: 40, Kind.ORGANISATION: 34, Kind.ROW: 30, Kind.PERSON: 16}
# What offices write over the shared columns, whatever a ledger calls them.
_USUAL: Mapping[str, tuple[str, ...]] = {
    "region": ("所属乡镇", "乡镇", "所在乡镇", "镇街", "乡镇街道", "所属镇街", "所在地"),
    "responsible": ("责任人", "负责人", "经办人", "包抓人", "联系干部", "具体责任人"),
    "department": ("科室", "牵头科室", "责任科室", "承办科室", "责任股室", "牵头股室"),
    "due": ("期限", "办结期限", "完成时限", "截止日期", "限办日期"),
    "closed_on": ("办结日期", "完成日期", "完成时间", "销号日期"),
    "progress": ("进度", "完成进度", "工作进度"),
    "batch": ("批次",),
    "level": ("级别", "层级"),
}


def made(definition: Definition) -> Iterator[Column]:
    """Every field in its order, the code behind the firm, then the state and the days of the stages."""
    own = {word for one in definition.fields for word in (one.label, *one.aliases)}
    for one in definition.fields:
        yield column_of(one, own)
        if one.kind is Kind.ORGANISATION:
            yield Column("uscc", "统一社会信用代码", width=22, aliases=USCC, help="有代码按代码找企业，没有的按名称找")
    if definition.states:
        labels = {state.code: state.label for state in definition.states}
        yield Column(
            *(STATE, "状态", "choice"), choices=labels, aliases=("办理状态", "当前状态", "进展状态"), help="不填按开始的状态"
        )
    taken = own | {word for one in definition.fields for word in _usual(one, own)}
    for state in definition.stages:
        # 已下达日期 is also written 下达日期, unless a field of the ledger's own is called so.
        heads = [f"{word}{end}" for word in (state.label, state.label.removeprefix("已")) for end in ("日期", "时间")]
        others = tuple(head for head in dict.fromkeys(heads[1:]) if head not in taken and head != heads[0])
        yield Column(f"{REACHED}{state.code}", heads[0], "day", aliases=others)


def column_of(one: Field, own: Collection[str] = ()) -> Column:
    """`own`: words the ledger itself uses over its columns."""
    kind = "choice" if one.kind is Kind.CHOICE and one.choices else _KINDS.get(one.kind, "text")
    kind = money_kind(one) if one.kind is Kind.MONEY else kind
    return Column(
        *(one.key, one.label, kind),
        width=_WIDTHS.get(one.kind),
        unit=one.unit,
        help=one.help or _hint(one),
        aliases=(*one.aliases, *_usual(one, own)),
        # A firm is named by name or code: which of the two is seen when the row is whole.
        required=one.required and one.kind is not Kind.ORGANISATION,
        choices=dict(one.choices) if kind == "choice" else {},
        spoken=dict(one.spoken),
        refers=_REFERS.get(one.kind, ""),
        ahead=one.key == "due",
        example=one.example,
        disclosure=one.disclosure,
    )


def money_kind(one: Field) -> columns.Kind:
    return "money_yuan" if one.worth == 1 else "money_wan"


def _usual(one: Field, own: Collection[str]) -> tuple[str, ...]:
    """What offices write over such a column, unless the ledger itself uses the word."""
    words = NAME if one.kind is Kind.ORGANISATION else _USUAL.get(one.key, ())
    return tuple(word for word in words if word not in own)


def _hint(one: Field) -> str:
    if one.kind is Kind.CHOICES:
        return f"可写几个，用顿号隔开：{'、'.join(one.choices.values())}"
    if one.kind is Kind.PERSON:
        return "姓名；同名的写成「姓名（单位）」，名册里没有的导入时一并添加"
    return "那一条的名称；同名的在后面写 # 和编号" if one.kind is Kind.ROW else ""


def codes_of(text: str, choices: Mapping[str, str], spoken: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """「技术、资金」→ codes, and what is none of them."""
    known = {label: code for code, label in choices.items()} | dict(spoken) | {code: code for code in choices}
    words = [word.strip() for word in text.replace("，", "、").replace(",", "、").replace("；", "、").split("、") if word.strip()]
    return [known[word] for word in words if word in known], [word for word in words if word not in known]
