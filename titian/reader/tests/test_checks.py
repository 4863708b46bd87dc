"""What a text's numbers say of each other: confirmed, wrong, or to be asked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.base.quantities import Operator
from titian.reader.checks import checks
from titian.reader.quantities import quantities
from titian.reader.values import FoundCheck, FoundFigure


def found(text: str, *figures: FoundFigure) -> list[FoundCheck]:
    return checks(text, quantities(text), figures)


def wrong(text: str, *figures: FoundFigure) -> list[FoundCheck]:
    return [check for check in found(text, *figures) if check.holds is False]


def told(text: str, *figures: FoundFigure) -> set[tuple[str, bool | None]]:
    return {(check.kind, check.holds) for check in found(text, *figures)}


def numbers(text: str, check: FoundCheck) -> list[str]:
    """The check's numbers as printed, the total first."""
    printed = {entry.offset: entry.number_text for entry in quantities(text)}
    return [printed[offset] for offset in check.offsets if offset in printed]


def figure(text: str, printed: str, code: str, *, nth: int = 0, status: str = "achieved", period: str = "2024") -> FoundFigure:
    at = -1
    for _ in range(nth + 1):
        at = text.index(printed, at + 1)
    entry = next(entry for entry in quantities(text) if entry.offset == at)
    return FoundFigure(
        at, entry.number_text, entry.value, entry.unit, entry.qualifier, code, status, period, text[max(0, at - 8) : entry.end]
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在库特派员86人,其中法人特派员31人、自然人特派员55人。", ["86人", "31人", "55人"]),
        ("上报课题104项。其中重点研发28项,成果转化22项,软科学33项,平台建设21项。", ["104项", "28项", "22项", "33项", "21项"]),
        ("孵化器9个,其中新建2个(甲、乙孵化器),提升4个,在建3个。", ["9个", "2个", "4个", "3个"]),
        ("各类平台21家,其中重点实验室3家、院士工作站两家、企业技术中心11家、中试基地5家。", ["21家", "3家", "两家", "11家", "5家"]),
        ("平台36家(国家级1家、省级12家、市级23家)。", ["36家", "1家", "12家", "23家"]),
        ("特派员75名(法人16,自然人59名)。", ["75名", "16", "59名"]),
        ("收到材料合计87份——高企38份、科小49份。", ["87份", "38份", "49份"]),
        ("应拨76家、1640万元,已拨58家、1,315万元,未拨18家、325万元。", ["76家", "58家", "18家"]),
        ("规上43户、规下17户,加起来60户企业。", ["60户", "43户", "17户"]),
        ("三园成交12.4亿元、9.7亿元、5.8亿元,合计27.9亿元。", ["27.9亿元", "12.4亿元", "9.7亿元", "5.8亿元"]),
        ("总量118个。按层级分,国家级3个、省级22个、市级52个、县级41个。", ["118个", "3个", "22个", "52个", "41个"]),
        ("反馈问题29个,自查8个,定下措施86条;问题办结25个,未办结4个。", ["29个", "25个", "4个"]),
    ],
)
def test_parts_that_add_up_are_confirmed(text: str, expected: list[str]) -> None:
    assert wrong(text) == []
    assert expected in [numbers(text, check) for check in found(text) if check.kind == "sum" and check.holds]


