"""The columns of 企业名录, and the heads offices write for them."""

from __future__ import annotations

from titian.base.columns import Column
from titian.base.disclosure import Disclosure
from titian.registry.models import Organisation

SCALE = "is_above_scale"
NAME = (
    "单位名称",
    "企业全称",
    "公司名称",
    "机构名称",
    "名称",
    "单位",
    "纳税人名称",
    "单位详细名称",
    "市场主体名称",
    "企业名",
    "申报单位",
    "企业",
)
USCC = (
    "信用代码",
    "社会信用代码",
    "统一信用代码",
    "组织机构代码",
    "纳税人识别号",
    "税号",
    "统一社会信用代码证号",
    "社会统一信用代码",
)
_STATES = {
    **dict.fromkeys(("存续", "开业", "正常", "在营", "存续（在营、开业、在册）", "正常营业", "营业"), "active"),
    **dict.fromkeys(("注销", "吊销", "已注销", "已吊销", "停业", "关停", "撤销"), "closed"),
    **dict.fromkeys(("迁出", "外迁", "已迁移"), "moved"),
}
_TOWN_WORDS = (
    "乡镇街道",
    "乡镇",
    "镇街",
    "街道",
    "镇街道",
    "乡镇（街道）",
    "镇（街道）",
    "乡镇、街道",
    "乡镇/街道",
    "乡（镇、街道）",
    "乡镇园区",
)
_TOWNS = (
    "属地",
    *(before + word for before in ("所属", "所在", "属地", "") for word in _TOWN_WORDS if before + word != "所属乡镇"),
)
COLUMNS = (
    Column("name", "企业名称", width=36, aliases=NAME, required=True, example="示范县云山智能装备有限公司"),
    Column(
        "uscc",
        "统一社会信用代码",
        width=22,
        aliases=USCC,
        example="91990123MA0000001T",
        help="18 位；校验码不符的会提示，可说明理由后放行",
    ),
    Column(
        *("founded_on", "成立日期", "day"),
        aliases=("注册时间", "注册日期", "成立时间", "设立日期", "登记日期", "开业日期", "成立年月", "注册成立时间"),
        example="2018-06-12",
    ),
    Column(
        *("region", "所属乡镇", "reference"),
        refers="town",
        aliases=_TOWNS,
        example="城关镇",
    ),
    Column(
        *("kind", "类别", "choice"),
        choices=Organisation.KINDS,
        spoken={
            "高校": "university",
            "院校": "university",
            "科研机构": "institute",
            "医院": "hospital",
            "农民专业合作社": "cooperative",
        },
        aliases=("单位类别", "机构类别", "主体类别", "单位性质"),
        example="企业",
    ),
    Column(
        "legal_form",
        "企业类型",
        width=24,
        aliases=("公司类型", "登记注册类型", "市场主体类型", "登记类型"),
        example="有限责任公司",
    ),
    Column(
        *("industry", "行业代码"),
        width=12,
        aliases=("国民经济行业代码", "所属行业代码", "行业分类代码", "行业小类代码"),
        example="C3512",
        help="GB/T 4754-2017：门类字母加数字，如 C3512；只写数字的会补上门类",
    ),
    Column(SCALE, "是否规上", "flag", aliases=("规上", "规上企业", "是否规上企业", "规模以上", "是否规模以上"), example="否"),
    Column(
        "scale_year", "规上年度", "year", aliases=("规上年份",), example="2025", help="「是否规上」说的是哪一年；不填按导入当年"
    ),
    Column(
        *("capital", "注册资金", "money_wan"),
        currency="capital_currency",
        aliases=("注册资本", "注册资本金", "出资额", "注册资本（金）"),
        example="500",
    ),
    Column(
        *("capital_currency", "币种", "choice"),
        choices=Organisation.CURRENCIES,
        aliases=("注册资金币种", "注册资本币种"),
        spoken={"元": "CNY", "港币": "HKD"},
        example="人民币",
    ),
    Column(
        "legal_person",
        "法定代表人",
        width=12,
        aliases=("法人", "法人代表", "法定代表人（负责人）"),
        disclosure=Disclosure.INTERNAL,
    ),
    Column("contact", "联系人", width=12, aliases=("企业联系人", "联络人"), disclosure=Disclosure.INTERNAL),
    Column(
        "phone",
        "联系电话",
        width=16,
        aliases=("电话", "手机", "联系方式", "手机号", "手机号码"),
        disclosure=Disclosure.INTERNAL,
    ),
    Column("address", "地址", width=36, aliases=("注册地址", "住所", "经营地址", "详细地址", "单位地址", "企业地址", "注册地")),
    Column("scope", "经营范围", width=40, aliases=("主营业务", "主营产品", "主要产品")),
    Column("short_names", "简称", aliases=("企业简称",), help="几个简称用顿号隔开"),
    Column("former_names", "曾用名", width=30, aliases=("原名称", "企业曾用名"), help="几个曾用名用顿号隔开"),
    Column("state", "状态", "choice", choices=Organisation.STATES, spoken=_STATES, aliases=("经营状态", "登记状态", "企业状态")),
    Column(
        *("state_since", "状态起始", "day"),
        aliases=("状态日期", "注销日期", "迁出日期", "迁入日期"),
        help="注销、迁出的日子；外地迁入的，写迁入的日子",
    ),
    Column("officer", "责任人", "reference", refers="officer", aliases=("包联干部", "服务专员", "联系干部", "责任干部", "对接人")),
    Column("note", "备注", width=30),
    Column("uscc_reason", "代码放行理由", width=24, help="校验码不符仍要保留的，说明理由"),
)
