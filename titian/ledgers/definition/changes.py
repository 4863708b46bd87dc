"""What one version of a definition has that another has not, in the office's words. Pure Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from titian.ledgers.definition.colours import WHEN, ColourRule
from titian.ledgers.definition.fields import Field
from titian.ledgers.definition.ledger import FILLERS, GROUPS, Definition, State
from titian.ledgers.definition.measures import Figure

T = TypeVar("T")
_SWITCHES = {
    "required": ("必填", "可不填"),
    "listed": ("列表显示", "列表不显示"),
    "quick": ("手机速填", "手机不速填"),
    "inside": ("仅局内可见", "填报方可见"),
}


def changes(before: Definition, after: Definition) -> list[str]:
    """Everything, in the order of the form."""
    return [
        *_heads(before, after),
        *_compared("字段", before.fields, after.fields, lambda one: one.key, _field),
        *_order(before, after),
        *_compared("状态", before.states, after.states, lambda one: one.code, _state),
        *_colours(before.colours, after.colours),
        *_compared("指标", before.figures, after.figures, lambda one: one.code, _figure),
        *_texts("文稿段落", [one.text for one in before.paragraphs], [one.text for one in after.paragraphs]),
    ]


def _heads(before: Definition, after: Definition) -> Iterator[str]:
    yield from _said("名称", before.label, after.label)
    yield from _said("分组", GROUPS.get(before.group, before.group), GROUPS.get(after.group, after.group))
    yield from _said("计数量词", before.counted, after.counted)
    yield from _said("负责科室", before.department, after.department)
    yield from _said("说明", before.help, after.help)
    yield from _said("填报方", _fillers(before), _fillers(after))
    yield from _said("记入大事记", _remembered(before), _remembered(after))
    yield from _said("判重", _identity(before), _identity(after))
    if before.one_off != after.one_off:
        yield "改为只发这一次的表" if after.one_off else "改为长期台账"


def _fillers(definition: Definition) -> str:
    return "、".join(FILLERS.get(code, code) for code in definition.fillers) or "只由局内填写"


def _remembered(definition: Definition) -> str:
    """Which rows by themselves."""
    notable = definition.notable
    if notable is None:
        return "记录本身不记"
    when = [] if notable.rows else ["到记大事的状态才记"]
    chosen = [definition.label_of(key) + "为" + "、".join(_words(definition, key, codes)) for key, codes in notable.where.items()]
    least = [f"{definition.label_of('count')}不少于 {notable.least}"] if notable.least else []
    told = ["写明" + "、".join(definition.label_of(key) for key in notable.result)] if notable.result else []
    return "，".join([*when, *chosen, *least, *told]) or "每一条"


def _words(definition: Definition, key: str, codes: Sequence[str]) -> list[str]:
    one = definition.field(key)
    return [one.choices.get(code, code) if one else code for code in codes]


def _identity(definition: Definition) -> str:
    return "、".join(definition.label_of(key) for key in definition.identity) or "不判重"


def _said(what: str, before: str, after: str) -> Iterator[str]:
    if before != after:
        yield f"{what}：{before or '（空）'} → {after or '（空）'}"


def _compared(
    word: str, before: Sequence[T], after: Sequence[T], key: Callable[[T], str], differences: Callable[[T, T], Iterator[str]]
) -> Iterator[str]:
    """New ones, those gone, and what changed in those that stayed."""
    was = {key(one): one for one in before}
    now = {key(one): one for one in after}
    yield from (f"新增{word}「{_label(one)}」" for code, one in now.items() if code not in was)
    yield from (f"去掉{word}「{_label(one)}」" for code, one in was.items() if code not in now)
    for code, one in now.items():
        if code in was and (found := list(differences(was[code], one))):
            yield f"{word}「{_label(one)}」{'，'.join(found)}"


def _label(one: object) -> str:
    return str(getattr(one, "label", "") or getattr(one, "name", "") or getattr(one, "code", ""))


def _field(before: Field, after: Field) -> Iterator[str]:
    if before.label != after.label:
        yield f"由「{before.label}」改名"
    if before.kind is not after.kind:
        yield f"类型由{before.kind.label}改为{after.kind.label}"
    for name, (yes, no) in _SWITCHES.items():
        if getattr(before, name) != getattr(after, name):
            yield f"改为{yes if getattr(after, name) else no}"
    if before.disclosure != after.disclosure:
        yield f"公开属性由{before.disclosure.label}改为{after.disclosure.label}"
    yield from _options(before, after)
    if (before.unit, before.help, before.minimum, before.maximum) != (after.unit, after.help, after.minimum, after.maximum):
        yield "单位、说明或范围有改动"


def _options(before: Field, after: Field) -> Iterator[str]:
    for code, label in after.choices.items():
        if code not in before.choices:
            yield f"增加选项「{label}」"
        elif before.choices[code] != label:
            yield f"选项「{before.choices[code]}」改名为「{label}」"
    yield from (f"去掉选项「{label}」" for code, label in before.choices.items() if code not in after.choices)


def _order(before: Definition, after: Definition) -> Iterator[str]:
    was = [one.key for one in before.fields if one.key in after.by_key]
    now = [one.key for one in after.fields if one.key in before.by_key]
    if was != now:
        yield "字段次序有调整"


def _state(before: State, after: State) -> Iterator[str]:
    if before.label != after.label:
        yield f"由「{before.label}」改名"
    if before.closes != after.closes:
        yield "改为办结状态" if after.closes else "不再是办结状态"
    if before.notable != after.notable:
        yield "到此记入大事记" if after.notable else "到此不再记入大事记"
    if (before.colour, before.after, before.rank) != (after.colour, after.after, after.rank):
        yield "颜色或先后有改动"


def _colours(before: Sequence[ColourRule], after: Sequence[ColourRule]) -> Iterator[str]:
    yield from (f"新增颜色规则「{told(rule)}」" for rule in after if rule not in before)
    yield from (f"去掉颜色规则「{told(rule)}」" for rule in before if rule not in after)
    if before != after and set(before) == set(after):
        yield "颜色规则次序有调整"


def told(rule: ColourRule) -> str:
    """«逾期未解决：到期未办结», «将到期：还有几天到期（7 天）»."""
    amount = f"（{rule.days} 天）" if rule.days else f"（{rule.points} 个百分点）" if rule.points else ""
    return f"{rule.word}：{WHEN[rule.when]}{amount}"


def _figure(before: Figure, after: Figure) -> Iterator[str]:
    if (before.name, before.unit) != (after.name, after.unit):
        yield f"由「{before.name}（{before.unit}）」改名"
    if before != after and (before.name, before.unit) == (after.name, after.unit):
        yield "口径有改动"


def _texts(what: str, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    yield from (f"新增{what}：{text}" for text in after if text not in before)
    yield from (f"去掉{what}：{text}" for text in before if text not in after)
