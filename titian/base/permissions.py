"""The answer to "may this person do that?": yes, or no with the reason in Chinese."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied

from titian.base.mechanisms import MECHANISMS


@dataclass(frozen=True)
class Verdict:
    """Truthy when allowed; `reason` tells a refused person why, in Chinese."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def demand(self) -> None:
        """Raise PermissionDenied with the reason unless allowed; the first line of every action."""
        if not self.allowed:
            raise PermissionDenied(self.reason)


YES = Verdict(True)


def no(reason: str) -> Verdict:
    return Verdict(False, reason)


def shown_here(mechanism: str) -> Verdict:
    """Has this office anything to do with it (one or several codes)? `can_see` of a room asks it beside the person's role."""
    if settings.TITIAN.shows(mechanism):
        return YES
    return no(f"本局设置里「{_labels(mechanism)}」为不涉及；要改请找系统管理员")


def entered_here(mechanism: str) -> Verdict:
    """May rows of this mechanism be entered by hand in this office? `can_add` of a room asks it beside the person's role."""
    if settings.TITIAN.may_enter(mechanism):
        return YES
    if not (shown := shown_here(mechanism)):
        return shown
    return no(f"本局设置里「{_labels(mechanism)}」只导入，不手工录入；要改请找系统管理员")


def _labels(mechanism: str) -> str:
    return "、".join(MECHANISMS[code].label if code in MECHANISMS else code for code in mechanism.split())
