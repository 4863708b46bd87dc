"""A text in its parts: words, phrases of numbers, headings, cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from titian.reader.clauses.phrases import Layout, layout
from titian.reader.clauses.sections import sections
from titian.reader.clauses.tokens import Lexicon, Meaning, flattened, meanings
from titian.reader.clauses.words import language
from titian.reader.quantities import quantities


def laid_out(text: str) -> Layout:
    return layout(text, quantities(text), language())


def own_words(text: str) -> list[tuple[str, str]]:
    """The words before and after each number."""
    return [(text[p.left : p.number.offset], text[p.number.end : p.right]) for p in laid_out(text).phrases]


def words(text: str, **known: str) -> list[str]:
    lexicon = Lexicon.of({word: Meaning(topics=(name,)) for name, word in known.items()})
    return [f"{token.meaning.topics[0]}:{text[token.start : token.end]}" for token in lexicon.tokens(text)]


# words


def test_the_longest_word_wins() -> None:
    assert words("高企培育库", short="高企", long="高企培育库") == ["long:高企培育库"]


def test_a_gap_takes_up_to_eight_characters_but_no_border() -> None:
    assert words("登记各类技术合同", gap="登记*合同") == ["gap:登记各类技术合同"]
    assert words("登记,签订合同", gap="登记*合同") == []


def test_a_word_bound_to_a_number_stands_right_beside_it() -> None:
    assert words("报\x00,报告", before="报#") == ["before:报"]
    assert words("\x00任务,任务", after="#任务") == ["after:任务"]


def test_one_word_may_mean_several_things() -> None:
    known = meanings([("揭榜", Meaning(topics=("challenge",)))], [("揭榜", Meaning(aspects=("taken",)))])
    assert known["揭榜"] == Meaning(topics=("challenge",), aspects=("taken",))


@given(st.text())
def test_plain_form_keeps_every_offset(text: str) -> None:
    assert len(flattened(text)) == len(text)


# phrases


def test_a_numbers_own_words_end_at_borders_and_other_numbers() -> None:
    assert own_words("新增高企32家,总数达到186家。") == [("新增高企", ""), ("总数达到", "")]
    assert own_words("为52家企业放款2.4亿元。") == [("为", "企业放款"), ("企业放款", "")]


def test_a_list_sign_closes_the_words_after_a_number() -> None:
    assert own_words("组织5家企业申报雏鹰、东山机械等3家企业申报瞪羚。") == [
        ("组织", "企业申报雏鹰"),
        ("东山机械等", "企业申报瞪羚"),
    ]


def test_what_follows_a_whole_speaks_of_its_parts() -> None:
    assert own_words("申报的34家企业当中有6家落选。") == [("申报的", "企业"), ("企业当中有", "落选")]


def test_a_remark_without_numbers_is_no_border() -> None:
    text = "新建院士（专家）工作站2家。"
    assert own_words(text) == [("新建院士（专家）工作站", "")]
    assert any(token.meaning.topics == ("academician",) for token in laid_out(text).tokens)


def test_a_range_is_known_at_both_ends() -> None:
    first, last = laid_out("新建重点实验室1—2家。").phrases
    assert (first.opens_range, last.ends_range) == (True, True)


def test_the_title_of_a_book_is_not_read_as_language() -> None:
    assert not [token for token in laid_out("印发《高新技术企业培育办法》。").tokens if "hnte" in token.meaning.topics]


def test_unexplained_characters_are_counted() -> None:
    page = laid_out("茶叶8个,达到8个。")
    assert [page.unexplained(phrase.left, phrase.number.offset) for phrase in page.phrases] == [2, 0]


# headings


def titles(text: str) -> list[tuple[int, str, str]]:
    """Level, title and the text a section spans, first ten characters of it."""
    found = sections(flattened(text), language().titles.opens)
    return [(section.level, section.title, text[section.body : section.end].strip("\n。")[:10]) for section in found]


def test_headings_nest_by_their_numbers() -> None:
    text = "一、成效\n（一）主体。甲。\n（二）平台。乙。\n二、打算\n丙。\n"
    assert [(level, title) for level, title, _ in titles(text)] == [(1, "成效"), (2, "主体"), (2, "平台"), (1, "打算")]


def test_a_heading_inside_a_paragraph_is_found() -> None:
    assert [title for _, title, _ in titles("前文。 二、完成情况 (一)主体 略。")][:1] == ["完成情况 (一)主体 略"]


def test_a_numbering_that_starts_again_is_an_inner_one() -> None:
    text = "一、甲\n二、乙\n三、工作计划\n一、丙\n二、丁\n"
    assert [(level, title) for level, title, _ in titles(text)][2:] == [(1, "工作计划"), (5, "丙"), (5, "丁")]


def test_a_short_line_or_a_paragraphs_first_words_can_open_a_section() -> None:
    text = "工作成效\n甲。\n下一步，我局将继续努力，扎实推进各项工作，确保圆满完成全年任务。\n"
    assert [title for _, title, _ in titles(text)] == ["工作成效", "下一步"]


# cells


def cells(text: str) -> list[tuple[str, list[str], str]]:
    """Each cell under a title: its text, the titles above it, its row's label."""
    found = laid_out(text).cells
    return [
        (text[cell.start : cell.end], [text[a:b] for a, b in cell.titles], text[cell.label[0] : cell.label[1]])
        for cell in found
        if cell.label
    ]


def test_rows_between_bars_tabs_and_slashes_are_cells() -> None:
    for separator in (" | ", "\t", " / "):
        text = separator.join(["指标", "目标", "完成"]) + "\n" + separator.join(["高企数", "40", "44"]) + "\n"
        assert cells(text) == [("40", ["目标"], "高企数"), ("44", ["完成"], "高企数")]


def test_an_empty_title_takes_the_one_to_its_left() -> None:
    text = "指标\t2024年\t\n名称\t目标\t完成\n高企数\t40\t44\n"
    assert cells(text)[1] == ("44", ["2024年", "完成"], "高企数")


def test_a_ledger_of_one_cell_a_line_is_put_together_again() -> None:
    text = "序号\n重点任务\n年度目标\n进展情况\n\n1\n高企培育\n40家\n已认定12家\n\n2\n科小入库\n90家\n已入库60家\n"
    assert ("40家", ["年度目标"], "高企培育") in cells(text)
    assert ("已入库60家", ["进展情况"], "科小入库") in cells(text)


def test_a_cell_of_several_lines_stays_in_its_column() -> None:
    text = (
        "任务\n责任单位\n全年目标\n完成情况\n备注\n\n1.高企培育\n企业股\n40家\n申报66家\n认定31家\n进展顺利\n\n"
        "2.科小入库\n企业股\n90家\n已入库60家，按月调度，逐户辅导\n无\n"
    )
    assert ("进展顺利", ["备注"], "1.高企培育") in cells(text)
    assert ("申报66家\n认定31家", ["完成情况"], "1.高企培育") in cells(text)


def test_the_row_of_totals_is_known() -> None:
    text = "镇街\t高企数\n东湖镇\t12\n合计\t40\n"
    assert [cell.total for cell in laid_out(text).cells if cell.label] == [False, True]
