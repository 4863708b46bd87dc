"""Who may store, download, hand on and remove files. Which files a person sees at all is `StoredFile.objects.visible_to`."""

from __future__ import annotations

from titian.accounts.models import User
from titian.accounts.roles import LEADERS, Role
from titian.base.disclosure import Disclosure
from titian.base.permissions import YES, Verdict, no
from titian.files.models import StoredFile

_ONLY_READ = frozenset({Role.AUDITOR, Role.SECURITY, Role.AUDIT})
# Sheets on their way into a register hold whole phone numbers, id numbers and first passwords.
_ONLY_OF_THE_UPLOADER = frozenset({"exchange.batch"})
_MAY_TIDY = LEADERS | {Role.CHIEF}


def can_store(user: User, obj: object = None) -> Verdict:
    return no("监督、审计和安全保密人员只能查看，不能上传文件") if user.role in _ONLY_READ else YES


def can_download(user: User, file: StoredFile) -> Verdict:
    if file.object_kind in _ONLY_OF_THE_UPLOADER and file.uploaded_by_id != user.pk:
        return no(f"这份表格里可能有联系方式等内容，只有上传人{file.uploaded_by or ''}可以取回")
    if user.is_inside or file.uploaded_by_id == user.pk or file.disclosure == Disclosure.OPEN:
        return YES
    return no("这个文件不对外公开")


def can_export(user: User, file: StoredFile) -> Verdict:
    """May the file leave with a paper, a package or a public page?"""
    return no(f"「{file.name}」标为不得导出") if file.is_restricted else can_download(user, file)


def can_forget(user: User, file: StoredFile) -> Verdict:
    if file.uploaded_by_id == user.pk or user.role in _MAY_TIDY:
        return YES
    return no("只有上传人、股室长和领导可以删除文件")
