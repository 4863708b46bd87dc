"""The reverse: doing what is said is enough, and one unit less is not."""

from __future__ import annotations

import random
from datetime import date

import pytest

from titian.policies.engine.nodes import Compare, Constant, Fact
from titian.policies.engine.plans import plans
from titian.policies.engine.programme import Programme
from titian.policies.engine.reverse import Change, Lever, least_change, moved, single_changes
from titian.policies.engine.units import Unit
from titian.policies.packs import standing
from titian.policies.record.levers import LEVERS
from titian.policies.tests.make import DAY, by_chance, changed, facts, firm
from titian.policies.tests.test_columns import ALL

BY_KEY = {lever.key: lever for lever in LEVERS}


@pytest.mark.parametrize(("code", "pack", "day"), ALL)
def test_the_least_change_passes_and_one_unit_less_does_not(code: str, pack: str, day: date) -> None:
    programme, chance = standing(code, pack, day), random.Random(code)
    tried = 0
    for _ in range(150):
        values = by_chance(programme, chance)
        for clause in programme.clauses:
            if clause.test.holds(values) is not False:
                continue
            for change in single_changes(clause.test, values, LEVERS):
                wanted = True if change.certain else None
                assert clause.test.holds(moved(values, [change])) is wanted
                less = Change(change.lever, change.amount - 1)
                assert clause.test.holds(moved(values, [less])) is not wanted
                tried += 1
    assert tried > 20 or any(clause.unconfirmed for clause in programme.clauses)


@pytest.mark.parametrize(("code", "pack", "day"), ALL)
def test_a_plan_leaves_nothing_failing_and_no_part_of_it_can_be_smaller(code: str, pack: str, day: date) -> None:
    programme, chance = standing(code, pack, day), random.Random(code)
    for _ in range(25):
        values = by_chance(programme, chance)
        for plan in plans(programme, values, LEVERS):
            assert _failing(programme, moved(values, plan.changes)) == []
            for change in plan.changes:
                others = [one for one in plan.changes if one is not change]
                less = [*others, Change(change.lever, change.amount - 1)] if change.amount > 1 else others
                assert _failing(programme, moved(values, less)) != []


def _failing(programme: Programme, values: dict[str, int | None]) -> list[str]:
    return [clause.id for clause in programme.clauses if clause.test.holds(values) is False]


def test_what_is_lacking_is_said_as_the_office_says_it() -> None:
    data = changed(changed(firm(ip=[]), "years.2025.sci_tech_staff", 2), "years.2025.rd_expense_yuan", 249_000)
    data = changed(data, "years.2025.rd_domestic_yuan", 249_000)
    values = facts(data).values
    programme = standing("hnte", "national", DAY)
    said = {
        code: [str(change) for change in single_changes(programme.clause(code).test, values, LEVERS)]
        for code in ("ip", "staff", "rd_ratio")
    }
    assert said == {
        "ip": ["还差 1 件Ⅱ类知识产权", "还差 1 件Ⅰ类知识产权"],
        "staff": ["还差 2 名科技人员"],
        "rd_ratio": ["还差研发费用 5.1 万元"],
    }


def test_plans_come_easiest_first_and_say_what_stays_unknown() -> None:
    data = changed(firm(ip=[], expert_scores=None), "years.2025.sci_tech_staff", 2)
    found = plans(standing("hnte", "national", DAY), facts(data).values, LEVERS)
    assert str(found[0]).startswith("还差 1 件Ⅱ类知识产权，还差 2 名科技人员")
    assert [plan.effort for plan in found] == sorted(plan.effort for plan in found)
    assert {plan.verdict.value for plan in found} == {"unknown"}


def test_a_part_is_not_advised_to_outgrow_its_whole() -> None:
    lever = BY_KEY["sci_tech_staff"]
    test = Compare(Fact("y1.sci_tech_staff"), ">=", Constant(5))
    assert least_change(test, {"y1.sci_tech_staff": 1, "y1.staff": 4}, lever) is None
    assert least_change(test, {"y1.sci_tech_staff": 1, "y1.staff": 5}, lever) == Change(lever, 4)


def test_what_fails_for_good_has_no_plan() -> None:
    values = facts(firm(incidents=["2026-03-01"])).values
    assert plans(standing("hnte", "national", DAY), values, LEVERS) == []


def test_less_of_something_is_advised_where_less_helps() -> None:
    lever = Lever("debt", "资产负债率", Unit.SHARE, ("debt",), direction=-1)
    change = least_change(Compare(Fact("debt"), "<=", Constant(15_000)), {"debt": 16_000}, lever)
    assert change == Change(lever, 1_000)
    assert str(change) == "须减少资产负债率 5%"
