"""How a definition that is still being worked on will look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.columns import Column
from titian.base.columns import Kind as ColumnKind
from titian.base.pages import Mark
from titian.ledgers.actions.retyping import Retyped, retyping
from titian.ledgers.definition import Definition, DefinitionError, Field, Figure, Kind
from titian.ledgers.definition.changes import changes, told
from titian.ledgers.definition.ledger import FILLERS, GROUPS
from titian.ledgers.definition.measures import BYS, TAKES
from titian.ledgers.forms import row_form
from titian.ledgers.forms.measures import tried
from titian.ledgers.models import LedgerDraft

_MADE_UP: Mapping[Kind, tuple[str, str]] = {
    Kind.TEXT: ("（文字一）", "（文字二）"),
    Kind.PROSE: ("（一段文字）", "（一段文字）"),
    Kind.INTEGER: ("12", "30"),
    Kind.DECIMAL: ("1.5", "20"),
    Kind.MONEY: ("120", "35.6"),
    Kind.PERCENT: ("60", "85"),
    Kind.FLAG: ("是", "否"),
    Kind.ORGANISATION: ("示范县云山装备有限公司", "示范县河口农机厂"),
    Kind.REGION: ("城关镇", "河口镇"),
    Kind.PERSON: ("张示范", "李示范"),
    Kind.USER: ("王示范", "赵示范"),
    Kind.DEPARTMENT: ("企业服务股", "平台人才股"),
    Kind.ROW: ("（另一本台账的一行）", "（另一本台账的一行）"),
}


@dataclass(frozen=True)
class Preview:
    """`problems` says why there is nothing else yet."""

    problems: Sequence[str] = ()
    definition: Definition | None = None
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[tuple[Column, object]]] = ()
    form: Any = None
    quick: Sequence[str] = ()
    head: Sequence[tuple[str, str]] = ()
    states: Sequence[Mark] = ()
    colours: Sequence[tuple[Mark, str]] = ()
    figures: Sequence[tuple[Figure, str]] = ()
    sentences: Sequence[tuple[str, Sequence[str]]] = ()
    changes: Sequence[str] = field(default_factory=list)
    retyped: Sequence[Retyped] = ()


def preview_of(draft: LedgerDraft, user: User) -> Preview:
    try:
        definition = draft.definition
    except DefinitionError as problem:
        return Preview(problems=problem.messages)
    listed = [one for one in definition.fields if one.listed]
    columns = [_column(one) for one in listed]
    if definition.states:
        columns.append(Column("state", "状态"))
    return Preview(
        definition=definition,
        columns=columns,
        rows=[_row(definition, listed, columns, number) for number in (0, 1)],
        form=row_form(definition, user, beside=False)(),
        quick=[one.head for one in definition.quick],
        head=_head(definition),
        states=[Mark(state.colour.value, state.label) for state in definition.states],
        colours=[(Mark(rule.colour.value, rule.word), told(rule).partition("：")[2]) for rule in definition.colours],
        figures=[(one, f"{TAKES[one.take]}，{BYS[one.by]}") for one in definition.figures if one.is_local],
        sentences=[tried(said.text, definition.figures) for said in definition.paragraphs if said.text],
        changes=changes(draft.ledger.about, definition) if draft.ledger else [],
        retyped=[one for one in retyping(draft.ledger, definition) if one.read or one.failed] if draft.ledger else [],
    )


def _column(one: Field) -> Column:
    numeric: dict[Kind, ColumnKind] = {
        Kind.INTEGER: "integer",
        Kind.DECIMAL: "decimal",
        Kind.PERCENT: "percent",
        Kind.MONEY: "decimal",
    }
    return Column(one.key, one.label, numeric.get(one.kind, "text"), unit=one.printed_unit)


def _row(
    definition: Definition, listed: Sequence[Field], columns: Sequence[Column], number: int
) -> Sequence[tuple[Column, object]]:
    made: dict[str, object] = {one.key: _made_up(one, number) for one in listed}
    if definition.states:
        state = definition.states[min(number, len(definition.states) - 1)]
        made["state"] = Mark(state.colour.value, state.label)
    return [(column, made[column.key]) for column in columns]


def _made_up(one: Field, number: int) -> str:
    if one.kind is Kind.DAY:
        days = 20 if one.key == "due" else -30
        return str(today() + timedelta(days=days + number))
    if one.choices:
        labels = list(one.choices.values())
        return labels[number % len(labels)]
    return _MADE_UP.get(one.kind, ("（选项）", "（选项）"))[number]


def _head(definition: Definition) -> Sequence[tuple[str, str]]:
    fillers = "、".join(FILLERS[code] for code in definition.fillers)
    return [
        ("分组", "只发这一次的表，不进导航" if definition.one_off else GROUPS[definition.group]),
        ("谁来填", f"局内人员{f'、{fillers}' if fillers else ''}"),
        ("负责科室", definition.department or "不指定"),
        ("判重", "、".join(definition.label_of(key) for key in definition.identity) or "不判重，每次导入都是新的行"),
    ]
