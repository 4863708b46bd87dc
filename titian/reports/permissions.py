"""Who may see, start, write, review, finalise and send papers."""

from __future__ import annotations

from titian.accounts.models import User
from titian.accounts.roles import LEADERS, STAFF, Role
from titian.base.permissions import YES, Verdict, no
from titian.ledgers.models import LedgerRow
from titian.reports.models import Paper, PaperState, Section, SectionState

# 办公室 sends outlines and merges; leaders may do whatever the office may.
EDITORS = frozenset({Role.OFFICE}) | LEADERS
REVIEWERS = EDITORS | {Role.CHIEF}


def can_see_papers(user: User, obj: object = None) -> Verdict:
    return YES if user.is_inside else no("文稿只对局内人员开放")


def can_start(user: User, obj: object = None) -> Verdict:
    """Administrators may, because the command line acts as the first of them."""
    return YES if user.role in EDITORS or user.commands else no("起草文稿、调整提纲由办公室或局领导办理")


def can_reply(user: User, row: LedgerRow) -> Verdict:
    """Begin the reply to a suggestion: the office and leaders, and whoever handles it: its officer and the colleagues of its section."""
    mine = row.responsible_id == user.pk or (row.department_id is not None and row.department_id == user.department_id)
    if can_start(user) or (user.role in STAFF and mine):
        return YES
    return no("答复函由承办人、承办科室、办公室或局领导起草")


def can_keep_outline(user: User, obj: object = None) -> Verdict:
    return can_start(user)


def can_arrange(user: User, paper: Paper) -> Verdict:
    """Move, switch and assign sections; change the paper's head."""
    return _open(paper) if can_start(user) else can_start(user)


def can_work_on_papers(user: User, obj: object = None) -> Verdict:
    """Any paper at all; which and when, the others say."""
    return YES if user.role in STAFF else no("文稿由局内经办撰写")


def can_write(user: User, section: Section) -> Verdict:
    """Its writer, colleagues of its department, and the office; not once it is reviewed."""
    if not _open(section.paper):
        return _open(section.paper)
    if section.state == SectionState.REVIEWED:
        return no("本节已审，要改须先退回")
    mine = section.writer_id == user.pk or (section.department_id is not None and section.department_id == user.department_id)
    free = section.writer_id is None and section.department_id is None
    if user.role in STAFF and (mine or free or user.role in EDITORS):
        return YES
    return no("本节由撰稿人、责任科室或办公室撰写")


def can_hand_in(user: User, section: Section) -> Verdict:
    if section.state == SectionState.HANDED_IN:
        return no("本节已交，等待审核")
    return can_write(user, section)


def can_review(user: User, section: Section) -> Verdict:
    """A chief, the office or a leader, and never who handed it in; a reviewed section again, when its figures changed."""
    if user.role not in REVIEWERS:
        return no("审核由股室长、办公室或局领导办理")
    if not _open(section.paper):
        return _open(section.paper)
    if section.state not in {SectionState.HANDED_IN, SectionState.REVIEWED}:
        return no("本节还没有交稿")
    return no("交稿人不能审核自己交的稿") if section.handed_in_by_id == user.pk else YES


def can_return(user: User, section: Section) -> Verdict:
    """Back to the writer: what is handed in, or was reviewed and has to be changed."""
    if user.role not in REVIEWERS:
        return no("退回由股室长、办公室或局领导办理")
    if not _open(section.paper):
        return _open(section.paper)
    returnable = section.state in {SectionState.HANDED_IN, SectionState.REVIEWED}
    return YES if returnable else no("本节还没有交稿，不必退回")


def can_circulate(user: User, paper: Paper) -> Verdict:
    return can_arrange(user, paper)


def can_freeze(user: User, paper: Paper) -> Verdict:
    """定稿."""
    if user.role not in EDITORS:
        return no("定稿由办公室或局领导办理")
    return _open(paper)


def can_send(user: User, paper: Paper) -> Verdict:
    if user.role not in EDITORS:
        return no("报送由办公室或局领导登记")
    return YES if paper.state in {PaperState.FINAL, PaperState.SENT} else no("定稿后才能报送")


def can_revise(user: User, paper: Paper) -> Verdict:
    """Open a final paper again."""
    if user.role not in EDITORS:
        return no("重新打开定稿由办公室或局领导办理")
    return no("本稿尚未定稿，可直接修改") if paper.is_open else YES


def can_export(user: User, paper: Paper) -> Verdict:
    return can_see_papers(user)


def _open(paper: Paper) -> Verdict:
    return YES if paper.is_open else no("本稿已定稿，要改请先“重新修改”并写明理由")


def can_pack(user: User, obj: object = None) -> Verdict:
    """Whoever works in the bureau takes a self-assessment with its evidence; who only reads looks at it here."""
    return YES if user.is_staff_member else no("自评和佐证由局内经办下载，监督人员可在页面上查看")
