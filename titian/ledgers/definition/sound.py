"""What is wrong with a definition that could be read: parts that name what is not there, or do not fit together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from titian.ledgers.definition.colours import When
from titian.ledgers.definition.fields import NUMBERS, SHAPES, SHARED, WAN, YUAN, Field, Kind
from titian.ledgers.definition.ledger import FILLERS, GROUPS, Definition
from titian.ledgers.definition.measures import LEDGER, By, Figure, Take

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
# Words a row's own columns and forms use: no field may be called so.
_TAKEN = frozenset({"state", "id", "pk", "ledger", "version", "data", "evidence", "uscc", "number", "text"})
_MOST_FIELDS = 60


def problems(definition: Definition) -> Iterator[str]:
    """Everything, in Chinese."""
    yield from _heads(definition)
    for one in definition.fields:
        yield from _field(one)
    yield from _states(definition)
    for rule in definition.colours:
        if rule.when is not When.SILENT and rule.when not in {When.CLOSED, When.OPEN} and not definition.field("due"):
            yield f"颜色规则「{rule.word}」要看期限，请加一个「期限」字段（due）"
        if rule.when is When.BEHIND and not definition.field("progress"):
            yield f"颜色规则「{rule.word}」要看进度，请加一个「进度」字段（progress）"
    for figure in definition.figures:
        yield from _figure(figure, definition)
    for number, paragraph in enumerate(definition.paragraphs, start=1):
        if not paragraph.speaks_of:
            yield f"第 {number} 个段落没有写到任何指标，请用 {{指标代码}} 写出要用的数"


def _heads(definition: Definition) -> Iterator[str]:
    if not definition.label.strip():
        yield "台账要有名称"
    if not definition.fields:
        yield "至少要有一个字段"
    if len(definition.fields) > _MOST_FIELDS:
        yield f"字段有 {len(definition.fields)} 个，最多 {_MOST_FIELDS} 个"
    if definition.group not in GROUPS:
        yield f"分组「{definition.group}」不认识，应为{'、'.join(GROUPS)}之一"
    if strange := [word for word in definition.fillers if word not in FILLERS]:
        yield f"填报方「{'、'.join(strange)}」不认识，应为{'、'.join(FILLERS)}"
    yield from (f"字段代码「{key}」用了两次" for key in _doubled(one.key for one in definition.fields))
    yield from (f"字段名称「{label}」用了两次，表头会分不清" for label in _doubled(one.label for one in definition.fields))
    yield from _notable(definition)
    yield from (f"判重字段「{key}」不在字段里" for key in definition.identity if definition.field(key) is None)


def _notable(definition: Definition) -> Iterator[str]:
    if definition.notable is None:
        return
    for key, codes in definition.notable.where.items():
        one = definition.field(key)
        if one is None or one.kind is not Kind.CHOICE or any(code not in one.choices for code in codes if one.choices):
            yield f"大事记按「{key}」挑选，它应是一个选项字段，选项应在其中"
    for key in definition.notable.result:
        if definition.field(key) is None:
            yield f"大事记要写的结果「{key}」不在字段里"
    if definition.notable.least and definition.field("count") is None:
        yield "大事记按人数（数量）挑选，请加一个「数量」字段（count）"


def _field(one: Field) -> Iterator[str]:
    if not _CODE.fullmatch(one.key) or one.key in _TAKEN:
        yield f"字段「{one.label}」的代码「{one.key}」不能用：小写英文字母开头，只含小写字母、数字和下划线，且不与系统列重名"
    if one.key in SHARED and one.kind not in SHARED[one.key]:
        wanted = "、".join(kind.label for kind in SHARED[one.key])
        yield f"字段「{one.label}」的代码 {one.key} 是共有列，类型只能是{wanted}"
    if one.is_reference and one.key not in SHARED:
        yield f"字段「{one.label}」：{one.kind.label}只能用共有列的代码，其余请用文字"
    if one.kind is Kind.CHOICES and not one.choices:
        yield f"字段「{one.label}」是多选，请列出选项"
    if one.kind is Kind.CHOICE and not one.choices and one.key not in SHARED:
        yield f"字段「{one.label}」是选项，请列出选项"
    if one.kind is Kind.MONEY and one.unit not in {"", WAN, YUAN}:
        yield f"字段「{one.label}」是金额，单位只能是万元或元"
    if one.kind is Kind.ROW and not one.ledger:
        yield f"字段「{one.label}」要指明是哪一本台账的行"
    if one.shape and (one.shape not in SHAPES or one.kind is not Kind.TEXT):
        yield f"字段「{one.label}」的写法「{one.shape}」不认识，或不是文字字段；文字字段可用{'、'.join(SHAPES)}"
    if one.minimum is not None and one.maximum is not None and one.minimum > one.maximum:
        yield f"字段「{one.label}」的最小值大于最大值"
    yield from (
        f"字段「{one.label}」的说法「{word}」对应的选项 {code} 没有" for word, code in one.spoken.items() if code not in one.choices
    )


def _states(definition: Definition) -> Iterator[str]:
    codes = [state.code for state in definition.states]
    yield from (f"状态代码「{code}」用了两次" for code in _doubled(codes))
    yield from (f"状态名称「{label}」用了两次" for label in _doubled(state.label for state in definition.states))
    labels = {one.label for one in definition.fields}
    for state in definition.stages:
        if f"{state.label}日期" in labels:
            yield f"「{state.label}日期」是状态「{state.label}」在表里的一列，与字段重名，请给字段换个名称"
    for state in definition.states:
        if not _CODE.fullmatch(state.code):
            yield f"状态「{state.label}」的代码「{state.code}」不能用"
        yield from (f"状态「{state.label}」的前一状态「{code}」没有" for code in state.after if code not in codes)
        yield from (f"状态「{state.label}」要先填的「{key}」不是字段" for key in state.needs if definition.field(key) is None)


def _figure(figure: Figure, definition: Definition) -> Iterator[str]:
    name = figure.name or figure.code
    if figure.is_local and not (figure.name and figure.unit and figure.definition):
        yield f"指标「{name}」是本局自定的，请写明名称、单位和定义"
    yield from _taken(name, figure, definition)
    yield from _combined(name, figure, definition)
    if figure.by is By.REACHED and not figure.states:
        yield f"指标「{name}」按到达状态计，请写明是哪个状态"
    yield from (f"指标「{name}」的状态「{code}」没有" for code in figure.states if definition.state(code) is None)
    for key, codes in figure.where.items():
        yield from _condition(name, key, codes, definition)
    yield from (f"指标「{name}」要求填了「{key}」，没有这个字段" for key in figure.filled if definition.field(key) is None)
    if figure.share_of and figure.share_of not in {other.code for other in definition.figures}:
        yield f"指标「{name}」要除以的「{figure.share_of}」不在本台账的指标里"
    if figure.by is not By.REACHED and not definition.field("day"):
        yield f"指标「{name}」要按日期归到期间，请加日期字段（day）"


def _combined(name: str, figure: Figure, definition: Definition) -> Iterator[str]:
    """Totals that are compared, and fields that are counted together."""
    if figure.take is Take.DIFFERENT and not figure.different:
        yield f"指标「{name}」要写明按哪几列合起来计"
    strange = [key for key in figure.different if key != LEDGER and key not in SHARED and definition.field(key) is None]
    yield from (f"指标「{name}」要合起来计的「{key}」不是字段" for key in strange)
    columns = [one.key for one in definition.fields if one.is_shared]
    yield from (f"指标「{name}」里只计一次所看的「{key}」不是共用的列" for key in figure.once if key not in columns)
    if figure.growth_over:
        base = definition.field(figure.growth_over)
        if figure.take is not Take.SUM or base is None or base.kind not in NUMBERS:
            yield f"指标「{name}」算增长，要加的列和比较的列「{figure.growth_over}」都应是数字字段"


def _taken(name: str, figure: Figure, definition: Definition) -> Iterator[str]:
    """The fields that what is taken needs."""
    if figure.take is Take.SUM:
        summed = definition.field(figure.sum)
        if summed is None or summed.kind not in NUMBERS:
            yield f"指标「{name}」要加的列「{figure.sum}」不是数字字段"
    if figure.take in {Take.FIRMS, Take.PARTIES} and not definition.field("organisation"):
        yield f"指标「{name}」数企业，请加企业字段"
    if figure.take in {Take.PEOPLE, Take.PARTIES} and not definition.field("person"):
        yield f"指标「{name}」数人，请加人员字段"


def _condition(name: str, key: str, codes: Iterable[str], definition: Definition) -> Iterator[str]:
    one = definition.field(key)
    if one is None:
        yield f"指标「{name}」的条件「{key}」不是字段"
    elif one.choices:
        yield from (f"指标「{name}」的条件「{one.label}」没有选项「{code}」" for code in codes if code and code not in one.choices)


def _doubled(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]
