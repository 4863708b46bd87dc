"""A stored file: what was uploaded, by whom, to what it belongs and how far it may travel. Its bytes lie in `storage`, by checksum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from titian.base.disclosure import Disclosure
from titian.base.terms import Term
from titian.files.kinds import KINDS

if TYPE_CHECKING:
    from titian.accounts.models import User


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def visible_to(self, user: User) -> StoredFileQuerySet:
        """Inside people see every file; anybody else what is open and what they uploaded themselves."""
        if user.is_inside:
            return self
        return self.filter(models.Q(disclosure=Disclosure.OPEN) | models.Q(uploaded_by=user))

    def of(self, owner: models.Model) -> StoredFileQuerySet:
        """The files that belong to one object."""
        return self.filter(object_kind=owner._meta.label_lower, object_id=str(owner.pk))


class StoredFile(models.Model):
    """Two rows with one checksum share their bytes. `object_kind` and `object_id` name the owner as the journal does
    (`reports.paper`, `12`); both are empty while a file belongs to nothing yet."""

    sha256 = models.CharField("校验值", max_length=64, db_index=True)
    size = models.PositiveBigIntegerField("字节数")
    name = models.CharField("文件名", max_length=200)
    kind = models.CharField("类型", max_length=20)
    disclosure = models.CharField("公开属性", max_length=20, default=Disclosure.INTERNAL.value)
    object_kind = models.CharField("所属类别", max_length=100, blank=True)
    object_id = models.CharField("所属编号", max_length=64, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="上传人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(disclosure__in=[value.value for value in Disclosure]), name="file_disclosure_known"
            ),
            models.UniqueConstraint(fields=["object_kind", "object_id", "sha256", "name"], name="one_file_an_owner"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def disclosure_label(self) -> str:
        return Disclosure(self.disclosure).label

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind].label

    @property
    def is_restricted(self) -> bool:
        return self.disclosure == Disclosure.RESTRICTED


def terms() -> list[Term]:
    """Kinds of file for the glossary."""
    return [Term("文件类型 kinds of file", kind.code, kind.label) for kind in KINDS.values()]
