"""Done, planned or applied for, and of which period: told from the phrase, the sentence, the column, the heading, the paper."""

from __future__ import annotations

import pytest

from titian.base.periods import Period
from titian.reader.pipeline import read_text
from titian.reader.roles.times import FUTURE, PAST, SAME, Calendar, times

ANNUAL = "示范县科学技术局2024年工作总结和2025年工作计划\n"
HALF = "示范县科学技术局2024年上半年工作总结\n"
PLAN = "示范县2025年科技创新工作要点\n"


def roles(sentence: str, head: str = ANNUAL) -> list[tuple[str, str, str]]:
    """Printed number, status and period of each figure, in order."""
    return [(figure.number_text, figure.status, figure.period) for figure in read_text(head + sentence).figures]


# status


def test_what_is_told_is_done_in_the_papers_period() -> None:
    assert roles("新增高新技术企业32家。") == [("32家", "achieved", "2024")]
    assert roles("新增高新技术企业32家。", HALF) == [("32家", "achieved", "2024H1")]


def test_an_application_is_submitted() -> None:
    assert roles("组织申报高新技术企业58家。") == [("58家", "submitted", "2024")]


def test_the_year_of_a_programme_applied_for_is_no_plan() -> None:
    assert roles("组织申报2025年度省重点研发计划项目18项。") == [("18项", "submitted", "2025")]


def test_what_is_still_being_prepared_is_a_target() -> None:
    assert roles("另有13家企业正在准备高新技术企业申报材料。", HALF) == [("13家", "target", "2024")]
    assert roles("第二批拟申报高新技术企业21家。", HALF) == [("21家", "target", "2024")]


@pytest.mark.parametrize(
    "sentence",
    [
        "力争技术合同成交额达到15亿元。",
        "技术合同成交额目标15亿元。",
        "技术合同成交额要干到15亿元。",
        "确保完成技术合同成交额15亿元的年度任务。",
        "完成技术合同成交额15亿元任务的62%。",
        "预计技术合同成交额可达15亿元。",
    ],
)
def test_words_of_planning_make_a_target(sentence: str) -> None:
    assert roles(sentence) == [("15亿元", "target", "2024")]


def test_a_planning_word_reaches_on_until_something_done_is_told() -> None:
    assert roles("科技培训原计划办12场、轮训900人次，实际办了9场、760人次。") == [
        ("12场", "target", "2024"),
        ("900人次", "target", "2024"),
        ("9场", "achieved", "2024"),
        ("760人次", "achieved", "2024"),
    ]


def test_what_is_foreseen_is_planned_in_its_own_clause_only() -> None:
    assert roles("推荐申报高企90家，预计总数突破300家，新增雏鹰企业8家。")[1:] == [
        ("300家", "target", "2024"),
        ("8家", "achieved", "2024"),
    ]


def test_a_plan_named_in_a_title_plans_nothing() -> None:
    assert roles("组织申报省科技计划项目41项。") == [("41项", "submitted", "2024")]
    assert roles("争取上级科技项目资金1280万元。") == [("1280万元", "achieved", "2024")]


def test_a_section_of_plans_speaks_of_the_year_to_come() -> None:
    text = "一、工作成效\n新增高新技术企业32家。\n二、下一步打算\n新增高新技术企业40家。\n"
    assert roles(text) == [("32家", "achieved", "2024"), ("40家", "target", "2025")]


def test_an_undated_plan_of_a_half_years_paper_is_for_its_own_year() -> None:
    assert roles("下半年，我局将新增高新技术企业40家。", HALF) == [("40家", "target", "2024")]


def test_the_inner_numbering_of_a_plan_stays_in_the_plan() -> None:
    text = "一、成效\n略。\n二、问题\n略。\n三、2025年工作计划\n一、抓主体\n新增高企40家。\n二、抓平台\n新增重点实验室1家。\n"
    assert roles(text) == [("40家", "target", "2025"), ("1家", "target", "2025")]


def test_a_paper_of_plans_plans_everything_but_the_past() -> None:
    assert roles("高新技术企业达到210家（2024年为186家）。", PLAN) == [("210家", "target", "2025"), ("186家", "achieved", "2024")]


def test_the_title_of_a_column_tells_the_status() -> None:
    table = "指标 | 2023年实际 | 2024年目标 | 2024年完成\n高新技术企业（家） | 160 | 180 | 186\n"
    assert roles(table) == [("160", "achieved", "2023"), ("180", "target", "2024"), ("186", "achieved", "2024")]


# period


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("2023年登记技术合同88份。", "2023"),
        ("去年登记技术合同88份。", "2023"),
        ("二〇二三年登记技术合同88份。", "2023"),
        ("上半年登记技术合同88份。", "2024H1"),
        ("三季度登记技术合同88份。", "2024Q3"),
        ("9月份登记技术合同88份。", "2024-09"),
        ("1—10月登记技术合同88份。", "2024"),
        ("前三季度登记技术合同88份。", "2024"),
        ("2022—2024年登记技术合同88份。", "2022/2024"),
        ("近三年登记技术合同88份。", "2022/2024"),
        ("“十四五”以来登记技术合同88份。", "2021/2024"),
        ("去年以来登记技术合同88份。", "2023/2024"),
        ("明年登记技术合同88份。", "2025"),
    ],
)
def test_a_time_in_the_numbers_own_phrase_wins(sentence: str, period: str) -> None:
    assert roles(sentence)[0][2] == period


