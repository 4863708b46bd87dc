"""The definition engine, without a database."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.ledgers.definition import DefinitionError, ValuesError, clean, dump, parse
from titian.ledgers.definition.colours import Colour, ColourRule, Standing, When, colour_of
from titian.ledgers.definition.fields import Field, Kind
from titian.ledgers.definition.values import amount_text
from titian.ledgers.packages import packaged

LIST: dict[str, Any] = {
    "name": "clearing",
    "label": "清零清单",
    "fields": [
        {"key": "day", "label": "列入日期", "required": True},
        {"key": "organisation", "label": "企业名称", "required": True},
        {"key": "reason", "label": "原因", "kind": "choice", "choices": {"moved": "总部结算", "stopped": "停产"}},
        {"key": "gap", "label": "缺口", "kind": "money", "minimum": 0},
    ],
    "figures": [
        {"code": "local.clearing.listed", "take": "firms", "name": "清零企业数", "unit": "家", "definition": "列入清单的企业"}
    ],
}


def test_what_is_written_back_is_read_as_the_same() -> None:
    for definition in (parse(LIST), *packaged().values()):
        assert parse(dump(definition)) == definition


def test_everything_wrong_with_a_definition_is_said_at_once() -> None:
    wrong = {
        **LIST,
        "fields": [*LIST["fields"], {"key": "day", "label": "列入日期"}, {"key": "amount", "label": "金额", "kind": "text"}],
        "colours": [{"when": "overdue", "colour": "red", "word": "逾期"}],
        "figures": [{"code": "visit.count", "where": {"reason": "lost", "town": "x"}}],
    }
    with pytest.raises(DefinitionError) as caught:
        parse(wrong)
    said = "\n".join(caught.value.messages)
    for part in ("「day」用了两次", "「列入日期」用了两次", "共有列", "期限", "没有选项「lost」", "条件「town」不是字段"):
        assert part in said


def test_a_shared_key_says_by_itself_what_it_holds() -> None:
    assert [one.kind.value for one in parse(LIST).fields[:2]] == ["day", "organisation"]


def test_every_wrong_value_of_a_row_is_said_by_field() -> None:
    with pytest.raises(ValuesError) as caught:
        clean(parse(LIST), {"day": None, "reason": "lost", "gap": -1})
    assert set(caught.value.by_field) == {"day", "reason", "gap"}


DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(since=DAYS, length=st.integers(1, 500), progress=st.integers(0, 100), points=st.integers(0, 30), gone=st.integers(0, 600))
def test_a_row_is_behind_exactly_when_time_runs_ahead_of_it_by_more_than_the_points(
    since: date, length: int, progress: int, points: int, gone: int
) -> None:
    due, day = since + timedelta(days=length - 1), since + timedelta(days=gone)
    rule = ColourRule(When.BEHIND, Colour.YELLOW, "滞后", points=points)
    elapsed = min(gone + 1, length) / length * 100
    fits = rule.fits(Standing(since, due, None, progress), day)
    if abs(elapsed - progress - points) > 1e-9:
        assert fits is (elapsed - progress > points)
    else:
        assert not fits


@pytest.mark.parametrize(
    ("due", "closed", "word"),
    [
        (date(2026, 5, 30), None, "逾期"),
        (date(2026, 5, 31), None, "将到期"),
        (date(2026, 6, 7), None, "将到期"),
        (date(2026, 6, 8), None, None),
        (date(2026, 5, 30), date(2026, 5, 20), None),
    ],
)
def test_a_deadline_is_overdue_from_the_day_after_it(due: date, closed: date | None, word: str | None) -> None:
    rules = (ColourRule(When.OVERDUE, Colour.RED, "逾期"), ColourRule(When.DUE_WITHIN, Colour.YELLOW, "将到期", days=7))
    found = colour_of(rules, Standing(date(2026, 1, 1), due, closed), date(2026, 5, 31))
    assert (found.word if found else None) == word


def test_a_field_may_have_to_be_a_document_number() -> None:
    definition = parse({**LIST, "fields": [*LIST["fields"], {"key": "paper", "label": "文号", "shape": "document_number"}]})
    assert clean(definition, {"paper": " 示科〔2026〕12号 "}) == {"paper": "示科〔2026〕12号"}
    assert clean(definition, {"paper": None}) == {"paper": None}
    with pytest.raises(ValuesError, match="请写成如「示科〔2026〕12号」"):
        clean(definition, {"paper": "示科[2026]012号"})


def test_the_parts_a_definition_brings_must_fit() -> None:
    wrong = {
        **LIST,
        "fields": [*LIST["fields"], {"key": "done", "label": "清零日期", "kind": "day", "shape": "telephone"}],
        "states": [{"code": "cleared", "label": "清零", "rank": 1}],
        "figures": [{"code": "commissioner.total", "take": "parties", "by": "standing"}],
    }
    with pytest.raises(DefinitionError) as caught:
        parse(wrong)
    said = "\n".join(caught.value.messages)
    for part in ("「telephone」不认识", "「清零日期」是状态「清零」在表里的一列", "请加人员字段"):
        assert part in said


def test_an_amount_is_in_wan_unless_the_definition_says_yuan() -> None:
    fee, fund = Field("fee", "收费", Kind.MONEY, unit="元"), Field("fund", "资金", Kind.MONEY)
    assert (fee.head, fund.head) == ("收费（元）", "资金（万元）")
    assert (amount_text(fee, Decimal("480.50")), amount_text(fund, Decimal(480))) == ("480.5 元", "0.048 万元")
    with pytest.raises(DefinitionError, match="「收费」是金额，单位只能是万元或元"):
        parse({**LIST, "fields": [*LIST["fields"], {"key": "fee", "label": "收费", "kind": "money", "unit": "千元"}]})
