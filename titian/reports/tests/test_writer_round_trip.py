"""Whole papers, written as .docx in both editions, read back by the house's own reader: every figure with the value as printed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any, cast

import pytest

from titian.base.gongwen.paper import Edition
from titian.reader.pipeline import read_text
from titian.reader.text.extraction import extract_bytes
from titian.reports.catalogue import GENRES
from titian.reports.tests.make import fact, facts, goal
from titian.reports.tests.test_wording_round_trip import HALF, KNOWN, YEAR, Said, books, said, value
from titian.reports.wording.facts import Facts
from titian.reports.wording.grammar import parse
from titian.reports.wording.library import packaged_sentences
from titian.reports.writer.annex import proof_annex, source_annex
from titian.reports.writer.particulars import Case, Particulars
from titian.reports.writer.proofing import proof
from titian.reports.writer.written import Composed

CASE = Case(meeting="示范县十八届人大五次会议", number=11, subject="关于加强科技成果转化的建议", proposers=("王某", "李某"))
PAPERS: dict[str, tuple[tuple[str, date], dict[str, Any]]] = {
    "half-year": (HALF, {}),
    "annual": (YEAR, {}),
    "brief": (HALF, {"limit": 800}),
    "table": (HALF, {}),
    "tasks": (HALF, {"layout": "tasks"}),
    "reply": (HALF, {"case": CASE}),
}


def made(name: str, edition: str, seed: int, entries: Facts | None = None) -> tuple[Composed, bytes]:
    (period, as_of), fields = PAPERS[name]
    genre = GENRES["table" if name == "tasks" else name]
    particulars = Particulars(date(2026, 6, 11), "示范县科学技术局", **fields)
    composed = genre.written(genre.outline(particulars), entries or books(seed, period, as_of), particulars)
    paper = genre.paper(composed, particulars, cast(Edition, edition), lambda number: f"http://titian.example/{number.code}/")
    if edition == "check":
        paper.extend(source_annex(composed, "附件1"))
        paper.extend(proof_annex(proof(composed), composed.missing, "附件2"))
    return composed, paper.save()


def found_in(content: bytes) -> list[Said]:
    reading = read_text(extract_bytes(content, "文稿.docx").text)
    return [(entry.code, entry.value, entry.status, entry.period, entry.qualifier.value) for entry in reading.figures]


@pytest.mark.parametrize("edition", ["clean", "check"])
@pytest.mark.parametrize("name", PAPERS)
def test_every_figure_of_a_paper_is_read_back_from_its_docx(name: str, edition: str) -> None:
    for seed in (11, 12):
        composed, content = made(name, edition, seed)
        wanted = [said(number) for number in composed.written if number.is_figure and KNOWN[number.code].scored]
        found = found_in(content)
        assert len(wanted) > 10
        assert [figure for figure in wanted if figure not in found] == []


@pytest.mark.parametrize("name", ["half-year", "annual", "table", "reply"])
def test_the_clean_paper_holds_together_for_the_reader(name: str) -> None:
    _, content = made(name, "clean", 11)
    reading = read_text(extract_bytes(content, "文稿.docx").text)
    assert [check.message for check in reading.checks if check.holds is False and check.kind == "conflict"] == []


@pytest.mark.parametrize(
    ("name", "kind", "period"), [("half-year", "half_year", "2026H1"), ("annual", "annual", "2026"), ("reply", "reply", None)]
)
def test_the_reader_knows_what_paper_it_is(name: str, kind: str, period: str | None) -> None:
    document = read_text(extract_bytes(made(name, "clean", 11)[1], "文稿.docx").text).document
    assert (document.kind, document.region) == (kind, "示范县")
    assert document.period == period or period is None


LATE = {
    placeholder.code
    for entry in packaged_sentences().values()
    for placeholder in parse(entry.text, KNOWN).placeholders()
    if placeholder.option("period") == "latest"
}


def mixed(seed: int) -> Facts:
    """Books as they are: late statistics, figures of a quarter, of an earlier day, cumulative ones, undated ones, gaps."""
    random = Random(seed)
    entries, goals = [], []
    times: list[tuple[str, date | None]] = [("2026H1", HALF[1])] * 5 + [
        ("2026H1", date(2026, 3, 31)),
        ("2026Q1", None),
        ("2026", HALF[1]),
        ("2026H1", None),
    ]
    for code, entry in KNOWN.items():
        if not entry.scored or random.random() < 0.1:
            continue
        period, as_of = (random.choice(["2025", "2024"]), None) if code in LATE else random.choice(times)
        entries.append(fact(code, value(code, random), period=period, as_of=as_of))
        if random.random() < 0.6:
            goals.append(goal(code, str(value(code, random))))
    return facts(*entries, goals=goals)


def missed(name: str, seeds: range) -> list[tuple[int, str, Said]]:
    """Figures of papers made from mixed books that the reader does not find as written: seed, sentence, figure."""
    lost = []
    for seed in seeds:
        composed, content = made(name, "clean", seed, mixed(seed))
        found = set(found_in(content))
        sentences = [sentence for section in composed.sections for sentence in section.sentences]
        lost += [
            (seed, each.text, said(number))
            for each in sentences
            for number in each.written
            if number.is_figure and said(number) not in found
        ]
    return lost


MIXED = ["half-year", "brief", "reply", "table", "tasks"]


@pytest.mark.parametrize("name", MIXED)
def test_figures_of_other_times_are_read_back_with_theirs_from_whole_papers(name: str) -> None:
    assert missed(name, range(2)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", MIXED)
def test_whatever_stands_in_the_books_is_read_back_from_whole_papers(name: str) -> None:
    assert missed(name, range(2, 42)) == []


def test_a_level_of_the_year_said_with_its_day_is_of_the_papers_own_period() -> None:
    """The books keep both under their own period; «截至5月底» in front of the sentence says one day for both."""
    entries = facts(
        fact("rnd.active_above_scale", 88),
        fact("rnd.active_above_scale_ratio", Decimal("52.3"), period="2026"),
        fact("contract.count", 75),
    )
    composed, content = made("half-year", "clean", 0, entries)
    wanted = [said(number) for number in composed.written if number.is_figure]
    assert ("rnd.active_above_scale_ratio", Decimal("52.3"), "achieved", "2026H1", "exact") in wanted
    assert [figure for figure in wanted if figure not in found_in(content)] == []


def test_a_table_whose_first_results_are_of_other_years_keeps_its_own_titles() -> None:
    entries = facts(
        fact("rnd.expenditure", 976_000_000, period="2025", as_of=None),
        fact("rnd.gdp_ratio", Decimal("5.9"), period="2024", as_of=None),
        fact("hnte.valid", 90),
    )
    assert ("hnte.valid", Decimal(90), "achieved", "2026H1", "exact") in found_in(made("table", "clean", 0, entries)[1])


def test_what_is_applied_for_ends_where_a_new_day_is_named() -> None:
    text = "示范县科学技术局2026年上半年工作总结\n一、创新平台\n组织67家企业申报工程技术研究中心，截至5月底，全县科技综合体35个。\n"
    assert [(entry.code, entry.value) for entry in read_text(text).figures][-1] == ("carrier.complexes", Decimal(35))
