"""Projects, vouchers and returns come in by sheet, with every problem at once, and go out unchanged."""

from __future__ import annotations

from datetime import date

import pytest

from titian.accounts.models import User
from titian.base.registers import registers
from titian.exchange import actions
from titian.exchange.exports import exported
from titian.exchange.tests import make as sheets
from titian.registry.tests import make as registry
from titian.rnd.models import CostLine, Project, Return
from titian.rnd.tests import make

pytestmark = pytest.mark.django_db
FIRM = "云山科技有限公司"
COSTS = ("企业名称", "项目编号", "凭证日期", "凭证号", "费用类别", "明细科目", "金额（元）", "资本化")


@pytest.fixture(autouse=True)
def _firm(db: None) -> None:
    registry.organisation(FIRM)


def projects(officer: User, *codes: str) -> None:
    rows = [(FIRM, code, "高强度耐磨铸件工艺研发", "2025-01-10", "2025-12-31", "试验发展") for code in codes]
    head = ("企业名称", "项目编号", "项目名称", "起始日期", "完成日期", "活动类型")
    sheets.imported(officer, sheets.sheet(*rows, head=head), register="rnd-projects")


def test_projects_come_in_by_firm_and_code(officer: User) -> None:
    projects(officer, "RD01", "RD02")
    projects(officer, "RD02")
    assert sorted(Project.objects.values_list("code", flat=True)) == ["RD01", "RD02"]
    assert Project.objects.get(code="RD01").last_day == date(2025, 12, 31)


def test_vouchers_come_in_to_the_fen_and_twice_changes_nothing(officer: User) -> None:
    projects(officer, "RD01")
    rows = [
        (FIRM, "RD01", "2025-03-31", "记-25", "人员人工费用", "工资薪金", "56,000.35", ""),
        (FIRM, "RD01", "2025-03-31", "记-26", "", "材料费", "-120", ""),
        (FIRM, "RD01", "2025-04-30", "记-27", "", "其他试验费", "9000", "是"),
    ]
    first = sheets.imported(officer, sheets.sheet(*rows, head=COSTS), register="rnd-costs")
    again = sheets.imported(officer, sheets.sheet(*rows, head=COSTS), register="rnd-costs")
    assert (first.created, again.created, again.updated) == (3, 0, 0)
    said = list(CostLine.objects.order_by("pk").values_list("category", "sub", "amount", "capitalised"))
    assert said == [
        ("personnel", "wages", 5_600_035, False),
        ("direct", "materials", -12_000, False),
        ("trial", "other_trial", 900_000, True),
    ]


def test_every_wrong_entry_is_named_at_once_and_nothing_is_written(officer: User) -> None:
    projects(officer, "RD01")
    rows = [
        (FIRM, "RD99", "2025-03-31", "记-1", "", "工资薪金", "1", ""),
        (FIRM, "RD01", "2025-03-31", "记-2", "", "瓜子", "1", ""),
        (FIRM, "RD01", "2025-03-31", "记-3", "直接投入费用", "工资薪金", "1", ""),
        (FIRM, "RD01", "2025-03-31", "记-4", "", "工资薪金", "0", ""),
        (FIRM, "RD01", "2025-03-31", "记-5", "", "工资薪金", "1.234", ""),
    ]
    batch = sheets.taken_in(officer, sheets.sheet(*rows, head=COSTS), register="rnd-costs")
    said = " ".join(error["message"] for error in batch.errors)
    for words in ("没有编号为 RD99", "「瓜子」不认识", "「工资薪金」不认识", "金额为零", "不是整分"):
        assert words in said
    assert not CostLine.objects.exists()


def test_what_goes_out_comes_in_again_unchanged(officer: User) -> None:
    project = make.project(registry.organisation(), "RD07", activity="experimental", budget=12 * make.WAN)
    make.cost(project, 123_45, "other", "travel", day=date(2025, 5, 6), note="差旅")
    make.cost(project, 500, "offset", "sold_materials")
    make.handed_in(project.organisation, "2026Q1", state="submitted", staff=80)
    for name in ("rnd-projects", "rnd-costs", "rnd-returns"):
        again = sheets.imported(officer, exported(registers()[name], officer, sheets.DAY), register=name)
        assert (again.created, again.updated) == (0, 0), name
        assert again.unchanged


def test_a_return_that_was_accepted_and_stands_in_the_sheet_unchanged_is_no_error(officer: User) -> None:
    make.handed_in(registry.organisation(), "2026Q1", state="accepted", staff=80)
    out = exported(registers()["rnd-returns"], officer, sheets.DAY)
    again = sheets.imported(officer, out, register="rnd-returns")
    assert (again.errors, again.created, again.updated, again.unchanged) == ([], 0, 0, 1)


def test_returns_come_in_as_handed_in_and_can_be_taken_back(officer: User) -> None:
    head = ("企业名称", "年度", "研发费用（万元）", "营业收入（万元）", "填报人")
    batch = sheets.imported(officer, sheets.sheet((FIRM, "2025", "160.5", "3200", "王会计"), head=head), register="rnd-returns")
    found = Return.objects.get()
    assert (found.state, found.period, found.accounting, found.submitted_on) == ("submitted", "2025", 160_500_000, sheets.DAY)
    assert (found.year, found.is_annual) == (2025, True)
    actions.undo(batch, by=officer)
    assert not Return.objects.exists()


def test_an_accepted_return_is_not_changed_by_a_sheet(officer: User) -> None:
    make.handed_in(registry.organisation("已采用有限公司"), state="accepted")
    head = ("企业名称", "期间", "研发费用（万元）")
    batch = sheets.taken_in(officer, sheets.sheet(("已采用有限公司", "2025", "1"), head=head), register="rnd-returns")
    assert "已采用" in " ".join(error["message"] for error in batch.errors)


def test_a_return_needs_what_the_accounts_say_and_a_period_that_has_begun(officer: User) -> None:
    head = ("企业名称", "期间", "研发费用（万元）", "职工总数（人）")
    rows = [(FIRM, "2027", "1", ""), (FIRM, "2025", "", "5"), (FIRM, "2026H1", "1", "")]
    batch = sheets.taken_in(officer, sheets.sheet(*rows, head=head), register="rnd-returns")
    said = " ".join(error["message"] for error in batch.errors)
    for words in ("还没有开始", "缺少会计口径", "不是年度或季度"):
        assert words in said
