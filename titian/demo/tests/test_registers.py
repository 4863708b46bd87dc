"""The county's workbooks come in through the office's own import, and the registers then count to what the papers state."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from titian.accounts.models import User
from titian.demo.build import build
from titian.demo.county.build import county
from titian.demo.story import tell
from titian.demo.workbooks import FAULTY, write_faulty, write_registers
from titian.exchange.models import APPLIED, REFUSED, Batch
from titian.exchange.tables import read_tables
from titian.registry.actions import merge_organisations
from titian.registry.models import AnnualFigure, IntellectualProperty, Organisation, Person, ScaleYear, Title


def told() -> list[str]:
    said: list[str] = []
    tell(said.append, papers=Path(settings.TITIAN.home) / "demo")
    return said[next(place for place, line in enumerate(said) if line.startswith("五、")) :]


@pytest.mark.django_db
def test_the_registers_come_in_as_imports_and_count_to_what_the_papers_state() -> None:
    build(lambda _: None)
    rows = county()
    _hold_what_the_county_is_made_of()
    assert Counter(Batch.objects.values_list("state", flat=True)) == {APPLIED: 7, REFUSED: 1}
    assert AnnualFigure.objects.filter(is_chosen=True).count() == sum(row.chosen for row in rows.annual)
    assert "12 处年度数据来源待定" in told()[0]
    assert "2 个不同" in told()[1]
    _merging_mends_the_second_difference()
    _outsiders_see_only_what_is_theirs()


def _hold_what_the_county_is_made_of() -> None:
    rows = county()
    held = [model._default_manager.count() for model in (Organisation, Title, AnnualFigure, IntellectualProperty, Person)]
    assert held == [len(part) for part in (rows.firms, rows.titles, rows.annual, rows.rights, rows.people)]
    assert Organisation.objects.exclude(carrier=None).count() == 93
    assert Organisation.objects.exclude(uscc_reason="").count() == 3
    assert ScaleYear.objects.filter(year=2024, is_above=True, sector="").count() == 128
    assert ScaleYear.objects.filter(year=2025, is_above=True, sector="service").count() == 6
    assert Organisation.objects.filter(state="moved").exclude(state_since=None).count() == 10


def _merging_mends_the_second_difference() -> None:
    entered = Title.objects.filter(kind="tsme", since__year=2026).select_related("organisation")
    number = next(number for number, count in Counter(title.certificate for title in entered).items() if count == 2)
    old, new = sorted((title.organisation for title in entered if title.certificate == number), key=lambda firm: firm.uscc or "")
    merge_organisations(old, into=new, by=User.objects.get(username="enterprise"), reason="同一家企业，新旧两个名称")
    assert "1 个不同" in told()[1]


def _outsiders_see_only_what_is_theirs() -> None:
    firm, incubator, bank, expert = (User.objects.get(username=name) for name in ("firm", "incubator", "bank", "expert"))
    assert [str(one) for one in Organisation.objects.visible_to(firm)] == ["示范县重工机械股份有限公司"]
    assert Organisation.objects.visible_to(incubator).count() == 35
    assert Organisation.objects.visible_to(bank).get().kind == "bank"
    assert not Organisation.objects.visible_to(expert)
    assert [person.name for person in Person.objects.visible_to(expert)] == [expert.name]


def test_every_workbook_says_in_its_second_row_that_it_is_made_up(tmp_path: Path) -> None:
    books = [path for _, path in write_registers(tmp_path)] + [write_faulty(tmp_path)]
    for path in books:
        table = read_tables(path)[0]
        assert "演示数据" in " ".join(table.rows[1]), path.name
    assert {"企业名录.xlsx", "年度数据.xlsx", "资质荣誉.xlsx", "知识产权.xlsx", "人员.xlsx", FAULTY} <= {
        path.name for path in books
    }


def test_the_same_county_makes_the_same_workbooks(tmp_path: Path) -> None:
    first, again = write_registers(tmp_path / "a"), write_registers(tmp_path / "b")
    assert all(one.read_bytes() == other.read_bytes() for (_, one), (_, other) in zip(first, again, strict=True))
