"""The period and the kind of a paper, from its head and its opening."""

from __future__ import annotations

import pytest

from titian.reader.document import describe

# What the head shows, its text, the period and the kind.
HEADS = [
    pytest.param("任务督查台账\n（截至6月30日；编号AB-2024-06）\n去年为2023年。\n", "2024H1", "ledger", id="a year in a code"),
    pytest.param(
        "半年工作小结\n日期：2024-07-09 08:30\n今年以来，新增高企9家。\n", "2024H1", "half_year", id="a short half-year's account"
    ),
    pytest.param(
        "示科函〔2023〕12号 B\n对第33号提案的答复\n委员：现答复如下。\n", "2023", "reply", id="a number with its class beside"
    ),
    pytest.param("县科技局1-6月份工作总结\n县科技局 2024年7月1日\n", "2024H1", "half_year", id="six months"),
    pytest.param("第四季度工作计划\n示范县科技局\n2024年9月28日\n", "2024Q4", "plan", id="a quarter's plan"),
    pytest.param("上半年重点工作安排\n示范县科技局\n2024年1月28日\n", "2024H1", "plan", id="a first half's plan"),
    pytest.param("一季度工作打算\n示范县科技局\n2024年12月28日\n", "2025Q1", "plan", id="a plan of December for the first quarter"),
    pytest.param("科技创新工作汇报材料\n（2024.11）\n新增高企9家。\n", "2024", "other", id="a month after a dot"),
    pytest.param(
        "述\u3000职\u3000报\u3000告\n\n县科学技术局\u3000张某\n（二〇二四年一月九日）\n\n各位领导：\n现将本人一年来履职情况报告如下。\n今年新增高企9家。\n",
        "2023",
        "annual",
        id="a spread-out title with the day under it in Chinese numerals",
    ),
    pytest.param(
        "科 技 工 作 专 报\n第 6 期\n示范县科学技术局\u3000\u3000\u3000\u30002024年5月8日\n\n一季度全县新增科小42家。\n",
        "2024",
        "brief",
        id="a masthead and a headline",
    ),
    pytest.param(
        "全县科技创新工作情况汇报\n（2023年12月）\n\n今年以来，全县新增高企11家。\n",
        "2023",
        "other",
        id="a month in a bracket under the title",
    ),
    pytest.param(
        "履行科技管理职责情况的述职报告\n（县科学技术局\u3000局长\u30002023年12月）\n一年来，我带领班子新增高企12家。\n",
        "2023",
        "annual",
        id="office, head and month in a bracket",
    ),
    pytest.param(
        "示范县科学技术局工作总结\n一年来，全局新增高企30家。\n示范县科学技术局\n2025年1月16日\n",
        "2024",
        "annual",
        id="a summary sent in January",
    ),
    pytest.param(
        "示范县科学技术局工作总结\n一年来，全局新增高企30家。\n示范县科学技术局\n2024年12月16日\n",
        "2024",
        "annual",
        id="a summary sent in December",
    ),
    pytest.param(
        "关于上年度科技创新指标完成情况的通报\n各乡镇：\n现将上年度指标完成情况通报如下。\n县科技领导小组办公室\n2025年2月18日\n",
        "2024",
        "annual",
        id="a notice on the year before, sent in February",
    ),
    pytest.param(
        "示范县科技局上半年工作总结\n今年以来，新增高企8家。\n示范县科技局\n2023年7月4日\n",
        "2023H1",
        "half_year",
        id="a half-year's title without a year, dated in July",
    ),
    pytest.param(
        "科技局上半年工作总结\n发布时间：2023-01-12\n今年以来，新增高企8家。\n",
        "2022H1",
        "half_year",
        id="a half-year's title without a year, put on a page in January",
    ),
    pytest.param(
        "关于科技创新工作推进情况的汇报\n县政府：\n现将上半年科技创新工作情况汇报如下。\n县科学技术局\n2024年7月9日\n",
        "2024H1",
        "other",
        id="a half-year told of in the opening only",
    ),
    pytest.param(
        "关于企业培育情况的报告\n县委：\n截至6月底，全县高企88家。现报告如下。\n县科学技术局\n2024年7月3日\n",
        "2024H1",
        "other",
        id="a report closed at the end of June",
    ),
    pytest.param(
        "关于企业培育情况的报告\n县委：\n截至8月末，全县高企88家。现报告如下。\n县科学技术局\n2024年9月3日\n",
        "2024",
        "other",
        id="a report closed at the end of August",
    ),
    pytest.param(
        "一季度科技运行简析\n示范县科技局2025年4月10日\n一季度，登记技术合同21份。\n一季度情况简报如上。\n",
        "2025Q1",
        "quarter",
        id="a quarter's title with April's date",
    ),
    pytest.param(
        "四季度重点工作推进情况通报\n示范县科学技术局\n2024年1月11日\n四季度走访企业80家。\n",
        "2023Q4",
        "quarter",
        id="a fourth quarter told of in January",
    ),
    pytest.param(
        "三季度科技指标运行情况通报\n现将1—9月指标运行情况通报如下。\n县科技局\n2024年10月12日\n",
        "2024",
        "quarter",
        id="a third quarter over the months since January",
    ),
    pytest.param("1—11月全县科技指标调度情况\n县科技局\n2024年12月6日\n", "2024", "other", id="months since January in the title"),
    pytest.param(
        "1—12月全县科技指标调度情况\n县科技局\n2024年1月20日\n", "2023", "other", id="months since January of the year before"
    ),
    pytest.param("前三季度科技工作情况\n县科技局\n2024年10月20日\n", "2024", "quarter", id="the first three quarters"),
    pytest.param("2024年5月份科技工作动态\n县科技局编\n本月登记技术合同9份。\n", "2024-05", "brief", id="a month's paper"),
    pytest.param(
        "示范县科技局关于报送2025年工作打算和2024年工作总结的报告\n示范县科技局\n2024年12月20日\n",
        "2024",
        "annual",
        id="two years in one title",
    ),
    pytest.param(
        "示范县科技创新工作要点\n新增高企20家。\n示范县科技局\n2024年12月25日\n",
        "2025",
        "plan",
        id="a plan for the year to come, sent in December",
    ),
    pytest.param(
        "示范县科技创新工作要点\n新增高企20家。\n示范县科技局\n2025年2月25日\n", "2025", "plan", id="a plan sent in February"
    ),
    pytest.param(
        "明年科技工作打算\n明年新增高企20家。\n示范县科技局\n2024年11月5日\n",
        "2025",
        "plan",
        id="a plan whose title says next year",
    ),
    pytest.param("下半年重点工作安排\n新增高企20家。\n示范县科技局\n2024年7月5日\n", "2024H2", "plan", id="a half-year plan"),
    pytest.param(
        "示范县“十四五”科技创新规划中期评估报告\n示范县科技局\n2023年10月\n高企80家。\n", "2022", "other", id="an evaluation midway"
    ),
    pytest.param(
        "示范县“十四五”科技创新规划实施情况总结评估报告\n五年来，高企由20家增至90家。\n示范县科技局\n2026年3月\n",
        "2025",
        "other",
        id="an evaluation at the end",
    ),
    pytest.param("示范县2021—2025年科技创新工作总结\n高企达到90家。\n", "2025", "annual", id="a span of years in the title"),
    pytest.param(
        "重点任务推进台账\n（截至2024年6月30日）\n序号\t任务\t目标\t完成\n", "2024H1", "ledger", id="a ledger closed at midyear"
    ),
    pytest.param(
        "重点工作任务清单\n统计时段：1—10月\u3000\u3000填报日期：2024年11月4日\n",
        "2024",
        "ledger",
        id="a ledger with its months in a line of its own",
    ),
    pytest.param(
        "科技创新工作自评报告\n（2023年度）\n示范镇人民政府\n2024年1月20日\n",
        "2023",
        "annual",
        id="a year in a bracket under the title",
    ),
    pytest.param(
        "首页 > 信息公开 > 工作总结\n索引号：ABC-1\n成文日期：2024-01-15\n发布日期：2024-03-20\n\n示范市科学技术局工作总结\n一年来，新增高企60家。\n",
        "2023",
        "annual",
        id="a page with bread crumbs and its day",
    ),
    pytest.param(
        "在全县科技工作会议上的讲话\n（2025年3月12日）\n同志们：\n去年新增高企20家，今年要新增25家。\n",
        "2025",
        "speech",
        id="a speech with its day",
    ),
    pytest.param(
        "关于县域科技成果转化的调研报告\n县科技局课题组\n2024年8月\n目前全县有高企70家。\n",
        "2024",
        "other",
        id="a leader's research",
    ),
    pytest.param(
        "对县十九届人大四次会议第21号建议的答复\n李代表：\n您提出的建议收悉，现答复如下：\n示范县科学技术局\n2025年8月19日\n",
        "2025",
        "reply",
        id="a reply of August",
    ),
    pytest.param(
        "首页>新闻\n示范县高企申报数量再创新高\n发布时间：2024-09-05 来源：县科技局\n近日，今年第二批高企申报结束，共42家。\n",
        "2024",
        "other",
        id="news",
    ),
    pytest.param(
        "示范县科学技术局文件\n示科〔2025〕3号\n关于报送年度工作总结的报告\n县政府：\n一年来，新增高企9家。\n",
        "2024",
        "annual",
        id="a document number only, low in January",
    ),
    pytest.param(
        "示范县科技局工作总结\n一年来，新增高企9家。\n二、2025年工作打算\n新增高企12家。\n",
        "2024",
        "annual",
        id="no day at all, but a plan for a named year",
    ),
    pytest.param(
        "科技局工作总结\n今年是“十四五”规划收官之年，全局新增高企9家。\n", "2025", "annual", id="no year but a turn of phrase"
    ),
    pytest.param(
        "关于科技创新工作情况的报告\n今年以来，新增高企9家。\n示范县科学技术局办公室\u30002024年11月8日印发\n",
        "2024",
        "other",
        id="an imprint at the foot",
    ),
    pytest.param(
        "关于科技创新工作情况的报告\n县委：\n一年来，全县新增高企9家。\n示范县科学技术局\n2024年1月8日\n",
        "2023",
        "other",
        id="a report of January on the whole year",
    ),
    pytest.param(
        "示范县科学技术局\n关于2023年度科技创新重点任务\n完成情况的报告\n新增高企9家。\n",
        "2023",
        "annual",
        id="a title broken over two lines",
    ),
    pytest.param(
        "关于科技工作情况的报告\n认真落实《示范县2019年行动方案》《2019年要点》《2019年清单》，新增高企9家。\n示范县科技局\n2023年6月2日\n",
        "2023",
        "other",
        id="titles of other papers do not date it",
    ),
    pytest.param(
        "示范县科技局工作总结\n2023年，全局上下齐心。\n发布时间：2024-04-18\n",
        "2023",
        "annual",
        id="a summary put up in April that opens with its year",
    ),
    pytest.param(
        "2024年10月全县科技指标进度表\n指标\t目标\t完成\n高企（家）\t90\t80\n", "2024", "ledger", id="a table of one month's pace"
    ),
    pytest.param("5月份工作总结\n示范县科技局\n2024年6月3日\n", "2024-05", "annual", id="a month's summary"),
    pytest.param(
        "截至2024年6月30日重点任务台账\n序号\t任务\n", "2024H1", "ledger", id="a ledger whose title holds its closing day"
    ),
    pytest.param("科技工作总结\n一年来，新增高企3家。\n示范镇人民政府\n2024.12.28\n", "2024", "annual", id="dots for a date"),
    pytest.param("1—2月科技指标运行情况\n县科技局\n2025年3月8日\n", "2025", "other", id="two months of a year"),
    pytest.param("2023—2024年度科技特派员工作总结\n选派42人。\n", "2024", "annual", id="a span of school-like years"),
    pytest.param("首季科技工作开门红情况简报\n县科技局编\u30002024年4月6日\n", "2024Q1", "brief", id="the head of a quarter"),
    pytest.param("示范县科学技术局二O二四年工作总结\n新增高企3家。\n", "2024", "annual", id="a letter O in the year"),
    pytest.param(
        "示范县科学技术局二〇二三年上半年工作总结\n新增高企3家。\n", "2023H1", "half_year", id="a half in Chinese numerals"
    ),
    pytest.param("下半年科技工作总结\n示范县科技局\n2025年1月6日\n", "2024H2", "annual", id="a second half told of in January"),
    pytest.param(
        "关于印发《示范县2024年科技工作总结和2025年工作计划》的通知\n示范县科技局\n2025年2月6日\n",
        "2024",
        "annual",
        id="a notice that passes on two years",
    ),
    pytest.param(
        "关于县政协第5号提案的答复\n委员：您提出的提案收悉，现答复如下。\n县科技局\n2025年1月8日\n",
        "2025",
        "reply",
        id="a deputies' proposal answered in the next January",
    ),
    pytest.param(
        "示范县科技企业倍增行动方案（2024—2026年）\n到2026年，高企达到150家。\n",
        "2026",
        "plan",
        id="a plan of actions over three years",
    ),
    pytest.param(
        "述 职 述 廉 报 告\n各位领导：\n现将履职情况报告如下。\n报告人：张某\n二〇二三年十二月二十六日\n",
        "2023",
        "annual",
        id="a duty report with a signature only",
    ),
    pytest.param(
        "示范县科学技术局文件\n示科〔2024〕48号\n关于报送年度工作总结的报告\n新增高企9家。\n",
        "2024",
        "annual",
        id="an open letter about a whole year sent in March by its number",
    ),
]


