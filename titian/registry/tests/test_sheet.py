"""One sheet a firm."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
import pytest

from titian.accounts.models import User
from titian.base import office
from titian.figures.tests.make import town
from titian.registry.actions import amend_organisation
from titian.registry.models import Organisation
from titian.registry.sheet import CLEAN, INNER, document, parts
from titian.registry.tests import make

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 31)


def words(found: Organisation, user: User, edition: str) -> str:
    file = docx.Document(BytesIO(document(found, user, edition, DAY)))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


def known_firm() -> Organisation:
    firm = make.organisation("示范县云山有限公司", legal_person="陈某", contact="李某", phone="13912345678")
    make.title(firm, "hnte")
    make.annual(firm, 2025, rd_expense=1_099_000_000)
    return firm


def test_the_internal_sheet_says_so_and_holds_what_a_visit_needs(officer: User) -> None:
    text = words(known_firm(), officer, INNER)
    for shown in ("内部资料", "高新技术企业", "1,099", "李某", "139****5678", "陈某"):
        assert shown in text, shown
    assert "13912345678" not in text


def test_the_clean_sheet_holds_nothing_internal(officer: User) -> None:
    text = words(known_firm(), officer, CLEAN)
    assert "高新技术企业" in text
    for hidden in ("内部资料", "1,099", "李某", "139****5678", "陈某"):
        assert hidden not in text, hidden


def test_a_firm_that_moved_names_both_towns(officer: User) -> None:
    firm = make.organisation()
    before = firm.region
    amend_organisation(firm, changes={"region": town("河口镇", "990123102")}, by=officer)
    assert before
    assert re.search(rf"河口镇（\d{{4}}-\d\d-\d\d前登记为{before.name}）", words(firm, officer, CLEAN))


def test_a_firm_of_which_little_is_known_still_makes_a_sheet(officer: User) -> None:
    bare = make.organisation(uscc=None, region=None)
    assert [part.heading for part in parts(bare, officer, INNER, DAY)] == ["基本情况"]
    assert "待补" in words(bare, officer, INNER)


def test_a_year_with_a_chosen_source_takes_one_column_and_an_undecided_one_shows_all(officer: User) -> None:
    firm = known_firm()
    make.annual(firm, 2025, "audit", rd_expense=900_000_000, is_chosen=True)
    make.annual(firm, 2024, "return", revenue=100_00)
    make.annual(firm, 2024, "audit", revenue=200_00)
    annual = next(part for part in parts(firm, officer, INNER, DAY) if part.heading == "年度数据")
    assert [head[:5] for head in annual.head[2:]] == ["2025年", "2024年", "2024年"]
    assert "采用" in annual.head[2]
    assert "1,099" not in words(firm, officer, INNER)


def test_a_contact_who_is_also_listed_among_the_people_stands_once(officer: User) -> None:
    firm = known_firm()
    make.person("李某", "contact", organisation=firm, phone="13912345678", position="科技专员")
    contacts = next(part for part in parts(firm, officer, INNER, DAY) if part.heading == "联系人")
    assert [row[:2] for row in contacts.rows] == [("李某", "科技专员")]


def test_titles_that_are_over_stand_once_a_kind_with_how_often(officer: User) -> None:
    firm = known_firm()
    for year in (2022, 2023, 2024):
        make.title(firm, "tsme", date(year, 4, 1), until=date(year + 1, 1, 1))
    titles = next(part for part in parts(firm, officer, INNER, DAY) if part.heading == "资质荣誉")
    assert [row[:2] for row in titles.rows] == [("高新技术企业", "有效"), ("科技型中小企业（3 次）", "已到期")]
    assert titles.rows[1][3].startswith("2024")


@pytest.mark.slow
@pytest.mark.usefixtures("libreoffice")
@pytest.mark.parametrize("edition", [INNER, CLEAN])
def test_the_word_file_of_a_firm_is_one_page_and_of_a_very_long_one_two(officer: User, tmp_path: Path, edition: str) -> None:
    for firm, most in ((make.ordinary_firm(), 1), (make.long_firm(), 2)):
        source = tmp_path / f"{firm.pk}.docx"
        source.write_bytes(document(firm, officer, edition, DAY))
        made = pypdfium2.PdfDocument(office.convert(source, "pdf").read_bytes())
        assert len(made) <= most
        made.close()
