"""A ledger is defined, amended without hurting what rows hold, tuned, put out of use."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.errors import Refused
from titian.base.paragraphs import offered
from titian.figures.models import indicator
from titian.journal.actions import verify
from titian.journal.models import Entry
from titian.ledgers import actions
from titian.ledgers.columns import register_of, registers
from titian.ledgers.definition import dump
from titian.ledgers.models import Ledger, LedgerDraft, LedgerRow
from titian.ledgers.tests import make
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db


def clearing(by: User) -> Ledger:
    return actions.define_ledger(make.LIST, by=by)


def changed(ledger: Ledger, **fields: Any) -> dict[str, Any]:
    """The definition with one field changed: `kind={"choices": …}`; None takes it away."""
    data = dump(ledger.about)
    kept = [{**one, **fields.get(one["key"], {})} for one in data["fields"] if fields.get(one["key"], {}) is not None]
    return {**data, "fields": kept}


def test_an_officer_defines_a_list_of_their_own_and_its_figures_and_the_journal_keeps_who(officer: User, auditor: User) -> None:
    draft = actions.begin_draft(make.LIST, by=officer)
    ledger = actions.finish_draft(draft, by=officer)
    assert indicator(ledger.about.figures[0].code) is not None
    assert Entry.objects.get(code="ledgers.ledger.defined").actor == officer
    actions.amend_ledger(ledger, {**dump(ledger.about), "label": "清零台账"}, by=officer)
    with pytest.raises(PermissionDenied):
        actions.begin_draft({"label": "清单"}, by=auditor)


def test_a_colleague_goes_on_with_a_draft_but_not_with_anothers_ledger(officer: User, chief: User) -> None:
    colleague = people.user("officer")
    draft = actions.begin_draft(make.LIST, by=officer)
    actions.save_draft(draft, {**make.LIST, "label": "清零"}, by=colleague)
    with pytest.raises(PermissionDenied):
        actions.discard_draft(draft, by=colleague)
    ledger = actions.finish_draft(draft, by=officer)
    with pytest.raises(PermissionDenied):
        actions.begin_amendment(ledger, by=colleague)
    with pytest.raises(PermissionDenied):
        actions.archive_ledger(ledger, reason="专项结束", by=colleague)
    actions.archive_ledger(ledger, reason="专项结束", by=chief)


def test_packaged_ledgers_are_changed_by_office_chiefs_and_leaders(officer: User, chief: User) -> None:
    ledger = make.ledger("problems")
    for act in (
        lambda: actions.begin_amendment(ledger, by=officer),
        lambda: actions.archive_ledger(ledger, reason="不用了", by=officer),
        lambda: actions.set_parameters(ledger, {}, {}, by=officer, reason="局务会"),
    ):
        with pytest.raises(PermissionDenied):
            act()
    draft = actions.begin_amendment(ledger, by=chief)
    with pytest.raises(PermissionDenied):
        actions.save_draft(draft, {"label": "别人的"}, by=officer)


def test_a_draft_becomes_a_ledger_with_a_code_nobody_had_to_think_of(office: User) -> None:
    figure = {"code": "local.draft.n1", "name": "夜校期数", "unit": "期", "definition": "办了几期", "disclosure": "open"}
    data = {
        "label": "科技夜校",
        "fields": [{"key": "day", "label": "日期"}],
        "figures": [figure],
        "paragraphs": [{"text": "办夜校{local.draft.n1}。", "area": "services"}],
    }
    draft = actions.begin_draft({"label": "科技夜校"}, by=office)
    actions.save_draft(draft, data, by=office)
    actions.save_draft(draft, data, by=office)
    ledger = actions.finish_draft(draft, by=office)
    assert (ledger.code, ledger.about.figures[0].code) == ("own1", "local.own1.n1")
    entry = indicator("local.own1.n1")
    assert entry is not None
    assert (entry.name, entry.area, entry.disclosure) == ("夜校期数", "services", "公开")
    assert not LedgerDraft.objects.exists()
    codes = [one.code for one in Entry.objects.filter(code__startswith="ledgers.draft").order_by("sequence")]
    assert codes == ["ledgers.draft.begun", "ledgers.draft.saved", "ledgers.draft.finished"]
    with pytest.raises(Refused, match="已经办完"):
        actions.finish_draft(draft, by=office)


def test_a_draft_with_faults_stays_and_says_all_of_them(office: User) -> None:
    draft = actions.begin_draft(
        {"label": "坏的", "fields": [{"key": "f1", "label": "甲", "kind": "choice"}], "group": "?"}, by=office
    )
    with pytest.raises(Refused) as refused:
        actions.finish_draft(draft, by=office)
    assert len(refused.value.messages) == 2
    assert LedgerDraft.objects.get() == draft


def test_two_who_amend_one_ledger_do_not_overwrite_each_other(office: User, chief: User) -> None:
    ledger = clearing(office)
    first, second = (actions.begin_amendment(ledger, by=who) for who in (office, chief))
    assert actions.begin_amendment(ledger, by=office) == first
    for draft, by, label in ((first, office, "清零（一）"), (second, chief, "清零（二）")):
        actions.save_draft(draft, {**draft.data, "label": label}, by=by)
    actions.finish_draft(first, by=office, reason="改名")
    with pytest.raises(Refused, match="第 2 版"):
        actions.finish_draft(second, by=chief)


def test_what_rows_hold_is_neither_dropped_nor_given_another_meaning(office: User, officer: User) -> None:
    ledger = clearing(office)
    actions.add_row(
        ledger, {"day": date(2026, 3, 1), "organisation": registry.organisation(), "kind": "none", "gap": 5}, by=officer
    )
    for said, fields in (
        ("有 1 条记录读不了", {"gap": {"kind": "day"}}),
        ("已有 1 条记录填了，不能去掉", {"gap": None}),
        ("选项「未开展」已有 1 条记录用了", {"kind": {"choices": {"moved": "总部结算"}}}),
    ):
        with pytest.raises(Refused, match=said):
            actions.amend_ledger(ledger, changed(ledger, **fields), by=office)
    states = [{"code": "cleared", "label": "已清零", "closes": True}]
    with pytest.raises(Refused, match="状态「已列入」还有记录"):
        actions.amend_ledger(ledger, {**changed(ledger), "states": states, "figures": []}, by=office)


def test_what_nobody_filled_in_may_go_and_words_may_change(office: User, officer: User) -> None:
    ledger = clearing(office)
    row = actions.add_row(ledger, {"day": date(2026, 3, 1), "organisation": registry.organisation(), "kind": "none"}, by=officer)
    fields = {"gap": None, "kind": {"label": "原因", "choices": {"none": "没有开展"}}}
    ledger = actions.amend_ledger(ledger, changed(ledger, **fields), by=office, reason="简化")
    row.refresh_from_db()
    assert (ledger.version, row.version, row.shown("kind")) == (2, 1, "未开展")
    entry = Entry.objects.about(ledger)[0]
    assert "选项「未开展」改名为「没有开展」" in str(entry.after)
    assert entry.reason == "简化"


def test_numbers_of_rules_are_the_offices_own_whatever_a_release_brings(office: User) -> None:
    problems, proposals = make.ledger("problems"), make.ledger("proposals")
    place = next(number for number, rule in enumerate(problems.about.colours) if rule.days == 7)
    said = {place: {"days": 10, "word": "十天内到期"}}
    assert actions.set_parameters(problems, {}, said, by=office, reason="局务会") == ["十天内到期：还有几天到期（10 天）"]
    assert actions.set_parameters(proposals, {"place": "四川"}, {}, by=office, reason="省办理办法") == ["按哪里的规定：四川"]
    for ledger in (problems, proposals):
        ledger.versions.all().delete()
        Ledger.objects.filter(pk=ledger.pk).update(version=0)  # a release brings a newer one
    actions.take_in_packaged()
    fresh, place_of = make.ledger("problems"), make.ledger("proposals")
    assert (fresh.version, fresh.about.colours[place].days, fresh.about.colours[place].word) == (
        problems.version,
        10,
        "十天内到期",
    )
    assert (place_of.version, place_of.is_packaged, place_of.about.options) == (proposals.version, True, {"place": "四川"})


def test_setting_numbers_is_one_entry_of_the_journal_with_its_basis(office: User) -> None:
    ledger = make.ledger("supervision")
    place = next(number for number, rule in enumerate(ledger.about.colours) if rule.points)
    said = {place: {"points": 15, "word": "滞后"}}
    assert actions.set_parameters(ledger, {}, said, by=office, reason="本局督办办法")
    assert actions.set_parameters(ledger, {}, said, by=office, reason="本局督办办法") == []
    (entry,) = Entry.objects.about(make.ledger("supervision"))
    assert (entry.code, entry.reason) == ("ledgers.ledger.parameters_set", "本局督办办法")
    assert "15 个百分点" in str(entry.after)


def test_a_number_set_back_to_the_packaged_one_follows_the_release_again(office: User) -> None:
    ledger = make.ledger("proposals")
    usual = ledger.about
    place = next(number for number, rule in enumerate(usual.colours) if rule.days)
    word = usual.colours[place].word
    for number in (99, usual.colours[place].days):
        options, colours = {"first_warning": 20 if number == 99 else 15}, {place: {"days": number, "word": word}}
        actions.set_parameters(ledger, options, colours, by=office, reason="试行")
    fresh = make.ledger("proposals")
    assert (fresh.options, fresh.thresholds, fresh.about) == ({}, {}, usual)


@pytest.mark.parametrize(
    ("place", "said", "reason", "message"),
    [
        (1, {"days": 3, "word": " "}, "局务会", "显示的文字"),
        (0, {"days": 3, "word": "逾期"}, "局务会", "没有天数"),
        (1, {"days": 3, "word": "快到期"}, " ", "修改的依据"),
    ],
)
def test_numbers_without_a_word_a_rule_or_a_basis_are_refused(
    office: User, place: int, said: dict[str, Any], reason: str, message: str
) -> None:
    with pytest.raises(Refused, match=message):
        actions.set_parameters(make.ledger("problems"), {}, {place: said}, by=office, reason=reason)
    with pytest.raises(Refused, match="没有规则参数"):
        actions.set_parameters(make.ledger("problems"), {"unknown": 1}, {}, by=office, reason="局务会")


def test_a_sheet_is_read_by_the_numbers_set_last(office: User) -> None:
    before = register_of(make.ledger("proposals"))
    actions.set_parameters(make.ledger("proposals"), {"place": "四川"}, {}, by=office, reason="省办理办法")
    assert before.ledger.about.options == {}
    assert register_of(make.ledger("proposals")).ledger.about.options == {"place": "四川"}
    assert {one.name: one for one in registers()}["proposals"] is register_of(make.ledger("proposals"))


def test_amending_takes_the_own_days_into_the_new_version_and_leaves_other_numbers_apart(office: User) -> None:
    ledger = make.ledger("proposals")
    place = next(number for number, rule in enumerate(ledger.about.colours) if rule.days)
    colours = {place: {"days": 10, "word": "十天内到期"}}
    actions.set_parameters(ledger, {"place": "四川"}, colours, by=office, reason="省办理办法")
    ledger.refresh_from_db()
    assert actions.amend_ledger(ledger, dump(ledger.about), by=office).version == ledger.version, "nothing was changed"
    amended = actions.amend_ledger(ledger, {**dump(ledger.about), "label": "建议提案"}, by=office)
    assert (amended.thresholds, amended.about.colours[place].days) == ({}, 10)
    assert (amended.as_defined.options, amended.about.options) == ({}, {"place": "四川"})


def test_a_ledger_out_of_use_keeps_its_rows_and_figures_and_new_papers_say_nothing_of_it(office: User, officer: User) -> None:
    sentence = {"text": "清零{local.clearing.listed}。", "area": "cultivation"}
    ledger = actions.define_ledger({**make.LIST, "paragraphs": [sentence]}, by=office)
    actions.add_row(ledger, {"day": date(2026, 3, 1), "organisation": registry.organisation()}, by=officer)
    assert "local.clearing.listed" in {one.name for one in offered()}
    actions.archive_ledger(ledger, reason="专项结束", by=office)
    with pytest.raises(Refused, match="已经停用"):
        actions.archive_ledger(ledger, reason="专项结束", by=office)
    with pytest.raises(Refused, match="先恢复"):
        actions.begin_amendment(ledger, by=office)
    assert not {"local.clearing.listed", "local.clearing.cleared"} & {one.name for one in offered()}
    assert indicator("local.clearing.listed") is not None
    assert ledger.rows.count() == 1
    actions.reopen_ledger(ledger, by=office)
    assert "local.clearing.listed" in {one.name for one in offered()}


def test_rows_that_name_no_section_fall_to_the_ledgers_own(office: User, officer: User) -> None:
    ledger = actions.define_ledger({**make.LIST, "department": "企业服务股"}, by=office)
    row = actions.add_row(ledger, {"day": date(2026, 3, 1), "organisation": registry.organisation()}, by=officer)
    assert row.department is not None
    assert row.department.name == "企业服务股"


def days_of(ledger: Ledger) -> dict[str, tuple[int, str]]:
    return {rule.when.value: (rule.days, rule.word) for rule in ledger.about.colours}


def test_what_is_set_while_somebody_drafts_a_version_stays_set(office: User) -> None:
    section = people.office_department()
    ledger = make.ledger("problems")
    places = [rule.when.value for rule in ledger.about.colours]
    draft = actions.begin_amendment(ledger, by=office)
    colours = list(reversed(draft.data["colours"]))
    actions.save_draft(draft, {**draft.data, "label": "企业难题", "colours": colours}, by=office)
    said = {places.index("due_within"): {"days": 25, "word": "二十五天内到期"}}
    actions.set_parameters(ledger, {}, said, department=section.name, by=office, reason="局务会")
    draft.refresh_from_db()
    assert draft.set_meanwhile == ["二十五天内到期：还有几天到期（25 天）", f"负责科室：{section.name}"]
    amended = actions.finish_draft(draft, by=office, reason="改名")
    assert (amended.label, amended.about.department) == ("企业难题", section.name)
    assert days_of(amended)["due_within"] == (25, "二十五天内到期")
    assert [rule.when.value for rule in amended.about.colours] == places[::-1], "what the draft changed itself holds"


def test_days_a_draft_changes_itself_hold_where_nobody_set_them(office: User) -> None:
    ledger = make.ledger("problems")
    draft = actions.begin_amendment(ledger, by=office)
    colours = [{**one, "days": 3} if one["when"] == "due_within" else one for one in draft.data["colours"]]
    actions.save_draft(draft, {**draft.data, "colours": colours}, by=office)
    assert days_of(actions.finish_draft(draft, by=office, reason="收紧"))["due_within"][0] == 3


def noted(office: User, *notes: str) -> tuple[Ledger, list[LedgerRow]]:
    """A list whose field 面积 is a text, with these in it."""
    fields = [*make.LIST["fields"], {"key": "f1", "label": "面积"}]
    ledger = actions.define_ledger({**make.LIST, "fields": fields}, by=office)
    return ledger, [make.row(ledger, office, f1=note, organisation=registry.organisation()) for note in notes]


def test_a_field_takes_another_type_with_all_it_holds(office: User) -> None:
    ledger, rows = noted(office, "1,200亩", "30.5", "无", "15")
    actions.amend_ledger(ledger, changed(ledger, f1={"kind": "decimal", "unit": "亩"}), by=office, reason="要汇总面积")
    for row in rows:
        row.refresh_from_db()
    assert [row.value("f1") for row in rows] == [Decimal(1200), Decimal("30.5"), None, Decimal(15)]
    assert {row.version for row in rows} == {2}
    entry = Entry.objects.about(rows[0]).first()
    assert entry is not None
    assert (entry.code, entry.reason) == ("ledgers.row.retyped", "要汇总面积")
    assert (entry.before, entry.after) == ({"f1": "1,200亩"}, {"f1": "1200"})
    assert verify() is None
    ledger.refresh_from_db()
    actions.amend_ledger(ledger, changed(ledger, f1={"kind": "text", "unit": ""}), by=office)
    rows[1].refresh_from_db()
    assert rows[1].value("f1") == "30.5"


def test_what_cannot_be_read_is_named_and_nothing_is_changed(office: User) -> None:
    ledger, rows = noted(office, "30", "约三十", "-5")
    with pytest.raises(Refused) as refused:
        actions.amend_ledger(ledger, changed(ledger, f1={"kind": "integer", "minimum": 0}), by=office)
    assert "有 2 条记录读不了" in str(refused.value)
    assert "写的是“约三十”" in str(refused.value)
    assert "不能是负数" in str(refused.value)
    ledger.refresh_from_db()
    rows[0].refresh_from_db()
    assert (ledger.version, rows[0].value("f1")) == (1, "30")


def test_texts_become_options_where_each_is_one_of_them(office: User) -> None:
    ledger, rows = noted(office, "水田", "旱地")
    choices = {"o1": "水田", "o2": "旱地"}
    with pytest.raises(Refused, match="旱地"):
        actions.amend_ledger(ledger, changed(ledger, f1={"kind": "choice", "choices": {"o1": "水田"}}), by=office)
    actions.amend_ledger(ledger, changed(ledger, f1={"kind": "choice", "choices": choices}), by=office)
    rows[1].refresh_from_db()
    assert (rows[1].held("f1"), rows[1].shown("f1")) == ("o2", "旱地")


def test_columns_all_ledgers_share_keep_their_type(office: User) -> None:
    ledger, _ = noted(office, "30")
    with pytest.raises(Refused, match="共有列"):
        actions.amend_ledger(ledger, changed(ledger, due={"kind": "text"}), by=office)
