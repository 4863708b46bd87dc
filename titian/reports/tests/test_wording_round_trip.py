"""What a packaged sentence says is read back by the house's own reader: same code, value as printed, status, period, operator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from titian.base.quantities import Operator
from titian.figures.catalogue import packaged
from titian.reader.pipeline import read_text
from titian.reports.tests.make import fact, facts, goal
from titian.reports.wording.facts import Facts
from titian.reports.wording.grammar import parse
from titian.reports.wording.library import packaged_sentences
from titian.reports.wording.pieces import Written
from titian.reports.wording.sentences import Sentence, write

KNOWN = packaged()
HALF, YEAR = ("2026H1", date(2026, 5, 31)), ("2026", date(2026, 12, 31))
Said = tuple[str, Decimal, str, str, str]


def value(code: str, random: Random) -> Decimal:
    unit = KNOWN[code].unit
    if unit == "元":
        return Decimal(random.randint(10**6, 10**9))
    return Decimal(random.randint(10, 600)) / 10 if unit == "%" else Decimal(random.randint(2, 90))


def books(seed: int, period: str, as_of: date) -> Facts:
    """Every figure of the catalogue with a random value, most with last year's, all with a target for the year planned."""
    random = Random(seed)  # figures of a test
    entries, goals = [], []
    planned = "2026" if period.endswith("H1") else "2027"
    before = (as_of.replace(year=2025), "2025H1" if period.endswith("H1") else "2025")
    for code in KNOWN:
        amount = value(code, random)
        entries.append(fact(code, amount, period=period, as_of=as_of))
        if random.random() < 0.5:
            entries.append(fact(code, amount + 1, period=before[1], as_of=before[0]))
        goals += [goal(code, str(amount * 2), period=year) for year in {planned, "2026"}]
    return facts(*entries, goals=goals, period=period, as_of=as_of)


def report(sentence: str, period: str, *, plan: bool) -> str:
    """The least a sentence stands in: a title, a heading, itself."""
    title, rest = ("2026年上半年", "下半年") if period == "2026H1" else ("2026年", "2027年")
    heading = f"{rest}工作打算" if plan else "主要工作完成情况"
    return f"示范县科学技术局{title}工作总结及{rest}工作打算\n一、{heading}\n{sentence}\n"


def said(written: Written) -> Said:
    return written.code, written.said, written.status, written.period, written.operator.value


def read(text: str) -> list[Said]:
    found = read_text(text, all_codes=True).figures
    return [(figure.code, figure.value, figure.status, figure.period, figure.qualifier.value) for figure in found]


def composed(key: str, entries: Facts) -> tuple[Sentence, str]:
    """The packaged sentence and how it stands in a paper."""
    plan = key.startswith("plan.")
    known = entries.aiming(entries.frame.planned) if plan else entries
    outcome = write(parse(packaged_sentences()[key].text, KNOWN), known, ending="" if plan else "。")
    assert isinstance(outcome, Sentence), outcome
    lead = f"力争{entries.frame.word('paper.plan_year')}" if plan else ""
    return outcome, f"{lead}{outcome.text}{'。' if plan else ''}"


def readable() -> Iterator[str]:
    for key in packaged_sentences():
        if key != "plan.rnd.active_or":  # only one target can be met «either … or»; it has a test of its own
            yield key


@pytest.mark.parametrize("period", [HALF, YEAR], ids=["half", "year"])
@pytest.mark.parametrize("key", list(readable()))
def test_a_packaged_sentence_is_read_back_as_written(key: str, period: tuple[str, date]) -> None:
    for seed in (1, 2):
        sentence, text = composed(key, books(seed, *period))
        found = read(report(text, period[0], plan=key.startswith("plan.")))
        for written in sentence.written:
            if written.is_figure:
                assert said(written) in found, (text, found)


@pytest.mark.parametrize("operator", list(Operator))
@pytest.mark.parametrize("code", ["visit.enterprises", "contract.value", "rnd.active_above_scale_ratio", "training.participants"])
def test_how_exact_a_number_is_is_read_back(code: str, operator: Operator) -> None:
    entries = facts(fact(code, value(code, Random(3)), operator=operator))
    sentence, text = composed(code, entries)
    assert said(sentence.written[0]) in read(report(text, "2026H1", plan=False)), text


def test_a_list_of_names_does_not_hide_the_number() -> None:
    entries = facts(fact("eagle.applied", 7, names=["河口轴承", "石桥玻纤", "青禾种业", "沙湾水产"]))
    sentence, text = composed("eagle.applied", entries)
    assert said(sentence.written[0]) in read(report(text, "2026H1", plan=False))


def test_what_is_expected_is_never_read_as_done() -> None:
    entries = facts(fact("hnte.new", 8), fact("hnte.new", 12, stage="预计", as_of=None))
    _, text = composed("hnte.new", entries)
    found = read(report(text, "2026H1", plan=False))
    assert ("hnte.new", Decimal(8), "achieved", "2026H1", "exact") in found
    assert [status for code, amount, status, *_ in found if amount == 12] in (["target"], ["submitted"])


def test_either_or_is_read_back_as_the_share_it_names() -> None:
    either = [
        goal("rnd.active_above_scale", 66, target=9, join="or", others=("rnd.active_above_scale_ratio",)),
        goal("rnd.active_above_scale_ratio", 52, target=9, join="or", others=("rnd.active_above_scale",)),
    ]
    _, text = composed("plan.rnd.active_or", facts(goals=either))
    found = {(code, amount) for code, amount, *_ in read(report(text, "2026H1", plan=True))}
    assert {("rnd.active_above_scale", Decimal(66)), ("rnd.active_above_scale_ratio", Decimal(52))} <= found


def test_figures_of_other_periods_are_read_back_with_theirs() -> None:
    entries = facts(
        fact("rnd.expenditure", 595_000_000, period="2024", as_of=None),
        fact("contract.value", 192_000_000, period="2026"),
        fact("training.sessions", 3, period="2026Q1", as_of=None),
    )
    for key, period in (("rnd.expenditure", "2024"), ("contract.value", "2026"), ("training.sessions", "2026Q1")):
        sentence, text = composed(key, entries)
        assert sentence.written[0].period == period
        assert said(sentence.written[0]) in read(report(text, "2026H1", plan=False)), text
