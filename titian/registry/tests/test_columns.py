"""What the registers' sheets do with what offices write: personal numbers, cells to be emptied, names and codes that went over."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client

from titian.accounts.models import User
from titian.base.registers import registers
from titian.exchange import actions
from titian.exchange.exports import exported
from titian.exchange.models import Batch
from titian.exchange.tests import make
from titian.journal.models import Entry
from titian.registry.actions import amend_organisation, merge_organisations
from titian.registry.codes import uscc_doubt, uscc_problem
from titian.registry.models import Organisation, Person
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
PHONE, NUMBER = "13800001234", "110101199003070062"


def seen(client: Client, batch: Batch) -> str:
    """Everything the pages of a batch and the journal say."""
    pages = [client.get(f"/exchange/batches/{batch.pk}/{part}").content.decode() for part in ("", "rows/")]
    told = [[entry.before, entry.after] for entry in Entry.objects.all()]
    return "".join([*pages, json.dumps([told, batch.findings], ensure_ascii=False)])


def test_numbers_of_imported_people_stand_in_no_journal_and_on_no_page(officer: User, auditor: User, client: Client) -> None:
    client.force_login(auditor)
    head = ("姓名", "工作单位", "手机", "身份证号", "邮箱")
    row = ("张示范", "示范大学", PHONE, NUMBER, "zhang@example.com")
    batch = make.taken_in(officer, make.sheet(row, head=head), register="people")
    before = seen(client, batch)
    actions.apply(batch, by=officer)
    assert Person.objects.get().id_number == NUMBER
    shown = before + seen(client, batch)
    actions.undo(batch, by=officer)
    shown += seen(client, batch)
    for secret in (PHONE, NUMBER, "zhang@example.com"):
        assert secret not in shown
    assert "138****1234" in shown


def test_a_wrong_id_number_is_not_kept_with_the_batch(officer: User, auditor: User, client: Client) -> None:
    client.force_login(auditor)
    wrong = NUMBER[:-1] + "9"
    batch = make.taken_in(officer, make.sheet(("张示范", wrong), head=("姓名", "身份证号")), register="people")
    assert "身份证号" in batch.errors[0]["column"]
    assert wrong not in seen(client, batch)


def test_a_refused_password_is_not_kept_with_the_batch(administrator: User) -> None:
    head = ("登录名", "姓名", "角色", "科室", "初始密码")
    batch = make.taken_in(administrator, make.sheet(("zhangsf", "张示范", "经办", "", "abc12345"), head=head), register="users")
    assert batch.errors
    assert "abc12345" not in json.dumps(batch.findings, ensure_ascii=False)


def test_phones_leave_in_part_and_come_in_again_unchanged(officer: User) -> None:
    firm = registry.organisation("云山科技有限公司", phone=PHONE, contact="张示范")
    registry.person("李示范", organisation=firm, phone=PHONE, email="li@example.com")
    for name in ("organisations", "people"):
        content = exported(registers()[name], officer, make.DAY)
        said = str(make.cells(content))
        assert PHONE not in said
        assert "li@example.com" not in said
        again = make.imported(officer, content, register=name)
        assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    assert Organisation.objects.get().phone == PHONE


KNOWN = {
    "organisations": {"企业名称": "云山科技有限公司"},
    "annual-figures": {"企业名称": "云山科技有限公司", "年度": "2025"},
    "titles": {"企业名称": "云山科技有限公司", "资质荣誉": "高新技术企业", "发证日期": "2024-11-01"},
    "ip": {"企业名称": "云山科技有限公司", "类型": "发明专利", "授权号": "ZL1", "名称": "一种装置"},
    "people": {"姓名": "张示范", "所在单位": "云山科技有限公司"},
    "regions": {"名称": "梯田镇"},
    "users": {"登录名": "zhangsf", "姓名": "张示范", "角色": "经办"},
}


@pytest.mark.parametrize("stored", [True, False])
@pytest.mark.parametrize("name", KNOWN)
def test_any_cell_may_say_emptied_and_what_it_did_can_be_taken_back(
    name: str, stored: bool, officer: User, administrator: User
) -> None:
    """Either a sentence of our own says why not, or the whole way there and back is open."""
    register, changed = registers()[name], 0
    by = administrator if name in {"users", "regions"} else officer
    firm = registry.organisation("云山科技有限公司" if stored or name != "organisations" else "另一家", uscc=registry.uscc(950))
    if stored:
        registry.title(firm)
        registry.annual(firm, revenue=300)
        registry.right(firm, number="ZL1", applied_on=make.DAY.replace(year=2020))
        registry.person("张示范", organisation=firm, phone=PHONE)
        firm.scale_years.create(year=2026, is_above=True)
    for column in register.columns:
        if column.required:
            continue
        row = KNOWN[name] | {column.label: "清空"}
        batch = make.taken_in(by, make.sheet(list(row.values()), head=list(row)), register=name)
        assert "object at" not in str(batch.findings)
        if not batch.errors:
            actions.apply(batch, by=by)
            changed += batch.updated
            actions.undo(batch, by=by)
    assert bool(changed) is (stored and name != "users") or name == "regions"


def test_an_emptied_year_above_scale_is_no_longer_known(officer: User) -> None:
    firm = registry.organisation("云山科技有限公司")
    firm.scale_years.create(year=2025, is_above=True, sector="industry")
    make.imported(officer, make.sheet(("云山科技有限公司", "清空"), head=("企业名称", "2025年是否规上")))
    assert not firm.scale_years.exists()


def test_the_only_day_of_a_title_is_not_emptied(officer: User) -> None:
    registry.title(registry.organisation("云山科技有限公司"))
    head = ("企业名称", "资质荣誉", "证书编号", "发证日期")
    batch = make.taken_in(officer, make.sheet(("云山科技有限公司", "高新技术企业", "", "清空"), head=head), register="titles")
    assert [issue["message"] for issue in batch.errors] == ["发证日期和申报日期至少填一个"]


def test_a_sheet_of_former_names_keeps_the_name_it_replaces_and_the_days_others_held(officer: User) -> None:
    firm = registry.organisation("旧云山有限公司")
    amend_organisation(firm, changes={"name": "云山有限公司"}, renamed_on=date(2020, 1, 1), by=officer)
    head = ("企业名称", "信用代码", "曾用名")
    batch = make.imported(officer, make.sheet(("新云山有限公司", firm.uscc, "旧云山有限公司、老云山厂"), head=head))
    names = dict(firm.names.filter(kind="former").values_list("text", "until"))
    assert names == {"旧云山有限公司": date(2020, 1, 1), "老云山厂": None, "云山有限公司": make.DAY}
    actions.undo(batch, by=officer)
    assert dict(firm.names.filter(kind="former").values_list("text", "until")) == {"旧云山有限公司": date(2020, 1, 1)}


def test_a_firm_that_had_a_name_twice_can_be_renamed_by_a_sheet(officer: User) -> None:
    firm = registry.organisation("甲云山有限公司")
    for name, day in (("乙云山有限公司", date(2020, 1, 1)), ("甲云山有限公司", date(2021, 1, 1))):
        amend_organisation(firm, changes={"name": name}, renamed_on=day, by=officer)
    batch = make.imported(officer, make.sheet(("丙云山有限公司", firm.uscc), head=("企业名称", "信用代码")))
    assert batch.updated == 1
    actions.undo(batch, by=officer)
    assert set(firm.names.filter(kind="former").values_list("text", flat=True)) == {"甲云山有限公司", "乙云山有限公司"}


def errors(by: User, *rows: tuple[str, ...]) -> list[str]:
    batch = make.taken_in(by, make.sheet(*rows, head=("企业名称", "信用代码")))
    return [issue["message"] for issue in batch.errors]


def test_the_code_of_a_merged_firm_changes_nothing_out_of_sight(officer: User) -> None:
    one, other = registry.organisation("云山科技有限公司"), registry.organisation("云山机械有限公司")
    merge_organisations(other, into=one, reason="登记机关已合并", by=officer)
    assert "已并入「云山科技有限公司」" in errors(officer, ("云山机械有限公司", str(other.uscc)))[0]
    rows = make.sheet((other.uscc, "2025", "500"), head=("信用代码", "年度", "营业收入"))
    make.imported(officer, rows, register="annual-figures")
    assert one.annual_figures.count() == 1


def test_a_code_it_had_before_finds_the_firm_and_makes_no_second_one(officer: User) -> None:
    firm = registry.organisation("云山科技有限公司")
    old = str(firm.uscc)
    amend_organisation(firm, changes={"uscc": registry.uscc(960)}, by=officer)
    assert "的曾用代码" in errors(officer, ("云山科技有限公司", old))[0]
    make.imported(officer, make.sheet((old, "2025", "500"), head=("信用代码", "年度", "营业收入")), register="annual-figures")
    assert firm.annual_figures.count() == 1


def test_a_code_copied_into_the_wrong_row_does_not_rename_another_firm(officer: User) -> None:
    one = registry.organisation("云山科技有限公司")
    registry.organisation("大河机械有限公司")
    assert "名称却是另一家「大河机械有限公司」的" in errors(officer, ("大河机械有限公司", str(one.uscc)))[0]


def test_one_firm_written_with_and_without_its_code_is_not_entered_twice(officer: User) -> None:
    rows = [("云山（示范）科技有限公司", registry.uscc(970)), ("云山(示范)科技有限公司", "")]
    assert "与第 2 行同名" in errors(officer, *rows)[0]


def test_the_codes_of_the_templates_examples_pass_their_own_check() -> None:
    """Whoever uploads the template as it is gets no doubt about our own example."""
    examples = {
        column.example
        for register in registers().values()
        for column in register.columns
        if column.key == "uscc" and column.example
    }
    assert examples
    assert [example for example in examples if uscc_problem(example) or uscc_doubt(example)] == []
