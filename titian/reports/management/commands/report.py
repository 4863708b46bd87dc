"""`titian report half-year|annual|brief|table|reply`: a paper from the books, without keeping it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import CommandParser

from titian.accounts.commands import acting, add_by
from titian.accounts.models import User
from titian.base import office
from titian.base.clock import today
from titian.base.commands import Command as Base
from titian.base.commands import guarded, refuse
from titian.base.errors import Refused
from titian.base.gongwen.paper import Edition
from titian.base.paragraphs import offered
from titian.base.periods import Period, PeriodError
from titian.base.quantities import plain
from titian.figures.key import TARGET
from titian.figures.outgoing import PREFERENCES, Prefer
from titian.journal.context import through
from titian.places.commands import region_named
from titian.reports.catalogue import GENRES
from titian.reports.models import OfficeOutline
from titian.reports.wording.facts import Facts
from titian.reports.wording.periods import last_day
from titian.reports.wording.pieces import Written
from titian.reports.writer import exporting
from titian.reports.writer.gathering import gather
from titian.reports.writer.genre import Genre
from titian.reports.writer.outline import Outline, OutlineError
from titian.reports.writer.particulars import LAYOUTS, Particulars, ParticularsError, parse_case
from titian.reports.writer.written import Composed, Missing


@dataclass(frozen=True)
class Made:
    """A paper on its way to the disk, and the PDF beside it (None: not asked for, or no LibreOffice)."""

    genre: Genre
    composed: Composed
    exported: exporting.Exported
    out: Path
    pdf: Path | None = None
    pdf_note: str = ""


class Command(Base):
    """Writes the .docx from the books with the office's own outline, else the packaged one; says what was left out and what to check."""

    help = "按台账和账上的数生成文稿（.docx）：半年总结、年度总结、简报、指标表、建议提案答复"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("genre", choices=list(GENRES), metavar="|".join(GENRES), help=_genres())
        parser.add_argument("--period", required=True, metavar="期间", help="如 2026H1、2026、2026-05")
        parser.add_argument("--as-of", metavar="日期", help="数据截至日，如 2026-05-31（默认：期末，期末未到则为今天）")
        parser.add_argument("--region", metavar="区域", help="区划代码或全称（默认：本局所在县区）")
        parser.add_argument(
            "--edition", choices=["check", "clean"], default="check", help="check 核对稿（默认，内部），clean 清稿（对外）"
        )
        parser.add_argument(
            "--prefer",
            choices=list(PREFERENCES),
            default=Prefer.ROWS.value,
            help="台账和账面都有的数以哪个为准：rows 台账计数（默认），books 账面认定",
        )
        parser.add_argument("--out", required=True, type=Path, metavar="文件.docx", help="写到哪个文件")
        parser.add_argument("--pdf", action="store_true", help="另存一份 PDF（需要 LibreOffice）")
        parser.add_argument("--title", default="", metavar="标题", help="标题（默认按提纲）")
        parser.add_argument("--number", default="", metavar="文号", help="如 示科〔2026〕12号")
        parser.add_argument("--addressee", default="", metavar="主送", help="主送机关")
        parser.add_argument("--dated", metavar="日期", help="成文日期（默认：今天）")
        parser.add_argument("--limit", type=int, default=300, metavar="字数", help="简报字数：300 或 800")
        parser.add_argument(
            "--layout", choices=list(LAYOUTS), default="indicators", help="指标表样式：indicators 指标表，tasks 重点任务进展表"
        )
        parser.add_argument(
            "--case", type=Path, metavar="文件.yaml", help="建议提案：会议、编号、标题、提出人、要点、联系人、电话等"
        )
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        with through("command"):
            guarded(lambda: self._write(options))

    def _write(self, options: dict[str, Any]) -> None:
        made = _made(options)
        made.out.write_bytes(made.exported.content)
        made = _with_pdf(made) if options["pdf"] else made
        if options["json"]:
            self.say_json(_json(made))
        else:
            self._say(made)

    def _say(self, made: Made) -> None:
        composed, exported = made.composed, made.exported
        label = "核对稿" if exported.edition == "check" else "清稿"
        self.say(f"已写出{label}：{made.out}（{composed.characters} 字，{len(_figures(composed))} 个数）")
        self.say(f"  {exported.title}，数据截至 {composed.facts.frame.as_of}")
        counted = sum(written.counted for written in _figures(composed))
        self.say(
            f"  {composed.facts.prefer.label}：{counted} 个数由台账数出，{len(_figures(composed)) - counted} 个由账面认定或是目标"
        )
        if made.pdf:
            self.say(f"已写出 PDF：{made.pdf}")
        elif made.pdf_note:
            self.say(made.pdf_note)
        self._say_missing(composed.missing)
        checks = [finding for finding in exported.findings if finding.kind != "missing"]
        self.say(f"核数：{len(checks)} 条" if checks else "核数：没有发现问题")
        for finding in checks:
            self.say(f"  [{finding.severity_label}] {finding.label}：{finding.message}")

    def _say_missing(self, missing: tuple[Missing, ...]) -> None:
        expected = [entry for entry in missing if entry.expected]
        never = sorted({gap.code for entry in missing if not entry.expected for gap in entry.gaps})
        if expected:
            self.say(f"缺数未写：{len(expected)} 句")
        for entry in expected:
            whom = f"，问{entry.whom}" if entry.whom else ""
            reasons = "；".join(dict.fromkeys(gap.message for gap in entry.gaps))
            self.say(f"  {entry.section_title}：{reasons}{whom}")
        if never:
            self.say(f"另有 {len(never)} 个指标账上从未有数，未列入")