@pytest.mark.parametrize(
    ("text", "expected", "says"),
    [
        ("在库特派员156人,其中自然人137人、法人17家,覆盖92个村。", ["156人", "137人", "17家"], "相差2人"),
        ("培训15期,其中线上6期、线下8期,参训430人次。", ["15期", "6期", "8期"], "6期+8期=14期"),
        ("立项30个:工业12个、农业9个、社发8个,资金310万元。", ["30个", "12个", "9个", "8个"], "相差1个"),
        ("平台36家(国家级1家、省级12家、市级22家)。", ["36家", "1家", "12家", "22家"], "=35家"),
        ("2022—2023年立项86项,其中2022年41项、2023年43项。", ["86项", "41项", "43项"], "=84项"),
        ("发布需求33项,已揭榜21项、未揭榜13项。", ["33项", "21项", "13项"], "=34项"),
        ("设备费30万元,材料费12万元,差旅费8万元,合计52万元。", ["52万元", "30万元", "12万元", "8万元"], "=50万元"),
        ("考核指标20项,提前完成6项、正常推进10项、进度滞后3项。", ["20项", "6项", "10项", "3项"], "=19项"),
        ("分三批推荐14家、21家、9家,全年共45家企业申报。", ["45家", "14家", "21家", "9家"], "=44家"),
        ("总量达到119个。按层级分,国家级3个、省级22个、市级52个、县级41个。", ["119个", "3个", "22个", "52个", "41个"], "=118个"),
        ("目前在库172人,来自高校57人、本土98人、返聘16人。", ["172人", "57人", "98人", "16人"], "=171人"),
        ("争取项目52项,其中国家级3项、省级18项、市级30项。", ["52项", "3项", "18项", "30项"], "相差1项"),
    ],
)
def test_parts_of_a_whole_that_do_not_add_up_are_reported(text: str, expected: list[str], says: str) -> None:
    (check,) = wrong(text)
    assert (check.kind, numbers(text, check)) == ("sum", expected)
    assert says in check.message


@pytest.mark.parametrize(
    "text",
    [
        "走访企业120家,其中规上45家、高企38家,收集问题56个。",
        "新增高企12家、科小35家、雏鹰5家,累计达到52家。",
        "获奖15项,其中一等奖2项、二等奖5项。",
        "特派员86人,其中女性24人,党员31人。",
        "已立23项,其中县域转化11项、重点研发7项。",
        "高企62家,其中新建站14家,4家入选市级,8家入选省级。",
        "100余人参加,其中专家40余人、企业家50余人。",
        "党支部3个,党员58名(预备党员4名),入党积极分子12名。",
        "设立资金2000万元,其中贴息500万元、补偿800万元、奖补600万元。",
        "投入12.5亿元,其中甲区4.2亿元、乙区3.1亿元、丙区5.3亿元,合计12.5亿元。",
        "占比36%,其中省级12%、市级20%。",
    ],
)
def test_parts_that_need_not_be_the_whole_are_not_reported(text: str) -> None:
    assert wrong(text) == []


def test_a_gap_that_rounding_may_explain_is_asked() -> None:
    assert told("三园成交12.4亿元、9.7亿元、5.8亿元,合计27.8亿元。") == {("sum", None)}
    assert told("总投入7.5亿元,其中甲项3.21亿元、乙项4.33亿元。") == {("sum", True)}


def test_a_part_is_at_most_its_total_and_a_larger_one_is_asked() -> None:
    assert ("subset", True) in told("总数274家,其中省级16家、市级28家。")
    assert ("subset", None) in told("获奖项目12项,其中省级15项。")


def test_parts_inside_a_bracket_belong_to_the_number_before_it() -> None:
    text = "高企131家(首次74家、重新57家),全年受理189家。"
    assert [numbers(text, check) for check in found(text) if check.kind == "sum"] == [["131家", "74家", "57家"]]


