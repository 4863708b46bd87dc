"""科技特派员 with their rows: one person one post, services owed, a problem counted once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.periods import Period
from titian.exchange.tests import make as sheets
from titian.figures.computed import RowBooks
from titian.ledgers import actions
from titian.ledgers.commissioners.ledger import loads_of
from titian.ledgers.computing import computing
from titian.ledgers.definition import ValuesError
from titian.ledgers.models import LedgerRow
from titian.ledgers.tests import make
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
YEAR, DAY = Period("2026"), date(2026, 6, 30)


def post(by: User, **values: Any) -> LedgerRow:
    known: dict[str, Any] = {"kind": "natural", "level": "county", "day": date(2025, 1, 1)}
    if "person" not in values and values.get("kind") != "legal":
        known["person"] = registry.person()
    return actions.add_row(make.ledger("commissioners"), {**known, **values}, by=by)


def service(by: User, of: LedgerRow, day: date = date(2026, 3, 5), title: str = "小麦病虫害防治", **values: Any) -> LedgerRow:
    return actions.add_row(make.ledger("services"), {"parent": of, "day": day, "title": title, **values}, by=by)


def test_one_person_holds_one_post_at_a_time_across_levels_and_programmes(officer: User) -> None:
    somebody = registry.person()
    first = post(officer, person=somebody, due=date(2026, 12, 31))
    with pytest.raises(ValuesError, match="县级科技特派员（2025-01-01起），一人只占一岗"):
        post(officer, person=somebody, level="province", day=date(2026, 5, 1))
    three = {"person": somebody, "batch": "2026年度", "day": date(2026, 5, 1)}
    with pytest.raises(ValuesError, match="一人只占一岗"):
        actions.add_row(make.ledger("three_zone"), three, by=officer)
    actions.add_row(make.ledger("three_zone"), {**three, "double_reason": "县级岗位年底届满，先行接续"}, by=officer)
    post(officer, person=somebody, level="province", day=date(2027, 1, 1), double_reason="接续")
    actions.amend_row(first, {"villages": "云山村"}, by=officer)  # itself is no other post


def test_the_three_zone_person_of_a_year_is_the_commissioner_of_that_level_and_holds_one_post(officer: User) -> None:
    somebody = registry.person()
    post(officer, person=somebody, level="three_zone", due=date(2026, 12, 31))
    year = {"person": somebody, "batch": "2026年度", "day": date(2026, 5, 1), "due": date(2027, 4, 30)}
    actions.add_row(make.ledger("three_zone"), year, by=officer)
    with pytest.raises(ValuesError, match="一人只占一岗"):
        actions.add_row(make.ledger("three_zone"), {**year, "batch": "2026年度第二批"}, by=officer)


def test_a_unit_holds_one_post_too_and_what_is_missing_is_said(officer: User) -> None:
    firm = registry.organisation()
    post(officer, kind="legal", organisation=firm)
    with pytest.raises(ValuesError, match="一人只占一岗"):
        post(officer, kind="legal", organisation=firm, level="city", day=date(2026, 1, 1))
    with pytest.raises(ValuesError, match="自然人特派员要填姓名"):
        post(officer, person=None, organisation=firm)


def test_two_posts_of_one_person_in_one_sheet_are_refused(officer: User) -> None:
    head = ("身份", "姓名", "选派级别", "选派日期")
    rows = [("自然人", "张示范（示范大学）", level, "2026-03-01") for level in ("县级", "省级")]
    batch = sheets.taken_in(officer, sheets.sheet(*rows, head=head), register="commissioners")
    said = [(entry["row"], entry["message"]) for entry in batch.findings["errors"]]
    assert [row for row, _ in said] == [3]


def test_who_owes_services_is_named_with_months(officer: User) -> None:
    diligent, idle = post(officer, wanted=4), post(officer, wanted=4)
    for day in (date(2026, 1, 5), date(2026, 1, 9), date(2026, 4, 1), date(2026, 8, 1)):
        service(officer, diligent, day)
    found = loads_of([diligent, idle], officer, YEAR, DAY)
    assert [(one.services, one.months, one.owed, one.short) for one in found] == [(3, {1: 2, 4: 1}, 1, 0), (0, {}, 1, 1)]
    facts = {fact.label: str(fact.value) for fact in computing("commissioners").facts(idle, officer, DAY)}
    assert facts["服务次数要求"] == "按时间应有 1 次，还少 1 次"
    rows = LedgerRow.objects.of("commissioners")
    assert list(computing("commissioners").notes(rows, officer, DAY)) == [
        "在册 2 名（法人 0；自然人 2：方向待补 2）；2026年以来服务 3 次，人均 1.5 次。"
    ]


def test_a_problem_solved_by_a_commissioner_counts_once(officer: User) -> None:
    home = people.our_town().parent
    assert home is not None
    books = RowBooks(user=officer, day=DAY)
    one, firm = post(officer), registry.organisation()
    service(officer, one, outcome="solved", problem="锈病")
    service(officer, one, title="灌溉", outcome="referred", problem="水泵", organisation=firm)
    handed_on = make.problem(
        officer, date(2026, 3, 6), organisation=firm, title="水泵", programmes=["commissioner"], feedback="satisfied"
    )
    counted = books.counted("local.services.problems_solved", region=home, period=YEAR)
    assert counted is not None
    assert counted.value == 1
    actions.step(handed_on, "solved", on=date(2026, 4, 1), by=officer)
    again = RowBooks(user=officer, day=DAY).counted("local.services.problems_solved", region=home, period=YEAR)
    assert again is not None
    assert again.value == 2
    twice = service(officer, one, title="又记一次", outcome="solved", problem="水泵", organisation=firm)
    assert "免得算两次" in next(iter(computing("services").doubts(twice, {}))).message


def test_a_service_outside_the_term_is_doubted_and_kept(officer: User) -> None:
    row = service(officer, post(officer, due=date(2025, 12, 31)))
    assert [doubt.key for doubt in computing("services").doubts(row, {})] == ["day"]


def test_both_axes_of_commissioners_stand_in_one_sentence(officer: User) -> None:
    for kind, serves in (
        ("natural", "agriculture"),
        ("natural", "enterprise"),
        ("natural", "agriculture"),
        ("legal", "enterprise"),
    ):
        post(officer, kind=kind, serves=serves, **({"organisation": registry.organisation()} if kind == "legal" else {}))
    (said,) = computing("commissioners").notes(LedgerRow.objects.of("commissioners"), officer, DAY)
    assert said.startswith("在册 4 名（法人 1：企业 1；自然人 3：农业 2、企业 1）")


def test_the_three_zone_list_counts_a_village_once_and_shows_nobodys_money(client_of: ClientOf, officer: User) -> None:
    people.our_town()
    for villages in ("云山村、河口村", "河口村"):
        said = {"person": registry.person(), "batch": "2026年度", "day": date(2026, 4, 9), "villages": villages, "amount": 20_000}
        actions.add_row(make.ledger("three_zone"), said, by=officer)
    response = client_of(officer).get("/ledgers/three_zone/")
    assert "服务中 2 人，覆盖 0 个乡镇、2 个村" in response.content.decode()
    assert "amount" not in [column.key for column in response.context["listing"].spec.columns]
