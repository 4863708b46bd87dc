"""Words of time in whole papers: what 今年, 去年, 明年, 前一年, a month and a column mean there."""

from __future__ import annotations

import pytest

from titian.reader.pipeline import read_text

# A paper, and `number status period` of each of its figures.
PAPERS = [
    pytest.param(
        "述职报告\n（2024年1月8日）\n一年来，我这样履职。\n去年全县高企17家，今年净增6家，新认定9家。\n2024年，我将带领全局新认定高企12家。\n",
        ["17家 achieved 2022", "9家 achieved 2023", "12家 target 2024"],
        id="a duty report of January calls the year it tells of this year",
    ),
    pytest.param(
        "关于上年度科技指标完成情况的通报\n现将上年度情况通报如下。\n去年新认定高企20家，今年力争新认定25家，前年新认定15家。\n县科技局\n2025年2月18日\n",
        ["20家 achieved 2024", "25家 target 2025", "15家 achieved 2023"],
        id="a notice on the year before calls it last year",
    ),
    pytest.param(
        "明年科技工作打算\n今年已新认定高企20家。明年新认定高企25家，技术合同成交额8亿元。\n示范县科技局\n2024年11月25日\n",
        ["20家 achieved 2024", "25家 target 2025", "8亿元 target 2025"],
        id="a plan for next year knows this year as past",
    ),
    pytest.param(
        "上半年科技工作总结\n一、完成情况\n新认定高企9家。9月举办科技政策培训3场。\n示范县科技局\n2024年7月2日\n",
        ["9家 achieved 2024H1", "3场 target 2024-09"],
        id="a month still to come is planned",
    ),
    pytest.param(
        "一季度科技工作情况\n县科技局\n2025年4月8日\n今年以来登记技术合同21份，同比多4份，去年同期17份。全年目标技术合同成交额8亿元。上年末高企40家。\n",
        ["21份 achieved 2025Q1", "17份 achieved 2024Q1", "8亿元 target 2025", "40家 achieved 2024"],
        id="a first quarter",
    ),
    pytest.param(
        "2024年三季度科技工作简报\n三季度登记技术合同21份；今年以来登记技术合同70份。新认定高企3家。\n",
        ["21份 achieved 2024Q3", "70份 achieved 2024", "3家 achieved 2024Q3"],
        id="a third quarter: this year so far is wider",
    ),
    pytest.param(
        "示范县科技局2024年工作总结\n2022年全社会R&D经费支出3.1亿元，比前一年的2.8亿元增长10.7%。\n",
        ["3.1亿元 achieved 2022", "2.8亿元 achieved 2021"],
        id="the year before the one just named",
    ),
    pytest.param(
        "示范县“十四五”科技创新规划中期评估报告\n示范县科技局\n2023年10月\n高企80家。评估期内新认定高企45家。到2025年底高企达到120家。\n",
        ["80家 achieved 2022", "45家 achieved 2021/2022", "120家 target 2025"],
        id="an evaluation midway",
    ),
    pytest.param(
        "关于科技创新工作情况的报告\n县委：\n今年以来，新认定高企9家。\n二、下一步打算\n新认定高企12家。\n示范县科学技术局\n2024年12月12日\n",
        ["9家 achieved 2024", "12家 target 2025"],
        id="a report of December plans for the year after",
    ),
    pytest.param(
        "关于科技创新工作情况的报告\n今年以来，新认定高企9家。\n二、下一步打算\n2025年6月底前建成平台。到今年底高企总量达到50家；2025年新认定高企12家。\n示范县科学技术局\n2024年12月12日\n",
        ["9家 achieved 2024", "50家 target 2024", "12家 target 2025"],
        id="the end of this year is its own in a paper of this year",
    ),
    pytest.param(
        "示范县科技局2023年工作总结\n三、存在问题和下步打算\n一是底子薄，有研发活动的规上工业企业16家。2024年新认定高企12家。\n",
        ["16家 achieved 2023", "12家 target 2024"],
        id="problems are told, plans begin with the coming year",
    ),
    pytest.param(
        "关于科技工作情况的报告\n今年以来，平稳。\n指标\t上年同期\t1—11月\t全年预期\n有效高新技术企业（家）\t63\t79\t85\n示范县科学技术局\n2024年12月12日\n",
        ["63 achieved 2023", "79 achieved 2024", "85 target 2024"],
        id="a table of last year, the months so far and the year expected",
    ),
    pytest.param(
        "重点任务台账\n（截至2023年10月31日）\n任务\t年度目标\t截至目前进展\n研发投入\t占GDP2.5%\t去年R&D经费26.3亿元、占GDP比重2.2%\n",
        ["2.5% target 2023", "26.3亿元 achieved 2022", "2.2% achieved 2022"],
        id="a cell's own words beat its column",
    ),
    pytest.param(
        "示范县科技局上半年工作总结\n示范县科技局\n2024年6月28日\n新认定高企9家。\n二、下半年打算\n新认定高企12家，全年技术合同成交额8亿元。下半年走访企业100家次。\n",
        ["9家 achieved 2024H1", "12家 target 2024", "8亿元 target 2024", "100家次 target 2024"],
        id="a half-year's plans",
    ),
    pytest.param(
        "示范县科技局2024年工作总结\n2024年，新认定高企9家。\n二、今年工作安排\n今年新认定高企12家。\n示范县科技局\n2025年2月12日\n",
        ["9家 achieved 2024", "12家 target 2025"],
        id="a summary sent in February plans for this year",
    ),
]


@pytest.mark.parametrize(("text", "figures"), PAPERS)
def test_words_of_time_count_from_the_paper(text: str, figures: list[str]) -> None:
    found = read_text(text).figures
    assert [f"{figure.number_text} {figure.status} {figure.period}" for figure in found] == figures


def test_months_since_january_carry_the_year_through_their_statement_in_a_half_years_paper() -> None:
    text = (
        "青禾县科技局2026年上半年工作总结\n\n一、成果转化\n"
        "1—5月，登记技术合同62项，成交额1.9亿元；征集技术需求40项。新增高新技术企业12家。\n"
    )
    found = {figure.code: figure.period for figure in read_text(text).figures}
    assert found == {"contract.count": "2026", "contract.value": "2026", "need.collected": "2026H1", "hnte.new": "2026H1"}