def _made(options: dict[str, Any]) -> Made:
    """Everything asked for, checked, composed and exported; nothing is on the disk yet."""
    genre, out = GENRES[options["genre"]], _out(options["out"])
    period = _period(options["period"], genre)
    as_of = _day(options["as_of"], "--as-of") or min(last_day(period), today())
    if as_of < period.since:
        raise refuse(f"截至日 {as_of} 在{period.label}之前，请核对 --period 和 --as-of")
    region, prefer = region_named(options["region"]), Prefer(options["prefer"])
    facts = gather(region=region, period=period, as_of=as_of, user=_reader(options), prefer=prefer)
    particulars = _particulars(options)
    outline = genre.offers(_outline(genre, particulars), offered(), facts.known)
    composed = genre.written(outline, facts, particulars)
    edition: Edition = "clean" if options["edition"] == "clean" else "check"
    return Made(genre, composed, exporting.export(genre, composed, particulars, edition=edition), out)


def _reader(options: dict[str, Any]) -> User | None:
    """For whom the books are read; an installation without an administrator has no registers yet."""
    return acting(options) if options["by"] else User.objects.first_administrator()


def _outline(genre: Genre, particulars: Particulars) -> Outline:
    """The office's default outline of this genre; a reply follows its own suggestion."""
    kept = OfficeOutline.default_for(genre.code) if genre.code != "reply" else None
    try:
        return kept.as_outline() if kept else genre.outline(particulars)
    except OutlineError as problem:
        raise refuse(f"默认提纲「{kept}」不能用：{problem}。请在「提纲」页改设默认提纲") from problem


def _particulars(options: dict[str, Any]) -> Particulars:
    try:
        case = parse_case(_case_file(options["case"])) if options["case"] else parse_case({})
    except ParticularsError as problem:
        raise refuse(f"{options['case'].name}：{problem}") from problem
    return Particulars(
        dated=_day(options["dated"], "--dated") or today(),
        issuer=settings.TITIAN.bureau,
        title=options["title"],
        number=options["number"],
        addressee=options["addressee"],
        limit=options["limit"],
        layout=options["layout"],
        case=case,
    )


