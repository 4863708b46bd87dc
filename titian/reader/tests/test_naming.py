"""Which indicator a number is, told from its sentence alone: synonyms, lists, parts, and the near misses that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from titian.reader.naming.frames import frames
from titian.reader.pipeline import read_text
from titian.reader.values import Reading
from titian.reader.vocabulary import VocabularyError

YEAR = "示范县科学技术局2024年工作总结\n"


def read(sentence: str, head: str = YEAR) -> Reading:
    return read_text(head + sentence)


def codes(sentence: str, head: str = YEAR) -> list[str]:
    """`number code` of each figure, in order."""
    return [f"{figure.number_text} {figure.code}" for figure in read(sentence, head).figures]


ONE_NUMBER = [
    # research and development
    ("全社会R&D经费投入12.6亿元。", "rnd.expenditure"),
    ("全县研究与试验发展经费内部支出达到12.6亿元。", "rnd.expenditure"),
    ("全社会研发投入强度提高到2.41%。", "rnd.gdp_ratio"),
    ("R&D经费支出与地区生产总值之比为2.41%。", "rnd.gdp_ratio"),
    ("企业归集研发费用总额7.3亿元。", "rnd.enterprise_expense"),
    ("完成研发投入填报的企业有132户。", "rnd.reporting_enterprises"),
    ("规上工业企业里开展研发活动的已有97家。", "rnd.active_above_scale"),
    ("规上工业企业研发活动覆盖率达到63.5%。", "rnd.active_above_scale_ratio"),
    ("规模以上工业企业研发费用同比增长14.2%。", "rnd.above_scale_growth"),
    ("本级财政科技支出比上年增长11%。", "rnd.fiscal_growth"),
    ("为64家企业落实研发费用后补助。", "rnd.subsidy_enterprises"),
    ("拨付企业研发投入奖补资金860万元。", "rnd.subsidy_amount"),
    # high-tech industry
    ("高新技术产业投资增速18.4%。", "hightech.investment_growth"),
    ("高新技术产业投资下降4.2%。", "hightech.investment_growth"),
    ("高新技术产业投资占固定资产投资的比重为21.3%。", "hightech.investment_ratio"),
    ("高新技术产业增加值占规上工业增加值比重44.8%。", "hightech.value_added_ratio"),
    ("重大科技项目全年完成投资6.2亿元。", "construction.investment"),
    # the ladder of enterprises
    ("全县有效期内高企总数186家。", "hnte.valid"),
    ("国家高新技术企业保有量突破186家。", "hnte.valid"),
    ("新认定国高企32家。", "hnte.new"),
    ("评审通过高新技术企业32家。", "hnte.new"),
    ("组织推荐58家企业冲刺国家高企。", "hnte.applied"),
    ("推荐高新技术企业认定58户。", "hnte.applied"),
    ("高企培育库在库74家。", "hnte.pool"),
    ("国家科技型中小企业评价入库243家。", "tsme.stored"),
    ("科小领到入库编号的243户。", "tsme.stored"),
    ("推荐雏鹰企业12家。", "eagle.applied"),
    ("新增雏鹰企业9家。", "eagle.new"),
    ("瞪羚送审6家。", "gazelle.applied"),
    ("瞪羚榜单再添4席。", "gazelle.new"),
    ("省科技小巨人上榜3家。", "giant.new"),
    ("向工信部门荐送专精特新中小企业17家。", "srdi.applied"),
    ("推荐创新型中小企业28家。", "isme.applied"),
    ("新增省级创新型示范企业2家。", "demo.new"),
    # platforms
    ("全县各级研发机构总数达118家。", "platform.rd_total"),
    ("年内新建企业研发机构16家。", "platform.rd_new"),
    ("申报省工程技术研究中心5家。", "platform.etrc.applied"),
    ("新获批工程（技术）研究中心3家。", "platform.etrc.new"),
    ("技术创新中心新认定2家。", "platform.tic.new"),
    ("新增省重点实验室1个。", "platform.keylab.new"),
    ("院士（专家）工作站揭牌2个。", "station.academician.new"),
    ("新建博士创新站4家。", "station.doctor.new"),
    ("研究生工作站递交材料6份。", "station.graduate.applied"),
    ("全县科技综合体共7个。", "carrier.complexes"),
    ("综合体运营面积达12.5万平方米。", "carrier.area"),
    ("在孵科技企业213家。", "carrier.tenants"),
    # programmes
    ("向上申报各类科技项目74项。", "project.applied"),
    ("科技计划项目获批复39项。", "project.approved"),
    ("科技计划立项39项，到位经费1430万元。", "project.approved project.funding"),
    ("省重点研发计划申报18项。", "project.keyrd.applied"),
    ("重点研发计划获批6项。", "project.keyrd.approved"),
    ("推荐科技成果转化专项9项。", "project.commercialisation.applied"),
    ("县域科技成果转化项目立项11项。", "project.county.approved"),
    ("中央引导地方科技发展资金项目获批3项。", "project.central.approved"),
    ("对24个在研项目开展中期检查。", "project.midterm"),
    ("提名省科学技术奖7项。", "award.applied"),
    ("揭榜挂帅公开张榜15项。", "challenge.published"),
    ("揭榜挂帅项目被揭榜8项。", "challenge.taken"),
    # transfer
    ("走访征集企业技术需求134条。", "need.collected"),
    ("汇集高校科技成果420项。", "achievement.collected"),
    ("科技成果落地转化36项。", "achievement.transformed"),
    ("登记科技成果58件。", "achievement.registered"),
    ("达成合作意向44项。", "match.intentions"),
    ("签订产学研合作协议27份。", "match.cooperations"),
    ("认定登记技术合同316份。", "contract.count"),
    ("技术交易总额9.83亿元。", "contract.value"),
    # finance
    ("“示科贷”发放贷款3.2亿元。", "loan.granted"),
    ("科技贷款惠及企业88家。", "loan.enterprises"),
    ("风险补偿资金池扩容到5000万元。", "pool.size"),
    ("拨付科技贷款贴息146万元。", "interest.subsidy"),
    ("兑现科技奖补资金2210万元。", "policy.redeemed"),
    # people
    ("引进培育科技人才76人。", "talent.introduced"),
    ("推荐省科技领军人才5名。", "talent.leader.applied"),
    ("申报科技创新团队3支。", "talent.team.applied"),
    ("选聘科技副总18名。", "talent.deputy"),
    ("在册科技特派员203人。", "commissioner.total"),
    ("法人科技特派员14个。", "commissioner.legal"),
    ("自然人科特派189人。", "commissioner.natural"),
    ("选派“三区”科技人才20名。", "talent.three_zone"),
    # services
    ("干部入企服务320余次。", "visit.count"),
    ("累计走访企业410家次。", "visit.count"),
    ("实地走访企业165家。", "visit.enterprises"),
    ("举办政策培训14场。", "training.sessions"),
    ("培训科技人员2300人次。", "training.participants"),
    ("举办成果路演对接会11场。", "event.matchmaking"),
    ("帮助企业解决技术难题92个。", "problem.solved"),
    ("巡察反馈问题31个。", "rectification.reported"),
    ("巡察整改措施已落实64条。", "rectification.done"),
    ("党组理论学习中心组学习12次。", "party.study"),
]


@pytest.mark.parametrize(("sentence", "expected"), ONE_NUMBER)
def test_each_indicator_is_known_by_the_words_papers_use(sentence: str, expected: str) -> None:
    assert " ".join(figure.code for figure in read(sentence).figures) == expected


def test_every_code_that_is_read_has_a_sentence_of_its_own() -> None:
    from titian.figures.catalogue import packaged

    scored = {code for code, entry in packaged().items() if entry.scored}
    spoken = {code for _, expected in ONE_NUMBER for code in expected.split()}
    assert scored - spoken == {
        "project.county.applied",
        "project.county.funding",
        "project.central.applied",
        "challenge.approved",
    } | {"project.commercialisation.approved"}, "these stand in the tests of lists below; every other code needs a sentence"


NO_FIGURE = [
    "全县规上工业企业共248家。",
    "新增发明专利授权163件。",
    "全县新增众创空间2家、科技企业孵化器1家。",
    "技术合同成交额同比增长31%。",
    "全县高企净增14家。",
    "高新技术企业较上年增加14家。",
    "科技贷款户均授信230万元。",
    "科技贷款不良率0.9%。",
    "年度目标完成率96.4%。",
    "吸纳技术合同成交额2.6亿元。",
    "规上工业企业研发费用占营业收入比重3.1%。",
    "全县规上工业企业研发机构设置率58%。",
    "规上工业企业中仍有43家没有研发活动。",
    "对首次认定的高企一次性奖励20万元。",
    "组织党员大会4次、主题党日12次。",
    "发放科普资料1.6万份。",
    "推广新品种23个、示范面积1.1万亩。",
    "科技特派员带动农户540户。",
    "全局现有干部职工26名。",
    "覆盖17个乡镇、142个村。",
]


@pytest.mark.parametrize("sentence", NO_FIGURE)
def test_near_misses_stay_without_a_code(sentence: str) -> None:
    assert codes(sentence) == []


def test_a_list_goes_on_with_what_was_said_before_it() -> None:
    assert codes("组织申报瞪羚企业7家、雏鹰企业21家、专精特新中小企业13家。") == [
        "7家 gazelle.applied",
        "21家 eagle.applied",
        "13家 srdi.applied",
    ]


def test_numbers_that_answer_a_list_take_its_topics_in_order() -> None:
    assert codes("雏鹰、瞪羚分别申报16家和5家，已认定9家和2家。") == [
        "16家 eagle.applied",
        "5家 gazelle.applied",
        "9家 eagle.new",
        "2家 gazelle.new",
    ]


def test_numbers_that_answer_a_list_of_what_is_said_take_it_in_order() -> None:
    assert codes("高企申报数、认定数分别达到66家和41家。") == ["66家 hnte.applied", "41家 hnte.new"]


def test_the_sum_of_several_topics_is_none_of_them() -> None:
    assert codes("新增工程技术研究中心5家、重点实验室2家、院士工作站1家，合计8家。") == [
        "5家 platform.etrc.new",
        "2家 platform.keylab.new",
        "1家 station.academician.new",
    ]


def test_the_parts_of_a_sum_have_their_own_codes() -> None:
    assert codes("全年申报科技项目63项，其中重点研发计划18项、成果转化专项12项、县域成果转化项目24项、中央引导资金项目9项。") == [
        "63项 project.applied",
        "18项 project.keyrd.applied",
        "12项 project.commercialisation.applied",
        "24项 project.county.applied",
        "9项 project.central.applied",
    ]
    assert codes("科技计划立项28项：重点研发计划8项、成果转化专项5项、县域成果转化项目12项（资金360万元）。") == [
        "28项 project.approved",
        "8项 project.keyrd.approved",
        "5项 project.commercialisation.approved",
        "12项 project.county.approved",
        "360万元 project.county.funding",
    ]


def test_a_part_that_would_repeat_the_total_is_left_out() -> None:
    assert codes("全县研发机构总数118家，其中省级31家、市级87家。") == ["118家 platform.rd_total"]
    assert codes("新认定高企32家（首次认定20家、重新认定12家）。") == ["32家 hnte.new"]
    assert codes("在册科技特派员203人，其中高校专家41人、乡土人才162人。") == ["203人 commissioner.total"]


def test_two_kinds_side_by_side_without_a_total_are_both_figures() -> None:
    assert codes("举办线上培训4期，线下培训6期。") == ["4期 training.sessions", "6期 training.sessions"]


def test_what_follows_the_number_can_say_what_it_is() -> None:
    assert codes("动员华星机械等19家企业申报国家高新技术企业。") == ["19家 hnte.applied"]
    assert codes("促成6项成果落地转化。") == ["6项 achievement.transformed"]
    assert codes("推荐4家企业参评省级工程技术研究中心。") == ["4家 platform.etrc.applied"]


def test_the_numbers_of_two_clauses_share_what_stands_between_them() -> None:
    assert codes("为52家企业发放科技信用贷款3.6亿元。") == ["52家 loan.enterprises", "3.6亿元 loan.granted"]


def test_a_funnel_is_read_stage_by_stage() -> None:
    assert codes("“揭榜挂帅”发榜20项、揭榜13项、立项6项。") == [
        "20项 challenge.published",
        "13项 challenge.taken",
        "6项 challenge.approved",
    ]
    assert codes("省重点研发报了21个、中了6个。") == ["21个 project.keyrd.applied", "6个 project.keyrd.approved"]


def test_a_second_figure_of_the_same_firms_follows_the_first() -> None:
    assert codes("兑付研发后补助910万元，惠及企业77家。") == ["910万元 rnd.subsidy_amount", "77家 rnd.subsidy_enterprises"]


def test_a_comparison_keeps_the_code() -> None:
    assert codes("科技型中小企业入库243家，上年同期205家，同比增长18.5%。") == ["243家 tsme.stored", "205家 tsme.stored"]


def test_a_share_of_the_number_before_is_no_figure() -> None:
    assert codes("完成全年技术合同成交额任务12亿元的81.9%。") == ["12亿元 contract.value"]


def test_the_places_of_a_list_are_parts() -> None:
    assert codes("技术合同成交额居前的东湖镇、西岭镇、南坪镇依次为1.2亿元、0.9亿元、0.6亿元。") == []


def test_a_topic_among_names_is_not_what_is_counted() -> None:
    assert codes("东山研究院、北川实验室等3家单位入选省重点研发计划立项名单。") == ["3家 project.keyrd.approved"]


def test_a_remark_in_brackets_is_passed_over() -> None:
    assert codes("新认定（含重新认定）高新技术企业45家。") == ["45家 hnte.new"]


def test_a_brand_of_loan_is_known_by_its_quotation_marks() -> None:
    assert codes("“松江兴科贷”为31户企业放款8600万元。") == ["31户 loan.enterprises", "8600万元 loan.granted"]


def test_a_problem_found_by_an_inspection_is_not_an_enterprises_problem() -> None:
    assert codes("收集企业问题120个，解决108个。") == ["108个 problem.solved"]
    assert codes("区委巡察反馈问题18个，完成整改16个。") == ["18个 rectification.reported"]


def test_a_number_without_a_unit_is_still_named() -> None:
    assert codes("省级技术创新中心新获批3，重点实验室1家。") == ["3 platform.tic.new", "1家 platform.keylab.new"]


def test_chinese_numerals_become_figures_only_with_their_own_noun() -> None:
    assert codes("全年选聘科技副总二十六名。") == ["二十六名 talent.deputy"]
    assert codes("科技贷款有两款产品，一次会议讨论了三个问题。") == []


def test_heads_counted_once_are_no_attendances() -> None:
    assert codes("举办培训7期，培训530人次，去重后366人。") == ["7期 training.sessions", "530人次 training.participants"]


def test_codes_beyond_the_usual_are_read_on_request() -> None:
    text = YEAR + (
        "高企净增14家；吸纳技术合同成交额2.6亿元；科技型中小企业参评260家；万人高价值发明专利拥有量9.6件；"
        "每万名就业人员中研发人员数为96人年；到期高企重新认定率91%；争取上级科技资金820万元；受惠企业60个次。"
    )
    usual = [figure.code for figure in read_text(text).figures]
    asked = [figure.code for figure in read_text(text, all_codes=True).figures]
    assert usual == ["tsme.stored", "project.funding", "visit.count"]
    assert asked == [
        "hnte.net",
        "contract.absorbed",
        "tsme.applied",
        "patent.high_value_per_10k",
        "rnd.personnel_per_10k",
        "hnte.recertified_rate",
        "funds.from_above",
        "visit.enterprise_visits",
    ]


def test_every_code_of_the_catalogue_can_be_named() -> None:
    from titian.figures.catalogue import packaged

    rows = (row for topic in frames().topics.values() for row in topic.kinds.values())
    named = {code for row in rows for codes in row.values() for code in codes or ()} - {"-"}
    assert named == set(packaged())


def test_an_office_adds_a_word_without_code(tmp_path: Path) -> None:
    (tmp_path / "topics.yaml").write_text("hnte:\n  words: [高新户]\n", "utf-8")
    text = YEAR + "全县高新户达到186家。"
    assert read_text(text).figures == ()
    assert [figure.code for figure in read_text(text, vocabulary=(tmp_path,)).figures] == ["hnte.valid"]


def test_an_aspect_nobody_named_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "topics.yaml").write_text("hnte:\n  count: {dreamt: hnte.new}\n", "utf-8")
    with pytest.raises(VocabularyError, match=r"hnte.*dreamt"):
        frames((tmp_path,))


def test_an_application_told_of_before_does_not_reach_what_was_stored() -> None:
    found = read_text(YEAR + "组织申报高新技术企业21家，科技型中小企业评价入库62家。", all_codes=True).figures
    assert [figure.code for figure in found] == ["hnte.applied", "tsme.stored"]


def test_a_completion_of_a_target_is_no_share() -> None:
    found = read_text(YEAR + "新增研发机构3家，完成年度目标37.5%。", all_codes=True).figures
    assert [figure.code for figure in found] == ["platform.rd_new"]


def test_a_list_of_firms_below_the_threshold_is_none_above_it() -> None:
    found = read_text(YEAR + "建立规下科技服务业企业名录31家，新增规上科技服务业企业2家。", all_codes=True).figures
    assert [(figure.code, int(figure.value)) for figure in found] == [("service.new_above_scale", 2)]