def test_a_year_reaches_on_through_its_sentence() -> None:
    assert roles("2022年全社会研发投入9.4亿元，占地区生产总值2.03%。") == [
        ("9.4亿元", "achieved", "2022"),
        ("2.03%", "achieved", "2022"),
    ]


def test_a_comparison_is_last_years_and_does_not_reach_on() -> None:
    assert roles("科技型中小企业入库243家，去年同期205家，有效高企186家。") == [
        ("243家", "achieved", "2024"),
        ("205家", "achieved", "2023"),
        ("186家", "achieved", "2024"),
    ]
    assert roles("科技型中小企业入库143家，去年同期105家。", HALF)[1] == ("105家", "achieved", "2023H1")


def test_the_base_of_a_growth_is_not_its_period() -> None:
    assert roles("财政科技支出较上年增长9%。") == [("9%", "achieved", "2024")]


def test_a_change_goes_from_the_state_before_to_the_state_after() -> None:
    assert roles("风险补偿资金池由3000万元扩大到5000万元。") == [
        ("3000万元", "achieved", "2023"),
        ("5000万元", "achieved", "2024"),
    ]
    assert roles("近两年高新技术企业由120家增至186家。") == [("120家", "achieved", "2022"), ("186家", "achieved", "2024")]


def test_a_past_year_frames_its_paragraph_until_another_time_heads_a_sentence() -> None:
    text = "2022年度，全社会研发投入9.4亿元。有研发活动的规上工业企业97家。今年，新增高企32家。"
    assert [period for _, _, period in roles(text)] == ["2022", "2022", "2024"]


def test_a_point_of_its_own_does_not_take_the_year_of_the_point_before() -> None:
    text = "一是投入不高，2022年研发投入强度1.4%；二是载体不强，在孵企业46家。"
    assert roles(text)[1] == ("46家", "achieved", "2024")


def test_the_year_of_something_else_does_not_widen_a_half() -> None:
    assert roles("举办2024年度政策培训会，走访企业61家。", HALF) == [("61家", "achieved", "2024H1")]


def test_a_coming_year_named_once_holds_for_the_plan() -> None:
    text = "五、下步打算\n（一）扩量。2025年特派员总数达到230人。\n（二）提质。县域成果转化项目立项15个。\n"
    assert roles(text, "示范县科技局关于第8号建议的答复\n2024年8月1日\n") == [
        ("230人", "target", "2025"),
        ("15个", "target", "2025"),
    ]


def test_an_evaluated_plan_aims_at_its_last_year() -> None:
    head = "示范区“十四五”科技创新规划中期评估报告\n评估以2020年为基期，以2022年为评估年。\n"
    assert roles("两年间高企由65家增至92家。\n四、后续建议\n高企达到160家。", head) == [
        ("65家", "achieved", "2020"),
        ("92家", "achieved", "2022"),
        ("160家", "target", "2025"),
    ]


# times and the rest of a figure's key


def test_times_know_how_they_stand_to_the_paper() -> None:
    found = times("2023年、去年同期、2025年", Calendar(Period("2024")))
    assert [(time.kind, str(time.period)) for time in found] == [(PAST, "2023"), (SAME, "2023"), (FUTURE, "2025")]


def test_a_date_is_no_period() -> None:
    assert times("2024年6月18日,2024年4月至6月", Calendar(Period("2024"))) == []


def test_level_calibre_as_of_day_and_comparison_are_told_where_the_text_tells_them() -> None:
    text = HALF + "截至6月20日，统计部门核定规上工业研发费用同比增长12%，省级重点实验室新获批1家。"
    growth, laboratory = read_text(text).figures
    assert (growth.as_of, growth.calibre, growth.compared_to) == ("2024-06-20", "统计核定", "2023H1")
    assert laboratory.level == "省级"


def test_a_code_stated_twice_with_different_values_shows_its_heading() -> None:
    text = ANNUAL + "一、企业培育\n走访企业41家。\n二、成果转化\n走访企业23家。\n"
    assert [figure.scope for figure in read_text(text).figures] == ["企业培育", "成果转化"]


def test_two_measures_of_one_target_are_both_planned() -> None:
    found = roles("科技培训。2024年目标14期1200人次，已举办7期、530人次。", HALF)
    assert [status for _, status, _ in found] == ["target", "target", "achieved", "achieved"]


def test_what_the_papers_own_half_is_told_of_is_done_behind_a_plan_for_the_year() -> None:
    found = roles(
        "2024年计划举办培训14期，上半年举办7期，培训530人次。全年计划发放科技贷款1.2亿元，目前已拨付贷款贴息28.5万元。", HALF
    )
    assert [status for _, status, _ in found] == ["target", "achieved", "achieved", "target", "achieved"]


def test_what_follows_the_whole_year_is_of_the_year_though_a_half_stood_before() -> None:
    found = roles("上半年组织申报高新技术企业19家，全年组织申报31家，新增高新技术企业24家。")
    assert [period for _, _, period in found] == ["2024H1", "2024", "2024"]


def test_the_year_money_is_for_is_not_the_period_it_was_paid_in() -> None:
    found = read_text(HALF + "兑现上年度科技奖补资金第一批214.3万元。创新券发放58万元。", all_codes=True).figures
    assert [(figure.code, figure.period) for figure in found] == [("policy.redeemed", "2024H1")]
    paid = read_text(HALF + "兑付2023年度研发费用后补助41家、486.3万元。", all_codes=True).figures
    assert [(figure.code, figure.period) for figure in paid] == [
        ("rnd.subsidy_enterprises", "2024H1"),
        ("rnd.subsidy_amount", "2024H1"),
    ]
