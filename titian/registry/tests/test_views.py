"""The pages of the registers. What every list owes its readers is asked of all five alike."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings
from python_calamine import CalamineWorkbook

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.mechanisms import Duty
from titian.files.models import StoredFile
from titian.journal.models import Entry
from titian.places.models import Region
from titian.registry import actions
from titian.registry.models import AnnualFigure, Merge, Organisation, Person, Title
from titian.registry.tests import make

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@dataclass(frozen=True)
class Contract:
    """A list and a row of it that hangs on a firm."""

    name: str
    row: Callable[[Organisation], Any]
    for_towns: bool = True
    for_firms: bool = True

    @property
    def address(self) -> str:
        return reverse(f"registry:{self.name}")


CONTRACTS = [
    Contract("organisations", lambda firm: firm),
    Contract("titles", make.title),
    Contract("annual_figures", make.annual, for_towns=False),
    Contract("properties", make.right),
    Contract("people", lambda firm: make.person(organisation=firm), for_towns=False, for_firms=False),
]
LISTS = pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.name)


def body(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, (response.status_code, address)
    return str(response.content.decode())


def far_town() -> Region:
    return Region.objects.get_or_create(code="990123102", defaults={"name": "河口镇", "level": "town", "parent": people.county()})[
        0
    ]


def enterprise_of(firm: Organisation) -> User:
    user = people.user("enterprise")
    user.organisation = firm
    user.save()
    return user


@LISTS
def test_a_list_shows_finds_and_exports_its_rows(contract: Contract, officer: User, client_of: ClientOf) -> None:
    near, far = make.organisation("示范县云山有限公司"), make.organisation("示范县大海有限公司")
    contract.row(near), contract.row(far)
    client = client_of(officer)
    assert "云山" in body(client, contract.address)
    found = body(client, contract.address, q="云山")
    assert "云山" in found
    assert "大海" not in found
    book = client.get(contract.address, {"export": "xlsx", "q": "云山"})
    sheet = str(CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python())
    assert "云山" in sheet
    assert "大海" not in sheet


@LISTS
def test_an_empty_list_says_how_to_fill_it(contract: Contract, officer: User, client_of: ClientOf) -> None:
    assert "导入" in body(client_of(officer), contract.address)


@LISTS
def test_a_list_asks_as_many_queries_for_many_rows(
    contract: Contract, officer: User, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(officer)
    for _ in range(2):
        _dressed(contract, officer)
    body(client, contract.address)
    with django_assert_num_queries(QUERIES[contract.name]):
        body(client, contract.address)
    for _ in range(5):
        _dressed(contract, officer)
    with django_assert_num_queries(QUERIES[contract.name]):
        body(client, contract.address)


def _dressed(contract: Contract, officer: User) -> None:
    firm = make.organisation(officer=officer)
    make.title(firm, "gazelle")
    contract.row(firm)


QUERIES = {"organisations": 7, "titles": 6, "annual_figures": 6, "properties": 5, "people": 4}


@LISTS
def test_a_clerk_sees_rows_of_the_own_town_only(contract: Contract, town_clerk: User, client_of: ClientOf) -> None:
    near, far = make.organisation("示范县云山有限公司"), make.organisation("示范县大海有限公司", region=far_town())
    contract.row(near), contract.row(far)
    client = client_of(town_clerk)
    if not contract.for_towns:
        assert client.get(contract.address).status_code == 404
        return
    text = body(client, contract.address)
    assert "云山" in text
    assert "大海" not in text


@LISTS
def test_an_enterprise_sees_only_itself(contract: Contract, client_of: ClientOf) -> None:
    own, other = make.organisation("示范县云山有限公司"), make.organisation("示范县大海有限公司")
    contract.row(own), contract.row(other)
    client = client_of(enterprise_of(own))
    if not contract.for_firms:
        assert client.get(contract.address).status_code == 404
        return
    text = body(client, contract.address)
    assert "云山" in text
    assert "大海" not in text
    assert client.get(other.get_absolute_url()).status_code == 404


@LISTS
@pytest.mark.parametrize("role", ["bank", "expert", "system"])
def test_who_has_no_business_here_gets_no_list(contract: Contract, role: str, client_of: ClientOf) -> None:
    assert client_of(people.user(role)).get(contract.address).status_code == 404


def asked(client: Client, **query: str) -> str:
    return body(client, reverse("registry:organisations"), **query)


def test_the_list_is_narrowed_by_each_of_its_filters(officer: User, client_of: ClientOf) -> None:
    firm = make.organisation("示范县云山有限公司", industry="C3512", founded_on=date(2015, 5, 1), officer=officer, phone="1")
    make.organisation("示范县大海有限公司", region=None, uscc=None, state="closed", kind="institute")
    make.title(firm, "hnte", since=date(2024, 1, 1), until=date(2025, 1, 1))
    actions.state_scale(firm, year=2025, is_above=True, by=officer)
    client = client_of(officer)
    mine = (
        {"town": str(firm.region_id)}, {"kind": "enterprise"}, {"state": "active"}, {"scale": "2025"}, {"section": "C"},
        {"title": "hnte", "on": "2024-12-31"}, {"officer": str(officer.pk)}, {"founded_since": "2015-01-01"},
    )  # fmt: skip
    for query in mine:
        text = asked(client, **query)
        assert "云山" in text, query
        assert "大海" not in text, query
    others = (
        {"town": "none"},
        {"missing": "uscc"},
        {"missing": "region"},
        {"title": "none", "on": "2024-12-31"},
        {"officer": "none"},
    )
    for query in others:
        text = asked(client, **query)
        assert "大海" in text, query
        assert "云山" not in text, query
    assert "没有符合条件" in asked(client, title="hnte", on="2025-01-01")


def test_a_village_belongs_to_its_town_in_the_list(officer: User, client_of: ClientOf) -> None:
    village = Region.objects.create(code="990123101001", name="梯田村", level="village", parent=people.our_town())
    make.organisation("示范县云山有限公司", region=village)
    assert "云山" in asked(client_of(officer), town=str(people.our_town().pk))


def test_the_page_of_a_firm_shows_what_is_known_and_hides_the_number(officer: User, client_of: ClientOf) -> None:
    firm = make.organisation("示范县云山有限公司", phone="13912345678", officer=officer)
    make.title(firm, "hnte")
    make.annual(firm, 2025, "return", revenue=1_099_000_000, rd_expense=100)
    make.annual(firm, 2025, "audit", revenue=1_099_000_000, rd_expense=200)
    make.right(firm)
    make.person("张某", "contact", organisation=firm, phone="13787654321")
    text = body(client_of(officer), firm.get_absolute_url())
    for shown in ("高新技术企业", "1,099", "待认定", "不一致", "发明专利", "张某", "139****5678", "137****4321", "2027-10-31"):
        assert shown in text, shown
    assert "13912345678" not in text
    assert "13787654321" not in text


def test_the_page_of_a_firm_asks_as_many_queries_for_many_rows(
    officer: User, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    firm, client = make.organisation(officer=officer), client_of(officer)
    for round_ in range(2):
        for number in range(1 + 4 * round_):
            make.title(firm)
            make.annual(firm, 2025 - number - round_, "return")
            make.annual(firm, 2025 - number - round_, "audit")
            make.right(firm)
            make.person(organisation=firm)
        body(client, firm.get_absolute_url())
        with django_assert_num_queries(QUERIES_OF_PAGE):
            body(client, firm.get_absolute_url())


QUERIES_OF_PAGE = 26


def test_a_firm_sees_its_own_number_and_a_clerk_no_annual_figures(town_clerk: User, client_of: ClientOf) -> None:
    firm = make.organisation(phone="13912345678")
    make.annual(firm, revenue=777_000_000)
    assert "13912345678" in body(client_of(enterprise_of(firm)), firm.get_absolute_url())
    text = body(client_of(town_clerk), firm.get_absolute_url())
    assert "13912345678" not in text
    assert "777" not in text


def test_a_number_is_opened_for_a_purpose_and_on_one_answer(officer: User, client_of: ClientOf) -> None:
    firm, client = make.organisation(phone="13912345678"), client_of(officer)
    address = reverse("registry:reveal", args=[firm.pk])
    assert client.post(address, {"purpose": ""}).status_code == 422
    assert "13912345678" in client.post(address, {"purpose": "通知补正"}).content.decode()
    assert "13912345678" not in body(client, address)
    person = make.person(id_number="11010519491231002X")
    address = f"{reverse('registry:reveal_person', args=[person.pk])}?field=id_number"
    assert "11010519491231002X" in client.post(address, {"purpose": "发放劳务费"}).content.decode()
    assert Entry.objects.filter(code="registry.contact.revealed").count() == 2


def test_a_firm_is_added_with_every_error_beside_its_field(officer: User, client_of: ClientOf) -> None:
    client, address = client_of(officer), reverse("registry:add_organisation")
    said = {"name": "示范县云山有限公司", "kind": "enterprise", "capital_currency": "CNY", "uscc": "123", "capital": "1,099.5"}
    refused = client.post(address, said)
    assert refused.status_code == 422
    assert "应为 18 位" in refused.content.decode()
    assert client.post(address, said | {"uscc": "", "industry": "3512", "short_names": "云山、云装"}).status_code == 302
    firm = Organisation.objects.get()
    assert (firm.capital, firm.industry, firm.names.count()) == (1_099_500_000, "C3512", 3)


def opened(client: Client, address: str) -> dict[str, Any]:
    """A form as it opens: what a browser would send back unchanged."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    return {name: form.fields[name].prepare_value(value) for name, value in values.items() if name != "evidence"}


