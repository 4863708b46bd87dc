"""Users and departments."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from titian.accounts.roles import ADMINISTRATORS, INSIDE, JOURNAL_READERS, LEADERS, OF_AN_ORGANISATION, STAFF, THREE, Role
from titian.journal.context import current


class Department(models.Model):
    """A 股/室/科 of the bureau, in its printed order."""

    name = models.CharField("名称", max_length=50, unique=True)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "科室"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Finds and makes users; `visible_to` says whom a person may see."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)

    def visible_to(self, user: User) -> models.QuerySet[User]:
        """The bureau's people and the three administrators see everyone; anybody else only themselves."""
        if user.sees_people:
            return self.select_related("department")
        return self.filter(pk=user.pk)

    def one_of_each_role(self) -> list[User]:
        """The first active person of every role that has any, in the order of the roles."""
        people = self.filter(is_active=True).select_related("department", "town").order_by("-pk")
        first = {person.role: person for person in people}
        return [first[role] for role in Role if role in first]

    def keeping(self, role: Role) -> models.QuerySet[User]:
        """Who holds one of the three administrators' offices now."""
        return self.filter(role=role.value, is_active=True)

    def first_administrator(self) -> User | None:
        """Who commands act for when nobody is named."""
        return self.filter(role__in=ADMINISTRATORS, is_active=True).order_by("pk").first()


class User(AbstractBaseUser):
    """A person who logs in. `town`, `organisation` and `person` are set for outside roles and limit the rows they see."""

    username = models.CharField("登录名", max_length=50, unique=True)
    name = models.CharField("姓名", max_length=50)
    role = models.CharField("角色", max_length=20, default=Role.OFFICER.value)
    department = models.ForeignKey(Department, verbose_name="科室", null=True, blank=True, on_delete=models.PROTECT)
    town = models.ForeignKey("places.Region", verbose_name="乡镇", null=True, blank=True, on_delete=models.PROTECT)
    organisation = models.ForeignKey(
        "registry.Organisation", verbose_name="所属单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        "registry.Person", verbose_name="对应专家", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("须修改密码", default=False)
    password_changed_at = models.DateTimeField("密码设定时间", null=True, blank=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        ordering = ["department__order", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="user_role_known")]

    def __str__(self) -> str:
        return self.name

    @property
    def role_label(self) -> str:
        return Role(self.role).label

    @property
    def is_staff_member(self) -> bool:
        """Works inside the bureau and may change things."""
        return self.role in STAFF

    @property
    def is_inside(self) -> bool:
        """May read the bureau's own rows: the bureau's people, and the first administrator for whom a command acts."""
        return self.role in INSIDE or self.commands

    @property
    def commands(self) -> bool:
        """Is an administrator at the command line? On pages an administrator of the system does no business acts and sees no books."""
        return self.is_administrator and current().channel == "command"

    @property
    def own_town_id(self) -> int | None:
        """The town whose rows a town clerk sees; None for every other role, whatever their row says."""
        return self.town_id if self.role == Role.TOWN else None

    @property
    def own_organisation_id(self) -> int | None:
        """The organisation whose rows an enterprise, carrier or bank sees; None for every other role."""
        return self.organisation_id if self.role in OF_AN_ORGANISATION else None

    @property
    def own_person_id(self) -> int | None:
        """The register's person an expert is."""
        return self.person_id if self.role == Role.EXPERT else None

    @property
    def is_carrier(self) -> bool:
        return self.role == Role.CARRIER

    @property
    def is_enterprise(self) -> bool:
        return self.role == Role.ENTERPRISE

    @property
    def is_leader(self) -> bool:
        return self.role in LEADERS

    @property
    def sees_people(self) -> bool:
        return self.is_inside or self.is_one_of_three

    @property
    def is_one_of_three(self) -> bool:
        """System, security or audit administrator."""
        return self.role in THREE

    @property
    def is_administrator(self) -> bool:
        return self.role in ADMINISTRATORS

    @property
    def reads_journal(self) -> bool:
        """What `journal.permissions` asks: that room lies below this one."""
        return self.role in JOURNAL_READERS
