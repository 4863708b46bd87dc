"""Arithmetic statements in many wordings: each comes out with one number and is reported with another, in prose and in tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.reader.checks import checks
from titian.reader.quantities import quantities
from titian.reader.values import FoundCheck


def found(text: str) -> list[FoundCheck]:
    return checks(text, quantities(text), ())


def wrong(text: str) -> list[FoundCheck]:
    return [check for check in found(text) if check.holds is False]


@pytest.mark.parametrize(
    ("text", "right", "off", "kind"),
    [
        ("全县技术合同成交8.24亿元,完成年度任务36亿元的{}。", "22.9%", "25.9%", "ratio"),
        ("1—8月登记技术合同额8.24亿元(同比增长6.1%),完成全年36亿元目标的{}。", "22.9%", "25.9%", "ratio"),
        ("科技型中小企业入库418家,占年度目标450家的{}。", "92.9%", "91.9%", "ratio"),
        ("全年目标任务为40家,目前已认定33家,完成率{}。", "82.5%", "85.5%", "ratio"),
        ("技术合同成交额达到9.24亿元,同比增长31.6%(上年同期7.02亿元),为年度任务11亿元的{}。", "84.0%", "86.0%", "ratio"),
        ("年度计划新增高企60家,实际完成51家,完成率为{}。", "85%", "87%", "ratio"),
        ("完成投资12.6亿元,占年度计划15亿元的{}。", "84%", "81%", "ratio"),
        ("完成孵化面积3.3万平方米,目标4万平方米,完成率{}。", "82.5%", "85.2%", "ratio"),
        ("入库165家,完成年度任务(200家)的{}。", "82.5%", "85.2%", "ratio"),
        ("贷款发放3.6亿元,完成年度5亿元任务的{},惠及企业72家。", "72%", "76%", "ratio"),
        ("新增高企24家、科小130家,分别完成年度任务30家、160家的80%、{}。", "81.3%", "84.3%", "ratio"),
        ("市下达我县高企申报任务50家,截至目前已申报46家,完成率{}。", "92%", "96%", "ratio"),
        ("有研发活动的规上企业137家,占规上工业企业总数210家的{}。", "65.2%", "62.5%", "ratio"),
        ("规上工业企业210家,其中有研发活动的137家,占{}。", "65.2%", "62.5%", "ratio"),
        ("210家规上工业企业中,137家开展了研发活动,占比{}。", "65.2%", "62.5%", "ratio"),
        ("有研发活动的137家,占比{}(规上工业企业210家)。", "65.2%", "62.5%", "ratio"),
        ("收到意见48条,采纳36条,采纳率{}。", "75%", "70%", "ratio"),
        ("共受理诉求305件,化解287件,化解率{}。", "94.1%", "91.4%", "ratio"),
        ("化解诉求287件,办结率{}(共受理305件)。", "94.1%", "91.4%", "ratio"),
        ("申报52家,通过36家,通过率{}。", "69.2%", "62.9%", "ratio"),
        ("抽样走访60家企业,能说全政策的仅11家,占{}。", "18.3%", "13.8%", "ratio"),
        ("新获批省级工程中心{}家企业(甲源科技、乙川装备、丙山新材、丁河生物)。", "4", "3", "list"),
        ("推荐甲源科技、乙川装备、丙山新材和丁河生物{}家企业申报省级重点实验室。", "4", "5", "list"),
        ("甲源科技、乙川装备、丙山新材以及丁河生物{}家企业获批。", "4", "3", "list"),
        ("新获批省工程技术研究中心{}家,分别落户甲源钨业、乙川线缆、丙山生物。", "3", "4", "list"),
        ("{}家企业入选,名单如下:甲源科技、乙川装备、丙山新材、丁河生物。", "4", "5", "list"),
        ("新认定瞪羚企业{}家:甲源科技、乙川装备、丙山新材、丁河生物。", "4", "5", "list"),
        ("今年新增雏鹰企业{}家(甲源科技、乙川装备、丙山新材)。", "3", "4", "list"),
        ("建成院士工作站{}家,依托单位为甲源科技、乙川装备。", "2", "3", "list"),
        ("引进院士团队{}个,即深海密封、海藻生物、港机智控。", "3", "4", "list"),
        ("甲源科技、乙川装备、丙山新材、丁河生物、戊岭光电等{}家企业通过评审。", "5", "4", "list"),
        ("甲源科技和乙川装备、丙山新材{}家被认定为小巨人。", "3", "4", "list"),
        ("{}家企业——甲源科技、乙川装备、丙山新材——列入省级培育库。", "3", "4", "list"),
        ("新增“小巨人”企业{}家,为甲源科技、乙川装备、丙山新材。", "3", "4", "list"),
        ("高企由165家增至207家,净增{}家。", "42", "38", "difference"),
        ("高企总数从上年末165家增加到207家,净增{}家。", "42", "38", "difference"),
        ("有效期内高企207家,比上年末的165家净增{}家。", "42", "38", "difference"),
        ("有效期内高企207家,上年末为165家,净增{}家。", "42", "38", "difference"),
        ("高企207家,较年初165家增加{}家。", "42", "38", "difference"),
        ("科小入库268家,上年同期为227家,同比增加{}家。", "41", "45", "difference"),
        ("科小入库268家,同比增加{}家,上年同期为227家。", "41", "45", "difference"),
        ("研发投入强度1.96%,较上年提高{}个百分点(上年为1.81%)。", "0.15", "0.25", "difference"),
        ("入孵企业由96家增至131家,增加{}家。", "35", "37", "difference"),
        ("高企达到82家,现有73家,还差{}家。", "9", "11", "difference"),
        ("反馈问题24个,已整改21个,剩余{}个。", "3", "5", "sum"),
        ("技术合同额由5.46亿元提高到7.2亿元,增长{}。", "31.9%", "39.1%", "growth"),
        ("登记技术合同额9.24亿元,上年同期7.02亿元,增长{}。", "31.6%", "36.1%", "growth"),
        ("登记技术合同额9.24亿元,同比增长{}(去年同期7.02亿元)。", "31.6%", "36.1%", "growth"),
        ("今年高企申报{}家,分3批,第一批41家、第二批35家、第三批24家。", "100", "103", "sum"),
        ("全年新增研发平台{}家:省级中心3家、省级实验室1家、院士站1家、博士站6家、市级中心14家。", "25", "27", "sum"),
        ("选派科技特派员{}人。其中省级21人、州级46人、县级74人。", "141", "139", "sum"),
        ("实施县级项目{}项,按领域分,工业类12项、农业类9项、社会发展类7项。", "28", "30", "sum"),
        ("争取资金{}万元,包括省级1200万元、市级340万元、县级260万元。", "1800", "1840", "sum"),
        ("科技特派员{}名,分别为自然人112名、法人14名。", "126", "128", "sum"),
        ("服务企业{}家。按规模看,规上56家,规下35家。", "91", "93", "sum"),
        ("全县研发平台{}个,国家级2个、省级31个、市级57个。", "90", "91", "sum"),
        ("项目资金{}万元,省级下达1200万元,市级配套340万元,县级配套260万元。", "1800", "1830", "sum"),
        ("登记合同{}份,输出89份,吸纳143份。", "232", "235", "sum"),
        ("其中省级21人、州级46人、县级74人,共计{}人。", "141", "139", "sum"),
        ("省级21人、州级46人、县级74人,三级合计{}人。", "141", "139", "sum"),
        ("全局走访企业{}家次,第一季度88家次,第二季度96家次,第三季度102家次。", "286", "289", "sum"),
        ("高企189家,港城片区104家、临港片区57家、科教片区{}家。", "28", "27", "sum"),
        ("成果转化{}项:高校转化12项(省内8项、省外4项),院所转化9项,企业自行转化6项。", "27", "29", "sum"),
        ("成果转化27项:高校转化12项(省内{}项、省外4项),院所转化9项,企业自行转化6项。", "8", "7", "sum"),
        ("上半年征集企业难题96个,举办对接会6场。\n下半年,对上半年征集的{}个企业难题逐一组织专家对接。", "96", "99", "conflict"),
        ("全年举办产学研对接活动33场。\n\n二是办好活动。全年共举办产学研对接活动{}场,签约43项。", "33", "34", "conflict"),
        ("上半年组织申报各类科技项目54项。\n三、打算\n持续跟踪已申报的{}项计划项目。", "54", "56", "conflict"),
        ("一、巡察反馈\n巡察组反馈问题24个。\n二、整改\n反馈的{}个问题全部建立台账。", "24", "26", "conflict"),
        (
            "区科技局全年走访企业412家次。\n附:\n指标 | 目标 | 完成\n走访企业(家次) | 400 | {}\n新增高企(家) | 20 | 22\n",
            "412",
            "421",
            "conflict",
        ),
    ],
)
def test_a_statement_of_the_prose_is_reported_only_when_it_is_off(text: str, right: str, off: str, kind: str) -> None:
    assert wrong(text.format(right)) == []
    assert kind in {check.kind for check in wrong(text.format(off))}


@pytest.mark.parametrize(
    ("text", "right", "off", "kind"),
    [
        ("镇名 | 高企(家) | 科小(家)\n合计 | {} | 92\n东镇 | 12 | 30\n西镇 | 8 | 41\n北镇 | 5 | 21\n", "25", "26", "sum"),
        ("镇名 | 高企(家) | 科小(家)\n东镇 | 12 | 30\n西镇 | 8 | 41\n北镇 | 5 | 21\n全区 | {} | 92\n", "25", "26", "sum"),
        ("镇名\t高企(家)\t走访(家次)\n东镇\t12\t130\n西镇\t8\t141\n北镇\t5\t121\n合计\t25\t{}\n", "392", "402", "sum"),
        (
            "镇名 | 高企(家) | 走访(家次)\n东镇 | 12 | 130\n西镇 | 8 | 141\n北镇 | 5 | 121\n全区累计走访{}家次,有高企25家。\n",
            "392",
            "402",
            "sum",
        ),
        (
            "指标\t目标\t完成\t完成率(%)\n高企(家)\t40\t33\t82.5\n科小(家)\t200\t165\t82.5\n合同额(亿元)\t36\t8.24\t{}\n平台(家)\t5\t4\t80\n",
            "22.9",
            "25.9",
            "ratio",
        ),
        (
            "指标\t全年目标\t1—9月完成\t完成率\n高企(家)\t40\t33\t82.5\n科小(家)\t200\t165\t82.5\n合同额(亿元)\t36\t8.24\t{}\n平台(家)\t5\t4\t80\n",
            "22.9",
            "25.9",
            "ratio",
        ),
        (
            (
                "指标 | 单位 | 年度目标 | 累计完成 | 完成率(%)\n高企 | 家 | 40 | 33 | 82.5\n科小 | 家 | 200 | 165 | {}\n"
                "合同额 | 亿元 | 36 | 9 | 25\n平台 | 家 | 5 | 4 | 80\n"
            ),
            "82.5",
            "85.2",
            "ratio",
        ),
        (
            (
                "指标 | 年度目标 | 进展 | 完成率\n高企 | 存量40家 | 存量33家 | 82.5%\n科小 | 入库200家 | 入库165家,公示23家 | {}\n"
                "合同 | 成交额36亿元;登记400份 | 成交额9亿元;登记300份 | 25%、75%\n"
            ),
            "82.5%",
            "85.2%",
            "ratio",
        ),
        (
            (
                "指标 | 年度目标 | 进展 | 完成率(%)\n高企 | 存量40家 | 存量33家 | 82.5\n科小 | 入库200家 | 入库165家 | 82.5\n"
                "合同 | 成交额36亿元;登记400份 | 成交额9亿元;登记300份 | 25、{}\n"
            ),
            "75",
            "78",
            "ratio",
        ),
        (
            "类别 | 项数 | 资金(万元)\n一、省级 | {} | 620\n1.重点研发 | 7 | 420\n2.成果转化 | 5 | 200\n二、市级 | 9 | 180\n合计 | 21 | 800\n",
            "12",
            "13",
            "sum",
        ),
        (
            (
                "类别 | 项数 | 资金(万元)\n省级小计 | 12 | 620\n重点研发 | 7 | 420\n成果转化 | 5 | 200\n"
                "市级小计 | 9 | 180\n科技特派 | 4 | 80\n软科学 | 5 | 100\n合计 | 21 | {}\n"
            ),
            "800",
            "820",
            "sum",
        ),
        ("部门 | 人数 | 其中:硕士 | 其中:博士\n甲所 | 12 | 8 | 4\n乙所 | 20 | 15 | 5\n合计 | 32 | 23 | {}\n", "9", "8", "sum"),
        ("镇街 | 一季度 | 二季度 | 合计\n东镇 | 12 | 8 | 20\n西镇 | 9 | 11 | 20\n北镇 | 7 | 6 | {}\n", "13", "15", "sum"),
        (
            "序号\n指标\n目标\n完成\n完成率\n\n1\n高企\n40家\n33家\n82.5%\n\n2\n科小\n200家\n165家\n82.5%\n\n3\n技术合同\n36亿元\n8.24亿元\n{}\n",
            "22.9%",
            "25.9%",
            "ratio",
        ),
        (
            "指标 | 本期 | 上年同期 | 增减\n高企(家) | 40 | 33 | 7\n科小(家) | 200 | 165 | {}\n平台(家) | 12 | 10 | 2\n",
            "35",
            "38",
            "difference",
        ),
    ],
)
def test_a_number_of_a_table_is_reported_only_when_it_is_off(text: str, right: str, off: str, kind: str) -> None:
    assert wrong(text.format(right)) == []
    assert kind in {check.kind for check in wrong(text.format(off))}


@pytest.mark.parametrize(
    "text",
    [
        "去年同期科小入库64家。\n2024年科小入库72家,任务是70家。",
        "征集企业难题96个。\n三、下半年打算\n再征集企业难题99个。",
        "一、工作完成情况\n全年入企服务438次。\n## 二、2026年工作计划\n全年入企服务450次。",
        "推荐申报高企33家。\n拟推荐申报高企34家。",
        "东岭镇走访企业112家次。\n西岭镇走访企业115家次。",
        "上半年走访企业112家次。\n下半年走访企业115家次。",
        "已申报的企业52家。\n未申报的54家企业逐一上门。",
        "反馈的24个问题全部建账。\n整改的22个问题已销号。",
        "技术合同额9.24亿元,同比增长31.6%(去年同期7.02亿元),完成年度目标11亿元的84.0%。",
        "统计口径有研发活动的146家,占全部规上企业258家的百分之五十六点六。",
        "规上企业39家,有研发活动的16家,只占四成。",
        "成交额1.28亿元,约为上年全年1.9亿元的三分之二。",
        "组织31户企业申报,较上年同期多4户,其中首次19户、重新认定12户。",
        "获批市级项目14项,含软科学3项、农业科技5项。",
        "入孵企业由96家增至131家,新增41家。",
        "放款3400万元,惠及20家,户均170万元。",
        "放款3400万元、贴息45万元,惠及20家、个人63名,户均40万元。",
        "建成科创综合体2个,分别由祥和电子、云和新材运营。",
        "聘请甲源科技、乙川装备等3家企业的专家授课。",
        "合同成交额66.9亿元,其中技术交易额43.9亿元,同比增长18.4%,上年同期成交额56.5亿元。",
        "选派科技特派员158人,其中女性35人、党员66人、高级职称58人。",
        "年初任务22家,上半年完成9家,完成率40.9%,下半年再推荐15家。",
        "指标 | 目标 | 完成 | 完成率(%)\n高企(家) | 40 | 33 | 82.5\n科小(家) | 200 | 260 | 100\n合同(亿元) | 36 | 9 | 25\n",
        "由甲一大学、乙二研究院和3家企业共建。",
        "高企381家,营收过亿元的规上企业23家,占规上企业的12.5%。",
        "修订经费报销、公车使用等3项制度。",
        "全市研发平台86个,其中省级12个、市级23个。",
        "走访企业126家、213家次,另行走访18家。",
        "镇名 | 高企(家) | 占比(%)\n东镇 | 12 | 48\n西镇 | 8 | 32\n合计 | 20 | 75\n",
        "指标 | 目标 | 完成\n高企(家) | 40 | 33\n科小(家) | 200 | 165\n全区高企34家。\n",
    ],
)
def test_what_may_be_something_else_is_not_reported(text: str) -> None:
    assert wrong(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "统计口径有研发活动的146家,占全部规上企业258家的百分之五十六点六。",
        "受益企业132家,发放4.62亿元,户均350万元。",
        "当年通过36家(含复审15家),申报52家,通过率69.2%。",
    ],
)
def test_a_number_is_held_against_its_own_precision(text: str) -> None:
    assert any(check.kind == "ratio" and check.holds for check in found(text))


def test_an_average_that_is_off_is_reported() -> None:
    (check,) = wrong("放款3400万元,惠及20家,户均180万元。")
    assert "为170万元" in check.message


def test_of_two_readings_of_the_same_numbers_the_surer_is_told() -> None:
    (check,) = wrong("重点实验室计划5家,获批2家,尚差5家。")
    assert check.kind == "difference"


def test_a_ledger_of_lines_is_read_block_by_block() -> None:
    entries = "\n\n".join(
        f"{name}\n目标{target}家\n完成{done}家\n{rate}"
        for name, target, done, rate in (("甲", 40, 33, "82.5%"), ("乙", 200, 165, "82.5%"), ("丙", 50, 40, "85%"))
    )
    (check,) = wrong(f"事项\n全年目标\n完成情况\n完成率\n\n{entries}\n")
    assert "80%" in check.message


_TOWNS = ("东镇", "西镇", "南镇", "北镇", "中镇", "河镇", "山镇")
_COLUMN = st.lists(st.integers(1, 300), min_size=3, max_size=7)


def _table(columns: list[list[int]], totals: list[int], *, first: bool) -> str:
    rows = [" | ".join([name, *map(str, values)]) for name, *values in zip(_TOWNS, *columns, strict=False)]
    total = " | ".join(["合计", *map(str, totals)])
    return "\n".join(["镇名 | 高企(家) | 科小(家)", *([total, *rows] if first else [*rows, total])]) + "\n"


@given(column=_COLUMN, first=st.booleans(), by=st.sampled_from([-1, 0, 1]))
def test_a_total_row_is_reported_exactly_when_it_is_off(column: list[int], first: bool, by: int) -> None:
    other = [value + 7 for value in column]
    text = _table([column, other], [sum(column) + by, sum(other)], first=first)
    assert [check.kind for check in wrong(text)] == (["sum"] if by else [])


@given(target=st.integers(20, 900), done=st.integers(10, 900), by=st.sampled_from([0, 5, -4]))
def test_a_completion_rate_is_reported_exactly_when_it_is_off(target: int, done: int, by: int) -> None:
    tenths = (done * 2000 + target) // (2 * target) + by
    if done != target and tenths > 10:
        text = f"科技型中小企业入库{done}家,完成年度任务{target}家的{tenths // 10}.{tenths % 10}%。"
        assert [check.kind for check in wrong(text)] == (["ratio"] if by else [])


@given(old=st.integers(20, 900), grown=st.integers(3, 300), by=st.sampled_from([0, 1, -1]))
def test_a_net_change_is_reported_exactly_when_it_is_off(old: int, grown: int, by: int) -> None:
    text = f"高企由{old}家增至{old + grown}家,净增{grown + by}家。"
    assert [check.kind for check in wrong(text)] == (["difference"] if by else [])


@given(
    count=st.integers(3, 9),
    by=st.sampled_from([0, 1, -1]),
    form=st.sampled_from(["入选{}家企业({})。", "新认定{}家,分别为{}。", "新建{}家,分别落户{}。"]),
)
def test_a_list_is_reported_exactly_when_its_count_is_off(count: int, by: int, form: str) -> None:
    names = "、".join(f"{first}源科技" for first in "甲乙丙丁戊己庚辛壬"[:count])
    assert [check.kind for check in wrong(form.format(count + by, names))] == (["list"] if by else [])