def test_a_firm_amended_by_two_people_shows_both_versions(officer: User, chief: User, client_of: ClientOf) -> None:
    firm = make.organisation(address="老街 1 号")
    address = reverse("registry:amend", args=[firm.pk])
    first, second = client_of(officer), client_of(chief)
    typed = opened(first, address)
    assert second.post(address, opened(second, address) | {"address": "新街 2 号"}).status_code == 302
    late = first.post(address, typed | {"address": "小巷 3 号"})
    text = late.content.decode()
    assert "别人改过" in text
    assert "新街 2 号" in text
    firm.refresh_from_db()
    assert firm.address == "新街 2 号"


def test_saving_a_form_as_it_opened_changes_nothing(officer: User, client_of: ClientOf) -> None:
    firm = make.organisation(phone="13912345678", capital=123_456_789, industry="C3512", region=people.our_town())
    title, row, right = make.title(firm), make.annual(firm, revenue=1_099_500_001, staff=0), make.right(firm)
    person = make.person(organisation=firm, phone="13912345678")
    client = client_of(officer)
    for name, obj in (
        ("amend", firm),
        ("contacts", firm),
        ("amend_title", title),
        ("amend_annual_figures", row),
        ("amend_property", right),
        ("amend_person", person),
    ):
        address = reverse(f"registry:{name}", args=[obj.pk])
        assert client.post(address, opened(client, address)).status_code == 302, name
    assert not Entry.objects.filter(code__endswith=".amended").exists()


