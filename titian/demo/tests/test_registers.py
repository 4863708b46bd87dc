"""The county's workbooks come in through the office's own import, and the registers then count to what the papers state."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest
from django.conf import settings

from titian.accounts.models import User
from titian.base.periods import Period
from titian.demo.build import AS_OF, build
from titian.demo.collecting import ON_PAPER
from titian.demo.county.build import county
from titian.demo.ledgers import NOUNS
from titian.demo.story import tell
from titian.demo.workbooks import FAULTY, write_faulty, write_registers
from titian.exchange.models import APPLIED, REFUSED, Batch
from titian.exchange.tables import read_tables
from titian.figures.board import figure_rows
from titian.figures.computed import Beside, RowBooks
from titian.figures.models import indicators
from titian.ledgers.definition import Colour
from titian.ledgers.models import CollectionRequest, Ledger, LedgerRow
from titian.ledgers.packages import packaged
from titian.places.models import Region
from titian.registry.actions import merge_organisations
from titian.registry.models import AnnualFigure, IntellectualProperty, Organisation, Person, ScaleYear, Title
from titian.rnd.judging import clearing
from titian.rnd.models import EvaluationRun, Exemption
from titian.rnd.models.policies import policy_for


def told() -> list[str]:
    said: list[str] = []
    tell(said.append, papers=Path(settings.TITIAN.home) / "demo")
    return said[next(place for place, line in enumerate(said) if line.startswith("五、")) :]


PERIODS = ("2025H1", "2025", "2026H1")
# What the papers state of these is counted from rows; more comes with every ledger that has rows.
COUNTED = {
    *("visit.count", "visit.enterprises", "problem.solved", "training.sessions", "training.participants", "event.matchmaking"),
    *("rectification.reported", "rectification.done", "construction.investment"),
}
# code, period → what the paper states, what the rows give: see the docstring of `demo.county`.
PLANTED = {("platform.etrc.applied", "2026H1"): (Decimal(4), Decimal(3))}
MINE = ("enterprises", "supervision", "funds")


@pytest.mark.django_db
def test_the_registers_come_in_as_imports_and_count_to_what_the_papers_state() -> None:
    build(lambda _: None)
    rows = county()
    _hold_what_the_county_is_made_of()
    ledgers = Counter(book.ledger for noun in NOUNS for book in noun.books())
    imported = Batch.objects.exclude(register__in=[*ledgers, "stated-facts", "pool"])  # of the ladder: test_ladder.py
    assert Counter(imported.values_list("state", flat=True)) == {APPLIED: 11, REFUSED: 1}
    assert Counter(Batch.objects.filter(state=APPLIED, register__in=ledgers).values_list("register", flat=True)) == ledgers
    assert AnnualFigure.objects.filter(is_chosen=True).count() == sum(row.chosen for row in rows.annual)
    assert "12 处年度数据来源待定" in told()[0]
    assert "3 个不同" in told()[1]
    _ledgers_count_to_what_the_papers_state()
    _research_is_what_the_section_states()
    _no_page_of_a_ledger_is_empty()
    _towns_and_firms_were_asked()
    _merging_mends_the_second_difference()
    _outsiders_see_only_what_is_theirs()


def _hold_what_the_county_is_made_of() -> None:
    rows = county()
    held = [model._default_manager.count() for model in (Organisation, Title, AnnualFigure, IntellectualProperty, Person)]
    assert held == [len(part) for part in (rows.firms, rows.titles, rows.annual, rows.rights, rows.people)]
    assert Organisation.objects.exclude(carrier=None).count() == 93
    assert Organisation.objects.exclude(uscc_reason="").count() == 3
    assert ScaleYear.objects.filter(year=2024, is_above=True, sector="").count() == 128
    assert ScaleYear.objects.filter(year=2025, is_above=True, sector="service").count() == 6
    assert Organisation.objects.filter(state="moved").exclude(state_since=None).count() == 10


def _towns_and_firms_were_asked() -> None:
    """A form due today, one given back, one due later, one taken over; a firm has one. What came in is what the ledgers held already."""
    town, firm = User.objects.get(username="town"), User.objects.get(username="firm")
    found = [(one.collection.due, one.state) for one in CollectionRequest.objects.visible_to(town).order_by("collection__due")]
    days = [AS_OF, date(2026, 6, 5), date(2026, 6, 10), date(2026, 6, 15)]
    assert found == list(zip(days, ["open", "returned", "open", "taken"], strict=True))
    assert [one.state for one in CollectionRequest.objects.visible_to(firm)] == ["open"]
    returned = CollectionRequest.objects.visible_to(town).get(state="returned")
    assert len(returned.notes) == 2
    assert Counter(CollectionRequest.objects.values_list("state", flat=True))["submitted"] == len(ON_PAPER) - 1
    assert not LedgerRow.objects.kept().filter(collected__isnull=False).exists(), "nothing new counts"


def _ledgers_count_to_what_the_papers_state() -> None:
    compared = dict(_compared())
    assert {code for code, _ in compared} >= COUNTED
    assert {key: (stated, counted) for key, (stated, counted, fits) in compared.items() if not fits} == PLANTED


def _compared() -> Iterator[tuple[tuple[str, str], tuple[Decimal, Decimal, bool]]]:
    """What the books state of 示范县 beside what the ledgers' rows count, whole figures alone."""
    leader, county = User.objects.get(username="leader"), Region.objects.get(name="示范县")
    counting, known = RowBooks(user=leader, day=AS_OF), indicators()
    ours = {figure.code for ledger in packaged().values() for figure in ledger.figures}
    for row in figure_rows(user=leader, regions=[county], periods=[Period(text) for text in PERIODS]):
        key = row.key
        if key.indicator not in ours or row.current is None or key.status == "target" or key.scope or key.level:
            continue
        counted = counting.counted(key.indicator, region=county, period=key.period)
        if counted is not None and counted.value is not None and not counted.computed.calibre:
            beside = Beside(counted, key, known[key.indicator], row.current)
            yield (key.indicator, str(key.period)), (row.current.value, counted.value, beside.agrees)


