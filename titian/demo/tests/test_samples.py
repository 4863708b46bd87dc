"""The demo county's papers: real files, always the same bytes, figures that fit over three periods, and exactly the planted discrepancies."""

import re
from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import docx
import pytest
from python_calamine import CalamineWorkbook

from titian.accounts.models import Department
from titian.demo.samples import ROWS, Block, blocks, samples, towns, write_reports, write_targets
from titian.figures.models import find_indicators
from titian.figures.target_sheet import read_targets
from titian.figures.tests.make import county, town

MARK = "【演示数据】"

# What a year has done, and its first half: a phrase before the number in each paper. Money in 万元 where both print 万元.
HALF_AND_YEAR = {
    "申报高企": (r"组织(\d+)家企业申报高新技术企业", r"全年组织(\d+)家企业申报高新技术企业"),
    "科小入库": (r"科技型中小企业评价入库(\d+)家", r"科技型中小企业评价入库(\d+)家"),
    "申报项目": (r"科技计划项目(\d+)项", r"各级科技计划项目(\d+)项"),
    "立项": (r"已获立项(\d+)项", r"获批立项(\d+)项"),
    "县域申报": (r"县域科技成果转化项目(\d+)项", r"县域科技成果转化(\d+)项、中央引导地方12项"),
    "资金(万元)": (r"支持资金(\d+)万元", r"争取支持资金([\d.]+)万元"),
    "新增研发机构": (r"新备案企业研发机构(\d+)家", r"新增企业研发机构(\d+)家"),
    "技术需求": (r"征集企业技术需求(\d+)项", r"征集技术需求(\d+)项"),
    "签约合作": (r"签约合作(\d+)项", r"签约合作(\d+)项"),
    "转化成果": (r"转化科技成果(\d+)项", r"转化科技成果(\d+)项"),
    "登记成果": (r"登记科技成果(\d+)项", r"登记科技成果(\d+)项"),
    "技术合同": (r"登记技术合同(\d+)项", r"登记技术合同(\d+)项"),
    "成交额(亿元)": (r"成交额([\d.]+)亿元", r"技术合同成交额([\d.]+)亿元"),
    "惠及企业": (r"为(\d+)家科技型企业发放贷款", r"为(\d+)家企业发放贷款"),
    "贷款(万元)": (r"发放贷款(\d+)万元", r"发放贷款(\d+)万元"),
    "引进人才": (r"引进和培育科技人才(\d+)人", r"引进和培育科技人才(\d+)人"),
    "入企服务": (r"入企服务(\d+)次", r"入企服务(\d+)次"),
    "走访企业": (r"走访企业(\d+)家", r"走访企业(\d+)家"),
    "解决问题": (r"解决问题(\d+)个", r"解决企业问题(\d+)个"),
    "中心组学习": (r"中心组学习会议(\d+)次", r"中心组学习(\d+)次"),
}
# Stocks that only grow in this county: the three papers in order.
STOCKS = {
    "有效高企": ("county-2025h1", r"有效期内高新技术企业(\d+)家", "county-2025", r"高新技术企业(\d+)家，比上年末"),
    "研发机构": ("county-2025h1", r"总数达到(\d+)家", "county-2025", r"总数达到(\d+)家"),
    "入孵企业": ("county-2025h1", r"入孵科技型企业(\d+)家", "county-2025", r"入孵科技型企业(\d+)家"),
    "特派员": ("county-2025h1", r"科技特派员(\d+)人", "county-2025", r"科技特派员(\d+)人"),
}
STOCKS_2026 = {
    "有效高企": ("county-2026h1-enterprises", r"有效期内高新技术企业(\d+)家"),
    "研发机构": ("county-2026h1-research", r"总数(\d+)家"),
    "入孵企业": ("county-2026h1-research", r"入孵科技型企业(\d+)家"),
    "特派员": ("county-2026h1-transfer", r"科技特派员(\d+)人"),
}


def text_of(name: str) -> str:
    return files("titian.demo").joinpath(f"reports/{name}.txt").read_text("utf-8")


def number(name: str, pattern: str) -> Decimal:
    found = re.search(pattern, text_of(name))
    assert found, f"{name}: {pattern}"
    return Decimal(found[1])


