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

# Inside the bureau and changing things; inside and only reading; leading.
STAFF = frozenset({Role.OFFICER, Role.OFFICE, Role.CHIEF, Role.FINANCE, Role.DEPUTY, Role.LEADER})
LEADERS = frozenset({Role.DEPUTY, Role.LEADER})
INSIDE = STAFF | {Role.AUDITOR}
# Outside people who act for one organisation of the register.
OF_AN_ORGANISATION = frozenset({Role.ENTERPRISE, Role.CARRIER, Role.BANK})
ADMINISTRATORS = frozenset({Role.SYSTEM})
# The rights of managing, securing and auditing a system are three people's (三员分立): whoever manages users does not read the journal.
JOURNAL_READERS = frozenset({Role.AUDITOR, Role.AUDIT, Role.LEADER})


def terms() -> list[Term]:
    """The roles for the glossary."""
    return [Term("角色 roles", role.value, role.label) for role in Role]
