"""Pages of figures counted from rows: the auditor's way from a number to its rows, differences, what was stated from them."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.figures.catalogue import packaged
from titian.figures.models import Figure
from titian.figures.tests.make import county, figure, target, town
from titian.ledgers.tests import make as ledgers
from titian.registry.models import Title
from titian.registry.tests import make as registry

ClientOf = Callable[[User], Client]
TRADE = packaged()["contract.value"].name
H1 = {"region": "990123", "period": "2026H1"}


def body(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


@pytest.fixture
def three(officer: User) -> list[Title]:
    """Three certificates valid on 2026-06-30: two in the own town, one in another; the officer answers for one."""
    firms = [registry.organisation("梯田甲科技有限公司", officer=officer), registry.organisation("梯田乙科技有限公司")]
    firms.append(registry.organisation("河口丙科技有限公司", region=town("河口镇", "990123102")))
    return [registry.title(firm) for firm in firms]


def test_an_auditor_follows_a_stated_number_to_the_rows_behind_it(
    officer: User, auditor: User, three: list[Title], client_of: ClientOf
) -> None:
    client = client_of(auditor)
    text = body(client, "figures:figure", figure(officer, "hnte.valid", "3").pk)
    assert "一致" in text
    link = text.split("<h2>台账数")[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    shown = client.get(link).content.decode()
    assert ">3 行<" in text
    for row in three:
        assert row.organisation.name in shown


def test_a_number_that_differs_from_the_rows_is_marked_and_stands_among_the_contradictions(
    officer: User, three: list[Title], client_of: ClientOf
) -> None:
    row = figure(officer, "hnte.valid", "5")
    client = client_of(officer)
    assert "相差 -2 家" in body(client, "figures:figure", row.pk)
    text = body(client, "figures:conflicts")
    assert "<h2>与台账不一致" in text
    assert row.get_absolute_url() in text
    figure(officer, "hnte.new", "0", period="2026H1")
    assert "新增(认定)" not in body(client, "figures:conflicts")


def test_what_was_applied_for_is_compared_with_what_was_stated_as_applied_for(officer: User, client_of: ClientOf) -> None:
    registry.title(registry.organisation(), since=None, applied_on=date(2026, 5, 6))
    client = client_of(officer)
    applied = figure(officer, "hnte.applied", "1", status="submitted")
    assert "一致" in body(client, "figures:figure", applied.pk).split("<h2>台账数")[1]
    assert "<h2>台账数" not in body(client, "figures:figure", figure(officer, "hnte.applied", "4").pk)


def test_a_number_of_another_day_or_calibre_is_no_contradiction(officer: User, three: list[Title], client_of: ClientOf) -> None:
    figure(officer, "hnte.valid", "9", scope="科技进企")
    client = client_of(officer)
    assert "<h2>与台账不一致" not in body(client, "figures:conflicts")
    figure(officer, "hnte.valid", "0", as_of=date(2024, 10, 31), period="2024")
    assert "<h2>与台账不一致" not in body(client, "figures:conflicts")


def test_towns_and_departments_are_told_with_what_is_unsettled_and_add_up(
    officer: User, three: list[Title], client_of: ClientOf
) -> None:
    registry.title(registry.organisation(region=None))
    text = body(client_of(officer), "figures:counted", "hnte.valid", **H1)
    towns, departments = text.split("按乡镇")[1].split("按科室")
    for name, count in (("梯田镇", 2), ("河口镇", 1), ("未定", 1), ("<th>合计", 4)):
        assert f"{count} 家" in towns.split(name)[1].split("</tr>")[0]
    assert "1 家" in departments.split("企业服务股")[1].split("</tr>")[0]
    assert "3 家" in departments.split("未定")[1].split("</tr>")[0]
    assert "按企业责任人所在科室" in departments
    assert "的企业（单位）。" in towns


def test_a_breakdown_says_whose_department_and_whose_town_it_is(office: User, client_of: ClientOf) -> None:
    """A meeting of the office's own has a department; no firm and no firm's officer is behind it."""
    town("河口镇", "990123102")
    ledger = ledgers.ledger("party")
    ledgers.row(ledger, office, kind="study_group", day=date(2026, 5, 6))
    text = body(client_of(office), "figures:counted", "party.study", **H1)
    towns, departments = text.split("按乡镇")[1].split("按科室")
    assert "的记录。" in towns
    assert "按台账登记的科室" in departments
    assert "企业" not in departments.split("</section>")[0]


def test_a_difference_opens_the_rows_of_each_of_its_parts_in_a_town(officer: User, three: list[Title], client_of: ClientOf) -> None:
    registry.title(registry.organisation("梯田丁科技有限公司"), since=date(2026, 3, 1))
    client = client_of(officer)
    text = body(client, "figures:counted", "hnte.net", **H1)
    line = text.split("按乡镇")[1].split("梯田镇")[1].split("</tr>")[0].replace("&amp;", "&")
    links = re.findall(r'href="([^"]+)">(\d+) 行', line)
    assert [int(rows) for _, rows in links] == [3, 2]
    for address, rows in links:
        assert f"{rows} 条" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"town": "990123101"}, {"梯田甲", "梯田乙"}),
        ({"town": "未定"}, set()),
        ({"department": "企业服务股"}, {"梯田甲"}),
        ({"department": "未定"}, {"梯田乙", "河口丙"}),
        ({"q": "河口"}, {"河口丙"}),
    ],
)
def test_rows_are_narrowed_by_town_department_and_words(
    officer: User, three: list[Title], client_of: ClientOf, asked: dict[str, str], names: set[str]
) -> None:
    text = body(client_of(officer), "figures:rows", "hnte.valid", **H1, **asked)
    assert {name for name in ("梯田甲", "梯田乙", "河口丙") if f"{name}科技有限公司" in text} == names


def test_rows_are_sorted_and_exported_as_shown(officer: User, three: list[Title], client_of: ClientOf) -> None:
    answer = client_of(officer).get(reverse("figures:rows", args=["hnte.valid"]), {**H1, "sort": "-organisation", "export": "xlsx"})
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    names = [row[0] for row in sheet if str(row[0]).endswith("公司")]
    assert sorted(map(str, names), reverse=True) == names
    assert len(names) == 3
    assert "有效高新技术企业数" in unquote(answer["Content-Disposition"])


def test_a_town_clerk_sees_the_own_towns_rows_and_no_others(town_clerk: User, three: list[Title], client_of: ClientOf) -> None:
    client = client_of(town_clerk)
    text = body(client, "figures:rows", "hnte.valid", period="2026H1")
    assert "梯田甲" in text
    assert "河口丙" not in text
    for region in ("990123", "990123102"):
        assert client.get(reverse("figures:rows", args=["hnte.valid"]), {**H1, "region": region}).status_code == 404


@pytest.mark.parametrize("role", ["enterprise", "bank", "expert", "carrier"])
def test_outsiders_see_no_counted_figure(role: str, three: list[Title], client_of: ClientOf) -> None:
    client = client_of(people.user(role))
    for name in ("figures:counted", "figures:rows"):
        assert client.get(reverse(name, args=["hnte.valid"]), H1).status_code == 404


def test_what_is_not_registered_is_said_to_be_missing_and_no_zero(officer: User, three: list[Title], client_of: ClientOf) -> None:
    client = client_of(officer)
    text = body(client, "figures:counted", "eagle.new", **H1)
    assert "没有登记不等于 0" in text
    assert client.get(reverse("figures:rows", args=["eagle.new"]), H1).status_code == 404
    assert client.get(reverse("figures:counted", args=["contract.value"]), H1).status_code == 404


def test_the_list_of_a_period_shows_what_rows_count_beside_what_is_stated(
    officer: User, three: list[Title], client_of: ClientOf
) -> None:
    figure(officer, "hnte.valid", "5")
    figure(officer, "contract.value", "100")
    client = client_of(officer)
    text = body(client, "figures:list", **H1)
    assert "相差 -2 家" in text
    assert TRADE in text
    assert "高企净增数" in text, "rows alone know it"
    differing = body(client, "figures:list", **H1, counting="differs")
    assert TRADE not in differing
    assert "高企净增数" not in differing
    assert "相差 -2 家" in differing
    assert TRADE not in body(client, "figures:list", **H1, counting="counted")
    assert TRADE in body(client, "figures:list")


def test_the_catalogue_says_what_rows_can_count(officer: User, client_of: ClientOf) -> None:
    people.county()
    rows = body(client_of(officer), "figures:catalogue").split("<tr>")
    assert "台账" in next(row for row in rows if "hnte.valid" in row).split("定义")[0]
    assert 'mark-green">台账' not in next(row for row in rows if "contract.value" in row)


def test_a_counted_value_is_stated_on_the_page_and_its_later_change_is_seen(
    officer: User, three: list[Title], client_of: ClientOf
) -> None:
    client = client_of(officer)
    answer = client.post(reverse("figures:state_from_rows", args=["hnte.valid"]), {**H1, "day": "2026-06-30"})
    row = Figure.objects.get()
    assert answer["Location"] == row.get_absolute_url()
    assert "没有变" in body(client, "figures:figure", row.pk)
    three[0].delete()
    registry.title(registry.organisation("新来科技有限公司"))
    registry.title(registry.organisation("又来科技有限公司"))
    text = body(client, "figures:figure", row.pk)
    assert "台账已变" in text
    assert "少了：梯田甲科技有限公司" in text
    assert "多了：新来科技有限公司" in text
    assert "现为 4 家" in text


def test_a_target_is_answered_from_rows_says_so_and_opens_to_them(office: User, three: list[Title], client_of: ClientOf) -> None:
    target(office, "hnte.valid", "4")
    client = client_of(office)
    text = body(client, "figures:board", day="2026-05-31", year="2026")
    assert 'mark-blue">台账' in text
    assert "75.0 %" in text
    link = text.split('title="台账 3 行"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert "梯田镇" in client.get(link).content.decode()


def test_what_was_stated_of_a_target_otherwise_stands_beside_what_rows_count(
    office: User, three: list[Title], client_of: ClientOf
) -> None:
    row = target(office, "hnte.valid", "4")
    figure(office, "hnte.valid", "2")
    client = client_of(office)
    for text in (
        body(client, "figures:board", day="2026-06-30", year="2026"),
        body(client, "figures:target", row.pk, day="2026-06-30"),
    ):
        assert "台账计3家，账面认定2家，相差1家" in text
        assert "75.0 %" in text
    answer = client.get(reverse("figures:board"), {"day": "2026-06-30", "year": "2026", "export": "xlsx"})
    cells = [
        str(cell)
        for row in CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        for cell in row
    ]
    assert "台账" in cells
    assert "台账计3家，账面认定2家，相差1家" in cells


def test_a_target_no_register_counts_is_answered_by_what_was_stated(office: User, three: list[Title], client_of: ClientOf) -> None:
    target(office, "contract.value", "100")
    stands = figure(office, "contract.value", "50", period="2026")
    text = body(client_of(office), "figures:board", day="2026-06-30", year="2026")
    assert 'mark-grey">认定' in text
    assert stands.get_absolute_url() in text


def test_a_target_whose_reports_contradict_each_other_is_answered_from_rows_and_marked(
    office: User, three: list[Title], client_of: ClientOf
) -> None:
    target(office, "hnte.valid", "4")
    target(office, "contract.value", "100")
    for code, values in (("hnte.valid", "23"), ("contract.value", "56")):
        for value in values:
            figure(office, code, value)
    text = body(client_of(office), "figures:board", day="2026-06-30", year="2026")
    assert "认定数不一致" in text
    assert 'mark-red">不一致' in text
    assert "75.0 %" in text


def test_the_registers_are_those_of_the_county_the_installation_names(
    officer: User, three: list[Title], client_of: ClientOf, settings: Settings
) -> None:
    county("邻县", "990122")
    client = client_of(officer)
    for named, opens in (("示范县", {"990123": 200, "990122": 404}), ("邻县", {"990123": 404, "990122": 200})):
        settings.TITIAN = replace(settings.TITIAN, county=named)
        for region, status in opens.items():
            assert client.get(reverse("figures:counted", args=["hnte.valid"]), {**H1, "region": region}).status_code == status