@pytest.mark.parametrize(
    "text",
    [
        "组织甲一科技、乙二装备、丙三新材3家公司申报。",
        "2家,即甲一阀门、乙二食品。",
        "专精特新获评4家,分别是甲一仪表、乙二种业、丙三软件、丁四陶瓷。",
        "新建1个(开发区孵化器)。",
        "甲一橡胶、乙二软件等2家企业入库。",
        "由甲一公司、乙二大学和丙三研究所3家单位共建。",
        "甲一生物技术有限公司、乙二机械制造有限公司两家博士后工作站。",
        "甲一(集团)公司、乙二公司2家企业获批。",
    ],
)
def test_a_list_with_as_many_names_as_stated_is_confirmed(text: str) -> None:
    assert ("list", True) in told(text)
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("建成园区6座,即东林园、南湖园、西山园、北岭园、中河园。", "写明6座，名单却列出5个"),
        ("新获批5家,分别是甲一科技、乙二装备、丙三新材、丁四生物。", "写明5家，名单却列出4个"),
        ("组织甲一科技、乙二装备、丙三新材、丁四生物3家企业申报。", "写明3家，名单却列出4个"),
        ("其中3家依托甲一集团、乙二纺织组建。", "写明3家，名单却列出2个"),
        ("培育对象(4家):甲一塑业、乙二木业、丙三饲料。", "写明4家，名单却列出3个"),
        ("甲一科技、乙二装备、丙三新材等2家企业入选。", "写明2家，名单却列出3个"),
    ],
)
def test_a_list_that_misses_its_count_by_one_is_reported_with_its_names(text: str, says: str) -> None:
    (check,) = wrong(text)
    assert check.kind == "list"
    assert says in check.message
    first = text.index(check.message.split("：")[1].split("、")[0])
    assert check.offsets[1] == first


def test_a_noun_after_another_number_is_no_name() -> None:
    assert found("聚焦1个目标、打造2个高地、推进8项改革。") == []


@pytest.mark.parametrize(
    "text",
    [
        "走访甲镇、乙镇、丙镇等乡镇的34家企业。",
        "聚焦新材料、生物医药、高端装备4个产业。",
        "修订差旅报销、印章管理等5项制度。",
        "在绿色能源领域、数字经济领域推荐4人参评。",
        "慰问张村、李村、王村困难户12户。",
        "派出专家30人(博士、教授)。",
        "参加厂长、经理线上培训4期。",
    ],
)
def test_classes_places_and_open_lists_are_no_wrong_lists(text: str) -> None:
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("高企由85家增至102家,净增17家。", "difference"),
        ("研发强度2.17%,比上年的1.98%提高0.19个百分点。", "difference"),
        ("由2.64%调整为2.51%,下调0.13个百分点。", "difference"),
        ("计划新增8户,实际新增5户,尚差3户。", "difference"),
        ("合同额7.92亿元,较上年的6.05亿元增长30.9%。", "growth"),
        ("入库1472户,去年同期1265户,同比增长16.4%。", "growth"),
        ("受理256件,办结227件、办结率88.7%。", "ratio"),
        ("规上企业184家里开展研发的有103家,占56.0%。", "ratio"),
        ("新增18户,完成全年15户任务的120%。", "ratio"),
        ("到位13.26亿元,为全年任务18亿元的73.7%。", "ratio"),
        ("成交21亿元,是目标数的116.7%(目标18亿元)。", "ratio"),
        ("规上企业860家里面,做研发的只有327家,占比38%出头。", "ratio"),
    ],
)
def test_changes_and_shares_that_come_out_are_confirmed(text: str, kind: str) -> None:
    assert (kind, True) in told(text)
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("高企由85家增至102家,净增18家。", "difference", "相差17家"),
        ("有效高企102家,上年末85家,净增15家。", "difference", "相差17家"),
        ("应补57户、214万元,实补52户、197.5万元,余下6户已停业。", "difference", "相差5户"),
        ("研发强度2.85%,比上年的2.71%提高0.24个百分点。", "difference", "相差0.14个百分点"),
        ("合同额6.5亿元,较上年的5.2亿元增长30%。", "growth", "增幅为25%"),
        ("合同额由5.2亿元增长到6.5亿元,增长20%。", "growth", "增幅为25%"),
        ("高企从2019年的80家增加到2023年的120家,增长60%。", "growth", "增幅为50%"),
        ("收到诉求120件,办结110件,办结率95.2%。", "ratio", "91.67%"),
        ("规上企业200家里有研发活动的120家,占比65%。", "ratio", "60%"),
        ("新增18家,完成全年15家任务的110%。", "ratio", "120%"),
    ],
)
def test_changes_and_shares_that_do_not_come_out_are_reported(text: str, kind: str, says: str) -> None:
    (check,) = wrong(text)
    assert check.kind == kind
    assert says in check.message