def printed(path: Path) -> str:
    """What stands in a written file, whatever its form."""
    if path.suffix == ".docx":
        paper = docx.Document(str(path))
        cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
        return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])
    return path.read_text("utf-8")


def tables(name: str) -> Iterator[Block]:
    return (block for block in blocks(text_of(name)) if block.kind == ROWS)


def test_the_same_texts_give_the_same_bytes(tmp_path: Path) -> None:
    first = [*write_reports(tmp_path / "a"), write_targets(tmp_path / "a")]
    again = [*write_reports(tmp_path / "b"), write_targets(tmp_path / "b")]
    assert [path.name for path in first] == [path.name for path in again]
    assert all(one.read_bytes() == other.read_bytes() for one, other in zip(first, again, strict=True))


def test_every_paper_says_at_its_head_that_it_is_made_up(tmp_path: Path) -> None:
    for path in write_reports(tmp_path):
        article = printed(path).partition("<article>")[2] or printed(path)
        assert MARK in article[:40], path.name
    sheet = CalamineWorkbook.from_path(write_targets(tmp_path)).get_sheet_by_index(0).to_python()
    assert str(sheet[0][0]).startswith(MARK)


def test_a_written_paper_holds_every_paragraph_and_cell_of_its_text(tmp_path: Path) -> None:
    for sample, path in zip(samples(), write_reports(tmp_path), strict=True):
        shown = printed(path)
        for block in blocks(text_of(sample.source.removesuffix(".txt"))):
            wanted = [cell for row in block.rows for cell in row] or [block.text]
            assert all(word.replace("&", "&amp;") in shown or word in shown for word in wanted), (path.name, block)


def test_every_text_is_listed_and_two_papers_never_share_a_stem() -> None:
    listed = {sample.source for sample in samples()}
    assert listed == {entry.name for entry in files("titian.demo").joinpath("reports").iterdir() if entry.name.endswith(".txt")}
    stems = [Path(sample.written).stem for sample in samples()]
    assert len(stems) == len(set(stems))


def test_a_year_has_never_done_less_than_its_first_half() -> None:
    for name, (half, year) in HALF_AND_YEAR.items():
        assert number("county-2025h1", half) <= number("county-2025", year), name


def test_stocks_move_by_what_the_papers_say() -> None:
    for name, (half, half_pattern, year, year_pattern) in STOCKS.items():
        paper, pattern = STOCKS_2026[name]
        levels = [number(half, half_pattern), number(year, year_pattern), number(paper, pattern)]
        assert levels == sorted(levels), (name, levels)
    assert number("county-2025", r"首次认定(\d+)家") - 1 == number("county-2025", r"净增(\d+)家")  # one left: 58 + 14 - 1 = 71
    assert number("county-2025", r"总数达到(\d+)家") + 3 == number("county-2026h1-research", r"总数(\d+)家")


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        (
            "county-2025h1",
            r"科技计划项目(\d+)项，其中重点研发计划(\d+)项、科技成果转化项目(\d+)项、县域科技成果转化项目(\d+)项、中央引导地方科技发展专项(\d+)项",
        ),
        ("county-2025h1", r"科技特派员(\d+)人，其中法人科技特派员(\d+)人、自然人科技特派员(\d+)人"),
        (
            "county-2025",
            r"科技计划项目(\d+)项，其中重点研发(\d+)项、成果转化(\d+)项、县域科技成果转化(\d+)项、中央引导地方(\d+)项；",
        ),
        ("county-2025", r"获批立项(\d+)项，其中重点研发(\d+)项、成果转化(\d+)项、县域科技成果转化(\d+)项、中央引导地方(\d+)项，"),
        ("county-2025", r"当年新认定(\d+)家，其中首次认定(\d+)家、重新认定(\d+)家"),
        ("county-2026h1-enterprises", r"高新技术企业(\d+)家，第一批已提交申报(\d+)家，其余(\d+)家"),
        ("county-2026h1-enterprises", r"(\d+)家在库企业中，五项齐备的(\d+)家、缺一项的(\d+)家、缺两项及以上的(\d+)家"),
        (
            "county-2026h1-transfer",
            r"签约合作(\d+)项：其中与示范理工学院签约(\d+)项、与省农业科研院所签约(\d+)项、与其他单位签约(\d+)项",
        ),
        ("county-2026h1-transfer", r"技术合同(\d+)项，.*?技术开发(\d+)项、技术转让(\d+)项、技术咨询(\d+)项、技术服务(\d+)项"),
        ("neighbour-hills-2026h1", r"科技特派员(\d+)人，其中法人(\d+)人、自然人(\d+)人"),
        (
            "neighbour-east-2025h1",
            r"科技计划项目(\d+)项：重点研发(\d+)项、成果转化(\d+)项、县域科技成果转化(\d+)项、中央引导(\d+)项",
        ),
    ],
)
def test_parts_that_are_not_planted_add_up(name: str, statement: str) -> None:
    found = re.search(statement, text_of(name))
    assert found, statement
    total, *parts = map(int, found.groups())
    assert total == sum(parts)


