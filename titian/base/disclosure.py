"""How far a datum may travel: 公开, 内部, 不得导出. Every field of every table and every file has one of the three.

    Disclosure.INTERNAL.may_leave(Outlet.CLEAN_PAPER)    # no, with the reason in Chinese
    strictest([column.disclosure for column in shown])   # what a list as a whole is

Pages for the bureau's own people show every class; who sees which rows and whose phone is masked are other questions.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from titian.base.permissions import YES, Verdict, no
from titian.base.terms import Term


class Disclosure(StrEnum):
    """From the least to the most protected; the codes never change, the office's words are the labels."""

    OPEN = "open"
    INTERNAL = "internal"
    RESTRICTED = "restricted"

    @property
    def label(self) -> str:
        return DISCLOSURES[self]

    @property
    def rank(self) -> int:
        """0 公开, 1 内部, 2 不得导出. As texts the codes sort by letters, so whoever orders them asks for this."""
        return list(Disclosure).index(self)

    @classmethod
    def named(cls, text: str) -> Disclosure:
        """By code or by the office's word. Raises ValueError for anything else: an unknown class must never pass for an open one."""
        word = text.strip()
        found = next((value for value, label in DISCLOSURES.items() if word in {value.value, label}), None)
        if found is None:
            raise ValueError(f"公开属性「{text}」不认识，应为{'、'.join(DISCLOSURES.values())}之一")
        return found

    def may_leave(self, outlet: Outlet, what: str = "") -> Verdict:
        """May it go out this way? `what` names the datum in the reason."""
        if self.rank <= _FURTHEST[outlet].rank:
            return YES
        return no(f"{f'「{what}」' if what else '此项'}的公开属性是「{self.label}」，不能写入{outlet.label}")


class Outlet(StrEnum):
    """The ways out of the bureau's own pages."""

    EXPORT = "export"
    CLEAN_PAPER = "clean_paper"
    PUBLIC_PAGE = "public_page"

    @property
    def label(self) -> str:
        return OUTLETS[self]


DISCLOSURES: dict[Disclosure, str] = {Disclosure.OPEN: "公开", Disclosure.INTERNAL: "内部", Disclosure.RESTRICTED: "不得导出"}
OUTLETS: dict[Outlet, str] = {Outlet.EXPORT: "导出的表", Outlet.CLEAN_PAPER: "清稿", Outlet.PUBLIC_PAGE: "公开页面"}
# The most protected class that may still go out this way.
_FURTHEST = {
    Outlet.EXPORT: Disclosure.INTERNAL,
    Outlet.CLEAN_PAPER: Disclosure.OPEN,
    Outlet.PUBLIC_PAGE: Disclosure.OPEN,
}


def strictest(classes: Iterable[Disclosure]) -> Disclosure:
    """What a table or paper made of these is; 公开 when it is made of nothing."""
    return max(classes, key=lambda one: one.rank, default=Disclosure.OPEN)


def terms() -> list[Term]:
    """The classes for the glossary."""
    return [Term("公开属性 disclosure", value.value, label) for value, label in DISCLOSURES.items()]
