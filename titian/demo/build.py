"""Builds the demonstration county: people, places, papers read and accepted, targets, what was sent. Calls the rooms' actions only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction

from titian.accounts.actions import appoint_first_administrator
from titian.accounts.models import User
from titian.base.installation import DEMO_PASSWORD, Installation
from titian.base.mechanisms import PORTALS
from titian.base.periods import Period
from titian.demo.ladder import load_ladder
from titian.demo.ledgers import load_ledgers
from titian.demo.papers import DEPARTMENTS as WRITERS
from titian.demo.papers import write_papers
from titian.demo.people import CAST, OUTSIDE, add_inside, add_outside
from titian.demo.policies import load_policies
from titian.demo.registers import load_registers
from titian.demo.research import load_research
from titian.demo.samples import Sample, samples, towns, write_reports, write_targets
from titian.figures.actions import NewFigure, NewTarget, Sending, approve_period, record_sent, set_targets, state_figures
from titian.figures.key import TARGET, FigureKey
from titian.figures.target_sheet import read_targets
from titian.places.actions import add_region, state_base
from titian.places.models import Region
from titian.reader.accepting import candidates, suggested_leave_out
from titian.reader.actions import Choice, accept
from titian.reader.intake import take_in
from titian.reader.models import KeptReading

AS_OF = date(2026, 5, 31)
PASSWORD = DEMO_PASSWORD
COUNTY, COUNTY_CODE = "示范县", "990123"
NEIGHBOURS = {"邻山县": "990124", "东河区": "990125"}
POPULATIONS = {"示范县": 486_000, "邻山县": 312_000, "东河区": 654_000}
ABOVE_SCALE = {"示范县": 128, "邻山县": 61, "东河区": 214}
DEPARTMENTS = ("办公室", "企业股", "研发与项目股", "成果与人才股")
# 地区生产总值 by year, of which the papers state the shares: R&D of 2024 1.83 %, contracts of 2025 1.06 %.
PRODUCTS = {2023: "32260000000", 2024: "33220000000", 2025: "34580000000"}
SENT = "county-2026h1-sent.txt"


@dataclass(frozen=True)
class Built:
    """What the demonstration made: where the papers lie, the readings in the order they were read."""

    papers: Path
    targets: Path
    readings: Sequence[KeptReading]


def demo_installation(home: Path, url: str) -> Installation:
    """The settings of a demonstration."""
    return Installation(
        home=home,
        bureau=f"{COUNTY}科技局",
        county=COUNTY,
        region=COUNTY_CODE,
        code_name="示科",
        departments=DEPARTMENTS,
        portals=frozenset(PORTALS),
        url=url,
        demo=True,
        day=AS_OF,
    )


def write_samples(folder: Path) -> tuple[list[Path], Path]:
    """The sample papers and the targets sheet as files."""
    folder.mkdir(parents=True, exist_ok=True)
    return write_reports(folder), write_targets(folder)


@transaction.atomic
def build(say: Callable[[str], None]) -> Built:
    """Everything from an empty database to a county with three periods in its books, in one transaction."""
    folder = settings.TITIAN.home / "demo"
    files, sheet = write_samples(folder)
    county = _places()
    people = add_inside(DEPARTMENTS, town=Region.objects.towns_of(county)[0])
    loaded = load_registers(folder, day=AS_OF, people=people)
    people |= add_outside()
    kept = load_ledgers(folder, day=AS_OF, people=people)
    research = load_research(folder, people=people)
    climbed = load_ladder(folder, day=AS_OF, people=people)
    say(f"县、乡镇、科室、用户：{county}，{len(towns())} 个乡镇，{len(DEPARTMENTS)} 个科室，{len(CAST) + len(OUTSIDE)} 人")
    say(f"导入登记表 {len(loaded)} 份：" + "，".join(f"{one.name} {one.rows:,} 行" for one in loaded))
    say(f"导入台账 {len(kept)} 份，{sum(one.rows for one in kept):,} 行")
    say(f"研发投入：导入 {len(research)} 份，{sum(one.rows for one in research):,} 行；后补助、投入评价各两个年度")
    say("企业梯次：" + "，".join(f"{one.name} {one.rows:,} 行" for one in climbed) + "，申报批次和评估")
    claims = load_policies(AS_OF, people)
    say(f"政策库：施行中的 1 份、草案和样本 3 份，兑现申请 {claims} 笔")
    readings = [_read(path, sample, people["office"]) for path, sample in zip(files, samples(), strict=True)]
    for reading, sample in zip(readings, samples(), strict=True):
        _put_into_books(reading, sample, people["office"])
    _state_products(county, people["office"])
    say(f"读入文稿 {len(readings)} 份，入账；录入{min(PRODUCTS)}—{max(PRODUCTS)}年地区生产总值")
    targets = set_targets(_owned(read_targets(sheet, county=county), people), region=county, by=people["office"])
    say(f"导入目标 {len(targets)} 项")
    approve_period(region=county, period=Period("2025H1"), by=people["chief"])
    write_papers(county=county, people=people)
    say("文稿：2025年度总结已定稿并报送，2026年上半年总结正在汇稿")
    return Built(folder, sheet, readings)


def _owned(targets: Sequence[NewTarget], people: Mapping[str, User]) -> list[NewTarget]:
    """Each with the person of its section who watches it."""
    return [replace(one, owner=people[WRITERS[one.department.name]] if one.department else None) for one in targets]


def _state_products(county: Region, by: User) -> None:
    """What the statistics bureau publishes of the whole county, typed in by the office."""
    published = [
        NewFigure("economy.gdp", str(year), Decimal(value), document=f"{COUNTY}{year}年国民经济和社会发展统计公报")
        for year, value in PRODUCTS.items()
    ]
    state_figures(published, region=county, by=by)


def is_built() -> bool:
    return User.objects.filter(username="office").exists()


def _places() -> Region:
    administrator = User.objects.first_administrator() or appoint_first_administrator(
        username="admin", name="系统管理员", password=PASSWORD, must_change_password=False
    )
    city = add_region(code="990100", name="示范市", level="city", by=administrator)
    county = add_region(code=COUNTY_CODE, name=COUNTY, level="county", parent=city, by=administrator)
    for order, name in enumerate(towns()):
        add_region(code=f"{COUNTY_CODE}{order + 101}", name=name, level="town", parent=county, order=order, by=administrator)
    for order, (name, code) in enumerate(NEIGHBOURS.items(), start=1):
        add_region(code=code, name=name, level="county", parent=city, order=order, by=administrator)
    for name in POPULATIONS:
        region = Region.objects.get(name=name)
        for kind, values in (("population", POPULATIONS), ("above_scale", ABOVE_SCALE)):
            state_base(region=region, kind=kind, year=2024, value=values[name], source="演示数据", by=administrator)
    return county


def _read(path: Path, sample: Sample, by: User) -> KeptReading:
    outcome = take_in(path.name, path.read_bytes(), by=by)
    if outcome.reading is None:
        raise RuntimeError(f"示范文稿 {path.name} 读不了：{outcome.message}")
    return outcome.reading


def _put_into_books(reading: KeptReading, sample: Sample, by: User) -> None:
    """Into the books of the paper's own region; what was already sent to the city is kept as sent instead."""
    region = Region.objects.get(name=sample.region)
    if sample.source != SENT:
        accept(reading, region=region, by=by, choice=_choice(reading, sample))
        return
    sent = [
        Sending(_sent_key(entry.key(), region, sample), entry.value, entry.quantity.operator, str(entry.quantity))
        for entry in candidates(reading)
    ]
    record_sent(sent, receiver="示范市科技局", day=date(2026, 6, 2), paper=str(reading), paper_ref=reading.ref, by=by)


def _sent_key(key: FigureKey, region: Region, sample: Sample) -> FigureKey:
    """A table of 1—5月 speaks of the year; for this office it is what the half-year report is held against."""
    period = Period(sample.period)
    return replace(key, region=region.key, period=period if key.status != TARGET and period in key.period else key.period)


def _choice(reading: KeptReading, sample: Sample) -> Choice:
    """What the officer who accepts this paper says of its numbers."""
    scopes, left_out = {}, set(suggested_leave_out(reading))
    for entry in candidates(reading):
        kind = "target" if entry.status == "target" else "previous" if entry.period < sample.period else ""
        name = f"{entry.code}.{kind}" if kind else entry.code
        if name in sample.leave_out or entry.number_text in sample.leave_out:
            left_out.add(entry.offset)
        elif name in sample.scopes:
            scopes[entry.offset] = sample.scopes[name]
    return Choice(scopes=scopes, leave_out=frozenset(left_out), disputed=True)
