"""Who may import: whoever may add to a register or change its rows; every single row is asked for again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from titian.base.permissions import YES, Verdict, no, shown_here
from titian.base.registers import Register, registers

if TYPE_CHECKING:
    from titian.accounts.models import User
    from titian.exchange.models import Batch


def can_open(user: User, register: Register[Any]) -> Verdict:
    """Is the register one of this office's, and this person's?"""
    shown = shown_here(register.mechanism)
    return register.can_see(user) if shown else shown


def can_import(user: User, register: Register[Any]) -> Verdict:
    """Right to import is right to add; the rows that are there already are asked for one by one."""
    shown = shown_here(register.mechanism)
    return register.can_add(user) if shown else shown


def can_export(user: User, register: Register[Any]) -> Verdict:
    """Whole registers leave the house with the bureau's own people only."""
    if not user.is_inside and not (user.is_administrator and register.name == "users"):
        return no("只有局内人员可以整表导出")
    return can_open(user, register)


def can_see_batches(user: User, obj: object = None) -> Verdict:
    if user.is_inside or any(register.can_add(user) for register in registers().values()):
        return YES
    return no("只有可以导入表格的人员才有导入批次")


def can_see_batch(user: User, batch: Batch) -> Verdict:
    return YES if user.is_inside or batch.by_id == user.pk else no("只有局内人员和导入人可以查看这次导入")


def can_apply(user: User, batch: Batch) -> Verdict:
    """Whoever uploaded the file says go."""
    if batch.by_id != user.pk:
        return no(f"这份文件是{batch.by}上传的，请由本人确认导入")
    return can_import(user, batch.about)


def can_undo(user: User, batch: Batch) -> Verdict:
    """Who imported it, or who leads: and only who may still import at all."""
    if not (batch.by_id == user.pk or user.is_leader or user.commands):
        return no(f"只有导入人{batch.by}或局领导可以撤销这次导入")
    return can_import(user, batch.about)
