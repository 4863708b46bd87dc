"""The packaged catalogue: every entry complete and unambiguous, and no two counts that an office keeps apart share a name."""

import re

import pytest

from titian.figures.catalogue import Indicator, packaged
from titian.figures.models import find_indicators

CODES = sorted(packaged())
UNITS = {"元", "%", "家", "个", "项", "人", "次", "人次", "个次", "人年", "平方米", "条", "件"}
FREQUENCIES = {"月", "月累计", "季", "半年", "年", "批次"}
# Counts that the office never mixes: applied for and awarded, granted and outstanding, occasions and firms, sessions and people.
KEPT_APART = [
    ("hnte.valid", "hnte.new", "hnte.net"),
    ("tsme.applied", "tsme.stored"),
    ("loan.granted", "loan.balance", "loan.approved"),
    ("contract.value", "contract.traded", "contract.absorbed"),
    ("visit.count", "visit.enterprises", "visit.enterprise_visits"),
    ("training.sessions", "training.participants", "training.people"),
    ("rectification.reported", "rectification.done"),
    ("rnd.expenditure", "rnd.enterprise_expense", "rnd.above_scale_expense", "deduction.amount"),
    ("match.intentions", "match.cooperations", "achievement.transformed"),
]


@pytest.fixture(params=CODES)
def entry(request: pytest.FixtureRequest) -> Indicator:
    return packaged()[request.param]


def test_the_catalogue_holds_the_86_codes_the_reader_names_and_27_more() -> None:
    scored = [entry for entry in packaged().values() if entry.scored]
    assert (len(scored), len(packaged()) - len(scored)) == (86, 27)


def test_a_code_is_dotted_lower_case_english(entry: Indicator) -> None:
    assert re.fullmatch(r"[a-z]+(?:\.[a-z0-9_]+){1,2}", entry.code)


def test_an_entry_is_complete(entry: Indicator) -> None:
    for name in ("name", "definition", "publisher", "frequency", "lag", "calibre", "area_label"):
        assert getattr(entry, name).strip(), name


def test_fields_with_few_values_keep_to_them(entry: Indicator) -> None:
    assert entry.unit in UNITS
    assert entry.kind in {"stock", "flow", "ratio"}
    assert entry.frequency in FREQUENCIES
    assert entry.direction in {"up", "down", "none"}
    assert entry.disclosure in {"公开", "内部", "不得导出"}
    assert isinstance(entry.decomposable, bool)


def test_a_definition_is_one_sentence_that_says_more_than_the_name(entry: Indicator) -> None:
    assert entry.definition.endswith("。")
    assert entry.definition.count("。") == 1
    assert entry.definition.rstrip("。") != entry.name
    assert len(entry.definition) >= 15


def test_per_cent_is_the_unit_of_ratios_and_of_nothing_else(entry: Indicator) -> None:
    assert (entry.kind == "ratio") or entry.unit != "%"


def test_what_the_statistics_bureau_issues_is_never_split_over_towns(entry: Indicator) -> None:
    assert not (entry.publisher == "统计局" and entry.decomposable)


def test_a_ratio_is_never_split_over_towns(entry: Indicator) -> None:
    """Shares of a ratio do not add up to it."""
    assert not (entry.kind == "ratio" and entry.decomposable)


def test_an_application_says_that_it_is_not_yet_an_award(entry: Indicator) -> None:
    if entry.code.endswith(".applied"):
        assert entry.kind == "flow"
        assert re.search(r"申请|申报|推荐|提名|征集", entry.definition)
    if entry.code.endswith((".new", ".approved")):
        assert entry.kind == "flow"
        assert not re.match(r"申报|推荐", entry.name)


def test_no_two_entries_share_a_name_or_a_definition() -> None:
    for field in ("name", "definition"):
        values = [getattr(entry, field) for entry in packaged().values()]
        assert len(values) == len(set(values)), field


def test_an_application_and_its_award_never_share_a_name() -> None:
    for code, entry in packaged().items():
        stem = code.removesuffix(".applied")
        awards = [packaged()[f"{stem}{end}"] for end in (".new", ".approved") if f"{stem}{end}" in packaged()]
        assert stem == code or all(entry.name != award.name and entry.unit == award.unit for award in awards), code


@pytest.mark.parametrize("codes", KEPT_APART, ids=lambda codes: codes[0])
def test_counts_that_never_mix_are_separate_entries(codes: tuple[str, ...]) -> None:
    entries = [packaged()[code] for code in codes]
    assert len({entry.name for entry in entries}) == len({entry.definition for entry in entries}) == len(codes)


def test_the_commissioners_split_by_legal_form_in_one_unit() -> None:
    parts = [packaged()[f"commissioner.{part}"] for part in ("total", "legal", "natural")]
    assert {(part.unit, part.kind) for part in parts} == {("人", "stock")}


def test_new_high_tech_enterprises_say_whether_recertified_ones_count() -> None:
    assert "重新认定" in packaged()["hnte.new"].definition
    assert "净增" in packaged()["hnte.net"].calibre


def test_only_a_bad_loan_ratio_is_better_when_it_falls() -> None:
    assert [code for code, entry in packaged().items() if entry.direction == "down"] == ["loan.npl_ratio"]


@pytest.mark.django_db
def test_a_figure_is_found_without_what_its_name_has_in_brackets() -> None:
    assert "visit.count" in {entry.code for entry in find_indicators("入企服务次数")}
    assert find_indicators("没有这个数") == []
