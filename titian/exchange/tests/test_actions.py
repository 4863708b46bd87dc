"""Importing and taking back: all rows or none, everything journalled, nothing of others lost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.errors import Refused
from titian.base.registers import registers
from titian.exchange import actions
from titian.exchange.exports import exported
from titian.exchange.models import Batch, KnownHead
from titian.exchange.preview import examine
from titian.exchange.tasks import apply_batch
from titian.exchange.tests import make
from titian.journal.actions import verify
from titian.journal.models import Entry
from titian.registry.actions import amend_organisation, assign_officer, choose_source, set_short_names
from titian.registry.models import AnnualFigure, Organisation, OrganisationName, ScaleYear, Title
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
GOOD = ("甲示范公司", registry.uscc(901), "2018-06-12", "梯田镇", "500")


def test_an_import_writes_every_row_with_journal_and_batch(officer: User) -> None:
    batch = make.imported(officer, make.sheet(GOOD, ("乙示范公司", registry.uscc(902), "", "", "")))
    assert (batch.state, batch.created, batch.updated, batch.unchanged) == ("applied", 2, 0, 0)
    firm = Organisation.objects.get(uscc=GOOD[1])
    assert (firm.capital, firm.region, firm.founded_on) == (500_000_000, people.our_town(), date(2018, 6, 12))
    assert Organisation.objects.named("jsfgs").get() == firm
    entry = Entry.objects.about(firm).get()
    assert (entry.code, entry.actor, entry.reason) == ("registry.organisation.added", officer, "导入 名单.xlsx")
    assert verify() is None


def test_one_bad_row_keeps_all_out(officer: User) -> None:
    batch = make.taken_in(officer, make.sheet(GOOD, ("乙", "123", "", "", "")))
    assert batch.state == "refused"
    with pytest.raises(Refused, match="不能再导入"):
        actions.apply(batch, by=officer)
    assert Organisation.objects.count() == 0


def test_the_same_file_again_changes_nothing(officer: User) -> None:
    make.imported(officer, make.sheet(GOOD))
    entries = Entry.objects.filter(object_kind="registry.organisation").count()
    again = make.imported(officer, make.sheet(GOOD))
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    assert Entry.objects.filter(object_kind="registry.organisation").count() == entries


def test_taking_back_restores_what_was_and_removes_what_was_made(officer: User) -> None:
    known = registry.organisation("云山科技有限公司", founded_on=date(2010, 1, 1))
    ScaleYear.objects.create(organisation=known, year=2024, is_above=False)
    head = (*make.HEAD, "2025年是否规上", "简称")
    rows = [("云山智能有限公司", known.uscc, "2011-01-01", "", "", "是", "云山智能"), (*GOOD, "否", "")]
    batch = make.imported(officer, make.sheet(*rows, head=head))
    known.refresh_from_db()
    assert known.name == "云山智能有限公司"
    assert {name.text for name in known.names.filter(kind="former")} == {"云山科技有限公司"}
    assert known.scale_years.get(year=2025).is_above
    actions.undo(batch, by=officer, reason="传错了文件")
    known = Organisation.objects.get()
    assert (known.name, known.founded_on) == ("云山科技有限公司", date(2010, 1, 1))
    assert {(name.kind, name.text) for name in OrganisationName.objects.all()} == {("official", "云山科技有限公司")}
    assert list(known.scale_years.values_list("year", "is_above")) == [(2024, False)]
    assert verify() is None


def test_a_row_changed_since_stops_the_whole_undo(officer: User) -> None:
    batch = make.imported(officer, make.sheet(GOOD, ("乙示范公司", registry.uscc(902), "2018-01-01", "", "")))
    Organisation.objects.filter(uscc=registry.uscc(902)).update(founded_on=date(2020, 1, 1))
    with pytest.raises(Refused, match="第 3 行「乙示范公司」导入后又改过成立日期"):
        actions.undo(batch, by=officer)
    assert Organisation.objects.count() == 2


def test_a_firm_with_titles_is_not_taken_back_with_them(officer: User) -> None:
    batch = make.imported(officer, make.sheet(GOOD))
    registry.title(Organisation.objects.get())
    with pytest.raises(Refused, match="已有资质荣誉"):
        actions.undo(batch, by=officer)
    assert Title.objects.count() == 1


def test_a_batch_is_taken_back_once(officer: User) -> None:
    batch = make.imported(officer, make.sheet(GOOD))
    actions.undo(batch, by=officer)
    with pytest.raises(Refused, match="已撤销"):
        actions.undo(batch, by=officer)


def test_somebodys_change_between_check_and_import_is_seen(officer: User) -> None:
    known = registry.organisation("甲示范公司", uscc=GOOD[1], founded_on=date(2000, 1, 1))
    batch = make.taken_in(officer, make.sheet(GOOD))
    Organisation.objects.filter(pk=known.pk).update(name="丙示范公司")
    actions.apply(batch, by=officer)
    assert "原名「丙示范公司」" in batch.warnings[0]["message"]


def test_a_doubtful_code_keeps_the_reason_it_was_let_through_with(officer: User) -> None:
    wrong = registry.uscc(901)[:17] + ("0" if registry.uscc(901)[17] != "0" else "1")
    batch = make.taken_in(officer, make.sheet(("甲示范公司", wrong, "", "", "")))
    actions.apply(batch, by=officer, reason="营业执照原件如此")
    firm = Organisation.objects.get()
    assert (firm.uscc, firm.uscc_reason) == (wrong, "营业执照原件如此")
    assert "校验码不符" in firm.uscc_doubt


def test_a_head_mapped_once_is_known_the_next_time(officer: User) -> None:
    data = make.sheet(("甲示范公司", registry.uscc(901)), head=("哪家", "信用代码"))
    batch = make.taken_in(officer, data)
    assert batch.state == "refused"
    actions.map_heads(batch, {"哪家": "name"}, by=officer)
    actions.check(batch, by=officer)
    assert batch.state == "checked"
    assert KnownHead.mapping("organisations") == {"哪家": "name"}
    assert make.taken_in(officer, data).state == "checked"


def test_what_is_exported_comes_in_again_unchanged(officer: User) -> None:
    head = (*make.HEAD, "行业代码", "2025年是否规上", "简称", "曾用名", "经营状态", "币种", "联系电话", "备注")
    rows = [
        (*GOOD, "3512", "是", "甲示范", "甲旧名、甲老名", "存续", "", "19900001234", "=1+1"),
        ("乙示范公司", registry.uscc(902), "", "", "120.5万美元", "", "", "", "", "注销", "", "", "@note"),
    ]
    make.imported(officer, make.sheet(*rows, head=head))
    about = registers()["organisations"]
    Organisation.objects.update(officer=officer)
    assert list(about.leaving(officer)) == [about.cells(firm) for firm in about.rows(officer)]
    data = exported(about, officer, make.DAY)
    again = make.imported(officer, data)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert again.warnings == []


@pytest.mark.parametrize("register", ["titles", "annual-figures", "ip", "people", "regions"])
def test_every_register_goes_out_and_comes_in_unchanged(register: str, officer: User) -> None:
    firm = registry.organisation("云山科技有限公司")
    registry.title(firm, certificate="GR1", is_first=True)
    registry.title(firm, "eagle", since=None, applied_on=date(2026, 3, 1))
    registry.annual(firm, revenue=3_200_000_050, staff=85, rd_expense=0)
    registry.right(firm, granted_on=date(2024, 3, 5), expires_on=date(2044, 3, 5))
    registry.person("张示范", organisation=firm, phone="19900001234", id_number="11010519491231002X")
    registry.person("李示范", employer="示范大学")
    about = registers()[register]
    again = make.imported(officer, exported(about, officer, make.DAY), register=register)
    assert (again.created, again.updated) == (0, 0)
    assert again.unchanged == about.rows(officer).count() > 0


def test_people_without_the_right_import_nothing(auditor: User, town_clerk: User) -> None:
    for person, register in ((auditor, "organisations"), (town_clerk, "titles")):
        with pytest.raises(PermissionDenied):
            actions.take_in(register, "名单.xlsx", make.sheet(GOOD), day=make.DAY, by=person)
    assert Batch.objects.count() == 0


def test_an_import_is_confirmed_by_who_uploaded_it(officer: User, chief: User) -> None:
    batch = make.taken_in(officer, make.sheet(GOOD))
    with pytest.raises(PermissionDenied, match="请由本人确认"):
        actions.apply(batch, by=chief)


def test_passwords_of_imported_users_stand_nowhere(administrator: User) -> None:
    people.office_department()
    head = ("登录名", "姓名", "角色", "科室", "初始密码")
    batch = make.imported(
        administrator, make.sheet(("zhangsf", "张示范", "经办", "企业服务股", "Terraces-2026"), head=head), register="users"
    )
    made = User.objects.get(username="zhangsf")
    assert made.check_password("Terraces-2026")
    assert "Terraces-2026" not in str([*batch.lines.values(), *Entry.objects.values("before", "after")])


def test_every_register_journals_in_words(db: None) -> None:
    from titian.journal.models import code_labels

    codes = {code for register in registers().values() for code in (register.added, register.amended, register.removed)} - {""}
    assert codes - set(code_labels()) == set()


def test_what_was_filled_in_since_is_not_deleted_with_the_row_an_import_made(officer: User) -> None:
    batch = make.imported(officer, make.sheet(GOOD))
    firm = Organisation.objects.get()
    amend_organisation(firm, changes={"phone": "13800001234"}, by=officer)
    with pytest.raises(Refused, match="「甲示范公司」导入后又改过联系电话"):
        actions.undo(batch, by=officer)
    amend_organisation(firm, changes={"phone": ""}, by=officer)
    set_short_names(firm, names=["甲示范"], by=officer)
    with pytest.raises(Refused, match="又改过简称"):
        actions.undo(batch, by=officer)
    set_short_names(firm, names=[], by=officer)
    assign_officer([firm], officer=officer, by=officer)
    with pytest.raises(Refused, match="又改过责任人"):
        actions.undo(batch, by=officer)


def test_a_source_that_was_chosen_is_not_taken_back_with_its_import(officer: User) -> None:
    firm = registry.organisation("甲示范公司")
    rows = make.sheet((firm.name, "2025", "审计报告", "500"), head=("企业名称", "年度", "来源", "营业收入"))
    batch = make.imported(officer, rows, register="annual-figures")
    choose_source(AnnualFigure.objects.get(), reason="以审计报告为准", by=officer)
    with pytest.raises(Refused, match="导入后又改过"):
        actions.undo(batch, by=officer)
    assert AnnualFigure.objects.get().is_chosen


def test_evidence_attached_since_stops_the_undo(officer: User) -> None:
    firm = registry.organisation("甲示范公司")
    rows = make.sheet((firm.name, "高新技术企业", "2024-11-01"), head=("企业名称", "资质荣誉", "发证日期"))
    batch = make.imported(officer, rows, register="titles")
    assert batch.file is not None
    Title.objects.get().evidence.add(batch.file)
    with pytest.raises(Refused, match="已有佐证材料"):
        actions.undo(batch, by=officer)


def test_an_undo_says_when_what_a_row_referred_to_is_gone(officer: User) -> None:
    old = people.user("officer", name="旧责任人")
    registry.organisation("甲示范公司", uscc=GOOD[1], officer=old)
    batch = make.imported(officer, make.sheet((GOOD[0], officer.name), head=("企业名称", "责任人")))
    User.objects.filter(pk=old.pk).delete()
    with pytest.raises(Refused, match="原来的责任人已被删除"):
        actions.undo(batch, by=officer)


def test_the_journal_keeps_what_a_row_said_that_an_undo_removed(officer: User) -> None:
    actions.undo(make.imported(officer, make.sheet(GOOD)), by=officer, reason="传错了")
    entry = Entry.objects.get(code="registry.organisation.removed")
    assert (entry.before or {})["uscc"] == GOOD[1]
    assert verify() is None


def test_an_undo_asks_no_more_questions_of_many_rows_than_of_few(
    officer: User, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    firms = [registry.organisation(f"第{number}示范公司", region=None) for number in range(40)]
    batch = make.imported(
        officer, make.sheet(*((firm.name, "梯田镇", "是") for firm in firms), head=("企业名称", "所属乡镇", "规上"))
    )
    with django_assert_max_num_queries(60):
        actions.undo(batch, by=officer)
    assert not Organisation.objects.exclude(region=None).exists()


def test_the_same_file_confirmed_twice_at_once_is_written_once(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second click was examined before the first one wrote: firms without a code have nothing else that keeps them single."""
    rows = make.sheet(("无代码示范公司",), head=("企业名称",))
    first, second = make.taken_in(officer, rows), make.taken_in(officer, rows, name="同一份.xlsx")
    examined = examine

    def slowly(*args: Any) -> Any:
        plan = examined(*args)
        monkeypatch.setattr(actions, "examine", examined)
        actions.apply(first, by=officer)
        return plan

    monkeypatch.setattr(actions, "examine", slowly)
    with pytest.raises(Refused, match="另有一次导入刚刚写入"):
        actions.apply(second, by=officer)
    assert Organisation.objects.count() == 1


