"""What a file would do: every error at once, nothing written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.registers import Work, registers
from titian.exchange.preview import Plan, examine
from titian.exchange.tests import make
from titian.registry.models import Organisation
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db


def plan(folder: Path, by: User, *rows: Any, **sheet: Any) -> Plan:
    people.our_town()
    register = sheet.pop("register", "organisations")
    forced = sheet.pop("forced", None)
    path = make.written(folder, make.sheet(*rows, **sheet))
    return examine(registers()[register], path, Work(by, make.DAY), forced)


def messages(found: Plan) -> list[str]:
    return [issue.sentence for issue in found.errors]


def test_a_sheet_with_other_heads_and_a_title_is_understood(tmp_path: Path, officer: User) -> None:
    found = plan(
        tmp_path,
        officer,
        ("云山科技有限公司", registry.uscc(1), "2018.6.12", "梯田", "1,099万元"),
        above=[["示范县科技企业名单", None, None], ["填报单位：科技局"]],
    )
    assert messages(found) == []
    assert [change.is_new for change in found.changes] == [True]
    after = found.changes[0].after
    assert (after["name"], after["founded_on"], after["capital"]) == ("云山科技有限公司", date(2018, 6, 12), Decimal(10_990_000))
    assert after["region"].name == "梯田镇"
    assert found.changes[0].row.number == 4


def test_every_error_is_found_at_once_with_where_and_what_to_do(tmp_path: Path, officer: User) -> None:
    code = registry.uscc(1)
    found = plan(
        tmp_path,
        officer,
        ("甲公司", code, "2024-13-05", "梯田镇", "500"),
        ("乙公司", code, "2024-01-05", "无名镇", "500"),
        ("", registry.uscc(2), "2024-01-05", "", "500"),
        ("丙公司", "9" * 17, "2024-01-05", "", "五百万"),
    )
    where = {(issue.row, issue.column) for issue in found.errors}
    assert where == {(2, "注册时间"), (3, "信用代码"), (3, "所属乡镇"), (4, "单位名称"), (5, "信用代码"), (5, "注册资本（万元）")}
    assert any("2024-13-05 不是有效日期" in text for text in messages(found))
    assert any("与第 2 行重复" in text for text in messages(found))
    assert any("18 位，这里是 17 位" in text for text in messages(found))
    assert found.errors[0].value == "2024-13-05"
    assert Organisation.objects.count() == 0


def test_a_failing_check_digit_is_only_a_warning(tmp_path: Path, officer: User) -> None:
    code = registry.uscc(1)
    wrong = code[:17] + ("0" if code[17] != "0" else "1")
    found = plan(tmp_path, officer, ("甲公司", wrong, "2024-01-05", "", ""))
    assert messages(found) == []
    assert [(issue.row, issue.column, issue.value) for issue in found.warnings] == [(2, "信用代码", wrong)]
    assert found.may_apply


def test_an_empty_town_is_allowed_and_unknown_columns_are_told(tmp_path: Path, officer: User) -> None:
    found = plan(tmp_path, officer, ("甲公司", registry.uscc(1), "N/A", "", "500(万美元)", "x"), head=(*make.HEAD, "经办随手记"))
    assert messages(found) == []
    assert found.changes[0].after["capital_currency"] == "USD"
    assert "founded_on" not in found.changes[0].after
    assert any("经办随手记" in notice for notice in found.notices)


def test_an_amount_without_unit_is_said_once(tmp_path: Path, officer: User) -> None:
    head = ("单位名称", "信用代码", "注册资本")
    found = plan(tmp_path, officer, ("甲公司", registry.uscc(1), "500"), ("乙公司", registry.uscc(2), "600"), head=head)
    assert found.changes[1].after["capital"] == Decimal(6_000_000)
    assert len([notice for notice in found.notices if "没有写单位" in notice]) == 1


def test_what_is_there_is_found_by_code_and_only_differences_count(tmp_path: Path, officer: User) -> None:
    known = registry.organisation("云山科技有限公司", founded_on=date(2018, 6, 12))
    same = (known.name, known.uscc, "2018年6月12日", "梯田镇", "")
    other = (known.name, known.uscc, "2019-01-01", "", "")
    assert plan(tmp_path, officer, same).unchanged == 1
    found = plan(tmp_path, officer, other)
    assert (found.updated, found.created) == (1, 0)
    assert found.changes[0].before == {"founded_on": date(2018, 6, 12)}
    assert found.changes[0].after == {"founded_on": date(2019, 1, 1)}


def test_an_empty_cell_changes_nothing_and_the_word_empties(tmp_path: Path, officer: User) -> None:
    known = registry.organisation(address="云山路 1 号")
    head = ("单位名称", "信用代码", "地址")
    assert plan(tmp_path, officer, (known.name, known.uscc, ""), head=head).unchanged == 1
    assert plan(tmp_path, officer, (known.name, known.uscc, "清空"), head=head).changes[0].after == {"address": None}


def test_a_firm_without_a_code_is_found_by_its_name(tmp_path: Path, officer: User) -> None:
    registry.organisation("云山科技（集团）有限公司", uscc=None)
    found = plan(tmp_path, officer, ("云山科技(集团)有限公司", registry.uscc(7), "", "", ""))
    assert found.updated == 1
    assert found.changes[0].after["uscc"] == registry.uscc(7)


def test_a_new_name_under_a_known_code_is_doubtful(tmp_path: Path, officer: User) -> None:
    known = registry.organisation("云山科技有限公司")
    found = plan(tmp_path, officer, ("云山智能有限公司", known.uscc, "", "", ""))
    assert found.updated == 1
    assert "原名「云山科技有限公司」" in found.warnings[0].message


def test_a_head_can_be_mapped_by_hand(tmp_path: Path, officer: User) -> None:
    head = ("哪家", "信用代码")
    rows = [("甲公司", registry.uscc(1))]
    assert any("缺少「企业名称」这一列" in text for text in messages(plan(tmp_path, officer, *rows, head=head)))
    assert messages(plan(tmp_path, officer, *rows, head=head, forced={"哪家": "name"})) == []


def test_a_sheet_without_any_known_head_says_what_is_wanted(tmp_path: Path, officer: User) -> None:
    found = plan(tmp_path, officer, ("1", "2"), head=("甲", "乙"))
    assert "认不出表头" in messages(found)[0]
    assert "企业名称" in messages(found)[0]


def test_a_clerk_adds_firms_of_the_own_town_only(tmp_path: Path, town_clerk: User) -> None:
    people.our_town()
    head = ("单位名称", "信用代码", "所属乡镇")
    assert messages(plan(tmp_path, town_clerk, ("甲公司", registry.uscc(1), "梯田镇"), head=head)) == []
    assert messages(plan(tmp_path, town_clerk, ("甲公司", registry.uscc(1), ""), head=head))


def test_right_to_add_is_no_right_to_change(tmp_path: Path, town_clerk: User) -> None:
    """Whoever may add rows must not overwrite those that are there."""
    known = registry.organisation("云山科技有限公司")
    found = plan(tmp_path, town_clerk, ("云山科技有限公司", known.uscc, "2001-01-01", "梯田镇", ""))
    assert found.errors
    assert found.errors[0].row == 2


def test_titles_find_their_firm_by_code_or_name_and_end_by_rule(tmp_path: Path, officer: User) -> None:
    firm = registry.organisation("云山科技有限公司")
    head = ("企业", "资质", "发证时间", "证书编号", "有效期至")
    found = plan(
        tmp_path,
        officer,
        ("云山科技有限公司", "高企", "2024.11.6", "GR1", ""),
        (firm.name, "科小", "2026-05-01", "", "2026-12-31"),
        head=head,
        register="titles",
    )
    assert messages(found) == []
    first, second = (change.after for change in found.changes)
    assert (first["organisation"], first["until"]) == (firm, date(2027, 11, 6))
    assert second["until"] == date(2027, 1, 1)


def test_a_row_of_an_unknown_firm_says_what_to_do(tmp_path: Path, officer: User) -> None:
    found = plan(tmp_path, officer, ("没有的公司", "高企", "2024-11-06"), head=("企业", "资质", "发证日期"), register="titles")
    assert "请先导入企业名录" in messages(found)[0]


def test_a_firm_written_without_its_county_is_named_as_the_register_knows_it(tmp_path: Path, officer: User) -> None:
    registry.organisation("示范县云山精密科技有限公司")
    said = ("云山精密科技有限公司", "高企", "2024-11-06")
    found = plan(tmp_path, officer, said, head=("企业", "资质", "发证日期"), register="titles")
    assert "相近的有「示范县云山精密科技有限公司」" in messages(found)[0]


def test_annual_figures_know_their_year_from_the_head_and_their_unit(tmp_path: Path, officer: User) -> None:
    firm = registry.organisation("云山科技有限公司")
    head = ("企业名称", "2025年营业收入（元）", "2025年研发费用（万元）", "从业人员")
    found = plan(tmp_path, officer, (firm.name, 32_000_000, 160.5, "85人"), head=head, register="annual-figures")
    assert messages(found) == []
    after = found.changes[0].after
    assert (after["year"], after["source"]) == (2025, "return")
    assert (after["revenue"], after["rd_expense"], after["staff"]) == (Decimal(32_000_000), Decimal(1_605_000), 85)


def test_a_list_of_firms_that_left_brings_the_day_they_left(tmp_path: Path, officer: User) -> None:
    row = ("云山科技有限公司", registry.uscc(1), "已注销", "2025年9月18日")
    found = plan(tmp_path, officer, row, head=("单位名称", "信用代码", "登记状态", "注销日期"))
    assert messages(found) == []
    assert found.changes[0].after["state"] == "closed"
    assert found.changes[0].after["state_since"] == date(2025, 9, 18)


def test_what_the_table_cannot_keep_is_an_error_of_its_row(tmp_path: Path, officer: User) -> None:
    head = ("企业名称", "联系电话", "简称", "注册资本（亿元）", "经营范围")
    rows = [("甲公司", "1" * 61, "", "1", ""), ("丙公司", "", "", "1", "研" * 10_001)]
    assert messages(plan(tmp_path, officer, *rows, head=head)) == [
        "第 2 行「联系电话」：联系电话有 61 个字，最多 60 字，请删减",
        "第 3 行「经营范围」：经营范围有 10001 个字，最多 10000 字，请删减",
    ]


def test_more_people_than_the_table_can_count_is_an_error(tmp_path: Path, officer: User) -> None:
    firm = registry.organisation("甲公司")
    found = plan(
        tmp_path, officer, (firm.name, "2025", "3000000000"), head=("企业名称", "年度", "职工总数"), register="annual-figures"
    )
    assert messages(found) == ["第 2 行「职工总数」：职工总数大得不合情理，请核对"]


def test_a_currency_written_with_the_amount_stands(tmp_path: Path, officer: User) -> None:
    head = ("企业名称", "信用代码", "注册资金", "币种")
    found = plan(
        tmp_path,
        officer,
        ("甲公司", registry.uscc(1), "500万美元", "人民币"),
        ("乙公司", registry.uscc(2), "500", "美元"),
        head=head,
    )
    assert [change.after["capital_currency"] for change in found.changes] == ["USD", "USD"]


def test_a_county_in_a_sheet_of_regions_is_not_its_own_parent(tmp_path: Path, officer: User) -> None:
    people.our_town()
    head = ("名称", "区划代码", "层级")
    assert plan(tmp_path, officer, ("示范县", "990123", "县区"), head=head, register="regions").unchanged == 1
