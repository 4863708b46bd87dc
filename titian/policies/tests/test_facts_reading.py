"""What the registers know of a firm on a day becomes its facts; what nobody told stays unknown, and statistics returns decide over nobody."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from titian.accounts.models import User
from titian.policies.actions import amend_stated_fact, remove_stated_fact, state_fact
from titian.policies.engine.explain import explain
from titian.policies.facts import Told, given, reading, record_of, records
from titian.policies.models import StatedFact
from titian.policies.packs import NATIONAL, standing
from titian.policies.tests.make import DAY, registered_firm
from titian.registry.models import Organisation
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db


def test_a_firm_of_the_registers_is_assessed_like_one_of_a_file(officer: User) -> None:
    firm = registered_firm(officer)
    said = explain(standing("hnte", NATIONAL, DAY), record_of(firm, DAY))
    verdicts = {one.id: one.verdict.value for one in said.clauses}
    assert {key: verdicts[key] for key in ("age", "ip", "staff", "rd_ratio", "domestic_rd", "ht_income")} == dict.fromkeys(
        ("age", "ip", "staff", "rd_ratio", "domestic_rd", "ht_income"), "met"
    )
    assert said.score == 71


def test_what_nobody_told_is_unknown_and_a_note_says_so() -> None:
    facts = record_of(registry.organisation(founded_on=date(2020, 1, 1)), DAY)
    assert facts.values["y1.revenue"] is None
    assert facts.values["ip.total"] is None
    assert facts.values["core_ip"] is None
    assert facts.values["title.hnte"] == 0
    assert any("没有登记这家企业的知识产权" in text for _, text in facts.notes)


def test_what_a_firm_filed_for_statistics_is_refused() -> None:
    firm = registry.organisation(founded_on=date(2020, 1, 1))
    registry.annual(firm, 2025, "statistics", revenue=100, is_chosen=True)
    facts = record_of(firm, DAY)
    assert facts.values["y1.revenue"] is None
    assert any("2025年只有统计联网直报的数" in text for _, text in facts.notes)


def test_two_sources_nobody_chose_between_are_named_and_the_chosen_one_wins() -> None:
    firm = registry.organisation(founded_on=date(2020, 1, 1))
    registry.annual(firm, 2025, "return", revenue=100)
    audit = registry.annual(firm, 2025, "audit", revenue=200)
    facts = record_of(firm, DAY)
    assert facts.values["y1.revenue"] is None
    assert any("企业填报" in text and "审计报告" in text and "还没有选定" in text for _, text in facts.notes)
    audit.is_chosen = True
    audit.save()
    assert record_of(firm, DAY).values["y1.revenue"] == 200


def test_a_part_larger_than_its_whole_is_left_out_and_said() -> None:
    firm = registry.organisation(founded_on=date(2020, 1, 1))
    registry.annual(firm, 2025, "return", staff=10, sci_tech_staff=11, total_assets=100, liabilities=80)
    facts = record_of(firm, DAY)
    assert facts.values["y1.sci_tech_staff"] is None
    assert facts.values["y1.debt_ratio"] == 16_000
    assert any("科技人员数大于职工总数" in text for _, text in facts.notes)


def test_titles_and_rights_count_on_the_days_they_hold() -> None:
    firm = registry.organisation(founded_on=date(2015, 1, 1))
    registry.title(firm, "hnte", date(2022, 1, 1), until=date(2025, 1, 1))
    registry.right(firm, "invention", granted_on=date(2024, 1, 1), expires_on=date(2026, 1, 1), obtained="own")
    before, after = record_of(firm, date(2024, 12, 31)), record_of(firm, DAY)
    assert (before.values["title.hnte"], after.values["title.hnte"]) == (1, 0)
    assert (before.values["ip.class1.least"], after.values["ip.total"]) == (1, 0)


def test_last_year_is_answered_as_it_was_told_then(officer: User) -> None:
    firm = registry.organisation(founded_on=date(2015, 1, 1))
    state_fact(firm, key="field", value="新材料", since=date(2025, 1, 1), source="企业说明", by=officer)
    state_fact(firm, key="field", value="电子信息", since=date(2026, 1, 1), source="企业说明", by=officer)
    state_fact(firm, key="incidents", value=["2026-02-01"], since=date(2026, 2, 1), source="应急局函", by=officer)
    assert record_of(firm, date(2025, 6, 30)).words["field"] == "新材料"
    now = record_of(firm, DAY)
    assert now.words["field"] == "电子信息"
    assert now.values["incidents.year"] == 1


def test_a_fact_may_be_taken_back_into_the_unknown(officer: User) -> None:
    firm = registry.organisation()
    state_fact(firm, key="misconduct", value=0, since=date(2025, 1, 1), source="企业说明", by=officer)
    state_fact(firm, key="misconduct", value=None, since=date(2026, 1, 1), source="正在核查", by=officer)
    facts = {day: record_of(firm, day).values["misconduct"] for day in (date(2025, 6, 1), DAY)}
    assert facts == {date(2025, 6, 1): 0, DAY: None}


def test_a_statement_is_amended_and_removed_with_its_reason(officer: User) -> None:
    fact = state_fact(registry.organisation(), key="misconduct", value=0, since=DAY, source="企业说明", by=officer)
    amend_stated_fact(fact, changes={"value": 1}, by=officer)
    assert StatedFact.objects.get().value == 1
    remove_stated_fact(fact, reason="录入错误", by=officer)
    assert not StatedFact.objects.exists()


def test_queries_do_not_grow_with_the_firms(officer: User) -> None:
    registered_firm(officer)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = records(Organisation.objects.all(), DAY)
        counts.append(len(asked))
        for _ in range(5):
            registered_firm(officer)
    assert len(found) == 6
    assert counts[0] == counts[1]


def test_firms_founded_later_are_no_part_of_a_day() -> None:
    registry.organisation(founded_on=date(2026, 7, 1))
    assert given(Organisation.objects.all(), DAY) == {}


def test_a_room_above_says_what_the_registers_do_not_hold_and_what_is_stated_goes_over_it(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = registry.organisation()

    def said(organisations: object, day: date) -> list[Told]:
        return [
            Told(firm.pk, "on_abnormal_list", 1, source="台账"),
            Told(firm.pk, "misconduct", 1, source="台账"),
            Told(firm.pk, "titles", "省级重点实验室", source="台账"),
        ]

    monkeypatch.setattr(reading, "sources", lambda: (said, reading.facts))
    state_fact(firm, key="misconduct", value=0, since=date(2026, 1, 1), source="企业说明", by=officer)
    values = record_of(firm, DAY).values
    assert (values["abnormal_list"], values["misconduct"], values["title.institution"]) == (1, 0, 1)
