"""Writing the books: stating, contradicting, correcting, approving, splitting."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.periods import Period
from titian.base.quantities import Operator
from titian.figures import actions
from titian.figures.actions import NewFigure, NewLeg, NewTarget, Sending
from titian.figures.books import Books
from titian.figures.models import Figure, PeriodApproval, SentFigure, Target
from titian.figures.progress import Measure
from titian.figures.tests.make import county, figure, key, target, town
from titian.journal.actions import verify
from titian.journal.models import Entry

H1 = Period("2026H1")


def books(user: User) -> Books:
    return Books.open(user=user, region_ids=[county().pk])


def test_a_stated_figure_stands_in_the_books_and_the_journal(officer: User) -> None:
    row = figure(officer)
    found = books(officer).value(row.key)
    assert found is not None
    assert found.value == 12
    assert Entry.objects.about(row).get().code == "figures.figure.stated"
    assert verify() is None


def test_a_contradicting_figure_is_kept_and_neither_counts_until_resolved(officer: User) -> None:
    one, other = figure(officer, value="31"), figure(officer, value="34")
    assert books(officer).value(one.key) is None
    actions.resolve_conflict(other, against=[one], reason="以正式文件为准", by=officer)
    found = books(officer).value(one.key)
    assert found is not None
    assert found.value == 34
    one.refresh_from_db()
    assert (one.state, one.state_reason) == ("set_aside", "以正式文件为准")


def test_a_conflict_is_not_resolved_without_a_reason_or_across_keys(officer: User) -> None:
    one, other, scoped = figure(officer), figure(officer, value="13"), figure(officer, value="14", scope="本级")
    with pytest.raises(Refused, match="理由"):
        actions.resolve_conflict(one, against=[other], reason=" ", by=officer)
    with pytest.raises(Refused, match="同一指标"):
        actions.resolve_conflict(one, against=[scoped], reason="核对", by=officer)


def test_a_scope_written_later_ends_a_conflict_and_is_journalled(officer: User) -> None:
    figure(officer, "visit.count", "225")
    other = figure(officer, "visit.count", "27")
    actions.specify(other, scope="专家问诊行", calibre="", level="", reason="两项行动", by=officer)
    assert not Figure.objects.conflicts()
    entry = Entry.objects.about(other).first()
    assert entry is not None
    assert entry.after == {"calibre": "", "level": "", "scope": "专家问诊行"}
    with pytest.raises(Refused, match="没有变化"):
        actions.specify(other, scope="专家问诊行", calibre="", level="", reason="再写", by=officer)


def test_every_bad_figure_is_named_at_once_and_nothing_is_written(officer: User) -> None:
    bad = [
        NewFigure("no.such", "2026H1", Decimal(1)),
        NewFigure("hnte.new", "2026年", Decimal(1)),
        NewFigure("hnte.new", "2026", Decimal(1)),
    ]
    with pytest.raises(Refused) as problem:
        actions.state_figures(bad, region=county(), by=officer)
    assert len(problem.value.messages) == 2
    assert not Figure.objects.exists()


def test_accepting_the_same_place_of_a_document_twice_changes_nothing(officer: User) -> None:
    new = [NewFigure("hnte.new", "2026H1", Decimal(12), document_ref="reader:1", offset=40)]
    first = actions.state_figures(new, region=county(), by=officer)
    again = actions.state_figures(new, region=county(), by=officer)
    assert first == again
    assert Figure.objects.count() == 1


def test_the_auditor_states_nothing(auditor: User) -> None:
    with pytest.raises(PermissionDenied, match="局内经办"):
        figure(auditor)


def test_an_approved_period_takes_no_new_figures_but_a_correction(officer: User, chief: User) -> None:
    row = figure(officer)
    actions.approve_period(region=county(), period=H1, by=chief)
    with pytest.raises(Refused, match="已审定锁定"):
        figure(officer, value="13")
    with pytest.raises(Refused, match="请用更正"):
        actions.withdraw(row, reason="录错", by=officer)
    new = actions.correct(row, value=Decimal(13), reason="漏计一家", by=officer)
    assert new.corrects_id == row.pk
    found = books(officer).value(row.key)
    assert found is not None
    assert found.value == 13
    row.refresh_from_db()
    assert row.value == 12


def test_a_figure_is_corrected_once_and_only_with_a_reason_and_another_value(officer: User) -> None:
    row = figure(officer)
    with pytest.raises(Refused, match="理由"):
        actions.correct(row, value=Decimal(13), reason="", by=officer)
    with pytest.raises(Refused, match="相同"):
        actions.correct(row, value=Decimal(12), reason="核对", by=officer)
    actions.correct(row, value=Decimal(13), reason="核对", by=officer)
    with pytest.raises(Refused, match="最新的数"):
        actions.correct(row, value=Decimal(14), reason="再核对", by=officer)


def test_a_period_with_a_conflict_is_not_approved(officer: User, chief: User) -> None:
    figure(officer, value="31")
    figure(officer, value="34")
    with pytest.raises(Refused, match="请先认定"):
        actions.approve_period(region=county(), period=H1, by=chief)
    assert not PeriodApproval.objects.exists()


def test_a_lifted_approval_opens_the_period_and_stays_on_record(officer: User, chief: User, leader: User) -> None:
    figure(officer)
    approval = actions.approve_period(region=county(), period=H1, by=chief)
    with pytest.raises(PermissionDenied):
        actions.lift_approval(approval, reason="补录", by=chief)
    actions.lift_approval(approval, reason="补录", by=leader)
    figure(officer, "hnte.valid", "61")
    assert PeriodApproval.objects.get().lifted_reason == "补录"


def test_town_shares_add_up_to_the_target_or_are_refused_with_the_gap(office: User) -> None:
    leg = target(office).legs.get()
    east, west = town("城关镇", "990123101"), town("河口镇", "990123102")
    with pytest.raises(Refused, match="合计 19家，比目标 20家 少 1家"):
        actions.decompose(leg, shares={east: Decimal(12), west: Decimal(7)}, basis="上年基数", by=office)
    actions.decompose(leg, shares={east: Decimal(12), west: Decimal(8)}, basis="上年基数", by=office)
    assert leg.shared == leg.low


def test_what_the_statistics_bureau_issues_is_asked_of_no_town(office: User) -> None:
    leg = target(office, "rnd.expenditure", "6_0000_0000").legs.get()
    east = town("城关镇", "990123101")
    with pytest.raises(Refused, match="统计法不得向乡镇、企业下达"):
        actions.decompose(leg, shares={east: leg.low}, basis="上年基数", by=office)
    with pytest.raises(Refused, match="统计法不得向乡镇、企业下达"):
        actions.reallocate(leg, giver=east, taker=town("河口镇", "990123102"), amount=Decimal(1), reason="调整", by=office)
    of_a_town = NewTarget("城关镇研发投入", "2026", [NewLeg("rnd.expenditure", Decimal(100))])
    with pytest.raises(Refused, match="统计法不得向乡镇、企业下达"):
        actions.set_targets([of_a_town], region=east, by=office)
    assert not leg.is_decomposed
    assert Target.objects.count() == 1


def test_a_reallocation_keeps_the_sum_and_is_journalled_with_both_sides(office: User) -> None:
    leg = target(office).legs.get()
    east, west = town("城关镇", "990123101"), town("河口镇", "990123102")
    actions.decompose(leg, shares={east: Decimal(20)}, basis="", by=office)
    actions.reallocate(leg, giver=east, taker=west, amount=Decimal(5), reason="企业搬迁", by=office)
    assert {share.town.name: share.amount for share in leg.shares.all()} == {"城关镇": 15, "河口镇": 5}
    row = Entry.objects.about(leg).first()
    assert row is not None
    assert row.after == {"城关镇": "15.0000", "河口镇": "5"} or row.after == {"城关镇": "15", "河口镇": "5"}
    with pytest.raises(Refused, match="不足以调出"):
        actions.reallocate(leg, giver=west, taker=east, amount=Decimal(6), reason="x", by=office)


def test_setting_a_target_again_replaces_it_and_keeps_the_old_one(office: User) -> None:
    target(office)
    target(office)
    assert Target.objects.filter(is_dropped=False).count() == 1
    assert Target.objects.count() == 2


def test_an_or_target_prints_both_legs(office: User) -> None:
    legs = [
        NewLeg("rnd.active_above_scale", Decimal(1), measure=Measure.INCREASE),
        NewLeg("rnd.active_above_scale_ratio", Decimal(50)),
    ]
    row = actions.set_targets([NewTarget("有研发活动企业", "2026", legs, join="or")], region=county(), by=office)[0]
    assert row.goal == "净增≥1家 或 ≥50%"


def test_what_was_sent_stays_as_printed_and_shows_the_difference(officer: User) -> None:
    row = figure(officer, "contract.value", "391000000")
    sending = Sending(row.key, row.value, Operator.EXACT, "3.91亿元", row.pk)
    sent = actions.record_sent([sending], receiver="市科技局", day=date(2026, 6, 5), paper="上半年总结", by=officer)[0]
    assert sent.difference(Decimal(402000000)) == "+1,100万元"
    assert SentFigure.objects.latest_by_identity()[row.key.text] == sent


def test_a_target_is_answered_by_the_longest_part_of_its_year(officer: User, office: User) -> None:
    leg = target(office).legs.get()
    figure(officer, value="5", period="2026Q1")
    figure(officer, value="9", period="2026H1")
    figure(officer, value="3", period="2026Q2")
    assert books(officer).known(leg, period=Period("2026"), region="990123").value == 9


def test_a_leg_without_scope_is_answered_by_the_only_scoped_figure_but_not_by_one_of_two(officer: User, office: User) -> None:
    leg = target(office, "visit.count", "300").legs.get()
    figure(officer, "visit.count", "225", scope="小分队")
    assert books(officer).known(leg, period=Period("2026"), region="990123").value == 225
    figure(officer, "visit.count", "27", scope="专家问诊行")
    assert books(officer).known(leg, period=Period("2026"), region="990123").value is None


def test_an_added_indicator_is_found_and_a_name_is_not_given_twice(office: User) -> None:
    actions.add_indicator(code="night_school", name="科技夜校期数", unit="期", kind="flow", definition="本局举办的期数", by=office)
    with pytest.raises(Refused, match="已在目录里"):
        actions.add_indicator(code="other", name="科技夜校期数", unit="期", kind="flow", definition="同上", by=office)
    assert figure(office, "local.night_school", "4").printed == "4期"


def test_a_figure_key_survives_the_database(officer: User) -> None:
    row = Figure.objects.get(pk=figure(officer, scope="科技进企", calibre="会计").pk)
    assert row.key == key(scope="科技进企", calibre="会计")
    assert row.identity == row.key.text


def test_a_qualifier_longer_than_the_books_hold_is_refused_with_its_length(officer: User) -> None:
    with pytest.raises(Refused, match=r"范围「长+…」太长，最多 100 字"):
        figure(officer, scope="长" * 101)


def test_a_value_beyond_every_unit_is_refused(officer: User) -> None:
    with pytest.raises(Refused, match="大得不合情理"):
        figure(officer, value="1" + "0" * 16)


def test_what_is_withdrawn_is_neither_corrected_nor_withdrawn_again(officer: User) -> None:
    row = figure(officer)
    actions.withdraw(row, reason="重复录入", by=officer)
    for act in (
        lambda: actions.correct(row, value=Decimal(13), reason="笔误", by=officer),
        lambda: actions.withdraw(row, reason="再撤一次", by=officer),
    ):
        with pytest.raises(Refused, match="撤回"):
            act()


def test_an_approval_is_lifted_once(officer: User, leader: User) -> None:
    figure(officer)
    approval = actions.approve_period(region=county(), period=Period.parse("2026H1"), by=leader)
    actions.lift_approval(approval, reason="数有误", by=leader)
    with pytest.raises(Refused, match="已经解除"):
        actions.lift_approval(approval, reason="数有误", by=leader)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_correct_one_figure_at_once_one_is_told_to_look_again(officer: User) -> None:
    row, start = figure(officer), Barrier(2)

    def correct(value: int) -> str:
        start.wait()
        try:
            actions.correct(row, value=Decimal(value), reason="核对", by=officer)
        except Refused as problem:
            return problem.messages[0]
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as people:
        said = sorted(people.map(correct, [13, 14]))
    assert said == ["done", "此数已被更正，请在最新的数上更正"]
    assert Figure.objects.filter(corrects=row).count() == 1


def test_what_is_only_expected_never_counts_as_done_for_a_target(officer: User, office: User) -> None:
    leg = target(office).legs.get()
    figure(officer, value="18", stage="预计")
    assert books(officer).known(leg, period=Period("2026"), region="990123").value is None
    figure(officer, value="9")
    assert books(officer).known(leg, period=Period("2026"), region="990123").value == 9


def test_an_indicator_of_the_office_brings_its_area_and_its_sentence_and_says_its_figure_in_it(office: User) -> None:
    said: dict[str, Any] = {"name": "科技夜校期数", "unit": "期", "kind": "flow", "definition": "本局举办的期数", "by": office}
    with pytest.raises(Refused) as refused:
        actions.add_indicator(code="school", area="nowhere", disclosure="保密", sentence="办了夜校{visit.count}。", **said)
    assert [message[:5] for message in refused.value.messages] == ["领域「no", "公开属性「", "文稿句子里"]
    entry = actions.add_indicator(code="school", area="services", disclosure="公开", sentence="夜校{科技夜校期数：同比}。", **said)
    assert (entry.as_indicator().area_label, entry.as_indicator().disclosure) == ("入企服务、培训、活动", "公开")
