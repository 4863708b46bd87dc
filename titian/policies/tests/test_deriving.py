"""Facts of a day: which years count, growth, properties, incidents, titles."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.policies.engine.units import as_share
from titian.policies.record.catalogue import FACTS
from titian.policies.record.deriving import counted_years, derive
from titian.policies.record.growth import growth
from titian.policies.record.reading import read_record
from titian.policies.record.titles import known_titles
from titian.policies.tests.make import DAY, changed, facts, firm, year


@pytest.mark.parametrize(
    ("founded", "years"),
    [
        (None, (2025, 2024, 2023)),
        (date(2019, 3, 1), (2025, 2024, 2023)),
        (date(2023, 12, 31), (2025, 2024, 2023)),
        (date(2024, 1, 1), (2025, 2024)),
        (date(2025, 12, 31), (2025,)),
        (date(2026, 1, 1), ()),
    ],
)
def test_a_younger_firm_uses_the_years_it_has(founded: date | None, years: tuple[int, ...]) -> None:
    assert counted_years(founded, DAY) == years


def test_every_fact_of_the_catalogue_is_derived_and_no_other() -> None:
    assert facts(firm()).values.keys() == FACTS.keys()
    assert facts({"uscc": "x"}).values.keys() == FACTS.keys()


def test_a_year_before_the_founding_adds_nothing_and_is_not_missing() -> None:
    record = facts(firm(founded_on="2024-05-01", years={"2024": year(), "2025": year()}))
    assert record.values["y3.revenue"] == 0
    assert not any(name.startswith("y3") for name in record.lacking)


def test_a_year_without_an_entry_is_missing() -> None:
    record = facts(firm(years={"2024": year(), "2025": year()}))
    assert record.values["y3.revenue"] is None
    assert record.lacking["y3.revenue"] == ("years.2023.revenue_yuan",)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([100, 110, 121], Fraction(1, 10)),
        ([100, 200, 100], Fraction(1, 4)),
        ([0, 100, 150], Fraction(1, 2)),
        ([100, 0, 150], Fraction(0)),
        ([None, 0, 150], Fraction(0)),
        ([None, 100, 150], None),
        ([100, 100, None], None),
        ([100, 150], Fraction(1, 2)),
        ([0, 150], Fraction(0)),
        ([100, 100, 50], Fraction(-1, 4)),
    ],
)
def test_growth_is_the_mean_of_two_years_with_the_edges_of_the_guideline(
    values: list[int | None], expected: Fraction | None
) -> None:
    assert growth(values) == expected


@given(st.integers(1, 10**15), st.integers(0, 10**15), st.integers(-10_000, 20_000))
def test_a_share_as_an_integer_compares_like_the_fraction(below: int, above: int, threshold: int) -> None:
    share, limit = Fraction(above, below), Fraction(threshold, 10_000)
    assert (as_share(share) >= as_share(limit)) == (share >= limit)
    assert (as_share(share) > as_share(limit)) == (share > limit)


def test_a_negative_base_leaves_growth_open_and_says_so() -> None:
    record = facts(changed(firm(), "years.2024.net_assets_yuan", -1))
    assert record.values["growth.net_assets"] is None
    assert any("基期净资产为负" in note for _, note in record.notes)


def test_a_property_without_a_class_may_be_either() -> None:
    record = facts(firm(ip=[{"class": "II", "obtained": "own"}, {"obtained": None}, {"class": "I", "granted_on": "2026-07-01"}]))
    found = {name: record.values[name] for name in FACTS if name.startswith(("ip.total", "ip.class", "ip.own."))}
    assert found == {
        "ip.total": 2,
        "ip.class1.least": 0,
        "ip.class1.most": 1,
        "ip.class2.most": 2,
        "ip.own.least": 1,
        "ip.own.most": 2,
    }
    assert record.lacking["ip.class1.least"] == ("ip.1.class",)
    assert record.lacking["ip.own.least"] == ("ip.1.obtained",)
    assert ("ip.total", "1 件知识产权授权日晚于评估日，不计") in record.notes


@pytest.mark.parametrize(
    ("day", "year_count", "two_years"),
    [
        ("2026-06-30", 1, 1),
        ("2025-06-30", 1, 1),
        ("2025-06-29", 0, 1),
        ("2025-01-01", 0, 1),
        ("2024-12-31", 0, 0),
        ("2026-07-01", 0, 0),
    ],
)
def test_incidents_count_in_their_windows_with_both_ends(day: str, year_count: int, two_years: int) -> None:
    values = facts(firm(incidents=[day])).values
    assert (values["incidents.year"], values["incidents.two_years"]) == (year_count, two_years)


@pytest.mark.parametrize(
    ("title", "route"),
    [
        ("高新技术企业", "hnte"),
        ("国家高新技术企业", "hnte"),
        ("高企", "hnte"),
        ("高新技术企业（2024年认定）", "hnte"),
        ("高新技术企业培育入库", None),
        ("高企培育库", None),
        ("农业高新技术企业", None),
        ("国家科学技术进步奖二等奖", "award"),
        ("国家级科技奖励", "award"),
        ("国家技术发明奖", "award"),
        ("自治区科学技术进步奖", None),
        ("宁夏回族自治区重点实验室", "institution"),
        ("江苏省企业技术中心", "institution"),
        ("国家级工程研究中心", "institution"),
        ("自治区级新型研发机构", "institution"),
        ("省部级以上研发机构", "institution"),
        ("吴忠市工程技术研究中心", None),
        ("市级重点实验室", None),
        ("主导制定国家标准", "standard"),
        ("近五年主导制定过行业标准", "standard"),
        ("参与制定国家标准", None),
        ("企业标准", None),
        ("科技型中小企业", None),
    ],
)
def test_titles_open_their_direct_way_in_many_wordings(title: str, route: str | None) -> None:
    assert [code for code in ("hnte", "award", "institution", "standard") if known_titles([title])[code]] == (
        [route] if route else []
    )


def test_without_titles_no_direct_way_is_taken_and_that_is_said() -> None:
    record = facts(firm(titles=None))
    assert record.values["title.hnte"] == 0
    assert ("title.hnte", "没有提供资质荣誉（titles），未考虑直通") in record.notes


def test_what_is_derived_for_many_is_what_is_derived_for_a_page() -> None:
    for record in (firm(), firm(founded_on="2025-05-01"), firm(years={}), {"uscc": "x"}, firm(titles=["高新技术企业", "瞪羚企业"])):
        read = read_record(record, DAY)
        assert derive(read, DAY, printing=False).values == derive(read, DAY).values
