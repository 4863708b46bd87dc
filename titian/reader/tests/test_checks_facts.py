"""The arithmetic that real reports hold to or break, and the traps their texts lay, each in a sentence of our own."""

from __future__ import annotations

import pytest

from titian.reader.pipeline import read_text
from titian.reader.values import Reading

HALF = "示范县科学技术局2026年上半年工作总结\n\n"
YEAR = "示范县科学技术局2025年工作总结和2026年工作计划\n\n"


def read(text: str, head: str = HALF) -> Reading:
    return read_text(head + text, all_codes=True)


def checked(text: str, head: str = HALF) -> list[tuple[str, bool | None]]:
    return [(check.kind, check.holds) for check in read(text, head).checks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a sum of categories, a partition, a roll-up
        ("组织申报科技计划项目74项，其中重点研发24项、成果转化15项、县域转化22项、中央引导13项。", [("sum", True)]),
        ("组织申报科技计划项目75项，其中重点研发24项、成果转化15项、县域转化22项、中央引导13项。", [("sum", False)]),
        ("科技特派员88人，其中法人科技特派员60人、自然人科技特派员28人。", [("sum", True)]),
        ("科技综合体7个，其中新建1个、提升4个、在建2个。", [("sum", True)]),
        # a funnel narrows
        ("发布揭榜挂帅需求15项，已揭榜9项，立项3项。", [("subset", True), ("subset", True)]),
        ("发布揭榜挂帅需求9项，已揭榜15项，立项3项。", [("subset", None), ("subset", True)]),
        # 其中 is a part and no partition; parts that cannot all be in it are asked
        ("研发机构总数360家，其中省级高企研发中心12家、市重点企业研究院2家、市企业技术中心20家。", [("subset", True)]),
        ("新增研发机构30家，其中省级高企研发中心12家、市重点企业研究院2家、市企业技术中心20家。", [("subset", None)]),
        # a list names as many as it counts
        ("新增瞪羚企业2家（甲禾装备、乙川材料）。", [("list", True)]),
        ("新增瞪羚企业3家（甲禾装备、乙川材料）。", [("list", False)]),
        # one figure of one name: twice the same is a repeat, two values a conflict
        ("科技型中小企业参评294家。\n二、亮点\n科技型中小企业参评294家，位居全市第一。", [("repeat", True)]),
        ("组织申报县域科技成果转化项目31项。\n\n组织申报县域科技成果转化项目34项。", [("conflict", False)]),
        # level, calibre and scope are parts of the key: nothing to compare
        ("获批市级农业社会发展项目16项，区级农业社会发展项目30项。", []),
        ("企业归集研发费用7.47亿元，全社会R&D经费投入5.95亿元。", []),
        # money said of one kind of project alone is not divided by all of them
        ("获批中央引导专项4项、重点研发6项、成果转化5项、县域科技成果转化项目42项，支持资金480万元。", []),
        # a plan that is overtaken is asked, each measure by itself
        ("获批重点研发计划项目6项。\n\n二、下半年打算\n争取获批重点研发计划项目5项。", [("plan", None)]),
        ("获批重点研发计划项目4项。\n\n二、下半年打算\n争取获批重点研发计划项目5项。", []),
        ("举办培训15期、1910人次。\n二、下半年打算\n举办培训8期、3000人次。", [("plan", None)]),
    ],
)
def test_arithmetic_facts_hold_or_are_told(text: str, expected: list[tuple[str, bool | None]]) -> None:
    assert checked(text) == expected


def test_a_run_of_years_ends_with_the_year_told_of_or_is_asked() -> None:
    assert checked("从2021年起连续5年开展企业研发投入评价。", YEAR) == [("span", True)]
    assert checked("从2020年起已连续五年开展企业研发投入评价。", YEAR) == [("span", None)]
    assert checked("从2027年起连续3年开展企业研发投入评价。", YEAR) == []


def test_two_figures_of_different_calibre_are_two_codes_and_a_target_below_the_other_is_no_conflict() -> None:
    found = read("企业归集研发费用7.47亿元。\n二、2026年计划\n力争全社会R&D经费投入达到5.95亿元。", YEAR)
    assert [(figure.code, figure.status) for figure in found.figures] == [
        ("rnd.enterprise_expense", "achieved"),
        ("rnd.expenditure", "target"),
    ]
    assert found.checks == ()


@pytest.mark.parametrize(
    ("text", "code", "value", "operator"),
    [
        ("走访企业40余家。", "visit.enterprises", 40, "over"),
        ("征集企业技术需求超160项。", "need.collected", 160, "over"),
        ("入孵科技型企业近90家。", "carrier.tenants", 90, "about"),
        ("有效高新技术企业突破470家。", "hnte.valid", 470, "over"),
        ("新增高新技术企业20家以上。", "hnte.new", 20, "at_least"),
        ("发放科技贷款4847.8385万元。", "loan.granted", 48_478_385, "exact"),
        ("发放科技贷款4.02亿元。", "loan.granted", 402_000_000, "exact"),
        ("深入40余家企开展入企服务。", "visit.enterprises", 40, "over"),
        ("举办科技培训6,参训530人次。", "training.sessions", 6, "exact"),
    ],
)
def test_approximate_words_scales_and_lost_characters_are_read(text: str, code: str, value: int, operator: str) -> None:
    figure = read(text).figures[0]
    assert (figure.code, int(figure.value), figure.qualifier.value) == (code, value, operator)


def test_what_is_expected_is_not_money_received() -> None:
    (figure,) = read("预计获批项目支持资金1000万元。").figures
    assert figure.status == "target"


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("组织申报高新技术企业25家。", ["submitted"]),
        ("新增高新技术企业25家。", ["achieved"]),
        ("力争新增高新技术企业25家。", ["target"]),
        ("拟申报高新技术企业25家。", ["target"]),
        ("组织申报高新技术企业25家，新增8家，力争全年新增20家。", ["submitted", "achieved", "target"]),
    ],
)
def test_status_words_keep_counters_apart(text: str, statuses: list[str]) -> None:
    assert [figure.status for figure in read(text).figures] == statuses


def test_a_document_number_with_a_wrong_bracket_and_a_date_run_together_are_no_quantities() -> None:
    assert read("依据示科字〔20241号文件，截至2024820，工作有序。").quantities == ()


def test_totals_that_look_like_years_are_numbers_of_their_columns() -> None:
    found = read_text("镇名 | 高企(家) | 科小(家)\n合计 | 1900 | 1950\n东镇 | 1000 | 1000\n西镇 | 900 | 950\n")
    assert [str(number.value) for number in found.quantities][:2] == ["1900", "1950"]
    assert [check.holds for check in found.checks] == [True, True]