@pytest.mark.parametrize(
    "text",
    [
        "高企由85家增至102家,新认定28家。",
        "支出2710万元,比年初预算多350万元,较上年增长11.6%。",
        "科技副总从上年的9名增加到16名,引进21名。",
        "资金池1.8亿元,累计代偿430万元,代偿率1.2%。",
        "企业560家,高企占比21%。",
        "全年任务40项,完成30项,完成率75%。",
        "合同额5.6亿元,较上年的5.1亿元增长9.8%。",
        "孵化面积从3.2万平方米扩大到4.5万平方米,新增1.3万平方米。",
        "研发强度2.85%,比上年的2.71%提高0.15个百分点。",
        "高企由86家增至264家,年均增长32.4%。",
        "高企由86家增至264家,年均增加45家。",
        "合同额96.4亿元,成交额102.7亿元,同比分别增长14.3%和21.6%。",
    ],
)
def test_rounding_gross_additions_and_other_bases_are_not_reported(text: str) -> None:
    assert wrong(text) == []


def test_growth_on_another_basis_is_asked() -> None:
    assert ("growth", None) in told("增加值126亿元,上年118亿元,按可比价增长5.2%。")


def test_a_whole_number_may_be_a_rounded_one_unless_it_is_a_target() -> None:
    assert ("ratio", False) in told("到位13.26亿元,为全年任务18亿元的73.9%。")
    assert ("ratio", None) in told("成交21亿元,是目标数的119%(目标18亿元)。")


_TARGETS = """指标 | 目标 | 完成 | 完成率
高企(家) | 36 | 39 | 108.3%
科小(家) | 80 | 94 | 117.5%
合同额(亿元) | 1.6 | 1.92 | 120.0%
需求(项) | 25 | 34 | {rate}
"""


def test_a_completion_rate_in_a_table_is_recomputed() -> None:
    assert wrong(_TARGETS.format(rate="136.0%")) == []
    (check,) = wrong(_TARGETS.format(rate="116.0%"))
    assert (check.kind, numbers(_TARGETS.format(rate="116.0%"), check)) == ("ratio", ["116.0%", "34", "25"])
    assert "136%" in check.message


def test_a_rate_reckoned_in_another_way_is_only_asked() -> None:
    text = "指标 | 目标 | 完成 | 完成率\n高企(家) | 36 | 39 | 100%\n科小(家) | 80 | 94 | 100%\n"
    assert told(text) == {("ratio", None)}


_TOWNS = """镇名 | 高企(家) | 研发费用(万元) | 增长(%)
东镇 | 12 | 5600 | 12.5
西镇 | 8 | 3210 | -3.1
北镇 | 5 | 1190 | 4.0
合计 | {firms} | 10000 | 6.2
"""


def test_a_total_row_is_recomputed_column_by_column() -> None:
    assert told(_TOWNS.format(firms=25)) == {("sum", True)}
    (check,) = wrong(_TOWNS.format(firms=26))
    assert numbers(_TOWNS.format(firms=26), check) == ["26", "12", "8", "5"]
    assert "各行之和为25" in check.message


def test_a_total_score_is_held_against_its_column() -> None:
    table = "指标 | 完成值(家) | 自评得分(分)\n高企 | 5 | 10\n科小 | 9 | 7.5\n平台 | 2 | 8\n"
    assert told(f"自评总分25.5分。\n{table}") == {("sum", True)}
    assert [check.kind for check in wrong(f"自评总分26.5分。\n{table}")] == ["sum"]


def test_a_growth_column_is_recomputed_from_two_years() -> None:
    table = "指标 | 2023年 | 2022年 | 增长(%)\n甲(家) | 110 | 100 | 10\n乙(家) | 60 | 50 | 20\n丙(家) | 90 | 60 | 50\n丁(家) | 33 | 30 | {growth}\n"
    assert told(table.format(growth="10")) == {("growth", True)}
    (check,) = wrong(table.format(growth="30"))
    assert check.kind == "growth"


