"""From the registers to facts: what may be used, what stays unknown, and in how many queries."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from pytest_django import DjangoAssertNumQueries

from titian.policies import facts
from titian.policies.engine.columns import computed
from titian.policies.engine.explain import VERDICTS, explain
from titian.policies.facts import COLUMNS, Known, facts_frame, given_of, one
from titian.policies.packs import standing
from titian.policies.record.catalogue import YEAR_KEYS
from titian.policies.record.deriving import derive
from titian.policies.tests.make import DAY
from titian.registry.models import Organisation
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db


def test_annual_figures_come_from_what_may_be_used_and_statistics_decide_over_nobody() -> None:
    firm = registry.organisation(founded_on=date(2019, 1, 1))
    registry.annual(firm, 2025, "statistics", revenue=999, rd_expense=999)
    registry.annual(firm, 2024, "return", revenue=100, rd_expense=7, rd_deduction=5, liabilities=1, total_assets=3)
    given = one(firm, DAY)
    assert set(given.years) == {2024}
    found = {name: given.years[2024][name] for name in ("revenue", "rd.own", "rd.hnte", "rd.deduction")}
    assert found == {"revenue": 100, "rd.own": 7, "rd.hnte": 7, "rd.deduction": 5}
    assert given.exact == {"years.2024.debt_ratio": Fraction(1, 3)}
    assert given.notes == (facts.BOOKS,)


def test_rights_are_those_held_and_none_ever_entered_is_unknown() -> None:
    with_rights, without = registry.organisation(), registry.organisation()
    registry.right(with_rights, "invention", obtained="own")
    registry.right(with_rights, "utility", expires_on=DAY)
    assert derive(one(with_rights, DAY), DAY).values["ip.class1.least"] == 1
    assert derive(one(with_rights, DAY), DAY).values["ip.total"] == 1
    assert derive(one(without, DAY), DAY).values["ip.total"] is None


def test_titles_are_those_that_hold_on_the_day() -> None:
    firm = registry.organisation()
    registry.title(firm, "hnte", date(2024, 1, 1), until=date(2026, 6, 30))
    registry.title(firm, "tsme", date(2026, 3, 1), until=date(2027, 1, 1))
    assert one(firm, DAY).titles == ("科技型中小企业",)


def test_a_room_says_what_the_registers_do_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    firm = registry.organisation()
    registry.annual(firm, 2025, "audit", rd_expense=10)
    known = Known(years={2025: {"rd.hnte": 8}}, top={"core_ip": 1}, area="新材料", incidents=())
    monkeypatch.setattr(facts, "_rooms", lambda: iter([lambda _organisations, _day: {firm.pk: known, 0: known}]))
    values = derive(one(firm, DAY), DAY).values
    assert (values["y1.rd.hnte"], values["y1.rd.own"], values["core_ip"], values["incidents.year"]) == (8, 10, 1, 0)


def test_all_of_a_county_are_asked_for_in_as_many_queries_as_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(4):
        registry.annual(registry.organisation(), 2025)
    with django_assert_num_queries(4):
        assert len(given_of(Organisation.objects.current().enterprises(), DAY)) == 4


def test_the_frame_says_of_every_firm_what_is_explained_of_it() -> None:
    firm = registry.ordinary_firm()
    registry.organisation()
    given = given_of(Organisation.objects.order_by("pk"), DAY)
    frame = facts_frame(given, DAY)
    assert frame["organisation"].to_list() == list(given)
    for code in ("hnte", "tsme"):
        programme = standing(code, "national", DAY)
        said = [explain(programme, derive(known, DAY)).verdict for known in given.values()]
        assert [VERDICTS[verdict] for verdict in computed(frame, programme)["verdict"]] == said
    assert firm.pk in given


def test_a_county_without_firms_is_an_empty_frame() -> None:
    frame = facts_frame({}, DAY)
    assert frame.height == 0
    assert computed(frame, standing("hnte", "national", DAY)).height == 0


def test_every_column_of_a_year_is_read() -> None:
    read = {"rd", "debt_ratio", *COLUMNS}
    assert [key for key, year in YEAR_KEYS.items() if year.fact not in read] == []
