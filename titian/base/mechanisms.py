"""The mechanisms a bureau may be in charge of, and how this one stands to each. Codes never change; the office chooses in 本局设置.

归口 differs by place: what one bureau runs, another only helps with, learns of by file, or has nothing to do with. Pure Python.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from titian.base.terms import Term


class Duty(StrEnum):
    """How the bureau stands to a mechanism: `none` hides it, `import_only` hides the buttons that enter rows by hand."""

    LEAD = "lead"
    ASSIST = "assist"
    IMPORT = "import"
    NONE = "none"

    @property
    def label(self) -> str:
        return DUTIES[self]


DUTIES: dict[Duty, str] = {Duty.LEAD: "主责", Duty.ASSIST: "配合", Duty.IMPORT: "只导入", Duty.NONE: "不涉及"}


@dataclass(frozen=True)
class Mechanism:
    code: str
    label: str
    part: str


_PARTS: dict[str, dict[str, str]] = {
    "企业培育": {
        "ladder": "企业梯次培育",
        "high_tech": "高新技术企业认定",
        "tech_sme": "科技型中小企业评价",
        "visits": "入企服务与问题化解",
        "training": "培训",
        "service_industry": "科技服务业入统与调度",
        "leads": "科技招商与双创大赛",
    },
    "研发": {
        "rnd_statistics": "研发投入归集",
        "rnd_subsidy": "研发费用后补助",
        "rnd_evaluation": "研发投入评价与清零",
        "rnd_institutions": "研发机构",
    },
    "项目": {
        "recommendation": "上级项目申报推荐",
        "local_projects": "本级项目立项与验收",
        "challenges": "揭榜挂帅",
        "awards": "科学技术奖",
        "talent_projects": "人才项目",
        "payouts": "政策兑现",
        "upper_funds": "争取上级资金",
        "investments": "重大项目投资调度",
    },
    "转化": {
        "matching": "需求、成果与产学研对接",
        "contracts": "技术合同认定登记",
        "achievements": "科技成果登记",
    },
    "平台": {
        "platforms": "创新平台",
        "carriers": "孵化载体",
        "instruments": "大型仪器共享",
        "stations": "院士站与博士站",
        "zones": "高新区与创新型县区创建",
    },
    "金融": {
        "loans": "科技贷款与风险池",
        "interest": "贴息与创新券",
    },
    "人才与农业": {
        "commissioners": "科技特派员",
        "remote_areas": "“三区”科技人才",
        "posted_experts": "科技副总与引才",
        "foreign_experts": "外国专家与外国人才",
        "farming": "农业科技推广",
        "popular_science": "科普",
    },
    "机关运行": {
        "targets": "目标分解与考核",
        "policies": "政策库与推送",
        "supervision": "重点任务督办",
        "proposals": "建议提案办理",
        "rectification": "督查整改",
        "party": "党建与机关台账",
        "cadres": "干部队伍",
    },
}
MECHANISMS: dict[str, Mechanism] = {
    code: Mechanism(code, label, part) for part, labels in _PARTS.items() for code, label in labels.items()
}
# Doors for people outside the bureau; each is closed until the office opens it.
PORTALS: dict[str, str] = {
    "town": "乡镇街道",
    "enterprise": "企业",
    "expert": "专家",
    "bank": "银行",
    "carrier": "载体",
    "public": "公众",
}


def terms() -> list[Term]:
    """Mechanisms, duties and portals for the glossary."""
    return [
        *(Term("工作事项 mechanisms", one.code, one.label) for one in MECHANISMS.values()),
        *(Term("归口 duties", duty.value, label) for duty, label in DUTIES.items()),
        *(Term("外部入口 portals", code, label) for code, label in PORTALS.items()),
    ]
