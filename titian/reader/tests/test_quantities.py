"""Sentences with their quantities marked `⟦printed=value unit⟧` or `⟦printed=value unit,qualifier⟧`; all other digits are none."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.base.quantities import Operator, plain
from titian.reader.quantities import quantities
from titian.reader.quantities.units import units
from titian.reader.values import FoundQuantity

_MARKED = re.compile(r"⟦(?P<printed>[^=⟧]+)=(?P<value>-?[\d.]+)(?P<unit>[^,⟧]+)(?:,(?P<qualifier>\w+))?⟧")


def unmarked(sentence: str) -> str:
    return _MARKED.sub(lambda match: match["printed"], sentence)


def marked(text: str, found: list[FoundQuantity]) -> str:
    """`text` with the found quantities written into it the way the sentences below are."""
    parts, at = [], 0
    for entry in found:
        qualifier = "" if entry.qualifier is Operator.EXACT else f",{entry.qualifier.value}"
        parts += [text[at : entry.offset], f"⟦{entry.number_text}={plain(entry.value)}{entry.unit}{qualifier}⟧"]
        at = entry.end
    return "".join(parts) + text[at:]


def read(sentence: str) -> str:
    text = unmarked(sentence)
    return marked(text, [entry for entry in quantities(text) if not entry.numeral])


def read_numerals(sentence: str) -> str:
    text = unmarked(sentence)
    return marked(text, [entry for entry in quantities(text) if entry.numeral])


@pytest.mark.parametrize(
    "sentence",
    [
        "新增高企⟦12家=12家⟧、科小⟦35户=35户⟧,派出特派员⟦48名=48名⟧。",
        "建成高标准农田⟦12.6万亩=126000亩⟧,亩均增产⟦85公斤=85公斤⟧。",
        "用电量⟦3.2亿千瓦时=320000000千瓦时⟧,装机⟦50兆瓦=50兆瓦⟧,功率⟦500千瓦=500千瓦⟧。",
        "发放贷款⟦1亿2000万元=120000000元⟧,余额⟦3亿5千万元=350000000元⟧,贴息⟦5百万元=5000000元⟧。",
        "贷款⟦860万=8600000unknown⟧,资金池⟦2个亿=200000000unknown⟧。",
        "签约⟦2万5千人=25000人⟧参加。",
        "孵化面积⟦5.3万㎡=53000平方米⟧、绿地⟦35公顷=35公顷⟧、全县⟦1286平方公里=1286平方公里⟧。",
        "报道⟦75篇(次)=75篇(次)⟧,仪器⟦260台套=260台套⟧,检测⟦12人(次)=12人次⟧。",
        "补助⟦500元/亩=500元/亩⟧,水价⟦3.2元/吨=3.2元/吨⟧,每人⟦200元=200元⟧。",
        "死亡率⟦2.3‰=2.3‰⟧,提高⟦0.12个百分点=0.12个百分点⟧,下浮⟦30个基点=30个基点⟧,前移⟦5个位次=5个位次⟧。",
        "历时⟦3个小时=3个小时⟧,用时⟦15个工作日=15个工作日⟧,共⟦24学时=24学时⟧,成立⟦75周年=75周年⟧。",
        "完成⟦40份=40份⟧、⟦9次=9次⟧、⟦16场次=16场次⟧、⟦230家次=230家次⟧、⟦6批次=6批次⟧。",
        "算力⟦300PFLOPS=300PFLOPS⟧,存储⟦20PB=20PB⟧,附件⟦2.3MB=2.3MB⟧。",
        "养殖肉牛⟦3000头=3000头⟧、蛋鸡⟦5万羽=50000羽⟧、育苗⟦200万株=2000000株⟧。",
        "收回⟦0.8万平方米=8000平方米⟧,增长⟦1.5倍=1.5倍⟧,翻了⟦2番=2番⟧。",
        "全年⟦5 家=5家⟧企业获贷⟦300 万元=3000000元⟧。",
        "累计上云⟦1.2千家=1200家⟧,全国产值⟦1.2万亿元=1200000000000元⟧。",
        "R&D人员⟦560人=560人⟧,LED企业⟦8家=8家⟧。",
    ],
)
def test_a_number_is_read_with_its_unit_and_multiplied_out(sentence: str) -> None:
    assert read(sentence) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "入库⟦1,099家=1099家⟧、资金⟦1,234.5万元=12345000元⟧、⟦2,385,000元=2385000元⟧。",
        "入库⟦1,099家=1099家⟧,在册⟦3 206户=3206户⟧。",
        "完成⟦2３场=23场⟧、增长⟦３.５%=3.5%⟧、走访⟦６４０余次=640次,over⟧。",
        "科小入库⟦1,247个=1247个⟧,同比多⟦158个=158个⟧。",
    ],
)
def test_separators_and_full_width_digits_are_read(sentence: str) -> None:
    assert read(sentence) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "走访⟦100余家=100家,over⟧、解决⟦20多项=20项,over⟧、服务⟦10余万人次=100000人次,over⟧、资金⟦3000余万元=30000000元,over⟧。",
        "储备⟦3百余家=300家,over⟧,谈成⟦22亿多=2200000000unknown,over⟧,建有⟦340来家=340家,about⟧,联系⟦30+家=30家,over⟧。",
        "高企突破⟦300家=300家,over⟧、超过⟦200项=200项,over⟧、逾⟦50人=50人,over⟧、超⟦80件=80件,over⟧,占⟦36%=36%,over⟧出头。",
        "不少于⟦5次=5次,at_least⟧,不低于⟦90%=90%,at_least⟧,达⟦80家=80家,at_least⟧以上,≥⟦20件=20件,at_least⟧,至少开展⟦2次=2次,at_least⟧。",
        "⟦3个月=3个月,at_most⟧以内,不超过⟦20万元=200000元,at_most⟧,不足⟦10%=10%,at_most⟧,不到⟦15家=15家,at_most⟧。",
        "低于⟦50%=50%,at_most⟧,最高可获⟦30万元=300000元,at_most⟧,⟦35岁=35岁,at_most⟧以下。",
        "近⟦400家=400家,about⟧、约⟦500件=500件,about⟧、⟦600个=600个,about⟧左右、⟦17%=17%,about⟧上下。",
        "节约⟦5万元=50000元⟧,签约⟦21项=21项⟧,预约⟦40次=40次⟧,赶超⟦3家=3家⟧,近⟦3年=3年⟧,附近⟦5家=5家⟧。",
        "高于⟦2.3个百分点=2.3个百分点⟧,浮动不超过⟦20%=20%,at_most⟧。",
        "营收⟦2000万元=20000000元,at_least⟧及以上企业⟦89家=89家⟧。",
    ],
)
def test_words_around_a_number_say_how_exact_it_is(sentence: str) -> None:
    assert read(sentence) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "新建⟦1=1unknown,at_least⟧—⟦2家=2家,at_most⟧。",
        "培训⟦800=800unknown,at_least⟧至⟦1000人次=1000人次,at_most⟧。",
        "奖励⟦3=30000unknown,at_least⟧-⟦5万元=50000元,at_most⟧。",
        "占⟦10%=10%,at_least⟧~⟦15%=15%,at_most⟧之间,补助⟦10万=100000unknown,at_least⟧至⟦50万元=500000元,at_most⟧。",
        "从⟦5个=5个⟧到⟦9个=9个⟧,高企由⟦56家=56家⟧增至⟦80家=80家⟧。",
        "研发机构、平台分别新增⟦12=12unknown⟧、⟦5家=5家⟧。",
    ],
)
def test_a_range_is_two_quantities(sentence: str) -> None:
    assert read(sentence) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "增速由⟦-2.1%=-2.1%⟧转为⟦8.3%=8.3%⟧,环比⟦-2%=-2%⟧,同比+⟦15.3%=15.3%⟧。",
        "投资增速(⟦-3.7%=-3.7%⟧),利润⟦-120万元=-1200000元⟧。",
        "补助⟦5万元=50000元,at_least⟧-⟦10万元=100000元,at_most⟧。",
    ],
)
def test_a_minus_sign_is_kept_and_a_range_dash_is_none(sentence: str) -> None:
    assert read(sentence) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "2024年3月15日至4月20日,1-3月、4、5月份和1至10月,2023—2025年,2016-2020年,23年底,3季度末。",
        "会议9:30开始,17点30分结束,24时截止,2024.6.30、2024-06、2024/7/15,20240820",
        "区科学技术局\n\n2025716\n\n",
        "国科发区〔2016〕32号、国科火字[2020]12号、某科社字〔20253号、(2021)5号,中央1号文件,第83号建议,5号楼",
        "排名全市第3,列全省第15位,位居全市3位,前10名,全国50强,Top200,由第12位升至第9位,第1、2批,第 4 项,第3—5条。",
        "一、总则\n1.加强领导\n2、压实责任\n3)强化督查\n(4)跟踪问效。5.开展评比\n1.1 总体情况\n2.3建设成效\n",
        "电话:0571-8765432,手机13800001111,账号6222021001112223334,统一社会信用代码91330000MA2XXXX01A,邮编321000",
        "编号:KX-2023-06,STKX2024-08,索引号: 003460000/2024-508217,ICP备2020005471号-1,专利ZL202110012345.6",
        "“452”工作机制、“1+3+N”体系、落实147机制、构建1+8+N政策体系、双10行动、“12·4”宪法日、5·30活动",
        "依托863计划、211工程,联合302医院和305勘探队,沿海512产学研平台,12345热线,5G、3D打印、PM2.5、4A级、6N",
        "工业4.0、3.0版、90后、80年代、百亿级产业、50亿级企业、“311计划”、省151人才工程",
        "附件2 名单,见表3、图1,专栏4,附件:1.清单 2.名册",
        "比例3:7,占1/3,7×24小时,1企1策\n- 3 -\n第1页 共5页",
        "网址http://www.abc123.gov.cn/2024/05,邮箱kj2024@abc123.com",
        "按“一把手”要求,2024目标,2025。",
        "6.30前完成,12.31前销号,5.20—5.27活动周,7x24服务,落实“科创30条”和《人才新政20条》",
    ],
)
def test_dates_numbers_of_papers_ranks_codes_and_slogans_are_no_quantities(sentence: str) -> None:
    assert quantities(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "讲座⟦8=8unknown⟧,参训⟦300人次=300人次⟧。",
        "讲座⟦12=12unknown⟧,其中线上⟦5=5unknown⟧、线下⟦7=7unknown⟧。",
        "获批重点项目⟦4=4unknown⟧自治区级项目⟦6个=6个⟧,组织⟦50=50unknown⟧规上企业培训。",
        "特派员⟦30名=30名⟧(法人⟦13=13unknown⟧,自然人⟦17名=17名⟧)。",
        "成立⟦3=3unknown⟧部门专班,涉及⟦6=6unknown⟧台账,另有⟦8件=8件⟧。",
    ],
)
def test_a_number_that_lost_its_unit_is_still_a_quantity(sentence: str) -> None:
    assert read(sentence) == sentence


def test_a_measure_word_nobody_listed_is_read_where_the_phrase_ends_with_it() -> None:
    sentence = "夜市设摊⟦136摊=136摊⟧,编织⟦24绺=24绺⟧。走访⟦12=12unknown⟧村,赴305队,讲座⟦8=8unknown⟧,累计⟦8=8unknown⟧的。"
    assert read(sentence) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "22年完成⟦5家=5家⟧,较21年增长⟦25%=25%⟧,连续⟦4年=4年⟧,建设期⟦2年=2年⟧,近⟦20年=20年⟧来。",
        "前3个月、前10%;前⟦5家=5家⟧企业占⟦60%=60%⟧。",
        "排名上升⟦3位=3位⟧,召开⟦6次=6次⟧会议,⟦5日=5日⟧内办结。",
        "制定措施⟦20条=20条⟧,经费¥⟦5000=5000unknown⟧,共⟦8条=8条⟧“建议”。",
        "每周⟦2次=2次⟧例会,投资⟦10亿元=1000000000元,at_least⟧以上项目⟦1个=1个⟧。",
    ],
)
def test_durations_and_moves_are_quantities_where_years_and_ranks_are_not(sentence: str) -> None:
    assert read(sentence) == sentence


@pytest.mark.parametrize(
    "table",
    [
        """序号 | 镇 | 高企(家) | 研发费用(万元) | 增长(%) | 排名
