"""The registers recounted in plain Python: what the books state of a day is what the rows know of it, but for the planted differences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest

from titian.accounts.models import User
from titian.base.periods import Period
from titian.demo.build import ABOVE_SCALE, AS_OF, build
from titian.demo.county.build import county
from titian.demo.county.rows import AnnualRow, County
from titian.demo.samples import towns
from titian.figures.board import figure_rows
from titian.figures.key import TARGET
from titian.places.models import Region
from titian.registry.codes import id_number_problem, industry_problem, uscc_doubt, uscc_problem
from titian.registry.models import AnnualFigure, IntellectualProperty, Organisation, Person
from titian.registry.titles import KINDS

DAYS = {"2024": date(2024, 12, 31), "2025H1": date(2025, 6, 20), "2025": date(2025, 12, 31), "2026H1": AS_OF}
VALID = {"hnte.valid": "hnte", "hnte.pool": "hnte_pool", "tsme.stored": "tsme"}
NEW = {kind.new: kind.code for kind in KINDS.values() if kind.new}
APPLIED = {kind.applied: kind.code for kind in KINDS.values() if kind.applied}
# code, period → what the paper states, what the rows give: see the docstring of `demo.county`.
PLANTED = {
    ("hnte.applied", "2025"): (Decimal(34), Decimal(31)),
    ("tsme.stored", "2026H1"): (Decimal(61), Decimal(62)),
}
MOST_AT_ONCE = (
    ("high_tech_income", "total_income"),
    ("main_business", "total_income"),
    ("rd_domestic", "rd_expense"),
    ("rd_expense", "cost"),
)
MOST_PEOPLE = ("sci_tech_staff", "staff"), ("rd_staff", "sci_tech_staff")
Stated = Mapping[tuple[str, str], Decimal]


@pytest.fixture
def stated(db: None) -> Stated:
    """What the books say of 示范县 once every sample paper was read and accepted, by code and period."""
    build(lambda _: None)
    regions = [Region.objects.get(name="示范县")]
    rows = figure_rows(user=User.objects.get(username="leader"), regions=regions, periods=[Period(text) for text in DAYS])
    achieved = [row for row in rows if row.key.status != TARGET and not row.key.scope]
    return {(row.key.indicator, str(row.key.period)): row.current.value for row in achieved if row.current}


def recounted(rows: County, code: str, period: str) -> int | None:
    """Firms counted by hand; None for a figure that titles and annual figures do not know."""
    day, since = DAYS[period], Period(period).since
    if code in VALID:
        return len({row.firm for row in rows.titles if row.kind == VALID[code] and row.valid_on(day)})
    if code == "hnte.net":
        before = date(since.year - 1, 12, 31)
        return sum(row.valid_on(day) - row.valid_on(before) for row in rows.titles if row.kind == "hnte")
    if code in NEW:
        return len({row.firm for row in rows.titles if row.kind == NEW[code] and row.since and since <= row.since <= day})
    if code in APPLIED:
        return len({row.firm for row in rows.titles if row.kind == APPLIED[code] and row.applied and since <= row.applied <= day})
    return spent(rows, code, int(period)) if period.isdigit() and int(period) > 2023 else None


def spent(rows: County, code: str, year: int) -> int | None:
    returns = [row for row in counting(rows) if row.year == year and (row.values.get("rd_expense") or 0) > 0]
    if code == "rnd.reporting_enterprises":
        return len({row.firm for row in returns})
    if code == "rnd.enterprise_expense":
        return sum(row.values["rd_expense"] or 0 for row in returns)
    if code == "rnd.active_above_scale":
        return len({row.firm for row in returns if row.firm.scale.get(year)})
    return None


def counting(rows: County) -> Iterator[AnnualRow]:
    """The chosen row, or the only one, of a firm and year."""
    sources = Counter((row.firm, row.year) for row in rows.annual)
    return (row for row in rows.annual if row.chosen or sources[row.firm, row.year] == 1)


def text_of(name: str) -> str:
    return files("titian.demo").joinpath(f"reports/{name}.txt").read_text("utf-8")


def test_the_rows_count_to_what_the_papers_state_but_for_the_two_planted_differences(stated: Stated) -> None:
    rows = county()
    known = {key: (value, recounted(rows, *key)) for key, value in stated.items()}
    compared = {key: (value, Decimal(count)) for key, (value, count) in known.items() if count is not None}
    assert len(compared) >= 37, sorted(compared)
    assert {key: pair for key, pair in compared.items() if pair[0] != pair[1]} == PLANTED


def test_merging_the_firm_that_stands_twice_puts_the_entries_of_the_year_right() -> None:
    rows = county()
    stored = [row for row in rows.titles if row.kind == "tsme" and row.valid_on(AS_OF)]
    doubled = [number for number, count in Counter(row.certificate for row in stored).items() if count > 1]
    assert len({row.certificate for row in stored}) == 61
    assert len(doubled) == 1
    old, new = sorted((row.firm for row in stored if row.certificate == doubled[0]), key=lambda firm: firm.uscc is not None)
    assert old.uscc is None
    assert old.name.removeprefix("示范县")[:2] in new.name


def test_the_first_batch_stands_in_the_towns_the_section_names() -> None:
    applied = [row for row in county().titles if row.kind == "hnte" and row.applied and row.applied.year == 2026]
    listed = re.search(r"第一批申报的21家企业分布在(.*?)，其余", text_of("county-2026h1-enterprises"))
    eagles = re.search(r"组织申报雏鹰企业7家，其中(.*?)。", text_of("county-2026h1-enterprises"))
    assert listed
    assert eagles
    assert Counter(row.firm.town for row in applied) == _towns(listed[1])
    flown = [row for row in county().titles if row.kind == "eagle" and row.applied and row.applied.year == 2026]
    assert Counter(row.firm.town for row in flown) == _towns(eagles[1])


def _towns(text: str) -> dict[str, int]:
    return {name: int(count) for name, count in re.findall(r"(\w+?(?:镇|园区|街道|乡))(\d+)家", text)}


def test_firms_the_papers_name_are_in_the_register_with_what_the_papers_say_of_them() -> None:
    rows = county()
    eagles = {row.firm.short for row in rows.titles if row.kind == "eagle" and row.since and row.since.year == 2025}
    giants = {row.firm.short for row in rows.titles if row.kind == "giant" and row.since and row.since.year == 2025}
    assert eagles == {"河口轴承", "青禾种业", "沙湾水产", "云溪新材料"}
    assert giants == {"示范重工", "石桥玻纤"}
    first_half = {row.firm.short for row in rows.titles if row.kind == "eagle" and row.applied and row.applied < date(2025, 7, 1)}
    assert len(first_half & {"河口轴承", "石桥玻纤", "青禾种业", "沙湾水产", "云溪新材料"}) == 5


def test_above_scale_and_its_large_idle_firms_are_as_published() -> None:
    rows = county()
    assert Counter(year for firm in rows.firms for year, above in firm.scale.items() if above)[2024] == ABOVE_SCALE["示范县"]
    above = {firm for firm in rows.firms if firm.scale.get(2025)}
    assert len(above) == 125
    best = {row.firm: row for row in rows.annual if row.year == 2025 and row.firm in above and row.source != "deduction"}
    idle = [row for row in best.values() if not row.values.get("rd_expense") and not row.values.get("rd_statistical")]
    spends = {row.firm for row in rows.annual if row.year == 2025 and row.values.get("rd_expense")}
    assert len([row for row in idle if row.firm not in spends and (row.values["revenue"] or 0) >= 50_000_000]) == 9
    assert all((row.values["revenue"] or 0) >= 20_000_000 for row in best.values() if row.source == "statistics")


def test_an_annual_figure_never_exceeds_the_whole_it_is_a_part_of() -> None:
    for row in county().annual:
        for part, whole in (*MOST_AT_ONCE, *MOST_PEOPLE):
            less, more = row.values.get(part), row.values.get(whole)
            assert less is None or more is None or less <= more, (row.firm.name, row.year, row.source, part)
        if row.values.get("net_assets") is not None:
            assert row.values["total_assets"] == (row.values["net_assets"] or 0) + (row.values["liabilities"] or 0)
        fields = {field.name for field in AnnualFigure._meta.get_fields()}
        assert set(row.values) <= fields


def test_a_dozen_years_wait_for_a_choice_and_no_source_is_chosen_twice() -> None:
    rows = county().annual
    sources = Counter((row.firm, row.year) for row in rows)
    chosen = Counter((row.firm, row.year) for row in rows if row.chosen)
    statistics = {(row.firm, row.year) for row in rows if row.source == "statistics"}
    waiting = [key for key, count in sources.items() if count > 1 and key not in chosen]
    assert len(waiting) == 12
    assert not any(row.values.get("rd_expense") for row in rows if (row.firm, row.year) in waiting)
    assert max(chosen.values()) == 1
    assert not any(row.chosen for row in rows if row.source == "statistics")
    assert len(statistics) > 300


def test_codes_fit_their_rules_and_only_three_fail_their_check_with_a_reason() -> None:
    firms = county().firms
    codes = [firm.uscc for firm in firms if firm.uscc]
    assert len(codes) == len(set(codes))
    assert not any(uscc_problem(code) for code in codes)
    assert all(code[2:8] == "990123" for code in codes)
    doubtful = [firm for firm in firms if firm.uscc and uscc_doubt(firm.uscc)]
    assert len(doubtful) == 3
    assert all(firm.uscc_reason for firm in doubtful)
    assert not any(industry_problem(firm.industry) for firm in firms if firm.industry)
    assert not any(id_number_problem(person.id_number) for person in county().people if person.id_number)


def test_the_county_is_as_uneven_as_counties_are() -> None:
    rows = county()
    size = Counter(firm.town for firm in rows.firms)
    assert set(towns()) | {""} == set(size)
    assert 1150 <= len(rows.firms) <= 1300
    assert size["工业园区"] > size["城关镇"] > size["河口镇"] > 5 * size["清泉乡"] > 5 * size[""] / 2
    assert {firm.kind for firm in rows.firms} <= set(Organisation.KINDS)
    assert sum(1 for firm in rows.firms if firm.carrier) == 93
    assert len({firm.name for firm in rows.firms}) == len(rows.firms)
    assert {firm.state for firm in rows.firms} == {"active", "closed", "moved"}


def test_people_and_rights_are_of_known_kinds_and_counted_as_the_papers_say() -> None:
    rows = county()
    kinds = Counter(person.kind for person in rows.people)
    assert (kinds["expert"], kinds["specialist"], kinds["talent"]) == (80, 98, 51)
    assert set(kinds) <= set(Person.KINDS)
    assert Counter(person.position for person in rows.people if person.kind == "specialist") == {
        "法人科技特派员": 20,
        "自然人科技特派员": 78,
    }
    assert {right.kind for right in rows.rights} <= set(IntellectualProperty.KINDS)
    assert len({(right.firm, right.number) for right in rows.rights}) == len(rows.rights)
    assert all(right.granted and right.granted <= AS_OF for right in rows.rights)


def test_every_telephone_is_counted_up_and_nobody_is_a_known_person() -> None:
    assert all(re.fullmatch(r"1990\d{7}|", firm.phone) for firm in county().firms)
    assert all(re.fullmatch(r"1990\d{7}|", person.phone) for person in county().people)
    assert all("示范" in firm.name for firm in county().firms)


def test_the_same_seed_makes_the_same_county() -> None:
    county.cache_clear()
    first = county()
    county.cache_clear()
    again = county()
    assert [firm.name for firm in first.firms] == [firm.name for firm in again.firms]
    assert [row.values for row in first.annual] == [row.values for row in again.annual]
    assert [(row.firm.name, row.kind, row.since) for row in first.titles] == [
        (row.firm.name, row.kind, row.since) for row in again.titles
    ]
