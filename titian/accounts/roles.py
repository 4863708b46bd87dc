"""The roles, in the office's words. A person has one role; what a role may do is asked by `can_…` in each room's `permissions.py`."""

from __future__ import annotations

from enum import StrEnum

from titian.base.terms import Term


class Role(StrEnum):
    """Codes are never translated and never change; labels may."""

    OFFICER = "officer"
    OFFICE = "office"
    CHIEF = "chief"
    FINANCE = "finance"
    DEPUTY = "deputy"
    LEADER = "leader"
    TOWN = "town"
    CARRIER = "carrier"
    ENTERPRISE = "enterprise"
    EXPERT = "expert"
    BANK = "bank"
    AUDITOR = "auditor"
    SYSTEM = "system"
    SECURITY = "security"
    AUDIT = "audit"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS: dict[Role, str] = {
    Role.OFFICER: "经办",
    Role.OFFICE: "办公室",
    Role.CHIEF: "股室长",
    Role.FINANCE: "财务",
    Role.DEPUTY: "分管领导",
    Role.LEADER: "局领导",
    Role.TOWN: "乡镇街道经办",
    Role.CARRIER: "载体管理员",
    Role.ENTERPRISE: "企业",
    Role.EXPERT: "专家",
    Role.BANK: "银行经办",
    Role.AUDITOR: "审计监督",
    Role.SYSTEM: "系统管理员",
    Role.SECURITY: "安全保密管理员",
    Role.AUDIT: "安全审计员",
}

# Which rows a role sees, as the page 安全设置 prints it; `visible_to` of each register keeps to it.
ROWS: dict[Role, str] = {
    **dict.fromkeys((Role.OFFICER, Role.OFFICE, Role.CHIEF, Role.FINANCE, Role.DEPUTY, Role.LEADER, Role.AUDITOR), "全部"),
    Role.TOWN: "本乡镇的",
    Role.CARRIER: "本载体的",
    Role.ENTERPRISE: "本企业的",
    Role.EXPERT: "本人的",
    Role.BANK: "本行的",
    Role.SYSTEM: "用户、设置、任务；不看业务记录和操作日志",
    Role.SECURITY: "用户、权限、登录记录；不看业务记录和操作日志",
    Role.AUDIT: "用户、权限、登录记录、操作日志；不看业务记录",
}

# Inside the bureau and changing things; inside and only reading; leading.
STAFF = frozenset({Role.OFFICER, Role.OFFICE, Role.CHIEF, Role.FINANCE, Role.DEPUTY, Role.LEADER})
LEADERS = frozenset({Role.DEPUTY, Role.LEADER})
INSIDE = STAFF | {Role.AUDITOR}
# Outside people who act for one organisation of the register.
OF_AN_ORGANISATION = frozenset({Role.ENTERPRISE, Role.CARRIER, Role.BANK})
# Whose rows an outside role sees: the column of a user that says it, and its word.
OWN: dict[Role, str] = {Role.TOWN: "town", **dict.fromkeys(OF_AN_ORGANISATION, "organisation"), Role.EXPERT: "person"}
OWN_LABELS = {"town": "所属乡镇", "organisation": "所属单位", "person": "对应专家"}
ADMINISTRATORS = frozenset({Role.SYSTEM})
# The rights of managing, securing and auditing a system are three people's (三员分立, docs/decisions/0017): one adds users and asks for
# rights, one confirms rights, one reads what both did. None of them sees business rows, and nobody is two of them.
THREE = (Role.SYSTEM, Role.SECURITY, Role.AUDIT)
JOURNAL_READERS = frozenset({Role.AUDITOR, Role.AUDIT, Role.LEADER})


def terms() -> list[Term]:
    """The roles for the glossary."""
    return [Term("角色 roles", role.value, role.label) for role in Role]
