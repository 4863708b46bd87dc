"""Editions: what the check edition carries and the clean one does not, refusals, charts with and without a font, PDF."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pytest

from titian.base import fonts, office
from titian.base.errors import Refused
from titian.base.gongwen.blocks import CheckOnly, Note, Picture, Table
from titian.base.gongwen.paper import Edition
from titian.figures.catalogue import packaged
from titian.reports.catalogue import GENRES
from titian.reports.tests.make import fact, facts, goal
from titian.reports.wording.facts import Facts
from titian.reports.writer import exporting
from titian.reports.writer.particulars import Particulars

HALF_YEAR = GENRES["half-year"]
PARTICULARS = Particulars(date(2026, 6, 11), "示范县科学技术局")
ENTRIES = (
    fact("hnte.new", 8, source="企业股总结", department="企业股"),
    fact("hnte.valid", 72),
    fact("hnte.valid", 59, period="2025H1", as_of=date(2025, 6, 30)),
    fact("contract.value", "192345678.9"),
    fact("eagle.new", 1, period="2025H1"),
)


def entries(*more: Any) -> Facts:
    return facts(*ENTRIES, *more, goals=[goal("hnte.new", 12)])


def exported(edition: Edition, books: Facts | None = None, **fields: Any) -> exporting.Exported:
    particulars = replace(PARTICULARS, **fields)
    composed = HALF_YEAR.written(HALF_YEAR.outline(particulars), books or entries(), particulars)
    return exporting.export(HALF_YEAR, composed, particulars, edition=edition)


def targets(content: bytes) -> list[str]:
    package = docx.Document(io.BytesIO(content)).part.package
    return [rel.target_ref for part in package.iter_parts() for rel in part.rels.values() if rel.is_external]


def words(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "".join(
            package.read(name).decode("utf-8", "ignore") for name in package.namelist() if name.endswith((".xml", ".rels"))
        )


def test_every_number_of_the_check_edition_links_to_its_figure_absolutely(settings: pytest.FixtureRequest) -> None:
    settings.TITIAN = replace(settings.TITIAN, url="https://titian.example/")  # type: ignore[attr-defined]  # pytest-django's settings
    made = exported("check")
    links = targets(made.content)
    assert f"https://titian.example/figures/{ENTRIES[0].id}/" in links
    assert all(re.fullmatch(r"https://titian\.example/figures/(targets/)?\d+/", link) for link in links)


def test_the_check_edition_carries_sources_proofing_and_charts() -> None:
    made = exported("check")
    for part in (
        "数据来源表",
        "192,345,678.9元",
        "企业股总结",
        "核数清单",
        "保密审查表",
        "公开4个",
        "缺2026年上半年「新增雏鹰企业数」",
    ):
        assert part in made.text
    opened = docx.Document(io.BytesIO(made.content))
    assert opened.tables
    assert opened.inline_shapes


def test_the_clean_edition_carries_none_of_it_and_no_properties() -> None:
    made = exported("clean")
    assert targets(made.content) == []
    assert "附件" not in made.text
    assert "1.92亿元" in made.text
    opened = docx.Document(io.BytesIO(made.content))
    assert not opened.inline_shapes
    assert (opened.core_properties.author, opened.core_properties.last_modified_by, opened.core_properties.comments) == ("", "", "")
    assert "127.0.0.1" not in words(made.content)


def test_the_same_paper_gives_the_same_bytes() -> None:
    books = entries()
    assert exported("check", books).digest == exported("check", books).digest
    assert exported("clean", books).digest != exported("check", books).digest


def test_what_must_not_leave_is_refused_in_the_clean_edition_only() -> None:
    closed = replace(entries(), known={**packaged(), "hnte.new": replace(packaged()["hnte.new"], disclosure="不得导出")})
    with pytest.raises(Refused, match="新增\\(认定\\)高新技术企业数8家的公开属性是「不得导出」，清稿不能印"):
        exported("clean", closed)
    assert any(finding.kind == "disclosure" for finding in exported("check", closed).findings)


def test_a_document_number_brings_the_red_head_and_is_checked() -> None:
    assert "示科〔2026〕12号" in words(exported("clean", number="示科〔2026〕12号").content)
    with pytest.raises(Refused, match="六角括号"):
        exported("clean", number="示科[2026]12号")


def blocks_of(books: Facts) -> list[object]:
    composed = HALF_YEAR.written(HALF_YEAR.outline(PARTICULARS), books, PARTICULARS)
    annex = exporting.chart_annex(HALF_YEAR.charts(composed), "附件3")
    return [inner for block in annex if isinstance(block, CheckOnly) for inner in block.blocks]


def test_without_a_chinese_font_the_table_stands_for_the_chart_and_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(fonts, "font_folders", lambda: ())
    blocks = blocks_of(entries())
    assert [block.text for block in blocks if isinstance(block, Note)] == [exporting.NO_FONT]
    assert any(isinstance(block, Table) for block in blocks)
    assert not any(isinstance(block, Picture) for block in blocks)


def test_under_ci_a_missing_font_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(fonts, "font_folders", lambda: ())
    with pytest.raises(fonts.ChartFontMissing):
        blocks_of(entries())


def test_annexes_are_numbered_as_they_come() -> None:
    made = exported("check", facts(fact("hnte.new", 8)))
    assert [line for line in made.text.splitlines() if re.fullmatch(r"附件\d", line)] == ["附件1", "附件2"]


def test_nothing_to_draw_gives_no_annex() -> None:
    assert blocks_of(facts(fact("hnte.new", 8))) == []


def test_a_target_that_only_the_board_has_links_to_the_board() -> None:
    made = exported("check", facts(goals=[goal("hnte.new", 12, target=7)]))
    assert any(link.endswith("/figures/targets/7/") for link in targets(made.content))


@pytest.mark.usefixtures("libreoffice")
@pytest.mark.slow
@pytest.mark.parametrize("edition", ["clean", "check"])
def test_libreoffice_opens_both_editions(edition: Edition) -> None:
    content = exporting.pdf(exported(edition).content)
    assert content.startswith(b"%PDF")


def test_without_libreoffice_the_pdf_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TITIAN_SOFFICE", "/nowhere/soffice")
    with pytest.raises(office.OfficeMissing, match="没有安装 LibreOffice"):
        exporting.pdf(b"")
