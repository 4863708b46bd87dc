"""Pages of papers written from rows: a number opens to its rows, a difference is seen wherever it is printed, a version knows what changed."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from titian.accounts.models import User
from titian.base.gongwen.paper import Edition
from titian.figures.outgoing import Prefer
from titian.figures.tests.make import town
from titian.files.actions import open_for
from titian.registry.models import Title
from titian.registry.tests import make as registry
from titian.reports import actions
from titian.reports.models import Paper
from titian.reports.tests.make import book, paper, reviewed
from titian.reports.writer.assembling import Assembled

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
COUNTED = "/figures/counted/hnte.valid/?region=990123&period=2026H1&day=2026-05-31"


@pytest.fixture
def three(office: User) -> list[Title]:
    firms = [registry.organisation("示范县甲科技有限公司"), registry.organisation("示范县乙科技有限公司")]
    firms.append(registry.organisation("示范县丙科技有限公司", region=town("河口镇", "990123102")))
    return [registry.title(firm) for firm in firms]


@pytest.fixture
def begun(office: User, three: list[Title]) -> Paper:
    """A paper whose books say 5 valid firms where the register holds 3."""
    book(office, "hnte.valid", "5")
    return paper(office)


def page(client: Client, url: str, **query: str) -> str:
    response = client.get(url, query)
    assert response.status_code == 200, url
    return response.content.decode().replace("&amp;", "&")


def test_a_counted_number_opens_to_its_rows_as_of_the_papers_day(client_of: ClientOf, office: User, begun: Paper) -> None:
    client = client_of(office)
    text = page(client, begun.get_absolute_url())
    assert f'<a href="{COUNTED}"' in text
    assert "台账计数优先" in text
    assert "台账与认定不符 1 处" in text
    rows = page(client, COUNTED.replace("/?", "/rows/?"), town="990123102")
    assert "丙科技" in rows
    assert "甲科技" not in rows


def test_the_difference_is_seen_on_the_sources_in_the_checks_and_beside_the_sentence(
    client_of: ClientOf, office: User, begun: Paper
) -> None:
    client, told = client_of(office), "台账计3家，账面认定5家，相差2家"
    sources = page(client, begun.get_absolute_url(), tab="sources")
    for words in ("台账 3行", "认定 5家", "-2家"):
        assert words in sources
    proof = page(client, begun.get_absolute_url(), tab="proof")
    assert told in proof
    assert f'href="{COUNTED}">台账行' in proof
    section = page(client, begun.sections.get(key="cultivation").get_absolute_url())
    assert f'<a href="{COUNTED}">{told}' in section


def test_the_head_of_a_paper_says_where_its_numbers_come_from(client_of: ClientOf, office: User, begun: Paper) -> None:
    client = client_of(office)
    form = client.get(reverse("reports:head", args=[begun.pk])).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"prefer": "books"}
    data["opened"] = form["opened"].value() if "opened" in form.fields else ""
    assert client.post(reverse("reports:head", args=[begun.pk]), data).status_code == 302
    begun.refresh_from_db()
    assert begun.prefer == Prefer.BOOKS
    assert "有效高新技术企业5家" in Assembled.of(begun, user=office).composed.text


def test_the_check_edition_links_rows_marks_the_difference_and_the_clean_one_does_neither(
    office: User, begun: Paper, settings: Settings
) -> None:
    settings.TITIAN = replace(settings.TITIAN, url="https://titian.example")
    editions: tuple[Edition, ...] = ("check", "clean")
    content = {edition: _docx(begun, edition, office) for edition in editions}
    links = [rel.target_ref for rel in docx.Document(io.BytesIO(content["check"])).part.rels.values() if rel.is_external]
    assert f"https://titian.example{COUNTED}" in links
    tables = [cell.text for table in docx.Document(io.BytesIO(content["check"])).tables for row in table.rows for cell in row.cells]
    assert "-2家" in tables
    assert any("台账计3家，账面认定5家，相差2家" in text for text in tables)
    clean = docx.Document(io.BytesIO(content["clean"]))
    assert not [rel for rel in clean.part.rels.values() if rel.is_external]
    assert any("有效高新技术企业3家" in paragraph.text for paragraph in clean.paragraphs)


def _docx(of: Paper, edition: Edition, user: User) -> bytes:
    version = actions.keep_version(of, edition=edition, by=user)
    with open_for(version.file, by=user) as file:
        return file.read()


def test_a_kept_version_says_what_its_rows_count_today(client_of: ClientOf, office: User, begun: Paper, three: list[Title]) -> None:
    version = actions.keep_version(begun, edition="check", by=office)
    client = client_of(office)
    assert "没有变" in page(client, version.get_absolute_url())
    registry.title(registry.organisation(), since=date(2026, 3, 2))
    text = page(client, version.get_absolute_url())
    assert "台账数之后有变化 1 个" in text
    assert "+1家" in text
    assert COUNTED in text
    figure = next(figure for figure in version.frozen() if figure.key.indicator == "hnte.valid")
    assert (int(figure.value), figure.rows, figure.as_of) == (3, 3, date(2026, 5, 31))


def test_rows_that_change_after_the_review_open_that_section_alone(office: User, chief: User, begun: Paper) -> None:
    reviewed(begun, writer=office, reviewer=chief)
    registry.title(registry.organisation(), since=date(2026, 3, 2))
    assert [section.key for section in actions.reopen_changed(begun, by=chief)] == ["cultivation"]


def test_a_sent_paper_keeps_what_was_counted_as_what_was_sent(office: User, chief: User, leader: User, begun: Paper) -> None:
    actions.freeze(reviewed(begun, writer=office, reviewer=chief), by=leader)
    actions.send(begun, receiver="示范市科技局", day=date(2026, 6, 2), by=office)
    registry.title(registry.organisation(), since=date(2026, 3, 2))
    told = [finding.message for finding in Assembled.of(begun, user=office).findings if finding.kind == "sent"]
    assert told == ["有效高新技术企业数4家，2026年6月2日报示范市科技局为3家，差+1家"]


def test_a_register_that_holds_nothing_of_a_kind_prints_no_nought(office: User, begun: Paper) -> None:
    composed = Assembled.of(begun, user=office).composed
    assert "雏鹰" not in composed.text
    gaps = [gap.message for entry in composed.missing for gap in entry.gaps if gap.code == "eagle.new"]
    assert "台账没有数：名录里没有2026-05-31及以前的雏鹰" in gaps[0]


def test_the_command_counts_too_and_tells_a_machine_where_each_number_comes_from(
    office: User, administrator: User, begun: Paper, tmp_path: Path
) -> None:
    for prefer, value, source, rows in (("rows", 3, "rows", 3), ("books", 5, "books", None)):
        out = io.StringIO()
        options = {"period": "2026H1", "as_of": "2026-05-31", "region": "示范县", "out": tmp_path / "p.docx", "json": True}
        call_command("report", "half-year", stdout=out, prefer=prefer, **options)
        figure = next(figure for figure in json.loads(out.getvalue())["figures"] if figure["code"] == "hnte.valid")
        assert (figure["value"], figure["source"], figure["rows"]) == (value, source, rows)
        assert figure["differs"] == "台账计3家，账面认定5家，相差2家"


@pytest.mark.parametrize(("genre", "words"), [("brief", "有效高新技术企业3家"), ("table", "3家"), ("reply", "有效高新技术企业3家")])
def test_every_genre_prints_the_counted_value(office: User, begun: Paper, genre: str, words: str) -> None:
    other = paper(office, genre=genre, extras={"case": {"points": ["培育高新技术企业"]}} if genre == "reply" else {})
    assert words in Assembled.of(other, user=office).composed.text


def test_a_paper_asks_as_much_of_the_database_whatever_the_rows(office: User, begun: Paper) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as context:
            assert Assembled.of(Paper.objects.get(pk=begun.pk), user=office).findings
        return len(context)

    before = asked()
    for number in range(20):
        registry.title(registry.organisation(region=town(f"第{number}镇", f"99012311{number:02d}")))
    assert asked() == before