def _research_is_what_the_section_states() -> None:
    """The evaluation of 2025 and the two clearing lists, as the half-year paper of the section has them."""
    paper = files("titian.demo").joinpath("reports/county-2026h1-research.txt").read_text("utf-8")
    results = EvaluationRun.objects.get(year=2025).results
    passed, best = results.filter(outcome="met"), results.filter(outcome="met", grade="优秀")
    assert _said(paper, r"参评规上工业企业(\d+)家，优秀(\d+)家、合格(\d+)家、不合格(\d+)家；资料不全未定等次的(\d+)家") == [
        results.exclude(outcome="exempt").count(),
        best.count(),
        passed.count() - best.count(),
        results.filter(outcome="not_met").count(),
        results.filter(outcome="unknown").count(),
    ]
    at_start, now = (_standing("institution", 2025, day) for day in (date(2025, 12, 31), AS_OF))
    assert _said(paper, r"没有研发机构的由年初(\d+)家减至(\d+)家") == [at_start["listed"], now["listed"]]
    before, left = _standing("zero", 2024, AS_OF), _standing("zero", 2025, AS_OF)
    assert _said(paper, r"没有研发费用的由年初(\d+)家减至(\d+)家；剩余(\d+)家") == [before.total(), left.total(), left.total()]
    grounds = Counter(Exemption.objects.filter(purpose="zero", year=2025).values_list("ground", flat=True))
    assert _said(paper, r"总部结算(\d+)家、停产(\d+)家") == [grounds["headquarters"], grounds["suspended"]]


def _said(paper: str, pattern: str) -> list[int]:
    found = re.search(pattern, paper)
    assert found, pattern
    return [int(number) for number in found.groups()]


def _standing(name: str, year: int, day: date) -> Counter[str]:
    officer = User.objects.get(username="research")
    return Counter(one.standing.state for one in clearing(officer, name, year, policy_for("clearing", day), day=day))


def _no_page_of_a_ledger_is_empty() -> None:
    """Open and closed, red, yellow and green, many towns, evidence, something near its deadline, something that stands still."""
    rows = LedgerRow.objects.kept().filter(ledger__group__in=MINE).select_related("ledger")
    colours: Mapping[Colour, int] = Counter(found.colour for row in rows if (found := row.colour_on(AS_OF)))
    assert min(colours[colour] for colour in (Colour.RED, Colour.YELLOW, Colour.GREEN)) >= 10
    assert rows.exclude(region=None).values("region").distinct().count() >= 15
    assert rows.exclude(evidence=None).distinct().count() >= 25
    assert LedgerRow.objects.filter(is_draft=True, collected=None).count() == 4
    soon = rows.filter(ledger__code="proposals").open_on(AS_OF).filter(due__range=(AS_OF, AS_OF + timedelta(days=10)))
    assert soon.exists()
    stalled = [
        row for row in rows.filter(ledger__code="platform_progress") if getattr(row.colour_on(AS_OF), "word", "") == "九十天无进展"
    ]
    assert [row.title for row in stalled] == ["科技服务业集聚区"]
    assert not Ledger.objects.filter(group__in=MINE, rows=None).exists()


def _merging_mends_the_second_difference() -> None:
    entered = Title.objects.filter(kind="tsme", since__year=2026).select_related("organisation")
    number = next(number for number, count in Counter(title.certificate for title in entered).items() if count == 2)
    old, new = sorted((title.organisation for title in entered if title.certificate == number), key=lambda firm: firm.uscc or "")
    merge_organisations(old, into=new, by=User.objects.get(username="enterprise"), reason="同一家企业，新旧两个名称")
    assert "2 个不同" in told()[1]


def _outsiders_see_only_what_is_theirs() -> None:
    firm, incubator, bank, expert = (User.objects.get(username=name) for name in ("firm", "incubator", "bank", "expert"))
    assert [str(one) for one in Organisation.objects.visible_to(firm)] == ["示范县重工机械股份有限公司"]
    assert Organisation.objects.visible_to(incubator).count() == 35
    assert Organisation.objects.visible_to(bank).get().kind == "bank"
    assert not Organisation.objects.visible_to(expert)
    assert [person.name for person in Person.objects.visible_to(expert)] == [expert.name]


@pytest.mark.django_db
def test_every_workbook_says_in_its_second_row_that_it_is_made_up(tmp_path: Path) -> None:
    books = [path for _, path in write_registers(tmp_path)] + [write_faulty(tmp_path)]
    for path in books:
        table = read_tables(path)[0]
        assert "演示数据" in " ".join(table.rows[1]), path.name
    assert {"企业名录.xlsx", "年度数据.xlsx", "资质荣誉.xlsx", "知识产权.xlsx", "人员.xlsx", FAULTY} <= {
        path.name for path in books
    }


@pytest.mark.django_db
def test_the_same_county_makes_the_same_workbooks(tmp_path: Path) -> None:
    first, again = write_registers(tmp_path / "a"), write_registers(tmp_path / "b")
    assert all(one.read_bytes() == other.read_bytes() for (_, one), (_, other) in zip(first, again, strict=True))