def _case_file(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        raise refuse(f"{path.name} 读不了，请写成 UTF-8 的 YAML，如「编号: 11」一行一项") from problem
    if not isinstance(content, dict):
        raise refuse(f"{path.name} 里应是一行一项的「名称: 内容」，如「编号: 11」")
    return content


def _out(path: Path) -> Path:
    if path.suffix.lower() != ".docx":
        raise refuse(f"--out 应为 .docx 文件，不能是「{path.name}」")
    if not path.parent.is_dir():
        raise refuse(f"文件夹 {path.parent} 不存在，请先建立或改写到别处")
    if path.is_dir():
        raise refuse(f"{path} 是文件夹，请写明文件名")
    return path


def _period(text: str, genre: Genre) -> Period:
    try:
        period = Period.parse(text)
    except PeriodError as problem:
        raise refuse(str(problem)) from problem
    if refusal := genre.refusal(period):
        raise refuse(refusal)
    return period


def _day(text: str | date | None, option: str) -> date | None:
    """A day as typed; another command passes it as it is."""
    try:
        return text if isinstance(text, date) else date.fromisoformat(text) if text else None
    except ValueError as problem:
        raise refuse(f"{option}「{text}」不是有效日期，请写成如 2026-05-31") from problem


def _with_pdf(made: Made) -> Made:
    """The PDF beside the .docx; without LibreOffice the .docx stands and one line says so."""
    target = made.out.with_suffix(".pdf")
    try:
        target.write_bytes(exporting.pdf(made.exported.content))
    except office.OfficeMissing as problem:
        return Made(made.genre, made.composed, made.exported, made.out, pdf_note=f"未写 PDF：{problem}")
    except Refused as problem:
        raise refuse(f".docx 已写到 {made.out}；PDF 未成：{problem}") from problem
    return Made(made.genre, made.composed, made.exported, made.out, pdf=target)


def _figures(composed: Composed) -> list[Written]:
    return [written for written in composed.written if written.is_figure]


def _json(made: Made) -> dict[str, object]:
    """What a machine wants to know of the paper."""
    composed, exported = made.composed, made.exported
    return {
        "out": str(made.out),
        "pdf": str(made.pdf) if made.pdf else None,
        "genre": made.genre.code,
        "edition": exported.edition,
        "title": exported.title,
        "period": composed.facts.frame.period.text,
        "as_of": composed.facts.frame.as_of.isoformat(),
        "prefer": composed.facts.prefer.value,
        "characters": composed.characters,
        "sha256": exported.digest,
        "figures": [_figure(written, composed.facts) for written in _figures(composed)],
        "missing": [
            {
                "section": entry.section,
                "sentence": entry.key,
                "expected": entry.expected,
                "whom": entry.whom,
                "reasons": [gap.message for gap in entry.gaps],
            }
            for entry in composed.missing
        ],
        "findings": [
            {
                "kind": finding.kind,
                "severity": finding.severity,
                "message": finding.message,
                "section": finding.section,
                "rows": exporting.rows_of(finding) or None,
            }
            for finding in exported.findings
        ],
    }


def _figure(written: Written, facts: Facts) -> dict[str, object]:
    """One printed figure; `source` is rows, books or target, `beside` what the other source says where it differs."""
    return {
        "code": written.code,
        "value": json.loads(plain(written.value)),
        "printed": written.printed,
        "printed_value": json.loads(plain(written.said)),
        "unit": written.unit,
        "operator": written.operator.value,
        "status": written.status,
        "period": written.period,
        "as_of": written.as_of.isoformat() if written.as_of else None,
        "source": "rows" if written.counted else "target" if written.status == TARGET else "books",
        "rows": written.rows if written.counted else None,
        "differs": facts.outgoing(written.key, written.as_of).told,
        "figure": written.figure,
        "target": written.target,
    }


def _genres() -> str:
    return "；".join(f"{genre.code} {genre.label}" for genre in GENRES.values())
