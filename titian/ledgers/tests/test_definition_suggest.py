"""From the heads of a table to a ledger that works: fields, states, colours, a figure and a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.ledgers.definition import Field, Kind, parse
from titian.ledgers.definition.beginning import completed, from_heads, from_ledger
from titian.ledgers.definition.changes import changes
from titian.ledgers.definition.fields import SHARED
from titian.ledgers.definition.suggest import keyed, suggest
from titian.ledgers.packages import packaged
from titian.ledgers.tests.make import LIST

HEADS = [
    "序号",
    "企业名称",
    "统一社会信用代码",
    "所属乡镇",
    "存在问题",
    "问题类别",
    "解决措施",
    "责任人",
    "完成时限",
    "涉及资金（万元）",
]


def keys(*heads: str) -> dict[str, str]:
    return {one.label: f"{one.key} {one.kind.value}" for one in suggest(heads).fields}


@pytest.mark.parametrize("head", ["所在乡镇（街道）", "乡镇(街道)", "乡（镇、街道）", "镇、街道", "镇街", "所属乡镇、街道、园区"])
def test_a_town_is_known_however_offices_write_it(head: str) -> None:
    assert suggest(["企业名称", head]).fields[-1].key == "region"


def test_known_heads_become_the_columns_all_ledgers_share() -> None:
    assert keys(*HEADS) == {
        "登记日期": "day day",
        "企业名称": "organisation organisation",
        "所属乡镇": "region region",
        "存在问题": "title text",
        "问题类别": "kind choice",
        "解决措施": "f1 prose",
        "责任人": "responsible user",
        "完成时限": "due day",
        "涉及资金": "amount money",
    }
    assert any("信用代码" in note for note in suggest(HEADS).notes)


@pytest.mark.parametrize(
    ("head", "kept"),
    [
        ("是否规上", "f1 flag"),
        ("参训人数（人）", "f1 integer"),
        ("培训人次", "count integer"),
        ("面积（亩）", "f1 decimal"),
        ("完成进度", "progress percent"),
        ("销号日期", "closed_on day"),
        ("开工时间", "day day"),
        ("牵头科室", "department department"),
        ("级别", "level choice"),
        ("批次", "batch text"),
        ("说不清的东西", "f1 text"),
        ("备注", "f1 prose"),
        ("联系人", "f1 text"),
        ("联系领导", "responsible user"),
    ],
)
def test_a_head_says_what_it_holds(head: str, kept: str) -> None:
    assert kept in keys(head).values()


def test_a_second_firm_and_a_choice_without_choices_are_text() -> None:
    made = list(
        keyed([Field("", "企业", Kind.ORGANISATION), Field("", "合作企业", Kind.ORGANISATION), Field("", "颜色", Kind.CHOICE)])
    )
    assert [(one.key, one.kind) for one in made] == [("organisation", Kind.ORGANISATION), ("f1", Kind.TEXT), ("f2", Kind.TEXT)]


def test_a_key_the_ledger_had_once_never_comes_again() -> None:
    assert [one.key for one in keyed([Field("f1", "甲"), Field("", "乙")], taken={"f7", "day"})] == ["f1", "f8"]


@given(st.lists(st.text("企业名称日期金额人数是否率类别期限责任任务（万元）", min_size=1, max_size=8), max_size=20))
def test_whatever_the_heads_are_the_ledger_can_be_used(heads: list[str]) -> None:
    data, _ = from_heads(heads)
    made = completed({"label": "清单", "counted": "项", **data}, "draft")
    if made.get("fields"):
        definition = parse({**made, "name": "draft"})
        assert all(one.kind in SHARED.get(one.key, {one.kind}) for one in definition.fields)


def test_a_list_with_a_deadline_comes_with_states_colours_a_figure_and_a_sentence() -> None:
    data, _ = from_heads(HEADS)
    definition = parse({**completed({"label": "七张清单", "counted": "项", **data}, "draft"), "name": "draft"})
    assert [state.label for state in definition.states if state.closes] == ["已办结"]
    assert [rule.word for rule in definition.colours][:2] == ["逾期", "逾期后办结"]
    assert [one.name for one in definition.figures] == ["七张清单项数", "七张清单已办结数"]
    assert definition.paragraphs[0].text == "七张清单列入{local.draft.n1}[[，已办结{local.draft.n2}]]。"
    assert definition.identity == ("organisation", "title")


def test_what_somebody_said_already_is_not_completed() -> None:
    data, _ = from_heads(HEADS)
    made = completed({"label": "清单", "counted": "项", **data, "states": [], "figures": []}, "draft")
    assert (made["states"], made["figures"]) == ([], [])


def test_a_copy_takes_fields_and_course_and_none_of_the_others_figures() -> None:
    for definition in packaged().values():
        data = from_ledger(definition)
        assert set(data) == {"fields", "identity", "states", "colours"}
        assert parse({**data, "name": "copy", "label": "副本"}).fields == definition.fields


def test_every_change_is_said_in_words() -> None:
    before = parse(LIST)
    fields = [
        replace(one, label="缺口金额", required=True) if one.key == "gap" else one for one in before.fields if one.key != "due"
    ]
    after = replace(before, label="清零台账", fields=(*fields, Field("f1", "备注")), colours=(), fillers=("town",))
    assert changes(before, after) == [
        "名称：清零清单 → 清零台账",
        "填报方：只由局内填写 → 乡镇街道",
        "新增字段「备注」",
        "去掉字段「清零期限」",
        "字段「缺口金额」由「缺口」改名，改为必填",
        "去掉颜色规则「逾期：到期未办结」",
    ]
    assert changes(before, before) == []