def test_a_figure_restated_is_a_repeat_and_another_value_a_conflict() -> None:
    text = "有效高企571家,居全市前列。全年技术合同30项。截至年末,有效高企576家。"
    one, other = figure(text, "571家", "hnte.valid"), figure(text, "576家", "hnte.valid")
    assert told(text, one, other) == {("conflict", False)}
    assert told(text.replace("576", "571"), one, replace(other, value=Decimal(571), number_text="571家")) == {("repeat", True)}


@pytest.mark.parametrize(
    "change",
    [
        {"period": "2023"},
        {"status": "target"},
        {"calibre": "年报"},
        {"level": "省级"},
        {"code": "tsme.stored"},
    ],
)
def test_two_values_with_different_keys_do_not_conflict(change: dict[str, Any]) -> None:
    text = "有效高企571家。截至年末,有效高企576家。"
    one, other = figure(text, "571家", "hnte.valid"), figure(text, "576家", "hnte.valid")
    assert wrong(text, one, replace(other, **change)) == []


def test_a_scope_of_its_own_tells_figures_apart_and_a_heading_does_not() -> None:
    text = "一、企业培育\n有效高企571家。\n二、园区建设\n开发区有效高企576家。"
    one, other = figure(text, "571家", "hnte.valid"), figure(text, "576家", "hnte.valid")
    assert wrong(text, one, replace(other, scope="开发区")) == []
    assert wrong(text, replace(one, scope="企业培育"), replace(other, scope="园区建设")) != []


def test_two_days_of_one_series_do_not_conflict() -> None:
    text = "6月末有效高企571家。截至年末,有效高企576家。"
    one, other = figure(text, "571家", "hnte.valid"), figure(text, "576家", "hnte.valid")
    assert wrong(text, replace(one, as_of="2024-06-30"), replace(other, as_of="2024-12-31")) == []
    assert wrong(text, replace(one, as_of="2024-12-31"), other) != []


def test_a_bound_and_a_number_it_admits_agree() -> None:
    text = "有效高企突破530家。截至年末,有效高企538家。"
    one, other = figure(text, "530家", "hnte.valid"), figure(text, "538家", "hnte.valid")
    assert one.qualifier is Operator.OVER
    assert told(text, one, other) == {("repeat", True)}


def test_a_corrected_number_is_no_conflict() -> None:
    text = "年末有效高企576家。此前简报所列有效高企571家系笔误,以本次为准。"
    one, other = figure(text, "576家", "hnte.valid"), figure(text, "571家", "hnte.valid")
    assert found(text, one, other) == []


def test_words_that_narrow_one_number_explain_the_difference() -> None:
    text = "工程中心新获批9家。省级工程中心新获批8家。"
    one, other = figure(text, "9家", "platform.etrc.new"), figure(text, "8家", "platform.etrc.new")
    assert wrong(text, one, other) == []


def test_visits_told_in_several_places_are_never_a_conflict() -> None:
    text = "联合工作组服务7次。特派员开展服务40余次。目前累计入企服务53次。另入企服务36次。"
    figures = [figure(text, printed, "visit.count") for printed in ("7次", "40余次", "53次", "36次")]
    assert found(text, *figures) == []


def test_values_far_apart_are_asked() -> None:
    text = "有效高企571家。园区有效高企146家。"
    one, other = figure(text, "571家", "hnte.valid"), figure(text, "146家", "hnte.valid")
    assert told(text, one, other) == {("conflict", None)}


def test_an_application_of_the_programme_year_conflicts_with_that_of_the_half() -> None:
    text = "申报县域项目26项。征集、申报县域项目29项。"
    one = figure(text, "26项", "project.county.applied", status="submitted", period="2024")
    other = figure(text, "29项", "project.county.applied", status="submitted", period="2024H1")
    assert told(text, one, other) == {("conflict", False)}