@pytest.mark.parametrize(("text", "period", "kind"), HEADS)
def test_the_head_and_the_opening_date_a_paper(text: str, period: str, kind: str) -> None:
    found = describe(text).document
    assert (found.period, found.kind) == (period, kind)


def test_a_name_from_outside_dates_a_paper_only_with_a_year_written_out() -> None:
    text = "工作总结\n一年来，新增高企9家。\n"
    assert describe(text, "示范县科技局2022年总结").document.period == "2022"
    assert describe(text, "20220117扫描件").document.period is None


def test_a_spread_out_title_is_given_without_its_gaps() -> None:
    assert describe("述　职　报　告\n示范县科技局\n2024年1月9日\n").document.title == "述职报告"


def test_a_broken_title_is_put_together() -> None:
    found = describe("关于2023年度科技创新重点任务\n完成情况的报告\n正文。\n").document
    assert found.title == "关于2023年度科技创新重点任务完成情况的报告"


def test_a_papers_own_day_goes_before_the_pages() -> None:
    found = describe("示范县科技局工作总结\n发布时间：2024-04-18\n正文。\n示范县科技局\n2024年1月5日\n")
    assert (found.document.issued_on, found.issued_in) == ("2024-01-05", (2024, 1))


def test_the_day_a_table_closes_is_not_its_day_of_issue() -> None:
    assert describe("重点任务台账\n（截至2024年6月30日）\n序号\t任务\n").document.issued_on is None