def test_only_the_applications_of_the_sections_table_fail_to_add_up() -> None:
    rows = [[Decimal(cell) for cell in row[1:]] for row in next(tables("county-2026h1-research")).rows[1:]]
    differences = [total - sum(column) for *column, total in zip(*rows, strict=True)]
    assert differences == [1, 0, 0]


def test_the_growth_columns_of_the_district_are_differences() -> None:
    for row in next(tables("neighbour-east-2026h1")).rows[1:]:
        before, now, change = map(Decimal, row[2:])
        assert now - before == change, row


def test_the_planted_discrepancies_are_there() -> None:
    names = re.search(r"组织([^；。]*?)(\d)家企业申报雏鹰企业", text_of("county-2025h1"))
    assert names
    assert len(names[1].split("、")) == int(names[2]) - 1
    assert number("county-2025", r"全年组织(\d+)家企业申报") != number("county-2025", r"今年(\d+)家申报高新技术企业")
    parts = re.search(
        r"项目(\d+)项，其中重点研发(\d+)项、成果转化(\d+)项、县域科技成果转化(\d+)项、中央引导地方(\d+)项",
        text_of("county-2026h1-research"),
    )
    assert parts
    assert int(parts[1]) - sum(map(int, parts.groups()[1:])) == 1
    sent = {row[0]: row[3] for row in next(tables("county-2026h1-sent")).rows}
    assert number("county-2026h1-transfer", r"成交额([\d.]+)亿元") != Decimal(sent["技术合同成交额"])
    assert number("county-2026h1-transfer", r"科技特派员(\d+)人") != number("county-2026h1-office", r"科技特派员(\d+)人")
    rate = number("neighbour-hills-2025", r"亿元的([\d.]+)%")
    assert abs(rate - Decimal(164) / Decimal("1.6")) > 1
    assert re.search(r"运营面积23\.8万，", text_of("neighbour-east-2026h1"))


def test_the_county_has_seventeen_different_towns() -> None:
    assert len(towns()) == len(set(towns())) == 17


@pytest.mark.django_db
def test_the_targets_sheet_is_read_without_a_complaint(tmp_path: Path) -> None:
    for number_, name in enumerate(towns()):
        town(name, f"990123{number_ + 101}")
    for place, name in enumerate(["办公室", "企业股", "研发与项目股", "成果与人才股"]):
        Department.objects.create(name=name, order=place)
    targets = read_targets(write_targets(tmp_path), county=county())
    assert len(targets) == 31
    either = next(target for target in targets if target.join == "or")
    assert [leg.indicator for leg in either.legs] == ["rnd.active_above_scale", "rnd.active_above_scale_ratio"]
    gazelles = next(target for target in targets if target.legs[0].indicator == "gazelle.new")
    assert (gazelles.legs[0].low, gazelles.legs[0].high) == (Decimal(1), Decimal(2))
    assert {sum(shares.values()) for target in targets for shares in target.shares.values()} == {28, 150, 160}


@pytest.mark.django_db
def test_no_target_that_the_statistics_bureau_issues_is_split_over_towns(tmp_path: Path) -> None:
    rows = CalamineWorkbook.from_path(write_targets(tmp_path)).get_sheet_by_index(0).to_python()[2:]
    split = [str(row[2]) for row in rows if any(row[10:])]
    assert len(split) == 3
    assert all(find_indicators(name)[0].publisher != "统计局" for name in split)