def test_a_later_step_with_more_than_the_one_before_is_asked() -> None:
    text = "发布需求17项,揭榜12项,立项4项。"
    codes = ("challenge.published", "challenge.taken", "challenge.approved")
    steps = [figure(text, printed, code) for printed, code in zip(("17项", "12项", "4项"), codes, strict=True)]
    assert told(text, *steps) == {("subset", True)}
    text = "发布需求9项,揭榜12项。"
    steps = [figure(text, printed, code) for printed, code in zip(("9项", "12项"), codes, strict=False)]
    assert told(text, *steps) == {("subset", None)}


def test_growth_is_held_against_the_figure_of_the_year_before() -> None:
    text = "上年技术合同额11.84亿元。今年技术合同额14.37亿元,同比增长21.37%。"
    before = figure(text, "11.84亿元", "contract.value", period="2023")
    now = figure(text, "14.37亿元", "contract.value")
    assert ("growth", True) in told(text, before, now)
    other = text.replace("21.37", "31.37")
    assert ("growth", None) in told(other, before, now)


def test_checks_come_in_text_order_and_name_one_set_of_numbers_once() -> None:
    text = "贴息应补57户,实补52户,余下5户。培训15期,其中线上6期、线下9期。"
    sets = [frozenset(check.offsets) for check in found(text)]
    assert len(sets) == len(set(sets))
    assert [check.offsets[0] for check in found(text)] == sorted(check.offsets[0] for check in found(text))


def test_an_office_can_add_a_pair_of_halves_without_code(tmp_path: Path) -> None:
    text = "会员8家,其中本部会员3家、分部会员4家。"
    assert wrong(text) == []
    (tmp_path / "checks.yaml").write_text("complements:\n  - [本部, 分部]\n", encoding="utf-8")
    (check,) = [check for check in checks(text, quantities(text), (), (tmp_path,)) if check.holds is False]
    assert numbers(text, check) == ["8家", "3家", "4家"]


def test_a_text_without_numbers_has_no_checks() -> None:
    assert found("") == []
    assert found("认真贯彻落实会议精神。") == []


_PARTS = st.lists(st.integers(1, 400), min_size=2, max_size=6).filter(lambda parts: sum(parts) >= 10)
_FORMS = st.sampled_from(["申报项目{total}项,其中{parts}。", "立项{total}项:{parts}。", "获批{total}项({parts})。"])
_NAMES = ("重点研发", "成果转化", "县域专项", "中央引导", "软科学", "农业科技")


def _written(form: str, total: int, parts: list[int]) -> str:
    return form.format(total=total, parts="、".join(f"{name}{part}项" for name, part in zip(_NAMES, parts, strict=False)))


@given(form=_FORMS, parts=_PARTS)
def test_a_partition_that_adds_up_is_confirmed(form: str, parts: list[int]) -> None:
    text = _written(form, sum(parts), parts)
    assert wrong(text) == []
    assert any(check.kind == "sum" and check.holds and len(check.offsets) == len(parts) + 1 for check in found(text))


@given(form=_FORMS, parts=_PARTS, by=st.sampled_from([-1, 1]))
def test_a_partition_broken_by_one_is_reported(form: str, parts: list[int], by: int) -> None:
    total = sum(parts) + by
    text = _written(form, total, parts)
    coincides = any(sum(parts[:count]) == total for count in range(2, len(parts)))
    (check,) = wrong(text) if total >= 10 and not coincides else [None]
    if check is not None:
        assert (check.kind, len(check.offsets)) == ("sum", len(parts) + 1)


@given(st.text(alphabet="0123456789.,%-—家万亿元年月()|\t\n 其中合计共、和;。:增长由至比上年占率净", max_size=80))
def test_any_text_is_checked_without_error(text: str) -> None:
    offsets = {entry.offset for entry in quantities(text)}
    assert all(check.offsets[0] in offsets for check in found(text))