1 | 东山 | ⟦12=12家⟧ | ⟦5,600=56000000元⟧ | ⟦12.5=12.5%⟧ | 2
2 | 西河 | ⟦8=8家⟧ | ⟦3,210=32100000元⟧ | ⟦-3.1=-3.1%⟧ | 1""",
        """指标 | 单位 | 目标 | 完成 | 完成率
高企数 | 家 | ⟦50=50家⟧ | ⟦56=56家⟧ | ⟦112%=112%⟧
合同额 | 万元 | ⟦12000=120000000元⟧ | ⟦2024=20240000元⟧ | ⟦16.9=16.9%⟧""",
        "单位:万元\n项目\t总投资\t开工时间\n智能工厂\t⟦12000=120000000元⟧\t2023.5\n检测中心\t⟦860=8600000元⟧\t2022\n",
        "| 指标 | 计量单位 | 2023 | 2022 |\n| --- | --- | --- | --- |\n| 发明专利 | 件 | ⟦320=320件⟧ | ⟦287=287件⟧ |\n",
        "指标    目标值    完成值\n高企数(家)    ⟦20=20家⟧    ⟦22=22家⟧\n培训(人次)    ⟦500=500人次⟧    ⟦640=640人次⟧\n",
        "年份 / 高企 / 评级\n2021 / ⟦30家=30家⟧ / 优\n2022 / ⟦45家=45家⟧ / 良\n",
        "载体面积 / ⟦13.6=136000平方米⟧ / ⟦20.7=207000平方米⟧ / 正常(单位:万平方米)\n高企 / ⟦65家=65家⟧ / ⟦92家=92家⟧ / 滞后\n",
        "任务 | 目标 | 进展\n新认定高企(家) | ≥⟦20=20家,at_least⟧ | ⟦18=18家⟧\n引才(名) | ⟦3=3名,at_least⟧-⟦5=5名,at_most⟧ | ⟦4=4名⟧\n",
        "指标名称\n计量单位\n本年\n高新技术企业\n家\n⟦66=66家⟧\n合同成交额(亿元)\n⟦5.6=560000000元⟧\n",
        "序号\n任务\n责任人\n完成情况\n1\n高企培育\n张三\n新增⟦12家=12家⟧\n2\n平台建设\n李四\n在建⟦1个=1个⟧\n3\n人才\n王五\n引进⟦15=15unknown⟧\n",
        "运营面积⟦26=260000平方米⟧,在孵⟦40家=40家⟧\n附注:孵化载体面积单位均为万平方米。\n",
    ],
)
def test_table_cells_take_the_unit_of_their_header(table: str) -> None:
    assert read(table) == table


@pytest.mark.parametrize(
    "sentence",
    [
        "选聘副总⟦三十二名=32名⟧,走访企业⟦一百六十余家=160家,over⟧,开展活动⟦百余场=100场,over⟧,惠及近⟦万人=10000人,about⟧。",
        "占比⟦百分之二点三七=2.37%⟧,签约⟦一点二亿元=120000000元⟧,投入⟦三千五百余万元=35000000元,over⟧。",
        "新建院士站⟦两家=2家⟧,工作站⟦一家=1家⟧,立项为⟦零=0unknown⟧。",
        "上⟦千人次=1000人次,over⟧参与,共⟦一百零五人=105人⟧。",
        "一是强化,一批项目,第一批,双十一,三农,百家争鸣,千家万户,两三家,几十家,数百家,二期工程,六次全会,五次会议,一家一家跑,“三个一”。",
        "二〇二三年九月三十日,提前两个月,七八月,三方面,四类,每季度回访一次,全市第一。",
    ],
)
def test_counts_in_chinese_numerals_are_marked_and_idioms_are_left_out(sentence: str) -> None:
    assert read_numerals(sentence) == sentence


def test_a_numeral_quantity_is_not_listed_in_json_but_offered() -> None:
    (found,) = quantities("实际到了八十四家")
    assert found.numeral
    assert (found.offset, found.number_text, found.value) == (4, "八十四家", Decimal(84))


def test_quantities_come_in_offset_order_with_true_spans() -> None:
    text = "高企12家,两家上市,贷款4亿6千万元,占47%出头"
    found = quantities(text)
    assert [entry.offset for entry in found] == sorted(entry.offset for entry in found)
    assert all(text[entry.offset : entry.end] == entry.number_text for entry in found)


_UNITS = sorted(units().kinds["counts"] | units().kinds["money"] | {"%", "平方米", "个百分点", "吨"})
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000, "百万": 1_000_000, "千万": 10_000_000}


@given(
    whole=st.integers(0, 99_999),
    decimals=st.integers(0, 9_999),
    places=st.integers(0, 4),
    scale=st.sampled_from(sorted(_SCALES)),
    unit=st.sampled_from(_UNITS),
    before=st.sampled_from(["", "。", "全年完成", "\t", "| ", "(", "“三个一”", "2024年3月"]),
    after=st.sampled_from(["", "。", ",同比", "企业", "以上", "\n", " |", ")"]),
)
def test_a_written_number_is_read_back_with_value_and_span(
    whole: int, decimals: int, places: int, scale: str, unit: str, before: str, after: str
) -> None:
    fraction = f".{decimals % 10**places:0{places}d}" if places else ""
    printed = f"{whole}{fraction}{scale}{unit}"
    found = [entry for entry in quantities(f"{before}{printed}{after}") if not entry.numeral]
    assert [(entry.offset, entry.number_text, entry.unit) for entry in found] == [(len(before), printed, unit)]
    assert found[0].value == Decimal(f"{whole}{fraction}") * _SCALES[scale]


@given(st.text(alphabet="0123456789.,%-—~家万亿元年月第号()〔〕|\t\n 一二十百零余多近超、和“”A+/:", max_size=60))
def test_any_text_is_read_without_error_and_spans_never_overlap(text: str) -> None:
    found = quantities(text)
    assert all(text[entry.offset : entry.end] == entry.number_text for entry in found)
    assert all(first.end <= second.offset for first, second in pairwise(found))
