"""One firm explained: numbers that never lie about an edge, what is missing, and why something stays unknown."""

from __future__ import annotations

import time
from datetime import date
from fractions import Fraction

import yaml
from hypothesis import given
from hypothesis import strategies as st

from titian.policies.engine.building import Parameters
from titian.policies.engine.dated import parse
from titian.policies.engine.explain import Verdict, explain
from titian.policies.engine.units import Unit, in_words, json_share
from titian.policies.packs import FOLDER, build, standing
from titian.policies.tests.make import DAY, changed, explained, facts, firm


@given(st.integers(0, 10**17), st.integers(1, 10**17))
def test_a_share_that_falls_short_never_prints_as_large_as_what_it_falls_short_of(above: int, below: int) -> None:
    share = Fraction(above, below)
    for percent in (5, 10, 60):
        limit = Fraction(percent, 100)
        if share < limit:
            assert json_share(share, -1) < json_share(limit)
            assert json_share(limit - share, 1) > 0
        if share > limit:
            assert json_share(share, 1) > json_share(limit)


def test_a_firm_that_meets_everything_lacks_nothing() -> None:
    found = explained(firm())
    assert (found.verdict, found.missing, found.score) == (Verdict.MET, (), 71)


def test_nothing_known_is_unknown_and_everything_needed_is_named_once() -> None:
    found = explained({"uscc": "91640100MA76XXXX0E"})
    assert {clause.verdict for clause in found.clauses} == {Verdict.UNKNOWN}
    assert found.score == [0, 100]
    assert len(set(found.missing)) == len(found.missing)
    assert {"founded_on", "ip", "field", "incidents", "transformations_3y", "years.2023.rd_expense_yuan"} <= set(found.missing)


def test_what_experts_have_scored_asks_for_no_data() -> None:
    found = explained(firm(transformations_3y=None, expert_scores={"transformation": 20}, years={}))
    assert "transformations_3y" not in found.missing
    assert "expert_scores.transformation" not in found.missing
    assert {"expert_scores.ip", "expert_scores.growth"} <= set(found.missing)


def test_notes_are_those_of_facts_the_programme_reads() -> None:
    data = firm(titles=None, ip=[{"class": "I", "granted_on": "2027-01-01"}])
    assert not any("titles" in note for note in explained(data).notes)
    assert any("titles" in note for note in explained(data, "tsme").notes)


def test_an_unconfirmed_threshold_leaves_its_clause_unknown_and_says_so() -> None:
    data = yaml.safe_load((FOLDER / "national/hnte.yaml").read_text("utf-8"))
    data["parameters"]["staff_share"]["entries"][0]["confirmed"] = False
    book = parse(data, pack="national", where="test")
    found = explain(build(book, Parameters(book, DAY)), facts(firm()))
    staff = next(clause for clause in found.clauses if clause.id == "staff")
    assert (staff.verdict, staff.reason, staff.value, staff.threshold) == (Verdict.UNKNOWN, "unconfirmed", 0.3, None)
    assert any("unconfirmed" in note for note in found.notes)
    assert found.verdict is Verdict.UNKNOWN


def test_a_number_that_changes_holds_from_its_day_and_the_past_stays_as_it_was() -> None:
    data = yaml.safe_load((FOLDER / "national/hnte.yaml").read_text("utf-8"))
    entries = data["parameters"]["staff_share"]["entries"]
    entries.append(entries[0] | {"from": date(2026, 7, 1), "value": "20%"})
    book = parse(data, pack="national", where="test")
    firm_now = changed(firm(), "years.2025.sci_tech_staff", 5)
    for day, verdict in ((date(2026, 6, 30), Verdict.MET), (date(2026, 7, 1), Verdict.NOT_MET)):
        found = explain(build(book, Parameters(book, day)), facts(firm_now, day))
        assert next(clause for clause in found.clauses if clause.id == "staff").verdict is verdict


def test_a_citation_says_since_and_until() -> None:
    data = yaml.safe_load((FOLDER / "national/hnte.yaml").read_text("utf-8"))
    entries = data["clauses"]["age"]["entries"]
    entries.append({"from": date(2027, 1, 1), "cites": ["measures 第十二条"]})
    book = parse(data, pack="national", where="test")
    citation = build(book, Parameters(book, DAY)).clause("age").citation
    assert (citation.since, citation.until) == (date(2016, 1, 1), date(2027, 1, 1))
    assert citation.text.startswith("国科发火〔2016〕32号 第十一条（一）")


def test_amounts_in_words_are_rounded_up_so_that_doing_what_is_said_is_enough() -> None:
    assert [in_words(value, Unit.MONEY) for value in (35_100_000, 35_010_001, 1, 99_999, 1_000_000_000_001)] == [
        *("35.1 万元", "35.1 万元", "0.01 元", "999.99 元", "100.0001 亿元"),
    ]


def test_an_explained_verdict_takes_about_a_millisecond() -> None:
    """Measured exactly by `make bench`; here only that nothing has become slower by an order of magnitude."""
    programme, record = standing("hnte", "national", DAY), facts(firm())
    began = time.perf_counter()
    for _ in range(50):
        explain(programme, record)
    assert (time.perf_counter() - began) / 50 < 0.02