def test_contacts_are_brought_up_to_date_by_the_clerk_without_seeing_them(town_clerk: User, client_of: ClientOf) -> None:
    firm, client = make.organisation(phone="13912345678"), client_of(town_clerk)
    address = reverse("registry:contacts", args=[firm.pk])
    assert "13912345678" not in body(client, address)
    assert client.post(address, opened(client, address) | {"phone": "0355-7654321"}).status_code == 302
    firm.refresh_from_db()
    assert firm.phone == "0355-7654321"
    assert client.get(reverse("registry:amend", args=[firm.pk])).status_code == 404


def test_names_state_and_scale_are_changed_on_pages(officer: User, client_of: ClientOf) -> None:
    firm, client = make.organisation("示范县云山有限公司"), client_of(officer)

    def post(page: str, **said: str) -> int:
        return client.post(reverse(f"registry:{page}", args=[firm.pk]), said).status_code

    assert post("rename", name="示范县云海有限公司", how="renamed") == 422
    assert post("rename", name="示范县云海有限公司", how="renamed", renamed_on="2026-01-01") == 302
    assert post("short_names", names="云海\n海科") == 302
    assert post("scale", year="2025", is_above="1", sector="industry") == 302
    assert post("close", state="closed", since="2026-03-01", reason="公告") == 302
    text = body(client, firm.get_absolute_url())
    for shown in ("示范县云海有限公司", "示范县云山有限公司", "海科", "2025年规上工业", "注销或吊销"):
        assert shown in text, shown
    assert post("reopen", reason="误登") == 302


def test_an_end_left_empty_follows_the_titles_own_rule(officer: User, client_of: ClientOf) -> None:
    firm = make.organisation()
    address = reverse("registry:add_title", args=[firm.pk])
    file = SimpleUploadedFile("证书.pdf", PDF)
    said = {"kind": "hnte", "since": "2024-11-06", "evidence": file}
    assert client_of(officer).post(address, said).status_code == 302
    title = Title.objects.get()
    assert title.until == date(2027, 11, 6)
    assert title.evidence.count() == 1
    assert "2027-11-05" in body(client_of(officer), title.get_absolute_url())


