"""People the bureau deals with: experts, specialists, contacts. Phones and id numbers are masked; opening them is journalled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from titian.base import masking
from titian.registry.codes import id_number_problem
from titian.registry.models.organisations import Organisation
from titian.registry.names import folded, initials

if TYPE_CHECKING:
    from titian.accounts.models import User


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: User) -> PersonQuerySet:
        """Inside people all; a person of an outside role the contacts of the organisations they see; an expert themselves."""
        if user.is_inside:
            return self
        if user.own_person_id:
            return self.filter(pk=user.own_person_id)
        return self.filter(organisation__in=Organisation.objects.visible_to(user), kind=Person.CONTACT)


class Person(models.Model):
    """A person. The natural key is name and employer; an id number, where known, decides."""

    CONTACT = "contact"
    KINDS = {"expert": "专家", "specialist": "特派员", CONTACT: "联系人", "talent": "科技人才", "other": "其他"}
    MASKED = {"phone": masking.phone, "id_number": masking.id_number, "email": masking.email}

    name = models.CharField("姓名", max_length=60, db_index=True)
    kind = models.CharField("类别", max_length=20, default=CONTACT, db_index=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name="所在单位", null=True, blank=True, on_delete=models.SET_NULL, related_name="people"
    )
    employer = models.CharField("单位名称", max_length=200, blank=True, help_text="单位不在名录时填写")
    position = models.CharField("职务", max_length=60, blank=True)
    title = models.CharField("职称", max_length=60, blank=True)
    field = models.CharField("专业领域", max_length=200, blank=True)
    region = models.ForeignKey(
        "places.Region", verbose_name="服务乡镇", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    phone = models.CharField("手机", max_length=40, blank=True)
    id_number = models.CharField("身份证号", max_length=18, blank=True)
    email = models.CharField("邮箱", max_length=100, blank=True)
    is_active = models.BooleanField("在聘", default=True)
    note = models.TextField("备注", blank=True)
    folded = models.CharField("检索名", max_length=120, editable=False, db_index=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["kind", "name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        problems = {} if self.kind in self.KINDS else {"kind": f"应为{'、'.join(self.KINDS.values())}之一"}
        if self.id_number and (problem := id_number_problem(self.id_number)):
            problems["id_number"] = problem
        if problems:
            raise ValidationError(problems)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = self.sought
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("registry:person", args=[self.pk])

    @property
    def sought(self) -> str:
        """What a search looks through: the folded name and its initials."""
        return f"{folded(self.name)} {initials(self.name)}"[:120]

    @property
    def kind_label(self) -> str:
        return self.KINDS.get(self.kind, self.kind)

    @property
    def masked_phone(self) -> str:
        return masking.phone(self.phone)

    @property
    def employer_name(self) -> str:
        return self.organisation.name if self.organisation else self.employer
