"""The half-year report as the office knows it from four real skeletons: sections switch on, off and move."""

from __future__ import annotations

from datetime import date

from titian.base.gongwen.blocks import Heading
from titian.reports.half_year import chart, data, template
from titian.reports.tests.make import fact, facts, goal
from titian.reports.wording.facts import Facts
from titian.reports.wording.grammar import parse
from titian.reports.writer.outline import Outline, SectionPlan, with_party
from titian.reports.writer.particulars import Particulars

PARTICULARS = Particulars(date(2026, 6, 11), "示范县科学技术局")
OUTLINE = data.outline(PARTICULARS)


def books() -> Facts:
    return facts(
        fact("party.study", 5),
        fact("hnte.new", 8),
        fact("eagle.new", 0),
        fact("rnd.above_scale_growth", "9.7"),
        fact("contract.value", 192_000_000),
        fact("station.doctor.new", 3),
        goals=[goal("hnte.new", 12), goal("eagle.new", 5), goal("station.doctor.new", 3)],
    )


def headings(outline: Outline) -> list[str]:
    composed = data.written(outline, books(), PARTICULARS)
    paper = template.paper(composed, PARTICULARS, "clean", lambda number: "")
    return [str(block.text) for block in paper.blocks if isinstance(block, Heading) and block.level == 1]


def test_the_packaged_order_is_figures_work_highlights_problems_plan() -> None:
    assert headings(OUTLINE) == ["主要科技指标完成情况", "上半年主要工作完成情况", "特色亮点", "存在的问题", "下半年工作打算"]


def test_a_paper_without_highlights_and_problems_goes_straight_to_the_plan() -> None:
    plain = OUTLINE.switched("highlights", on=False).switched("problems", on=False).switched("indicators", on=False)
    assert headings(plain) == ["上半年主要工作完成情况", "下半年工作打算"]


def test_highlights_may_stand_first() -> None:
    assert headings(OUTLINE.moved("highlights", before="indicators"))[0] == "特色亮点"


def test_party_work_stands_first_or_last_among_the_areas() -> None:
    keys = [section.key for section in data.written(with_party(OUTLINE, last=True), books(), PARTICULARS).sections]
    assert keys.index("party") > keys.index("transfer")


def test_a_task_nobody_foresaw_is_a_section_of_its_own() -> None:
    own = SectionPlan("own1", "服务复工复产", level=1, narrative="组织3次专题会议。")
    changed = Outline(OUTLINE.genre, OUTLINE.title, (*OUTLINE.sections, own))
    assert headings(changed)[-1] == "服务复工复产"


def test_every_default_section_speaks_of_figures_of_its_area_only() -> None:
    known = books().known
    areas = {
        "cultivation": {"cultivation", "services"},
        "rnd": {"rnd"},
        "platforms": {"platforms"},
        "projects": {"programmes", "finance"},
        "transfer": {"transfer", "services"},
        "finance": {"finance"},
        "talent": {"talent"},
        "services": {"services"},
        "party": {"supervision"},
    }
    for key, allowed in areas.items():
        for line in OUTLINE.section(key).lines:
            assert {known[code].area for code in parse(line.text, known).codes()} <= allowed, line.key


def test_every_scored_figure_has_a_sentence_in_the_packaged_outline() -> None:
    known = books().known
    spoken = {code for section in OUTLINE.sections for line in section.lines for code in parse(line.text, known).codes()}
    assert {code for code, entry in known.items() if entry.scored} <= spoken


def test_no_heading_or_sentence_of_the_machine_praises() -> None:
    words = "".join(
        section.title + section.narrative + "".join(line.text for line in section.lines) for section in OUTLINE.sections
    )
    for slogan in ("取得", "显著", "扎实", "有力", "坚强", "圆满", "全面", "不断", "高质量", "赋能", "新台阶"):
        assert slogan not in words


def test_the_charts_hold_targets_against_time_and_the_main_figures_over_the_halves() -> None:
    entries = facts(
        fact("hnte.new", 8),
        fact("hnte.valid", 72),
        fact("hnte.valid", 59, period="2025H1", as_of=None),
        goals=[goal("hnte.new", 12)],
    )
    drawn = chart.charts(data.written(OUTLINE, entries, PARTICULARS))
    assert [entry.title for entry in drawn] == ["年度目标完成率", "有效高新技术企业数"]
    assert drawn[0].rows == (("新增高新技术企业", "12家以上", "8家", "66.7%", "绿 正常"),)
    assert drawn[0].period == "2026年，截至5月底"
