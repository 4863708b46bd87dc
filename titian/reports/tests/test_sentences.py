"""Templates and facts make sentences: what is dropped, what is left out, how time is said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.base.quantities import Operator
from titian.figures.progress import Measure
from titian.reports.tests.make import fact, facts, goal, omitted, sentence, written
from titian.reports.wording.gaps import Reason
from titian.reports.wording.grammar import parse
from titian.reports.wording.library import packaged_sentences
from titian.reports.wording.sentences import Sentence, write


def test_a_figure_is_printed_with_its_unit_and_the_sentence_closed() -> None:
    assert written("新增高新技术企业{hnte.new}", facts(fact("hnte.new", 8))) == "新增高新技术企业8家。"


def test_a_sentence_without_its_figure_is_left_out_and_says_whom_to_ask() -> None:
    books = facts(fact("hnte.new", 6, period="2025H1", department="企业股"))
    gap = omitted("新增高新技术企业{hnte.new}。", books).gaps[0]
    assert gap.message == "缺2026年上半年「新增(认定)高新技术企业数」（账上有2025年上半年的数）"
    assert (gap.reason, gap.whom) == (Reason.MISSING, "企业股")


def test_whom_to_ask_is_who_has_the_target_before_anybody_else() -> None:
    books = facts(fact("hnte.new", 6, period="2025H1", department="企业股"), goals=[goal("hnte.new", 12, department="高新科")])
    assert omitted("{hnte.new}", books).gaps[0].whom == "高新科"


def test_an_optional_part_is_dropped_alone() -> None:
    template = "举办培训{training.sessions unit=期}[[，培训{training.participants}]]。"
    assert written(template, facts(fact("training.sessions", 8))) == "举办培训8期。"
    assert (
        written(template, facts(fact("training.sessions", 8), fact("training.participants", 500))) == "举办培训8期，培训500人次。"
    )
    assert omitted(template, facts(fact("training.participants", 500))).gaps


def test_a_group_of_parts_falls_when_none_of_them_is_known() -> None:
    template = "科技特派员{commissioner.total}[[，其中[[法人{commissioner.legal}]][[、自然人{commissioner.natural}]]]]。"
    total, legal, natural = fact("commissioner.total", 79), fact("commissioner.legal", 58), fact("commissioner.natural", 21)
    assert written(template, facts(total)) == "科技特派员79人。"
    assert written(template, facts(total, natural)) == "科技特派员79人，其中自然人21人。"
    assert written(template, facts(total, legal, natural)) == "科技特派员79人，其中法人58人、自然人21人。"


def test_a_sentence_of_optional_parts_only_is_left_out_when_all_are_missing() -> None:
    template = "获批[[重点研发{project.keyrd.approved}]][[、成果转化{project.commercialisation.approved}]]。"
    assert len(omitted(template, facts()).gaps) == 2
    assert written(template, facts(fact("project.commercialisation.approved", 5))) == "获批成果转化5项。"


def test_a_part_that_counts_nothing_is_dropped_and_a_whole_sentence_is_not() -> None:
    template = "申报{project.applied}[[，其中重点研发{project.keyrd.applied}]]。"
    assert written(template, facts(fact("project.applied", 5), fact("project.keyrd.applied", 0))) == "申报5项。"
    assert written(template, facts(fact("project.applied", 0))) == "申报0项。"


def test_the_operator_alone_brings_words_of_vagueness() -> None:
    assert (
        written("走访企业{visit.enterprises}。", facts(fact("visit.enterprises", 470, operator=Operator.OVER)))
        == "走访企业470余家。"
    )
    assert written("走访企业{visit.enterprises}。", facts(fact("visit.enterprises", 470))) == "走访企业470家。"


def test_a_qualifier_chooses_between_figures_of_one_name() -> None:
    books = facts(fact("visit.count", 225, scope="科技进企"), fact("visit.count", 42, scope="科技服务业"))
    assert written("走访{visit.count scope=科技进企}。", books) == "走访225次。"
    gap = omitted("走访{visit.count}。", books).gaps[0]
    assert gap.reason is Reason.CHOICE
    assert gap.message.endswith("账上有几个：范围：科技进企225次；范围：科技服务业42次，请在句中写明用哪一个")


def test_the_only_figure_that_says_more_answers_but_never_one_of_another_stage() -> None:
    assert written("走访{visit.count}。", facts(fact("visit.count", 225, scope="科技进企"))) == "走访225次。"
    assert omitted("申报{project.applied}。", facts(fact("project.applied", 97, stage="推荐"))).gaps
    assert omitted("新增{hnte.new}。", facts(fact("hnte.new", 12, stage="预计"))).gaps


def test_a_contradicted_figure_is_not_printed() -> None:
    gap = omitted("科技特派员{commissioner.total}。", facts(fact("commissioner.total", 97), fact("commissioner.total", 98))).gaps[0]
    assert (gap.reason, gap.message) == (Reason.CONFLICT, "2026年上半年「科技特派员总数」有不一致的数，请先认定")


def test_what_was_stated_after_the_as_of_day_is_not_counted() -> None:
    books = facts(fact("hnte.new", 8), fact("hnte.new", 11, as_of=date(2026, 6, 20)))
    assert written("新增{hnte.new}。", books) == "新增8家。"


# Growth ---------------------------------------------------------------------------------------------------------------------------


def test_growth_compares_the_same_day_of_last_year() -> None:
    books = facts(fact("hnte.new", 8), fact("hnte.new", 6, period="2025H1", as_of=date(2025, 5, 31)))
    assert (
        written("新增{hnte.new}[[，{hnte.new:growth}]][[，上年同期{hnte.new:previous}]]。", books)
        == "新增8家，同比增长33.3%，上年同期6家。"
    )


@pytest.mark.parametrize(
    "before",
    [
        fact("hnte.new", 6, period="2025H1", as_of=date(2025, 6, 30)),
        fact("hnte.new", 6, period="2025H1", as_of=None),
        fact("hnte.new", 6, period="2025H1", as_of=date(2025, 5, 31), calibre="首次认定"),
        fact("hnte.new", 6, period="2025H1", as_of=date(2025, 5, 31), operator=Operator.ABOUT),
        fact("hnte.new", 0, period="2025H1", as_of=date(2025, 5, 31)),
    ],
)
def test_there_is_no_growth_over_another_day_calibre_or_a_vague_number(before: Any) -> None:
    books = facts(fact("hnte.new", 8), before)
    assert written("新增{hnte.new}[[，{hnte.new:growth}]]。", books) == "新增8家。"


def test_the_growth_of_a_share_is_in_percentage_points() -> None:
    code = "rnd.active_above_scale_ratio"
    books = facts(fact(code, "52.4"), fact(code, "47.9", period="2025H1", as_of=date(2025, 5, 31)))
    assert written(f"占比{{{code}}}，{{{code}:growth}}。", books) == "占比52.4%，同比提高4.5个百分点。"


# Time -----------------------------------------------------------------------------------------------------------------------------


def test_a_figure_of_an_earlier_day_says_its_day() -> None:
    assert (
        written("举办培训{training.sessions}。", facts(fact("training.sessions", 3, as_of=date(2026, 3, 31))))
        == "截至3月底，举办培训3次。"
    )


def test_a_paper_written_after_its_period_takes_the_last_day_as_the_whole() -> None:
    end, later = date(2026, 6, 30), date(2026, 7, 15)
    assert written("举办培训{training.sessions}。", facts(fact("training.sessions", 9, as_of=end), as_of=later)) == "举办培训9次。"
    early = facts(fact("training.sessions", 9, as_of=date(2026, 5, 31)), as_of=later)
    assert written("举办培训{training.sessions}。", early) == "截至5月底，举办培训9次。"


def test_a_years_cumulative_figure_is_said_as_january_to_the_month() -> None:
    books = facts(fact("contract.value", 192_000_000, period="2026"))
    done = sentence("技术合同成交额{contract.value}。", books)
    assert done.text == "1—5月，技术合同成交额1.92亿元。"
    assert done.written[0].period == "2026"


def test_a_part_of_the_period_from_its_start_is_said_and_a_month_alone_is_not_used() -> None:
    quarter = fact("training.sessions", 3, period="2026Q1", as_of=None)
    assert written("举办培训{training.sessions}。", facts(quarter)) == "一季度，举办培训3次。"
    assert omitted("举办培训{training.sessions}。", facts(fact("training.sessions", 3, period="2026-05"))).gaps


def test_a_level_takes_the_latest_part_and_says_its_day() -> None:
    books = facts(fact("hnte.valid", 70, period="2026Q1", as_of=None), fact("hnte.valid", 71, period="2026-04", as_of=None))
    assert written("有效高新技术企业{hnte.valid}。", books) == "截至4月底，有效高新技术企业71家。"


def test_a_late_figure_is_marked_with_its_year() -> None:
    books = facts(
        fact("rnd.expenditure", 595_000_000, period="2024", as_of=None), fact("rnd.gdp_ratio", "1.7", period="2024", as_of=None)
    )
    template = "全社会R&D经费投入{rnd.expenditure period=最近}[[，占GDP比重{rnd.gdp_ratio period=最近}]]。"
    assert written(template, books) == "2024年，全社会R&D经费投入5.95亿元，占GDP比重1.7%。"
    assert written("{rnd.expenditure:period period=最近}投入{rnd.expenditure period=最近}。", books) == "2024年投入5.95亿元。"


def test_figures_of_different_days_never_share_a_sentence() -> None:
    sessions, people = fact("training.sessions", 8), fact("training.participants", 300, as_of=date(2026, 3, 31))
    template = "举办培训{training.sessions}[[，培训{training.participants}]]。"
    done = sentence(template, facts(sessions, people))
    assert done.text == "举办培训8次。"
    assert done.dropped[0].reason is Reason.PERIOD
    assert omitted("举办培训{training.sessions}，培训{training.participants}。", facts(sessions, people)).gaps


def test_a_day_the_sentence_says_itself_is_not_said_twice() -> None:
    template = "[[截至{hnte.valid:as_of}，]]{全县}有效高新技术企业{hnte.valid}。"
    assert written(template, facts(fact("hnte.valid", 72, as_of=date(2026, 3, 31)))) == "截至3月底，全县有效高新技术企业72家。"
    assert written(template, facts(fact("hnte.valid", 72, as_of=date(2026, 5, 20)))) == "截至5月20日，全县有效高新技术企业72家。"
    assert written(template, facts(fact("hnte.valid", 72, as_of=None))) == "全县有效高新技术企业72家。"


# 预计 ------------------------------------------------------------------------------------------------------------------------------

EXPECTED = "新增{hnte.new}[[，预计到{期末}新增{hnte.new:expected}]]。"


def test_what_lies_beyond_the_day_is_written_as_expected() -> None:
    books = facts(fact("hnte.new", 8), fact("hnte.new", 12, stage="预计", as_of=None))
    done = sentence(EXPECTED, books)
    assert done.text == "新增8家，预计到6月底新增12家。"
    assert [number.status for number in done.written] == ["achieved", "target"]


def test_nothing_is_expected_once_the_period_is_over() -> None:
    over = date(2026, 6, 30)
    books = facts(fact("hnte.new", 8, as_of=over), fact("hnte.new", 12, stage="预计", as_of=None), as_of=over)
    assert written(EXPECTED, books) == "新增8家。"


def test_a_forecast_the_officer_asks_for_is_said_as_about() -> None:
    books = facts(fact("contract.value", 151_000_000))
    done = sentence("预计到{期末}技术合同成交额达到{contract.value:forecast}。", books)
    assert done.text == "预计到6月底技术合同成交额达到约1.81亿元。"
    assert done.notes == ("「技术合同成交(交易)额」按时间进度推算",)


# Targets --------------------------------------------------------------------------------------------------------------------------


def test_completion_is_of_the_years_target() -> None:
    books = facts(fact("hnte.new", 8), goals=[goal("hnte.new", 12)])
    assert (
        written("新增{hnte.new}，{hnte.new:percent}，{hnte.new:behind}。", books)
        == "新增8家，完成年度目标66.7%，快于时间进度25.3个百分点。"
    )


def test_a_growth_target_of_an_amount_is_held_against_what_it_asks_for() -> None:
    books = facts(fact("contract.value", 192_000_000), goals=[goal("contract.value", 14, measure=Measure.GROWTH, base=368_000_000)])
    assert written("成交额{contract.value}，{contract.value:percent}。", books) == "成交额1.92亿元，完成年度目标45.8%。"


def test_shares_and_ceilings_have_no_completion() -> None:
    ratio = "rnd.active_above_scale_ratio"
    assert omitted(f"{{{ratio}:percent}}", facts(fact(ratio, 50), goals=[goal(ratio, 52)])).gaps[0].reason is Reason.UNSUITED
    ceiling = goal("problem.solved", 5, operator=Operator.AT_MOST)
    assert omitted("{problem.solved:percent}", facts(fact("problem.solved", 3), goals=[ceiling])).gaps[0].reason is Reason.UNSUITED


def test_a_plan_prints_targets_as_they_are_asked_for() -> None:
    books = facts(goals=[goal("hnte.new", 12), goal("contract.value", 14, measure=Measure.GROWTH), goal("gazelle.new", 1, high=2)])
    template = (
        "力争{计划年}新增高新技术企业{hnte.new:target}，技术合同成交额{contract.value:goal}，新增瞪羚企业{gazelle.new:target}。"
    )
    assert written(template, books) == "力争全年新增高新技术企业12家以上，技术合同成交额增长14%以上，新增瞪羚企业1—2家。"


def test_a_target_that_is_no_amount_is_not_printed_as_one() -> None:
    books = facts(goals=[goal("contract.value", 14, measure=Measure.GROWTH)])
    assert omitted("{contract.value:target}", books).gaps[0].message == "目标是增速，请把「目标」改为「要求」"


COUNT, RATIO = "rnd.active_above_scale", "rnd.active_above_scale_ratio"


def test_a_target_of_which_either_is_enough_is_never_stated_by_half() -> None:
    either = [
        goal(COUNT, 5, measure=Measure.INCREASE, base=64, target=9, join="or", others=(RATIO,), title="有研发活动"),
        goal(RATIO, 52, target=9, join="or", others=(COUNT,), title="有研发活动"),
    ]
    books = facts(goals=either)
    whole = f"有研发活动的规上工业企业{{{COUNT}:goal}}或占比{{{RATIO}:goal}}"
    assert written(whole, books) == "有研发活动的规上工业企业净增5家以上或占比达到52%以上。"
    assert "任一项达到即可" in omitted(f"占比{{{RATIO}:goal}}", books).gaps[0].message
    assert "任一项达到即可" in omitted(whole.replace("或", "，"), books).gaps[0].message


def test_targets_that_all_count_are_never_joined_by_or() -> None:
    both = [
        goal("training.sessions", 8, target=7, others=("training.participants",)),
        goal("training.participants", 3000, target=7, others=("training.sessions",)),
    ]
    assert omitted("{training.sessions:target}或{training.participants:target}", facts(goals=both)).gaps
    assert (
        written("培训{training.sessions:target}，{training.participants:target}", facts(goals=both))
        == "培训8次以上，3,000人次以上。"
    )


# Names ----------------------------------------------------------------------------------------------------------------------------


def test_names_agree_with_their_count() -> None:
    template = "组织{eagle.applied:names}企业申报雏鹰企业。"
    assert (
        written(template, facts(fact("eagle.applied", 2, names=["甲公司", "乙公司"]))) == "组织甲公司、乙公司2家企业申报雏鹰企业。"
    )
    assert (
        written(template, facts(fact("eagle.applied", 7, names=["甲", "乙", "丙", "丁"])))
        == "组织甲、乙、丙等7家企业申报雏鹰企业。"
    )
    assert written(template, facts(fact("eagle.applied", 7))) == "组织7家企业申报雏鹰企业。"


def test_more_names_than_the_count_are_not_printed_and_told() -> None:
    done = sentence("组织{eagle.applied:names}企业申报。", facts(fact("eagle.applied", 2, names=["甲", "乙", "丙"])))
    assert done.text == "组织2家企业申报。"
    assert done.notes == ("「申报雏鹰企业数」名单有3个，数为2家，不一致，名单未印",)


# Properties -----------------------------------------------------------------------------------------------------------------------

CODES = sorted({code for entry in packaged_sentences().values() for code in parse(entry.text, facts().known).codes()})


@given(st.sampled_from(sorted(packaged_sentences())), st.sets(st.sampled_from(CODES)), st.integers(0, 10**9))
def test_a_sentence_is_written_without_holes_or_left_out(key: str, absent: set[str], value: int) -> None:
    codes = [code for code in CODES if code not in absent]
    books = facts(*[fact(code, Decimal(value)) for code in codes], goals=[goal(code, value + 1) for code in codes])
    outcome = write(parse(packaged_sentences()[key].text, books.known), books)
    if isinstance(outcome, Sentence):
        assert outcome.text.endswith("。")
        assert not any(mark in outcome.text for mark in ("{", "}", "[[", "]]", "，，", "，。", "、。", "、，", "其中。", "None"))
        assert all(number.printed in outcome.text for number in outcome.written)
    else:
        assert outcome.gaps