def test_one_batch_confirmed_by_two_clicks_keeps_its_counts(officer: User) -> None:
    batch = make.taken_in(officer, make.sheet(GOOD))
    same = Batch.objects.get(pk=batch.pk)
    actions.apply(batch, by=officer)
    with pytest.raises(Refused, match="另一次点击"):
        actions.apply(same, by=officer)
    assert Batch.objects.get(pk=batch.pk).created == 1


def test_what_a_clerk_means_by_a_head_is_no_rule_for_the_bureau(town_clerk: User) -> None:
    row = ("甲示范公司", "梯田镇", "13800001234")
    batch = make.taken_in(town_clerk, make.sheet(row, head=("企业名称", "所属乡镇", "联系电话")))
    actions.map_heads(batch, {"联系电话": ""}, by=town_clerk)
    actions.check(batch, by=town_clerk)
    actions.apply(batch, by=town_clerk)
    assert not Organisation.objects.get().phone
    assert not KnownHead.objects.exists()


def test_a_job_that_fails_leaves_the_batch_to_be_tried_again(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = make.taken_in(officer, make.sheet(GOOD))
    actions.begin(batch, "applying", job=None, by=officer)
    monkeypatch.setattr(actions, "examine", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        apply_batch.func(batch.pk, "")
    assert Batch.objects.get(pk=batch.pk).state == "checked"


def test_a_job_that_was_quicker_than_the_page_keeps_its_word(officer: User) -> None:
    batch = make.taken_in(officer, make.sheet(GOOD))
    late = Batch.objects.get(pk=batch.pk)
    actions.apply(batch, by=officer)
    actions.begin(late, "applying", job=None, by=officer)
    assert Batch.objects.get(pk=batch.pk).state == "applied"


def test_a_file_with_a_very_long_name_is_read(officer: User) -> None:
    batch = make.imported(officer, make.sheet(GOOD), name=f"{'关于报送科技企业名单的通知' * 12}.xlsx")
    assert batch.created == 1
