"""What a paper says about itself."""

from __future__ import annotations

import pytest

from titian.reader.document import describe
from titian.reader.values import Document


def document(text: str, hint: str | None = None) -> Document:
    return describe(text, hint).document


def test_a_half_years_paper_tells_title_region_period_and_kind() -> None:
    found = document("首页 > 政务公开\n示范县科学技术局2024年上半年工作总结\n发布日期：2024年07月05日\n今年以来，……\n")
    assert found.title == "示范县科学技术局2024年上半年工作总结"
    assert (found.region, found.period, found.kind, found.issued_on) == ("示范县", "2024H1", "half_year", "2024-07-05")


@pytest.mark.parametrize(
    ("title", "period", "kind"),
    [
        ("示范县科技局2023年工作总结及2024年工作计划", "2023", "annual"),
        ("示范县科技局二〇二一年工作总结", "2021", "annual"),
        ("示范县2026年科技创新工作要点", "2026", "plan"),
        ("2023年第三季度科技工作简报", "2023Q3", "quarter"),
        ("2023年1—9月科技指标调度专报", "2023", "quarter"),
        ("示范县科技局2024年重点任务督查台账", "2024", "ledger"),
        ("示范县科技局2022年半年工作总结", "2022H1", "half_year"),
        ("示范区“十四五”科技创新规划中期评估报告(2022年)", "2022", "other"),
        ("关于2023年度目标完成情况的自评报告", "2023", "annual"),
    ],
)
def test_the_title_tells_period_and_kind(title: str, period: str, kind: str) -> None:
    found = document(f"{title}\n正文。\n")
    assert (found.period, found.kind) == (period, kind)


def test_a_ledger_closed_at_midyear_is_of_the_half() -> None:
    assert document("示范县科技局2024年度重点任务台账\n（截至6月30日）\n").period == "2024H1"


def test_a_reply_takes_the_year_it_was_signed_in() -> None:
    text = (
        "示科函〔2024〕7号\n关于县政协四次会议第27号提案的答复\n您提出的提案收悉，现答复如下：\n示范县科学技术局\n2024年8月20日\n"
    )
    found = document(text)
    assert (found.kind, found.period, found.number) == ("reply", "2024", "示科函〔2024〕7号")
    assert (found.title, found.issued_on) == ("关于县政协四次会议第27号提案的答复", "2024-08-20")


def test_a_signature_in_chinese_numerals_is_a_day() -> None:
    assert document("示范区科技创新发展报告\n示范区科技局\n二〇二五年一月二十日\n").issued_on == "2025-01-20"


def test_the_title_behind_its_label_is_found_in_a_table_of_particulars() -> None:
    text = "索引号: 000/2024-1 | |\n标题: 示范市示范区科学技术局2024年上半年工作总结 | |\n发布日期: 2024-06-20 |\n"
    found = document(text)
    assert (found.title, found.region) == ("示范市示范区科学技术局2024年上半年工作总结", "示范区")


def test_the_signature_names_the_region_when_the_title_does_not() -> None:
    text = "关于加强科技创新工作的情况报告\n正文。\n东山县科学技术局\n2023年3月1日\n"
    assert document(text).region == "东山县"


def test_a_paper_without_a_year_takes_the_one_it_names_most() -> None:
    text = "科技局上半年工作总结\n2020年度获批19人。2020年3月申报16项。2021年打算另报。\n"
    assert document(text).period == "2020H1"


def test_a_year_to_compare_with_is_not_the_papers_own() -> None:
    text = "上半年工作小结\n有效高新技术企业72家，比2025年底的71家增加1家。2026年计划举办培训14期。\n"
    assert document(text).period == "2026H1"


def test_a_title_given_from_outside_is_used_when_the_text_shows_none() -> None:
    assert document("全年新增高企32家。", "示范县科技局2024年工作总结").period == "2024"


def test_unknown_particulars_stay_unknown() -> None:
    found = document("一段没有来历的话。")
    assert found == Document()


def test_a_plans_evaluation_tells_its_base_year() -> None:
    described = describe("示范区规划中期评估报告\n以2020年为基期，以2022年为评估年。\n")
    assert (described.base_year, described.document.period) == (2020, "2022")
