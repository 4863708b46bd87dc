"""What the packaged ledgers of platforms, talent and the office count, and that a sheet's heads lead to one column each."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.figures.board import target_rows
from titian.figures.catalogue import packaged as catalogue
from titian.figures.models import indicators
from titian.figures.tests import make as figures
from titian.ledgers import actions
from titian.ledgers.columns.made import made
from titian.ledgers.definition.measures import By
from titian.ledgers.models import LedgerRow
from titian.ledgers.packages import packaged
from titian.ledgers.tests import make
from titian.ledgers.tests.test_indicators import counted
from titian.places.models import Region
from titian.registry.tests import make as registry

ON = date(2026, 2, 2)


def row(code: str, by: User, *, state: str = "", on: date | None = None, **values: Any) -> LedgerRow:
    return actions.add_row(make.ledger(code), {"day": ON, **values}, by=by, state=state, on=on)


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(packaged()))
def test_a_head_of_a_ledgers_sheet_is_one_column(code: str) -> None:
    columns = list(made(packaged()[code]))
    labels = {column.label: column.key for column in columns}
    assert len(labels) == len(columns)
    found = defaultdict(set)
    for column in columns:
        for word in column.aliases:
            if word not in labels:
                found[word].add(column.key)
    assert {word: keys for word, keys in found.items() if len(keys) > 1} == {}


def test_a_packaged_figure_stands_in_the_catalogue_as_what_it_is() -> None:
    known = catalogue()
    for definition in packaged().values():
        for figure in (figure for figure in definition.figures if not figure.is_local):
            entry = known[figure.code]
            if entry.kind == "stock":
                assert figure.by in {By.STANDING, By.EVER}, figure.code
        for one in definition.fields:
            assert not one.ledger or one.ledger in packaged(), (definition.name, one.key)


@pytest.mark.django_db
def test_applied_and_approved_platforms_are_two_counters_and_each_counts_in_the_period_it_was_reached(officer: User) -> None:
    firm = registry.organisation()
    centre = row("platforms", officer, title="轴承工程技术研究中心", kind="etrc", organisation=firm, day=date(2025, 9, 1))
    actions.step(centre, "applied", on=date(2025, 11, 3), by=officer)
    actions.step(centre, "approved", on=date(2026, 3, 2), by=officer)
    row("platforms", officer, title="工程研究中心", kind="erc", organisation=firm, state="approved")
    row("platforms", officer, title="谋划中的中心", kind="etrc", organisation=firm)
    assert counted("platform.etrc.new", officer).value == 1
    assert counted("platform.etrc.applied", officer).value == 0
    actions.step(centre, "kept", on=date(2026, 4, 1), by=officer)
    assert counted("platform.etrc.new", officer).value == 1


@pytest.mark.django_db
def test_an_upgraded_institution_is_no_new_one_and_a_removed_one_no_longer_stands(officer: User) -> None:
    firm = registry.organisation()
    for number, change in enumerate(("new", "new", "upgrade", None)):
        row("rd_institutions", officer, title=f"机构{number}", organisation=firm, kind="rd_centre", change=change)
    assert counted("platform.rd_new", officer).value == 2
    assert counted("platform.rd_total", officer).value == 4
    gone = LedgerRow.objects.get(title="机构3")
    actions.step(gone, "removed", on=date(2026, 5, 1), by=officer)
    assert counted("platform.rd_total", officer).value == 3


@pytest.mark.django_db
def test_a_carrier_in_building_has_no_area_yet_and_a_firm_in_two_carriers_is_one_tenant(officer: User) -> None:
    firm, tenant = registry.organisation(), registry.organisation()
    first = row("carriers", officer, title="甲孵化器", kind="incubator", organisation=firm, area=68_000, state="operating")
    second = row("carriers", officer, title="乙综合体", kind="complex", organisation=firm, area=14_000, state="building")
    for carrier, kind in ((first, "technology"), (second, "technology"), (first, "other")):
        owner = tenant if kind == "technology" else registry.organisation()
        row("tenants", officer, parent=carrier, organisation=owner, kind=kind)
    assert counted("carrier.complexes", officer).value == 2
    assert counted("carrier.area", officer).value == 68_000
    assert counted("carrier.tenants", officer).value == 1
    actions.step(second, "created", on=date(2026, 5, 6), by=officer)
    assert counted("carrier.area", officer).value == 82_000


@pytest.mark.django_db
def test_a_commissioner_counts_once_whether_person_or_unit(officer: User) -> None:
    unit, person = registry.organisation(), registry.person("张示范", "specialist")
    row("commissioners", officer, kind="legal", organisation=unit)
    for level in ("province", "county"):
        row("commissioners", officer, kind="natural", person=person, organisation=unit, level=level, double_reason="测试")
    left = row("commissioners", officer, kind="natural", person=registry.person("李示范", "specialist"))
    found = [counted(f"commissioner.{part}", officer).value for part in ("total", "legal", "natural")]
    assert found == [3, 1, 2]
    actions.step(left, "ended", on=date(2026, 5, 1), by=officer)
    assert counted("commissioner.total", officer).value == 2
    assert LedgerRow.objects.filter(title="张示范").count() == 2, "a row is called after its person"


@pytest.mark.django_db
def test_commissioners_of_the_towns_add_up_to_the_county(officer: User) -> None:
    from titian.figures.computed import RowBooks
    from titian.ledgers.tests.test_indicators import DAY, H1, county

    home = county()
    town = Region.objects.create(code="990123103", name="邻山镇", level="town", parent=home)
    there, nowhere = registry.person("王示范", region=town), registry.person("赵示范")
    units = registry.organisation(), registry.organisation(region=town), registry.organisation(region=None)
    for unit in units:
        row("commissioners", officer, kind="legal", organisation=unit)
        row("commissioners", officer, kind="natural", person=nowhere, organisation=unit, double_reason="测试")
    row("commissioners", officer, kind="natural", person=there)
    lines = RowBooks(user=officer, day=DAY).by_town("commissioner.total", region=home, period=H1)
    assert sum(line.counted.value or 0 for line in lines) == counted("commissioner.total", officer).value == 5
    assert {line.label: line.counted.value for line in lines}["邻山镇"] == 2


@pytest.mark.django_db
def test_deputies_in_post_leave_out_professors_and_who_has_left(officer: User) -> None:
    firm = registry.organisation()
    rows = [
        row("deputies", officer, person=registry.person(), organisation=firm, kind=kind)
        for kind in ("deputy", "deputy", "professor")
    ]
    actions.step(rows[0], "completed", on=date(2026, 4, 30), by=officer)
    assert counted("talent.deputy", officer).value == 1


@pytest.mark.django_db
def test_somebody_brought_in_twice_and_a_team_with_its_leader_are_counted_as_the_catalogue_says(officer: User) -> None:
    firm, person = registry.organisation(), registry.person("孙示范")
    for day, kind in ((ON, "flexible"), (date(2026, 4, 2), "full")):
        row("talents", officer, person=person, organisation=firm, kind=kind, day=day)
    assert counted("talent.introduced", officer).value == 1
    for kind, name in (("leader", None), ("team", "轴承寿命团队")):
        values: dict[str, Any] = {
            "kind": kind,
            "person": person,
            "title": name,
            "programme": "省计划",
            "batch": "2026年第一批",
            "organisation": firm,
        }
        row("talent_applications", officer, state="applied", **values)
    assert counted("talent.leader.applied", officer).value == 1
    assert counted("talent.team.applied", officer).value == 1


@pytest.mark.django_db
def test_an_amount_of_a_talent_project_keeps_four_decimals_of_wan(officer: User) -> None:
    firm = registry.organisation()
    made_row = row("talent_projects", officer, title="项目", organisation=firm, amount=Decimal(48478385))
    assert made_row.value("amount") / 10_000 == Decimal("4847.8385")


@pytest.mark.django_db
def test_only_the_theory_group_counts_as_its_study(officer: User) -> None:
    for kind in ("study_group", "study_group", "party_group", "collective"):
        row("party", officer, kind=kind, title=kind)
    assert counted("party.study", officer).value == 2


@pytest.mark.django_db
def test_fields_and_passes_over_them_are_two_figures_that_are_never_added(officer: User) -> None:
    town = Region.objects.filter(level="town").first()
    for title, kind, values in (
        ("晋谷21号", "variety", {"area": Decimal(1_200), "region": town}),
        ("晋谷21号", "variety", {"area": Decimal(300)}),
        ("轻简化栽培", "technique", {"area": Decimal("0.5")}),
        ("谷子示范基地", "base", {"area": Decimal(400)}),
        ("植保无人机", "machine", {"area_times": Decimal(26_000)}),
    ):
        row("farming", officer, title=title, kind=kind, **values)
    said = {name: counted(f"local.farming.{name}", officer) for name in ("varieties", "techniques", "bases", "area", "area_times")}
    assert {name: one.value for name, one in said.items()} == {
        "varieties": 1,
        "techniques": 1,
        "bases": 1,
        "area": Decimal("1900.5"),
        "area_times": 26_000,
    }
    known = indicators()
    assert said["area"].pending == said["area_times"].pending == 0, "what is measured in 亩次 lacks no 亩"
    assert (known["local.farming.area"].unit, known["local.farming.area_times"].unit) == ("亩", "亩次")
    assert known["local.farming.area"].disclosure == "公开", "its sentence is written into papers at once"


@pytest.mark.django_db
def test_events_of_popular_science_and_their_visitors_count_towards_a_target(officer: User, office: User) -> None:
    people.county()
    for number, count in enumerate((180, 120, None)):
        row("popular_science", officer, title=f"科普讲座{number}", kind="lecture", count=count)
    row("popular_science", officer, title="去年的讲座", kind="lecture", count=90, day=date(2025, 3, 1))
    assert counted("local.popular_science.events", officer).value == 3
    assert counted("local.popular_science.participants", officer).value == 300
    figures.target(office, "local.popular_science.events", "12", "2026")
    (found,) = target_rows(user=office, region=figures.county(), year=2026, day=date(2026, 5, 31))
    assert found.progress.completion == Decimal("0.25")


@pytest.mark.django_db
def test_money_for_the_services_counts_when_it_is_paid_out_and_a_firm_once(officer: User) -> None:
    firm, other = registry.organisation(), registry.organisation()
    item: dict[str, Any] = {"batch": "2026", "kind": "testing", "asked": Decimal(500_000), "amount": Decimal(400_000)}
    for number, one in enumerate((firm, firm, other)):
        made = row("service_funds", officer, title=f"检测能力{number}", organisation=one, state="reviewed", **item)
        if number < 2:
            actions.amend_row(made, {"paid": Decimal(390_000)}, by=officer)
            actions.step(made, "paid", on=date(2026, 4, 1), by=officer)
    assert counted("local.service_funds.enterprises", officer).value == 1
    assert counted("local.service_funds.paid", officer).value == 780_000


@pytest.mark.django_db
def test_a_check_without_a_finding_counts_and_one_not_yet_through_does_not(officer: User) -> None:
    firm = registry.organisation()
    for title, count in (("轴承", 0), ("谷子", 2), ("番茄", None)):
        row("spot_checks", officer, title=title, batch="2026年抽查", kind="funds", organisation=firm, count=count)
    assert counted("local.spot_checks.projects", officer).value == 2
    assert counted("local.spot_checks.issues", officer).value == 2