def test_annual_figures_are_entered_in_wan_and_a_source_is_chosen(officer: User, client_of: ClientOf) -> None:
    firm, client = make.organisation(), client_of(officer)
    make.annual(firm, 2025, "audit", revenue=1)
    address = reverse("registry:enter_annual_figures", args=[firm.pk])
    said = {"year": "2025", "source": "return", "revenue": "1099.5", "staff": "87"}
    assert "对方经办人" in client.post(address, said).content.decode()
    assert client.post(address, said | {"handed_by": "李某", "handed_on": "2026-03-01"}).status_code == 302
    row = AnnualFigure.objects.get(source="return")
    assert (row.revenue, row.staff, row.cost) == (1_099_500_000, 87, None)
    assert client.post(reverse("registry:choose_source", args=[row.pk]), {"reason": "以申报为准"}).status_code == 302
    assert "已采用" in body(client, firm.get_absolute_url())


def test_an_enterprise_files_its_own_return_once_its_portal_is_open(settings: Settings, client_of: ClientOf) -> None:
    firm = make.organisation()
    user = enterprise_of(firm)
    client, address = client_of(user), reverse("registry:enter_annual_figures", args=[firm.pk])
    settings.TITIAN = replace(settings.TITIAN, portals=frozenset())
    assert client.get(address).status_code == 302  # to the log-in page: the door is shut
    settings.TITIAN = replace(settings.TITIAN, portals=frozenset({"enterprise"}))
    client = client_of(user)
    assert client.post(address, {"year": "2025", "source": "audit", "revenue": "1"}).status_code == 302
    assert AnnualFigure.objects.get().source == "return"


def test_a_person_is_found_by_an_employer_written_in_part_or_offered_several(officer: User, client_of: ClientOf) -> None:
    make.organisation("示范县云山科技有限公司"), make.organisation("示范县云山装备有限公司")
    client, address = client_of(officer), reverse("registry:add_person")
    said = {"name": "张某", "kind": "expert", "organisation": "云山"}
    assert "对应多家" in client.post(address, said).content.decode()
    assert client.post(address, said | {"organisation": "云山装备"}).status_code == 302
    assert str(Person.objects.get().organisation) == "示范县云山装备有限公司"


def test_firms_ticked_in_the_list_get_somebody_responsible(officer: User, client_of: ClientOf) -> None:
    firms = [make.organisation() for _ in range(3)]
    client, address = client_of(officer), reverse("registry:assign")
    ticked = {"pick": [str(firm.pk) for firm in firms[:2]]}
    assert "为 2 家企业" in client.post(address, ticked).content.decode()
    client.post(address, ticked | {"officer": str(officer.pk)})
    assert officer.organisations.count() == 2


def test_a_duplicate_is_merged_on_its_page_and_leads_to_the_survivor(officer: User, client_of: ClientOf) -> None:
    kept, double = make.organisation("示范县云山有限公司"), make.organisation("示范县云山有限责任公司", uscc=None)
    client = client_of(officer)
    assert "除地名和企业类型外同名" in body(client, reverse("registry:duplicates"))
    address = f"{reverse('registry:merge', args=[double.pk])}?into={kept.pk}"
    assert "示范县云山有限公司" in body(client, address)
    assert client.post(address, {"into": kept.name}).status_code == 302
    assert client.get(double.get_absolute_url())["Location"] == kept.get_absolute_url()
    assert "有限责任公司" not in body(client, reverse("registry:organisations"))
    merge = Merge.objects.get()
    assert client.post(reverse("registry:undo_merge", args=[merge.pk]), {"reason": "不是同一家"}).status_code == 302
    client.post(reverse("registry:tell_apart"), {"first": kept.pk, "second": double.pk})
    assert "没有发现疑似重复" in body(client, reverse("registry:duplicates"))