@pytest.mark.parametrize(
    ("text", "this_year"),
    [
        ("关于上年度科技指标的通报\n现将上年度情况通报如下。\n县科技局\n2025年2月18日\n", 2025),
        ("示范县科技局2024年工作总结\n去年，全局新增高企9家。\n示范县科技局\n2025年2月8日\n", 2025),
        ("示范县科技局2024年工作总结\n今年，全局新增高企9家。\n示范县科技局\n2025年1月8日\n", None),
        ("示范县科技局2024年工作总结\n新增高企9家。\n二、今年工作安排\n示范县科技局\n2025年2月8日\n", 2025),
        ("明年科技工作打算\n明年新增高企25家。\n示范县科技局\n2024年11月25日\n", 2024),
    ],
)
def test_a_paper_may_speak_in_another_year_than_it_tells_of(text: str, this_year: int | None) -> None:
    assert describe(text).this_year == this_year


def test_an_evaluation_counts_from_the_year_before_its_plan() -> None:
    found = describe("示范县“十四五”科技创新规划终期评估报告\n示范县科技局\n2026年3月\n")
    assert (found.base_year, found.plan_end, found.document.period) == (2020, 2025, "2025")


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("江口区科技创新工作领导小组办公室\n通　报\n关于指标完成情况的通报\n", "江口区"),
        ("临海经济技术开发区科技人才局\n关于园区科技创新工作情况的报告\n", "临海经济技术开发区"),
        ("关于园区科技创新工作情况的报告\n正文。\n", None),
        ("东山县科技系统年度重点工作清单\n", "东山县"),
    ],
)
def test_the_office_in_the_letterhead_tells_the_region(text: str, region: str | None) -> None:
    assert describe(text).document.region == region


