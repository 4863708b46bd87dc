"""How a reply is laid out: 信函格式, the deputies addressed, 现答复如下, contact, copies. Pure Python."""

from __future__ import annotations

from titian.base.gongwen.paper import Edition, Paper
from titian.reports.writer.layout import Link, body
from titian.reports.writer.particulars import Case, Particulars
from titian.reports.writer.written import Composed

_ADDRESSED = {"suggestion": "代表", "proposal": "委员"}


def paper(composed: Composed, particulars: Particulars, edition: Edition, link: Link) -> Paper:
    """The letter. Raises DocumentNumberError for a 文号 the standard does not allow."""
    case = particulars.case
    letter = Paper(
        particulars.title or composed.title,
        edition=edition,
        issuer=particulars.issuer,
        number=particulars.number,
        letterhead="letter",
        mark=case.result,
        day=particulars.dated,
    )
    letter.addressee(addressee(case))
    letter.paragraph(opening(case))
    letter.extend(body(composed, link))
    letter.paragraph(f"感谢{_you(case)}对科技工作的关心和支持。")
    letter.signature(particulars.issuer, particulars.dated)
    if contact := _contact(case):
        letter.remark(contact)
    if copies := case.copies or particulars.copies:
        letter.imprint(copies)
    return letter


def addressee(case: Case) -> str:
    """王某、李某代表; 各位代表 while nobody is named."""
    title = _ADDRESSED[case.kind]
    return f"{'、'.join(case.proposers)}{title}" if case.proposers else f"各位{title}"


def opening(case: Case) -> str:
    """您提出的《关于…的建议》收悉，现答复如下："""
    subject = f"《{case.subject.strip('《》')}》" if case.subject else case.kind_label
    return f"{_you(case)}提出的{subject}收悉，现答复如下："


def _you(case: Case) -> str:
    return "您" if len(case.proposers) == 1 else "你们"


def _contact(case: Case) -> str:
    parts = [f"联系人：{case.contact}" if case.contact else "", f"联系电话：{case.phone}" if case.phone else ""]
    return f"（{'，'.join(part for part in parts if part)}）" if any(parts) else ""