def test_a_pasted_list_is_matched_and_taken_away(officer: User, client_of: ClientOf) -> None:
    make.organisation("示范县云山智能装备有限公司", officer=officer)
    client, address = client_of(officer), reverse("registry:match")
    said = {"text": "1. 示范县云山智能装备有限公司\n2. 示范县河口农机厂"}
    text = client.post(address, said).content.decode()
    assert "已认出" in text
    assert "名录里没有" in text
    book = client.post(address, said | {"export": "xlsx"})
    sheet = str(CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python())
    assert "河口农机厂" in sheet
    assert str(officer) in sheet


def test_what_is_removed_leaves_its_firm_in_place(officer: User, client_of: ClientOf) -> None:
    firm, client = make.organisation(), client_of(officer)
    for name, row in (
        ("remove_title", make.title(firm)),
        ("remove_annual_figures", make.annual(firm)),
        ("remove_property", make.right(firm)),
        ("remove_person", make.person(organisation=firm)),
    ):
        assert client.post(reverse(f"registry:{name}", args=[row.pk]), {"reason": "录入错误"}).status_code == 302
        assert not type(row).objects.filter(pk=row.pk).exists()
    assert Organisation.objects.filter(pk=firm.pk).exists()


def test_whoever_maintains_a_firm_finds_the_way_to_its_phone_number(officer: User, client_of: ClientOf) -> None:
    firm = make.organisation()
    assert reverse("registry:contacts", args=[firm.pk]) in body(client_of(officer), firm.get_absolute_url())


def test_a_firm_s_page_and_sheet_leave_out_what_the_office_has_nothing_to_do_with(
    client_of: ClientOf, officer: User, settings: Settings
) -> None:
    firm = make.organisation()
    make.title(firm, certificate="GR202499000001")
    make.annual(firm, rd_expense=100_00)
    settings.TITIAN = replace(settings.TITIAN, mechanisms={"high_tech": Duty.NONE, "rnd_statistics": Duty.NONE})
    text = body(client_of(officer), firm.get_absolute_url())
    assert "登记资质荣誉" in text
    assert "录入年度数据" not in text
    for address in (firm.get_absolute_url(), reverse("registry:sheet", args=[firm.pk])):
        text = body(client_of(officer), address)
        assert "高新技术企业" not in text
        assert "研发费用" not in text
    ways = dict.fromkeys(("high_tech", "tech_sme", "ladder"), Duty.IMPORT)
    settings.TITIAN = replace(settings.TITIAN, mechanisms=ways)
    text = body(client_of(officer), firm.get_absolute_url())
    assert "GR202499000001" in text
    assert "登记资质荣誉" not in text
    assert client_of(officer).get(reverse("registry:add_title", args=[firm.pk])).status_code == 404


def test_what_towns_and_firms_enter_an_officer_enters_for_them_with_who_when_and_a_scan(client_of: ClientOf, officer: User) -> None:
    firm, client = make.organisation(phone="13912345678"), client_of(officer)
    address = reverse("registry:contacts", args=[firm.pk])
    page = client.get(address).context["form"]
    said = {"contact": "新联系人", "address": "新街 2 号", "version": page["version"].value(), "handed_by": "李某"}
    assert "代录请填写交来日期" in client.post(address, said).content.decode()
    scan = SimpleUploadedFile("变更表.pdf", PDF)
    client.post(address, {**said, "handed_on": "2026-05-20", "scan": scan})
    firm.refresh_from_db()
    entry = Entry.objects.about(firm).filter(code="registry.organisation.handed_in").get()
    assert firm.contact == "新联系人"
    assert entry.after == {"对方经办人": "李某", "交来日期": "2026-05-20", "佐证材料": ["变更表.pdf"]}
    assert [file.name for file in StoredFile.objects.of(firm)] == ["变更表.pdf"]
    assert "变更表.pdf" in body(client, firm.get_absolute_url())
    new = {
        "name": "示范县河西有限公司",
        "kind": "enterprise",
        "capital_currency": "CNY",
        "handed_by": "镇经办",
        "handed_on": "2026-05-21",
    }
    client.post(reverse("registry:add_organisation"), new)
    reported = Organisation.objects.get(name="示范县河西有限公司")
    assert Entry.objects.about(reported).filter(code="registry.organisation.handed_in").exists()


def test_who_acts_for_themselves_is_not_asked_who_handed_it_over(client_of: ClientOf, town_clerk: User) -> None:
    firm = make.organisation()
    for address in (reverse("registry:contacts", args=[firm.pk]), reverse("registry:add_organisation")):
        assert "对方经办人" not in body(client_of(town_clerk), address)