@pytest.mark.parametrize(
    ("text", "title", "period"),
    [
        (
            "青溪县科技简报\n第6期\n青溪县科学技术局　2025年4月11日\n一季度全县科技工作平稳起步\n今年一季度，全县……",
            "一季度全县科技工作平稳起步",
            "2025Q1",
        ),
        (
            "科 技 专 报\n〔2024〕第9期\n某市科技局编　　2024年7月15日\n二季度主要科技指标运行情况\n上半年，全市登记技术合同40项。",
            "二季度主要科技指标运行情况",
            "2024H1",
        ),
        (
            "云岭区“十四五”科技创新规划总结评估报告\n（摘要）\n云岭区科技局规划科　二〇二五年十月\n以2020年为基期。",
            "云岭区“十四五”科技创新规划总结评估报告",
            "2025",
        ),
        (
            "首页 > 区县动态\n海棠区擦亮“成果转化”名片\n发布时间：2024-01-22\n去年以来，海棠区锚定目标。登记技术合同88项。",
            "海棠区擦亮“成果转化”名片",
            "2023",
        ),
    ],
)
def test_a_periodical_is_dated_by_its_headline_and_its_day(text: str, title: str, period: str) -> None:
    found = describe(text).document
    assert (found.title, found.period) == (title, period)
