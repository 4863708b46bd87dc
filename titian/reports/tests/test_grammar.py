"""The closed grammar: what it understands, what it refuses and with which words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.figures.catalogue import packaged
from titian.reports.wording.grammar import (
    Optional,
    PaperWord,
    Part,
    Placeholder,
    Template,
    Words,
    faults_of,
    parse,
)
from titian.reports.wording.library import packaged_sentences
from titian.reports.wording.spoken import canonical, spoken
from titian.reports.wording.terms import PAPER_WORDS, View

KNOWN = packaged()


def messages(text: str) -> list[str]:
    return [str(fault) for fault in faults_of(text, KNOWN)]


def test_a_placeholder_names_figure_view_and_options() -> None:
    template = parse("走访{visit.count:growth scope=科技进企}", KNOWN)
    assert template.parts == (Words("走访"), Placeholder("visit.count", View.GROWTH, (("scope", "科技进企"),)))


def test_chinese_names_views_options_and_full_width_marks_mean_the_same() -> None:
    english = parse("{training.sessions:names unit=期 show=2}[[，{training.participants}]]", KNOWN)
    assert parse("｛培训期(场)次：名单　单位＝期 列名数=2｝【【，{培训人次}】】".replace("\u3000", " "), KNOWN) == english


def test_words_of_the_paper_stand_in_braces_too() -> None:
    assert parse("{paper.whole}{期末}", KNOWN).parts == (PaperWord("paper.whole"), PaperWord("paper.end"))


def test_optional_parts_may_hold_optional_parts() -> None:
    inner = Optional((Words("、"), Placeholder("commissioner.legal")))
    assert parse("{commissioner.total}[[，其中[[、{commissioner.legal}]]]]", KNOWN).parts[1] == Optional((Words("，其中"), inner))


def test_a_value_with_spaces_stands_in_quotation_marks() -> None:
    placeholder = parse("{visit.count scope=“科技 金桥”}", KNOWN).placeholders()[0]
    assert placeholder.option("scope") == "科技 金桥"


def test_the_brackets_of_a_document_number_are_plain_text() -> None:
    assert parse("根据示科〔2026〕12号[1]", KNOWN).parts == (Words("根据示科〔2026〕12号[1]"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("新增{hnte.nwe}", "第4字：指标目录里没有「hnte.nwe」，是否为：hnte.new"),
        ("{hnte.new", "第1字：「{」没有配对的「}」"),
        ("{hnte.new {hnte.valid}", "第1字：「{」没有配对的「}」"),
        ("新增}", "第3字：多了一个「}」，前面没有「{」"),
        ("[[新增{hnte.new}", "第1字：「[[」没有配对的「]]」"),
        ("新增{hnte.new}]]", "第13字：多了一个「]]」，前面没有「[[」"),
        ("[[新增]]", "第1字：可略部分「[[新增]]」里没有指标，不必加「[[ ]]」"),
        ("{hnte.new:rank}", "第2字：「rank」不是能取的数，可写：数、数值、名单"),
        ("{hnte.new colour=红}", "没有「colour」这个选项，可写：口径、级别、环节、范围、科室、状态、期间、单位、列名数"),
        ("{hnte.new scope=a scope=b}", "「范围」写了两次"),
        ("{hnte.new 科技进企}", "「科技进企」看不懂，选项应写成如 范围=科技进企"),
        ("{hnte.new period=去年}", "期间「去年」应为：本期、最近、累计、上年同期、上年、全年、下年、下期，或如 2025"),
        ("{hnte.new status=ok}", "状态「ok」应为：完成、申报、目标"),
        ("{hnte.new unit=人}", "「新增(认定)高新技术企业数」的单位可写：家、户、个、席"),
        ("{hnte.new show=3}", "列名数只用于「名单」，写 2 至 5"),
        ("{}", "「{}」里要写指标代码或名称"),
        ("到期末{hnte.new:expected}", "「预计」是期末的数，同一分句里它的前面须写“预计”"),
        ("截至月底预计{hnte.new:forecast}", "预计的数不能与“截至”写在同一分句"),
        ("[[[[[[[[{hnte.new}]]]]]]]]", "「[[」最多套3层"),
    ],
)
def test_a_fault_is_told_with_its_place_and_what_to_write(text: str, said: str) -> None:
    assert any(said in message for message in messages(text)), messages(text)


def test_every_fault_of_a_text_is_told_at_once() -> None:
    assert len(messages("{hnte.a}、{hnte.new:b}、{hnte.new c=1}")) == 3


def test_nothing_of_a_template_language_is_understood() -> None:
    for text in ("{{ hnte.new }}", "{% if x %}", "{hnte.new|safe}", "{hnte.new.__class__}", "{0}"):
        assert messages(text)


def test_a_sentence_has_a_longest_length() -> None:
    assert "2000" in messages("长" * 2001)[0]


@pytest.mark.parametrize("key", packaged_sentences())
def test_every_packaged_sentence_is_a_template(key: str) -> None:
    assert parse(packaged_sentences()[key].text, KNOWN).codes()


def test_the_packaged_sentences_speak_of_every_figure_of_the_catalogue() -> None:
    spoken = {code for entry in packaged_sentences().values() for code in parse(entry.text, KNOWN).codes()}
    assert set(KNOWN) <= spoken


def test_the_packaged_plans_speak_of_every_figure_the_reader_names() -> None:
    plans = [entry for entry in packaged_sentences().values() if entry.key.startswith("plan.")]
    spoken = {code for entry in plans for code in parse(entry.text, KNOWN).codes()}
    assert {code for code, entry in KNOWN.items() if entry.scored} <= spoken


def test_a_packaged_sentence_of_what_must_not_leave_is_switched_off() -> None:
    for entry in packaged_sentences().values():
        inside = {code for code in parse(entry.text, KNOWN).codes() if KNOWN[code].disclosure != "公开"}
        assert entry.inside == bool(inside), entry.key


# The text between placeholders: anything an officer types that is no mark of the grammar.
_words = st.text(st.characters(exclude_characters="{}｛｝[]【】", exclude_categories=("Cs", "Cc")), min_size=1, max_size=8).map(
    Words
)
_placeholders = st.builds(
    Placeholder,
    st.sampled_from(sorted(KNOWN)),
    st.sampled_from([view for view in View if view not in {View.EXPECTED, View.FORECAST}]),
    st.one_of(st.just(()), st.tuples(st.tuples(st.just("scope"), st.sampled_from(["科技进企", "全 县", "城区"])))),
)
_paper_words = st.sampled_from(sorted(PAPER_WORDS)).map(PaperWord)
_flat: st.SearchStrategy[Part] = st.one_of(_words, _placeholders, _paper_words)


def _joined(parts: list[Part]) -> tuple[Part, ...]:
    """Neighbouring words are one piece of words."""
    joined: list[Part] = []
    for part in parts:
        if joined and isinstance(part, Words) and isinstance(joined[-1], Words):
            joined[-1] = Words(joined[-1].text + part.text)
        else:
            joined.append(part)
    return tuple(joined)


_optionals: st.SearchStrategy[Part] = st.builds(
    lambda head, figure, tail: Optional(_joined([head, figure, tail])), _words, _placeholders, _words
)
_templates = st.lists(st.one_of(_flat, _optionals), max_size=6).map(lambda parts: Template(_joined(parts)))


@given(_templates)
def test_printing_and_reading_a_template_gives_the_same_template(template: Template) -> None:
    assert parse(str(template), KNOWN) == template


@given(st.text(alphabet="{}[]【】｛｝:：= 新增hnte.w，。", max_size=40))
def test_any_text_is_a_template_or_refused_with_places_inside_it(text: str) -> None:
    faults = faults_of(text, KNOWN)
    assert all(0 <= fault.position <= len(text) for fault in faults)
    if not faults:
        assert parse(text, KNOWN) == parse(str(parse(text, KNOWN)), KNOWN)


@given(_templates)
def test_a_template_read_aloud_is_the_same_template(template: Template) -> None:
    said = spoken(str(template), KNOWN)
    assert parse(said, KNOWN) == template


def test_on_pages_figures_stand_by_name_and_are_kept_by_code() -> None:
    stored = "新增{hnte.new}[[，{hnte.new:growth period=latest}]]，走访{visit.count scope=科技进企 unit=场}。"
    said = spoken(stored, KNOWN)
    assert said.startswith(
        "新增{新增(认定)高新技术企业数}[[，{新增(认定)高新技术企业数:同比 期间=最近}]]，走访{入企(走访)服务次数 范围=科技进企 单位=场}"
    )
    assert parse(canonical(said, KNOWN), KNOWN) == parse(stored, KNOWN)


def test_what_is_no_template_stays_as_it_was_typed() -> None:
    assert canonical("{坏的\n好的{hnte.new}", KNOWN) == "{坏的\n好的{hnte.new}"
    assert spoken("{坏的", KNOWN) == "{坏的"
