"""The log-ins of the demonstration: one of each role, the outside ones each with what is theirs in the registers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from titian.accounts.actions import add_department, add_user
from titian.accounts.models import Department, User
from titian.accounts.roles import Role
from titian.base.installation import DEMO_PASSWORD
from titian.places.models import Region
from titian.registry.models import Organisation
from titian.registry.models import Person as Known


@dataclass(frozen=True)
class Person:
    """One log-in. `organisation`: the name of the organisation that an outside person acts for."""

    username: str
    name: str
    role: Role
    department: str = ""
    organisation: str = ""


CAST = (
    Person("leader", "局领导", Role.LEADER),
    Person("deputy", "分管领导", Role.DEPUTY),
    Person("office", "办公室文字", Role.OFFICE, "办公室"),
    Person("chief", "企业股股长", Role.CHIEF, "企业股"),
    Person("enterprise", "企业股经办", Role.OFFICER, "企业股"),
    Person("research", "研发与项目股经办", Role.OFFICER, "研发与项目股"),
    Person("transfer", "成果与人才股经办", Role.OFFICER, "成果与人才股"),
    Person("auditor", "审计监督", Role.AUDITOR),
    Person("town", "城关镇经办", Role.TOWN),
    Person("audit", "安全审计员", Role.AUDIT),
)
OUTSIDE = (
    Person("firm", "示范重工科技专员", Role.ENTERPRISE, organisation="示范县重工机械股份有限公司"),
    Person("incubator", "科创孵化器管理员", Role.CARRIER, organisation="示范县科创孵化器管理有限公司"),
    Person("bank", "示范农商行经办", Role.BANK, organisation="示范县农村商业银行股份有限公司"),
    Person("expert", "评审专家", Role.EXPERT),
    # Last: from then on what the system administrator grants waits for this person's confirmation.
    Person("security", "安全保密管理员", Role.SECURITY),
)


def add_inside(departments: Sequence[str], *, town: Region) -> dict[str, User]:
    """The bureau's own people, and the clerk of a town."""
    administrator = _administrator()
    made: dict[str, Department] = {
        name: add_department(name=name, order=order, by=administrator) for order, name in enumerate(departments)
    }
    return {
        person.username: add_user(
            username=person.username,
            name=person.name,
            role=person.role,
            password=DEMO_PASSWORD,
            department=made.get(person.department),
            town=town if person.role is Role.TOWN else None,
            must_change_password=False,
            by=administrator,
        )
        for person in CAST
    }


def add_outside() -> dict[str, User]:
    """Those who see only what is theirs. The registers must be there."""
    administrator = _administrator()
    expert = Known.objects.filter(kind="expert", organisation__kind="university").order_by("pk").first()
    return {
        person.username: add_user(
            username=person.username,
            name=expert.name if expert and person.role is Role.EXPERT else person.name,
            role=person.role,
            password=DEMO_PASSWORD,
            organisation=Organisation.objects.get(name=person.organisation) if person.organisation else None,
            person=expert if person.role is Role.EXPERT else None,
            must_change_password=False,
            by=administrator,
        )
        for person in OUTSIDE
    }


def _administrator() -> User:
    administrator = User.objects.first_administrator()
    assert administrator is not None
    return administrator
