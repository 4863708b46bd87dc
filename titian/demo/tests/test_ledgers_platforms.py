"""The ledgers of platforms, talent and the office: what the papers state comes out of their rows, but for the one planted difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from titian.accounts.models import User
from titian.base.periods import Period
from titian.demo.build import AS_OF, DEPARTMENTS, _places
from titian.demo.county import (
    ledgers_carriers,
    ledgers_checks,
    ledgers_commissioners,
    ledgers_institutions,
    ledgers_instruments,
    ledgers_office,
    ledgers_paperwork,
    ledgers_rectification,
    ledgers_services,
    ledgers_villages,
    ledgers_zones,
)
from titian.demo.county.books import Book
from titian.demo.ledgers import NOUNS, load_ledgers
from titian.demo.people import add_inside, add_outside
from titian.demo.registers import load_registers
from titian.figures.computed import RowBooks
from titian.journal.actions import verify
from titian.ledgers.models import LedgerRow
from titian.ledgers.packages import packaged
from titian.places.models import Region

H1, YEAR, NOW = "2025H1", "2025", "2026H1"
PAPERS = {
    H1: ("county-2025h1",),
    YEAR: ("county-2025",),
    NOW: ("county-2026h1-research", "county-2026h1-transfer", "county-2026h1-office"),
}
# Code → period → what the paper states, and the words it states it in.
STATED: dict[str, dict[str, tuple[int, str]]] = {
    "commissioner.total": {H1: (92, "选派科技特派员92人"), YEAR: (96, "科技特派员96人"), NOW: (98, "全县科技特派员98人")},
    "commissioner.legal": {H1: (18, "法人科技特派员18人"), YEAR: (19, "其中法人19人"), NOW: (20, "法人科技特派员20人")},
    "commissioner.natural": {H1: (74, "自然人科技特派员74人"), YEAR: (77, "自然人77人"), NOW: (78, "自然人科技特派员78人")},
    "talent.introduced": {
        H1: (11, "引进和培育科技人才11人"),
        YEAR: (27, "引进和培育科技人才27人"),
        NOW: (13, "引进和培育科技人才13人"),
    },
    "talent.deputy": {H1: (5, "在岗科技副总5人"), YEAR: (9, "在岗科技副总9人"), NOW: (11, "在岗科技副总11人")},
    "talent.three_zone": {YEAR: (16, "选派“三区”科技人才16人"), NOW: (16, "选派“三区”科技人才16人")},
    "talent.leader.applied": {YEAR: (4, "申报科技领军人才4人"), NOW: (3, "申报科技领军人才3人")},
    "talent.team.applied": {YEAR: (2, "科技创新团队2个"), NOW: (1, "科技创新团队1个")},
    "platform.rd_total": {H1: (49, "总数达到49家"), YEAR: (55, "总数达到55家"), NOW: (58, "总数58家")},
    "platform.rd_new": {H1: (3, "新备案企业研发机构3家"), YEAR: (9, "新增企业研发机构9家"), NOW: (3, "新增企业研发机构3家")},
    "platform.etrc.applied": {H1: (3, "申报工程技术研究中心3家"), YEAR: (5, "申报5家"), NOW: (4, "组织申报工程技术研究中心4家")},
    "platform.etrc.new": {YEAR: (2, "新增工程技术研究中心2家"), NOW: (1, "新增工程技术研究中心1家")},
    "platform.tic.new": {YEAR: (1, "技术创新中心1家")},
    "platform.keylab.new": {YEAR: (1, "市级重点实验室1家")},
    "station.academician.new": {YEAR: (1, "院士工作站1家")},
    "station.doctor.new": {H1: (1, "新建博士创新站1家"), YEAR: (3, "博士创新站3家"), NOW: (2, "新建博士创新站2家")},
    "station.graduate.applied": {H1: (2, "研究生工作站2家"), YEAR: (4, "申报研究生工作站4家"), NOW: (3, "研究生工作站3家")},
    "carrier.complexes": {H1: (3, "科技综合体3个"), YEAR: (4, "科技综合体达到4个"), NOW: (4, "科技综合体4个")},
    "carrier.area": {
        H1: (68_000, "运营面积6.8万平方米"),
        YEAR: (82_000, "运营面积8.2万平方米"),
        NOW: (82_000, "运营面积8.2万平方米"),
    },
    "carrier.tenants": {H1: (73, "入孵科技型企业73家"), YEAR: (88, "入孵科技型企业88家"), NOW: (93, "入孵科技型企业93家")},
    "party.study": {H1: (5, "理论学习中心组学习会议5次"), YEAR: (12, "理论学习中心组学习12次"), NOW: (5, "理论学习中心组学习5次")},
}
# The section calls a centre applied for whose papers were not handed in by the end of May: the rows have it at 谋划.
PLANTED = {("platform.etrc.applied", NOW): 3}


def text(period: str) -> str:
    return "".join(files("titian.demo").joinpath(f"reports/{name}.txt").read_text("utf-8") for name in PAPERS[period])


def rows(book: Iterable[Any], since: date = date(2026, 1, 1), until: date = AS_OF) -> list[Any]:
    return [row for row in book if since <= row["day"] <= until]


def total(found: Iterable[Any], key: str) -> int:
    return sum(row.get(key) or 0 for row in found)


@pytest.mark.parametrize(("code", "period"), [(code, period) for code, said in STATED.items() for period in said])
def test_the_papers_say_what_the_rows_are_held_to(code: str, period: str) -> None:
    assert STATED[code][period][1] in text(period)


@pytest.mark.django_db
def test_the_rows_count_to_what_the_papers_state_and_no_page_is_empty() -> None:
    folder = Path(settings.TITIAN.home) / "demo"
    county = _places()
    people = add_inside(DEPARTMENTS, town=Region.objects.towns_of(county)[0])
    load_registers(folder, day=AS_OF, people=people)
    load_ledgers(folder, day=AS_OF, people=people | add_outside())
    _counts_to_what_is_stated(people["leader"], county)
    _shows_every_colour()
    _has_a_platform_that_stands_still()
    assert verify() is None


def _counts_to_what_is_stated(leader: User, county: Region) -> None:
    books, different = RowBooks(user=leader, day=AS_OF), {}
    for code, said in STATED.items():
        for period, (value, _) in said.items():
            found = books.counted(code, region=county, period=Period(period))
            assert found is not None
            if found.value != value:
                different[code, period] = found.value
    assert different == PLANTED
    lines = books.by_town("commissioner.total", region=county, period=Period(NOW))
    assert sum(line.counted.value or 0 for line in lines) == 98
    assert min(line.counted.value or 0 for line in lines[:-1]) > 0


def _shows_every_colour() -> None:
    """Each ledger has rows, closed ones and open ones where it has a course, and all of them together every colour in many towns."""
    colours: Counter[str] = Counter()
    for code in {book.ledger for noun in NOUNS for book in noun.books()}:
        found = list(LedgerRow.objects.of(code).select_related("ledger"))
        assert found, code
        colours.update(rule.colour for row in found if (rule := row.colour_on(AS_OF)))
    mine = [one.name for one in packaged().values() if one.group in {"platforms", "talent", "office"}]
    assert {code for code in mine if not LedgerRow.objects.of(code).exists()} <= {"platform_progress"}
    assert min(colours["red"], colours["yellow"]) >= 10
    assert LedgerRow.objects.of(*mine).exclude(region=None).values("region").distinct().count() >= 17


def _has_a_platform_that_stands_still() -> None:
    rules = packaged()["platforms"].colours
    (stalled,) = LedgerRow.objects.of("platforms").coloured(rules[:1], ["red"], AS_OF)
    (open_,) = stalled.children.filter(ledger__code="assessments", closed_on=None)
    assert (open_.state, open_.value("decision"), open_.value("stalled")) == ("meeting", None, True)
    assert open_.value("score") == sum(item.value("score") for item in open_.children.all())


def test_institutions_of_the_year_are_of_the_kinds_the_report_names() -> None:
    (book, _) = ledgers_institutions.books()
    year = [row for row in book.rows if row["day"].year == 2025 and row["change"] == "new"]  # type: ignore[attr-defined]  # days
    assert Counter(row["kind"] for row in year) == {
        "etrc": 2,
        "keylab": 1,
        "tic": 1,
        "academician": 1,
        "doctor": 3,
        "technology_centre": 1,
    }


def test_the_area_grew_by_the_carrier_that_opened_and_the_tenants_by_five() -> None:
    assert [ledgers_carriers.carriers_on(day) for day in (date(2025, 6, 20), date(2025, 12, 31), AS_OF)] == [
        (3, 68_000, 73),
        (4, 82_000, 88),
        (4, 82_000, 93),
    ]
    assert all(stay.firm.founded is None or stay.firm.founded <= stay.since for stay in ledgers_carriers.stays())


def test_instruments_were_shared_for_386_hours_and_never_by_two_at_once() -> None:
    units, uses = (book.rows for book in ledgers_instruments.books())
    assert len(units) == 47
    shared = [row for row in rows(uses) if row["kind"] == "outside" and row["state"] == "served"]
    assert total(shared, "hours") == 386
    assert max(Counter((row["parent"], row["day"], row["starts"]) for row in uses).values()) == 1
    assert "入网仪器47台（套），上半年对外服务386机时" in text(NOW)


def test_nineteen_of_24_criteria_are_met() -> None:
    criteria = ledgers_zones.books()[0].rows
    assert Counter(row["state"] for row in criteria) == {"met": 19, "near": 3, "far": 2}
    assert "24项评价指标中，已达标19项，接近达标3项，差距较大2项" in text(NOW)


def test_services_hold_what_the_papers_say_of_them() -> None:
    services = ledgers_services.books()[0].rows
    first, now = rows(services, date(2025, 1, 1), date(2025, 6, 20)), rows(services)
    assert (len(first), sum(1 for row in first if row.get("variety"))) == (326, 21)
    assert (len(now), sum(1 for row in now if row.get("variety"))) == (264, 17)
    solved = [row for row in now if row.get("outcome") == "solved"]
    assert (len(solved), sum(row["kind"] == "research" for row in solved)) == (73, 14)
    assert total(now, "count") == 1_128
    assert Counter(row.get("checked") for row in now if row.get("checked")) == {"passed": 26, "failed": 4}
    for words in ("服务260余次", "解决技术难题73个", "培训农民1100余人次", "引进新品种17个", "工艺改进14项", "抽查30人，不合格4人"):
        assert words in text(NOW)
    assert "下乡服务320余次，推广新品种21个" in text(H1)


def test_three_zone_people_cover_towns_and_villages_once_and_hold_one_post() -> None:
    people = ledgers_commissioners.zone_people()
    year = [entry for entry in people if entry[0] == 2025]
    villages = [village for *_, some in year for village in some]
    assert (len(year), len({town for *_, town, _ in year}), len(villages), len(set(villages))) == (16, 12, 35, 35)
    assert "覆盖12个乡镇、35个村" in text(YEAR)
    names = Counter(one.name for one in ledgers_commissioners.commissioners())
    assert max(names.values()) == 1
    zone = {one.name for one in ledgers_commissioners.commissioners() if one.level == "three_zone"}
    assert {person.name for year, person, *_ in people if year == 2026} == zone
    now = [one for one in ledgers_commissioners.commissioners() if one.standing(AS_OF)]
    assert sum(one.serves_firms for one in now) == 23


def test_fields_and_passes_over_them_are_kept_apart() -> None:
    farming = ledgers_villages.books()[0].rows
    year, now = rows(farming, date(2025, 1, 1), date(2025, 12, 31)), rows(farming)
    kinds = Counter(row["kind"] for row in year)
    assert (kinds["variety"], kinds["technique"]) == (46, 38)
    assert total(year, "area") == 21_000
    bases = [row for row in now if row["kind"] == "base"]
    assert (len(bases), total(bases, "area")) == (12, 4_300)
    assert not any(row.get("area") and row.get("area_times") for row in farming)
    assert "新品种46个、新技术38项，示范面积2.1万亩" in text(YEAR)
    assert "示范基地12个、4300亩" in text(NOW)


def test_the_office_met_studied_and_visited_as_its_papers_say() -> None:
    party, volunteering, *_ = ledgers_office.books()
    held = [
        Counter(row["kind"] for row in rows(party.rows, *span))
        for span in ((date(2025, 1, 1), date(2025, 6, 20)), (date(2026, 1, 1), AS_OF))
    ]
    assert [(one["party_group"], one["lecture"], one["theme_day"]) for one in held] == [(7, 2, 6), (8, 2, 5)]
    assert Counter(row["kind"] for row in rows(party.rows, date(2025, 1, 1), date(2025, 12, 31)))["conduct"] == 4
    now = rows(volunteering.rows)
    assert total((row for row in now if row["kind"] == "community"), "count") == 32
    assert total(now, "households") == 48
    assert sum((row.get("amount") or Decimal(0) for row in now if row["kind"] == "aid"), Decimal(0)) == 260_000
    assert "党组会8次" in text(NOW)
    assert "走访联系户48户次" in text(NOW)


def test_side_work_counts_what_the_office_says() -> None:
    now = rows(ledgers_paperwork.books()[3].rows)
    by_kind = {kind: [row for row in now if row["kind"] == kind] for kind in {row["kind"] for row in now}}
    safety = by_kind["safety"]
    assert (total(safety, "count"), total(safety, "found"), total(safety, "fixed")) == (8, 13, 12)
    assert (len(by_kind["petition"]), len(by_kind["secrecy"]), total(by_kind["archive"], "count")) == (2, 2, 312)
    assert (total(by_kind["press"], "count"), total(by_kind["press"], "adopted")) == (23, 5)
    assert "发现隐患13处，已整改12处" in text(NOW)


def test_workbooks_have_names_of_their_own() -> None:
    books: list[Book] = [book for noun in NOUNS for book in noun.books()]
    assert max(Counter(book.title for book in books).values()) == 1
    assert all(book.rows for book in books)


def test_projects_were_checked_in_every_half_year_and_each_issue_stands_in_the_list_of_issues() -> None:
    checks, funds = (book.rows for book in ledgers_checks.books())
    spans = ((date(2025, 1, 1), date(2025, 6, 30)), (date(2025, 7, 1), date(2025, 12, 31)), (date(2026, 1, 1), AS_OF))
    assert [(len(rows(checks, *span)), total(rows(checks, *span), "count")) for span in spans] == [(5, 0), (8, 0), (6, 7)]
    listed = [row for book in ledgers_rectification.books() for row in book.rows if row.get("batch") == ledgers_checks.LATEST]
    issues = Counter(row["organisation"] for row in listed if row["title"] and "serial" in row)
    assert {row["organisation"]: row["count"] for row in rows(checks, *spans[2])} == issues
    given = [[row for row in funds if row["batch"] == year] for year in ("2024", "2025", "2026")]
    assert [sum(row["state"] == "paid" for row in year) for year in given] == [4, 4, 0]
    assert all(row["amount"] == row["paid"] for row in funds if row["state"] == "paid")
