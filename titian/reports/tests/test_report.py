"""`titian report`: the paper on the disk, what it says, and what bad input is told."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import CommandError, call_command

from titian.accounts.models import User
from titian.accounts.tests.make import county
from titian.reports import actions
from titian.reports.tests.make import book, paper

pytestmark = pytest.mark.django_db
Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    county()

    def command(genre: str = "half-year", **options: Any) -> str:
        out = io.StringIO()
        given = {"period": "2026H1", "as_of": "2026-05-31", "region": "示范县", "out": tmp_path / "paper.docx", **options}
        call_command("report", genre, stdout=out, **given)
        return out.getvalue()

    return command


def text(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_the_half_year_report_is_written_from_the_books(run: Run, officer: User, tmp_path: Path) -> None:
    book(officer, "hnte.new", "8")
    book(officer, "eagle.new", "1", period="2025H1")
    said = run()
    assert "新增高新技术企业8家" in text(tmp_path / "paper.docx")
    assert "已写出核对稿" in said
    assert "缺2026年上半年「新增雏鹰企业数」（账上有2025年上半年的数）" in said
    assert "核数：没有发现问题" in said


def test_a_machine_reads_figures_missing_sentences_and_findings(run: Run, officer: User) -> None:
    number = book(officer, "contract.value", "192345678.9")
    told = json.loads(run(json=True, edition="clean"))
    assert told["figures"] == [
        {
            "code": "contract.value",
            "value": 192345678.9,
            "printed": "1.92亿元",
            "printed_value": 192000000,
            "unit": "元",
            "operator": "exact",
            "status": "achieved",
            "period": "2026H1",
            "as_of": "2026-05-31",
            "source": "books",
            "rows": None,
            "differs": "",
            "figure": number,
            "target": None,
        }
    ]
    assert (told["edition"], told["as_of"], told["period"]) == ("clean", "2026-05-31", "2026H1")
    assert any(entry["sentence"] == "hnte.new" and not entry["expected"] for entry in told["missing"])


@pytest.mark.parametrize(
    ("genre", "options", "part"),
    [
        ("annual", {"period": "2025", "as_of": "2025-12-31"}, "2025年工作总结及2026年工作计划"),
        ("brief", {"limit": 300}, "科技工作主要数据"),
        ("table", {"layout": "tasks"}, "重点任务进展情况表"),
        ("reply", {}, "关于有关建议的答复"),
    ],
)
def test_every_genre_is_written(run: Run, officer: User, tmp_path: Path, genre: str, options: dict[str, Any], part: str) -> None:
    book(officer, "hnte.new", "8", period=options.get("period", "2026H1"))
    run(genre, **options)
    assert part in text(tmp_path / "paper.docx").replace("\n", "")


def test_a_reply_takes_its_case_from_a_file(run: Run, officer: User, tmp_path: Path) -> None:
    book(officer, "loan.granted", "54300000")
    case = tmp_path / "case.yaml"
    case.write_text(
        "会议: 示范县十八届人大五次会议\n编号: 11\n标题: 关于破解融资难的建议\n提出人: 王某、李某\n要点: [破解融资难题]\n办理结果: B\n",
        "utf-8",
    )
    said = run("reply", case=case)
    written = text(tmp_path / "paper.docx").replace("\n", "")
    assert "关于示范县十八届人大五次会议第11号建议的答复" in written
    assert "王某、李某代表：" in written
    assert "一、关于破解融资难题" in written
    assert "2026年上半年，发放科技贷款5,430万元。" in written
    assert "答复函还缺：联系人、联系电话，问办公室" in said


def test_the_offices_default_outline_is_used(run: Run, officer: User, office: User, tmp_path: Path) -> None:
    book(officer, "hnte.new", "8")
    begun = paper(office)
    part = begun.sections.get(key="cultivation")
    actions.edit_section(part, title="培育创新主体", narrative="", style="points", narrative_last=False, by=office)
    actions.set_default_outline(actions.copy_outline(begun, name="本局提纲", by=office), by=office)
    run()
    assert "培育创新主体" in text(tmp_path / "paper.docx")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"period": "2026"}, "期间应为半年，如 2026H1，不能是「2026年」"),
        ({"period": "第一季度"}, "不是有效的期间"),
        ({"as_of": "五月底"}, "--as-of「五月底」不是有效日期"),
        ({"as_of": "2025-12-31"}, "在2026年上半年之前"),
        ({"region": "无此县"}, "区划里没有「无此县」"),
        ({"number": "示科[2026]1号"}, "六角括号"),
        ({"out": Path("paper.pdf")}, "应为 .docx 文件"),
        ({"out": Path("nowhere/paper.docx")}, "文件夹 nowhere 不存在"),
        ({"case": Path("nowhere.yaml")}, "nowhere.yaml 读不了"),
    ],
)
def test_bad_input_is_told_in_one_line_and_nothing_is_written(run: Run, tmp_path: Path, options: dict[str, Any], said: str) -> None:
    with pytest.raises(CommandError, match=said) as refused:
        run(**options)
    assert refused.value.returncode == 2
    assert not list(tmp_path.iterdir())


def test_a_clean_edition_that_may_not_leave_is_refused(run: Run, officer: User, office: User, tmp_path: Path) -> None:
    book(officer, "loan.npl_ratio", "0.8")
    begun = paper(office)
    line = next(line for line in begun.sections.get(key="finance").as_plan().lines if line.key == "loan.npl_ratio")
    actions.edit_sentence(begun.sections.get(key="finance"), key=line.key, text=line.text, on=True, by=office)
    actions.set_default_outline(actions.copy_outline(begun, name="本局提纲", by=office), by=office)
    with pytest.raises(CommandError, match="清稿不能印"):
        run(edition="clean")
    assert not (tmp_path / "paper.docx").exists()
    assert "不得对外" in run(edition="check")


def test_a_default_outline_that_cannot_be_read_is_told(run: Run, office: User) -> None:
    kept = actions.copy_outline(paper(office), name="旧提纲", by=office)
    kept.content = {"genre": "half-year", "title": "x", "sections": [{"key": "a", "style": "verse"}]}
    kept.save()
    actions.set_default_outline(kept, by=office)
    with pytest.raises(CommandError, match="默认提纲「旧提纲」不能用"):
        run()


def test_the_as_of_day_is_the_periods_end_unless_said(run: Run, officer: User) -> None:
    book(officer, "hnte.new", "8", period="2024H1", as_of=date(2024, 6, 30))
    assert json.loads(run(period="2024H1", as_of=None, json=True))["as_of"] == "2024-06-30"


def test_without_libreoffice_the_docx_stands_and_one_line_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TITIAN_SOFFICE", "/nowhere/soffice")
    said = run(pdf=True)
    assert "未写 PDF：本机没有安装 LibreOffice" in said
    assert (tmp_path / "paper.docx").exists()


@pytest.mark.slow
def test_the_pdf_lies_beside_the_docx(run: Run, tmp_path: Path) -> None:
    assert "已写出 PDF" in run(pdf=True)
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
