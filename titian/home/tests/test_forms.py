"""本局设置: read by everybody inside, changed by the administrator, on every page at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from titian.accounts.actions import add_department
from titian.accounts.models import Department, User
from titian.base.installation import Installation, load, save
from titian.base.mechanisms import Duty
from titian.figures.models import SentFigure
from titian.figures.tests.make import figure
from titian.home.actions import change_settings
from titian.home.forms import SettingsForm, values
from titian.journal.actions import verify
from titian.journal.models import Entry
from titian.ledgers import actions as ledgers
from titian.ledgers.models import Ledger
from titian.ledgers.tests.make import LIST
from titian.reports.models import OfficeOutline

Browser = Callable[[User], Client]
pytestmark = pytest.mark.django_db
CHANGE = "/settings/change/"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Path:
    settings.TITIAN = replace(
        Installation(tmp_path), bureau="示范县科技局", county="示范县", departments=("办公室",), portals=frozenset({"town"})
    )
    save(django_settings.TITIAN)
    return tmp_path


def filled(**changed: str) -> dict[str, str]:
    """What a browser sends: the page as it opened, with some fields changed."""
    opened = SettingsForm(opened=values(django_settings.TITIAN))
    sent = {name: str(opened.get_initial_for_field(field, name) or "") for name, field in opened.fields.items()}
    ticked = {name: "on" for name in sent if name.startswith("portal-") and sent[name] == "True"}
    return {**{name: text for name, text in sent.items() if not name.startswith("portal-")}, **ticked, **changed}


def test_the_administrator_changes_them_and_every_page_says_so(administrator: User, client_of: Browser, home: Path) -> None:
    client = client_of(administrator)
    changed = {"bureau": "示范县科学技术局", "departments": "办公室\n企业股\n", "mechanism-loans": "import", "portal-bank": "on"}
    answer = client.post(CHANGE, filled(**changed), follow=True)
    assert answer.redirect_chain == [("/settings/", 302)]
    assert "示范县科学技术局" in answer.content.decode()
    office = load(home, {})
    assert (office.bureau, office.departments) == ("示范县科学技术局", ("办公室", "企业股"))
    assert (office.duty("loans"), office.portals) == (Duty.IMPORT, frozenset({"town", "bank"}))
    assert office == django_settings.TITIAN
    assert set(Department.objects.values_list("name", flat=True)) >= {"办公室", "企业股"}
    entry = Entry.objects.get(code="home.settings.changed")
    assert {change.label: (change.before, change.after) for change in entry.changes} == {
        "单位名称": ("示范县科技局", "示范县科学技术局"),
        "科室": ("办公室", "办公室、企业股"),
        "归口": ("科技贷款与风险池:主责", "科技贷款与风险池:只导入"),
        "外部入口": ("乡镇街道", "乡镇街道、银行"),
    }


def test_a_renamed_section_keeps_its_people_ledgers_outlines_and_figures(administrator: User, office: User, chief: User) -> None:
    section = add_department(name="企业股", by=administrator)
    placed = "举办夜校{local.night department=企业股}期。"
    own = ledgers.define_ledger({**LIST, "department": "企业股"}, by=chief)
    visits = Ledger.objects.get(code="visits")
    ledgers.set_parameters(visits, {}, {}, department="企业股", by=chief, reason="分工")
    draft = ledgers.begin_amendment(own, by=chief)
    stated = figure(office, "visit.count", "3", department=section)
    sent = SentFigure.objects.create(
        identity=stated.identity, indicator="visit.count", value=3, printed="3次", receiver="市局", sent_on=date(2026, 6, 2)
    )
    outline = OfficeOutline.objects.create(
        name="提纲", genre="half-year", content={"text": placed}, departments={"services": "企业股"}, made_by=office
    )
    change_settings(by=administrator, departments=("办公室", "企业科"), renamed={"企业股": "企业科"})
    for row in (section, own, visits, draft, stated, sent, outline):
        row.refresh_from_db()
    assert section.name == "企业科"
    assert (own.about.department, visits.about.department, draft.data["department"]) == ("企业科", "企业科", "企业科")
    assert (own.version, visits.is_packaged) == (1, True), "a name is no new version"
    assert own.own_department_id == section.pk
    assert sent.identity == stated.identity == stated.key.text
    assert (outline.departments, outline.content) == ({"services": "企业科"}, {"text": placed.replace("企业股", "企业科")})
    assert django_settings.TITIAN.departments == ("办公室", "企业科")
    assert {"accounts.department.renamed", "ledgers.department.followed"} <= set(Entry.objects.values_list("code", flat=True))
    assert verify() is None


def test_a_section_is_renamed_with_an_arrow(administrator: User, client_of: Browser, home: Path) -> None:
    add_department(name="企业股", by=administrator)
    client = client_of(administrator)
    assert client.post(CHANGE, filled(departments="办公室\n企业股 → 企业科")).status_code == 302
    assert load(home, {}).departments == ("办公室", "企业科")
    assert not Department.objects.filter(name="企业股").exists()
    answer = client.post(CHANGE, filled(departments="办公室\n没有的股→新股"))
    assert answer.status_code == 422
    assert "没有科室「没有的股」" in answer.content.decode()
    add_department(name="研发科", by=administrator)
    answer = client.post(CHANGE, filled(departments="办公室\n企业科→研发科"))
    assert "已有科室「研发科」" in answer.content.decode()


def test_everybody_inside_reads_them_and_changes_nothing(officer: User, town_clerk: User, client_of: Browser) -> None:
    page = client_of(officer).get("/settings/")
    assert page.status_code == 200
    assert "修改设置" not in page.content.decode()
    assert client_of(officer).post(CHANGE, filled(bureau="别的局")).status_code == 404
    assert client_of(town_clerk).get("/settings/").status_code == 404
    assert django_settings.TITIAN.bureau == "示范县科技局"


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(administrator: User, client_of: Browser, home: Path) -> None:
    opened = filled(code_name="示科")
    change_settings(by=administrator, bureau="示范县科学技术局")
    answer = client_of(administrator).post(CHANGE, opened)
    assert answer.status_code == 422
    assert "别人改过" in answer.content.decode()
    assert (load(home, {}).bureau, load(home, {}).code_name) == ("示范县科学技术局", "")


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("bureau", "", "请填写单位名称"),
        ("region", "99012", "「区划代码」应为 6 位数字"),
        ("departments", "甲股\n甲股", "写了两次：甲股"),
        ("departments", "长" * 51, "最多 50 字"),
    ],
)
def test_a_wrong_field_is_told_beside_it(administrator: User, client_of: Browser, field: str, typed: str, told: str) -> None:
    answer = client_of(administrator).post(CHANGE, filled(**{field: typed}))
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_saving_without_a_change_writes_nothing(administrator: User, client_of: Browser) -> None:
    answer = client_of(administrator).post(CHANGE, filled())
    assert answer.status_code == 422
    assert "没有改动" in answer.content.decode()
    assert not Entry.objects.filter(code="home.settings.changed").exists()


def test_a_file_that_cannot_be_written_undoes_the_rest(
    administrator: User, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(office: Installation) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("titian.home.actions.settings.save", full)
    answer = client_of(administrator).post(CHANGE, filled(departments="办公室\n新股"))
    assert answer.status_code == 422
    assert "设置没有保存" in answer.content.decode()
    assert not Department.objects.filter(name="新股").exists()
    assert not Entry.objects.filter(code="home.settings.changed").exists()
