"""考核自评: what was reached, what is missing, and the evidence under the number of its item."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.figures.models import Target
from titian.figures.tests import make as figures
from titian.journal.models import Entry
from titian.ledgers import actions
from titian.ledgers.tests import make as ledgers
from titian.places.models import Region
from titian.reader.actions import accept
from titian.reader.intake import take_in
from titian.reader.models import KeptReading
from titian.reports.self_assessment.data import gather
from titian.reports.self_assessment.template import paper

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 31)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TITIAN = replace(django_settings.TITIAN, county="示范县", region="990123", day=DAY)


@pytest.fixture
def visited(officer: User, office: User) -> Region:
    """A target of visits with one visit entered and proved."""
    people.our_town()
    county = Region.objects.get(code=people.COUNTY)
    figures.target(office, "visit.count", "20")
    row = ledgers.visit(officer, date(2026, 3, 5))
    actions.attach_evidence(row, [("签到表.pdf", PDF)], by=officer)
    return county


def test_an_item_says_what_is_missing_and_where_its_proof_lies(visited: Region, office: User) -> None:
    item = gather(office, visited, 2026, DAY)[0]
    assert (item.reached, item.evidence) == ("1 次", "01-00、01-01")
    assert item.source.endswith("（台账）")
    assert item.lost == "还差 19 次"
    text = paper([item], 2026, DAY).text()
    assert "01-00、01-01" in text
    assert "入企(走访)服务次数明细表" in text
    assert "签到表.pdf" in text


def test_a_stated_figure_brings_the_paper_it_was_read_from_and_the_department_that_stated_it(officer: User, office: User) -> None:
    region = figures.county()
    figures.target(office, "need.collected", "160")
    take_in("上半年总结.txt", "示范县科技局2026年上半年工作总结\n征集企业技术需求81项。\n".encode(), by=officer)
    accept(KeptReading.objects.get(), region=region, by=officer)
    item = gather(office, region, 2026, DAY)[0]
    assert [file.name for file in item.files] == ["上半年总结.txt"]
    assert item.source == f"{officer.department}（认定）"
    assert item.wanting == ()


def test_what_proof_is_lacking_is_named_with_why_points_are_lost(officer: User, office: User) -> None:
    region = figures.county()
    for code, low in (("contract.value", "420000000"), ("rnd.fiscal_growth", "10"), ("visit.count", "4")):
        Target.objects.filter(pk=figures.target(office, code, low).pk).update(weight=4)
    figures.figure(office, "contract.value", "192000000", document="上半年汇报")
    figures.figure(office, "rnd.fiscal_growth", "8.3")
    ledgers.visit(officer, date(2026, 3, 5))
    contracts, growth, visits = gather(office, region, 2026, DAY)
    assert contracts.wanting == ("「技术合同成交(交易)额」的出处《上半年汇报》原件",)
    assert growth.lost == "还差 1.7 个百分点，扣 0.68 分"
    assert growth.source == "财政局"
    assert visits.wanting == ("「入企(走访)服务次数」1 行记录的附件，一份也没有",)
    assert "1 行，其中 1 行没有附件" in paper([visits], 2026, DAY).text()


@pytest.mark.parametrize(("weight", "goal", "score"), [("10", "20", "0.5"), ("2.5", "1", "2.5"), (None, "20", None)])
def test_points_are_given_in_proportion_and_in_full_where_the_target_is_met(
    visited: Region, office: User, weight: str | None, goal: str, score: str | None
) -> None:
    Target.objects.all().delete()
    target = figures.target(office, "visit.count", goal)
    Target.objects.filter(pk=target.pk).update(weight=weight)
    item = gather(office, visited, 2026, DAY)[0]
    assert item.score == (None if score is None else Decimal(score))


def test_the_package_holds_the_sheet_the_rows_and_the_files_by_number(
    visited: Region, office: User, auditor: User, client_of: Callable[[User], Client]
) -> None:
    answer = client_of(office).get("/reports/self-assessment/?as=zip")
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert "2026年度考核自评表.docx" in names
    assert [name.rpartition("/")[2] for name in names[1:]] == ["01-00 入企(走访)服务次数明细表.xlsx", "01-01 签到表.pdf"]
    assert Entry.objects.filter(code="reports.assessment.packed").get().after == {"year": 2026, "items": 1, "files": 1}
    assert client_of(auditor).get("/reports/self-assessment/?as=zip").status_code == 404
