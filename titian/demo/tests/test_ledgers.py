"""The rows of the county's ledgers, before they come in: what the papers say of half-years, towns and kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from titian.demo.build import AS_OF
from titian.demo.county import ledger_plan as plan
from titian.demo.county.books import Book, Row
from titian.demo.county.ledgers_trainings import SESSIONS, signins
from titian.demo.ledgers import NOUNS
from titian.ledgers.packages import packaged

MINE = ("enterprises", "supervision", "funds")


def books() -> Iterator[Book]:
    return (book for noun in NOUNS for book in noun.books())


def rows_of(ledger: str) -> list[Row]:
    return [row for book in books() if book.ledger == ledger for row in book.rows]


def half(row: Row, key: str = "day") -> str:
    day = row[key]
    assert isinstance(day, date)
    return next((name for name, (since, until) in plan.SPANS.items() if since <= day <= until), "")


def test_every_ledger_of_the_firms_of_supervision_and_of_funds_has_rows() -> None:
    filled = {book.ledger for book in books() if book.rows}
    assert {ledger.name for ledger in packaged().values() if ledger.group in MINE} <= filled
    titles = Counter(book.title for book in books())
    assert max(titles.values()) == 1


def test_visits_and_problems_are_spread_over_the_half_years_as_stated() -> None:
    visits, problems = rows_of("visits"), rows_of("problems")
    assert Counter(map(half, visits)) == plan.VISITS
    firms = {name: {row["uscc"] for row in visits if half(row) == name} for name in plan.SPANS}
    assert len(firms[plan.FIRST]) == plan.VISITED_FIRST
    assert len(firms[plan.FIRST] | firms[plan.SECOND]) == plan.VISITED_2025
    assert len(firms[plan.THIRD]) == plan.VISITED_THIRD
    solved = Counter(half(row, "closed_on") for row in problems if row.get("state") == "solved" and row["feedback"])
    assert solved == plan.SOLVED
    this_year = [row for row in problems if half(row) == plan.THIRD]
    assert Counter(row["kind"] for row in this_year) == plan.COLLECTED_THIRD
    kinds = Counter(row["kind"] for row in visits if half(row) == plan.THIRD)
    assert (kinds["joint"], kinds["bank"]) == (plan.JOINT_THIRD, plan.BANK_THIRD)


def test_nothing_happened_after_the_day_of_the_demonstration() -> None:
    ahead = {"due", "plan_start", "plan_top"}
    for book in books():
        for row in (row for row in book.rows if row.get("state") != "booked"):  # what is booked lies ahead
            late = {key: value for key, value in row.items() if isinstance(value, date) and value > AS_OF and key not in ahead}
            assert not late, (book.ledger, row)


def test_sign_in_sheets_of_this_year_hold_everybody_who_came() -> None:
    for session in (session for session in SESSIONS if session.day.year == 2026):
        people = [(row["title"], row["organisation"], row["employer"]) for row in signins()[session]]
        assert len(people) == len(set(people)) == session.count
    mountains = [session.count for session in SESSIONS if session.town in {"柳泉乡", "云溪镇"}]
    assert sum(mountains) == 67


def test_small_numbers_of_the_sections_papers_stand_in_the_ledgers() -> None:
    candidates = [row for row in rows_of("scale_candidates") if row["kind"] == "service" and row["batch"] == "2026"]
    assert len(candidates) == 31
    assert Counter(row["state"] for row in candidates) == {"listed": 25, "tracked": 5, "ready": 1}
    entered = [row for row in rows_of("contests") if str(row["batch"]).startswith("2026")]
    assert (len(entered), sum(row["state"] == "second" for row in entered)) == (12, 2)
    towns = [row for row in rows_of("liaisons") if row["kind"] != "firm" and not row.get("closed_on")]
    assert len(towns) == len({row["region"] for row in towns}) == 17
    items = [row for row in rows_of("supervision") if row["kind"] == "county" and row["batch"] == "2026"]
    assert [row["state"] for row in items] == ["done"] * plan.COUNTY_ITEMS_THIRD
    asked = [row for row in rows_of("proposals") if half(row) == plan.THIRD]
    assert Counter(row["kind"] for row in asked) == plan.PROPOSALS["2026"]
    assert sum(row["state"] in {"replied", "opined"} for row in asked) == plan.ANSWERED_THIRD
    risks = [row for row in rows_of("risks") if row["batch"] == "2026"]
    assert (len(risks), sum(bool(row["signed"]) for row in risks)) == (plan.RISKS_THIRD, plan.SIGNED_THIRD)


def test_the_same_seed_makes_the_same_ledgers() -> None:
    first = [book for noun in NOUNS for book in noun.books()]
    again = [book for noun in NOUNS for book in noun.books()]
    assert first == again
