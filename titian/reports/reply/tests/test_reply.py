"""The letter: each point answered, addressed to who asked, what is lacking told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from titian.base.paragraphs import Paragraph
from titian.figures.catalogue import Indicator, packaged
from titian.reports.reply import checks, data, template
from titian.reports.tests.make import fact, facts, goal
from titian.reports.wording.facts import Facts
from titian.reports.writer.particulars import Case, Particulars, ParticularsError, parse_case

CASE = Case(
    meeting="示范县十八届人大五次会议",
    number=26,
    subject="关于推动科研成果在乡镇落地的建议",
    proposers=("王某", "李某"),
    points=("加强科技成果转化和产学研对接", "破解科技型企业融资难题", "修建村级道路"),
    result="B",
    contact="张某",
    phone="0000-1234567",
    copies="县人大常委会代表工委，县政府督查室",
)
PARTICULARS = Particulars(date(2026, 6, 11), "示范县科学技术局", number="示科函〔2026〕7号", case=CASE)


def books() -> Facts:
    return facts(
        fact("need.collected", 81),
        fact("contract.value", 192_000_000),
        fact("loan.granted", 54_300_000),
        fact("loan.enterprises", 17),
        goals=[goal("loan.enterprises", 40), goal("hnte.new", 12)],
    )


def letter(case: Case = CASE) -> str:
    particulars = replace(PARTICULARS, case=case)
    composed = data.written(data.outline(particulars), books(), particulars)
    return template.paper(composed, particulars, "clean", lambda number: "").text()


def asked(narrative: str = "", case: Case = CASE) -> list[tuple[str, str]]:
    particulars = replace(PARTICULARS, case=case)
    plan = data.outline(particulars)
    for key in ("point1", "point2"):
        plan = plan.with_section(key, lambda section: replace(section, narrative=narrative))
    return [(finding.severity, finding.message) for finding in checks.asks(data.written(plan, books(), particulars), particulars)]


def test_a_reply_answers_the_points_with_the_figures_of_their_area() -> None:
    text = letter()
    assert text.splitlines()[:3] == [
        "示范县科学技术局关于示范县十八届人大五次会议第26号建议的答复",
        "王某、李某代表：",
        "你们提出的《关于推动科研成果在乡镇落地的建议》收悉，现答复如下：",
    ]
    assert "一、关于加强科技成果转化和产学研对接\n2026年上半年，征集企业技术需求81项，技术合同成交额1.92亿元。" in text
    assert "二、关于破解科技型企业融资难题\n2026年上半年，发放科技贷款5,430万元，惠及企业17家。" in text
    assert "三、下一步工作\n科技金融方面，力争全年科技贷款惠及企业40家以上。" in text
    assert text.endswith("示范县科学技术局\n2026年6月11日\n（联系人：张某，联系电话：0000-1234567）")


def test_a_point_without_an_answer_is_wrong_and_one_with_figures_only_is_asked_about() -> None:
    told = asked()
    assert ("error", "第3点“修建村级道路”没有答复，请写办理情况") in told
    assert any(severity == "ask" and message.startswith("第1点") for severity, message in told)
    assert [message for _, message in asked("已专题研究。") if message.startswith("第1点")] == []


def test_figures_that_nobody_approved_are_named_before_the_letter_goes_out() -> None:
    (told,) = [message for _, message in asked() if "没有审定" in message]
    assert told.startswith("还没有审定的数 4 个：")
    assert "技术需求数81项" in told
    assert "40家" not in told, "a target is no figure that was reached"
    known = {"need.collected": 81, "contract.value": 192_000_000, "loan.granted": 54_300_000, "loan.enterprises": 17}
    approved = facts(*(fact(code, value, approved=True) for code, value in known.items()), goals=[goal("loan.enterprises", 40)])
    composed = data.written(data.outline(PARTICULARS), approved, PARTICULARS)
    assert not [finding for finding in checks.asks(composed, PARTICULARS) if finding.kind == "unapproved"]


def test_one_proposer_is_addressed_alone_and_a_member_as_a_member() -> None:
    assert "王某代表：\n您提出的" in letter(replace(CASE, proposers=("王某",)))
    assert "王某委员：" in letter(replace(CASE, kind="proposal", proposers=("王某",)))


def test_a_letter_whose_case_is_not_known_yet_has_no_holes() -> None:
    text = letter(Case())
    assert text.splitlines()[:3] == ["示范县科学技术局关于有关建议的答复", "各位代表：", "你们提出的建议收悉，现答复如下："]
    assert "一、科技成果转化" in text
    assert "None" not in text
    lacking = next(message for _, message in asked(case=replace(CASE, meeting="", number=None, phone="")) if "还缺" in message)
    assert lacking == "答复函还缺：会议名称、建议编号、联系电话，问办公室"


@pytest.mark.parametrize(
    ("point", "area"),
    [
        ("壮大高新技术企业队伍", "cultivation"),
        ("提高全社会研发投入", "rnd"),
        ("用好科技特派员", "talent"),
        ("建设重点实验室", "platforms"),
        ("发挥科技贷款作用", "finance"),
        ("修路", None),
    ],
)
def test_a_point_finds_its_area_by_its_words(point: str, area: str | None) -> None:
    found = data.areas_of(point)
    assert (found[0].key if found else None) == area


def test_a_case_is_read_from_chinese_and_english_keys() -> None:
    case = parse_case({"编号": "第26号", "提出人": "王某、李某", "points": "一\n二", "类别": "提案"})
    assert (case.number, case.proposers, case.points, case.kind) == (26, ("王某", "李某"), ("一", "二"), "proposal")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"颜色": "红"}, "看不懂「颜色」"),
        ({"编号": "十一"}, "应为数字"),
        ({"类别": "议案"}, "应为：建议、提案"),
        ({"办理结果": "E"}, "应为：A、B、C、D"),
    ],
)
def test_a_case_that_makes_no_sense_is_refused(content: dict[str, str], said: str) -> None:
    with pytest.raises(ParticularsError, match=said):
        parse_case(content)


SIMILAR = replace(
    CASE, points=("加强科技成果转化", "完善产学研对接和技术市场", "破解科技型企业融资难题", "优化科技贷款和技术合同服务")
)


def test_two_points_about_one_thing_tell_its_figures_once() -> None:
    plan = data.outline(replace(PARTICULARS, case=SIMILAR))
    keys = [line.key for section in plan.sections if section.role == "answer" for line in section.lines]
    assert len(keys) == len(set(keys))
    text = letter(SIMILAR)
    assert [text.count(said) for said in ("技术合同成交额1.92亿元", "征集企业技术需求81项", "惠及企业17家")] == [1, 1, 1]
    assert "一、关于加强科技成果转化\n2026年上半年，征集企业技术需求81项" in text
    assert "关于破解科技型企业融资难题\n2026年上半年，发放科技贷款5,430万元，惠及企业17家。" in text


def test_a_point_whose_figures_stand_in_another_can_refer_to_it() -> None:
    plan = data.outline(replace(PARTICULARS, case=SIMILAR))
    second = next(section for section in plan.sections if section.key == "point2")
    assert [(line.text, line.on) for line in second.lines] == [("有关数据见本答复第一部分。", False)]
    assert "有关数据见" not in letter(SIMILAR), "the writer decides"
    switched = replace(
        second, points=tuple(replace(p, lines=tuple(replace(one, on=True) for one in p.lines)) for p in second.points)
    )
    composed = data.written(plan.with_section("point2", lambda _: switched), books(), PARTICULARS)
    text = template.paper(composed, replace(PARTICULARS, case=SIMILAR), "clean", lambda number: "").text()
    assert "二、关于完善产学研对接和技术市场\n有关数据见本答复第一部分。" in text


def test_what_a_room_offers_stands_at_one_point_the_one_that_asks_for_it() -> None:
    lines = {"local.booth": "街头科普", "local.night": "科技夜校"}
    known = {
        **packaged(),
        **{code: Indicator(code, name, "场", "flow", "transfer", "成果转化") for code, name in lines.items()},
    }
    offered = [Paragraph((code,)) for code in lines]
    case = replace(CASE, points=("加强科技成果转化", "完善产学研对接，办好科技夜校"))
    plan = data.with_sentences(data.outline(replace(PARTICULARS, case=case)), offered, known)
    there = {section.key: [line.key for line in section.lines if line.key in lines] for section in plan.sections}
    assert (there["point1"], there["point2"]) == (["local.booth"], ["local.night"])
