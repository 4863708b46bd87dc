"""Titles and applications over the years, as the papers count them on their days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from titian.demo.county.chance import Dice
from titian.demo.county.cohorts import Cohorts
from titian.demo.county.plan import (
    EAGLES_2026,
    EAGLES_GIVEN_2026,
    FIRST_2026,
    ISME_APPLIED,
    POOL_DROPPED,
    RENEWING_2026,
    SRDI_APPLIED,
    TSME_BATCHES,
    TSME_PENDING_2026,
)
from titian.demo.county.rows import Firm, TitleRow

COUNTY_LEVEL, CITY, PROVINCE, NATION = "县级", "市级", "省级", "国家级"
Span = tuple[date, date]
HALF_YEARS: Sequence[Span] = (
    (date(2025, 4, 8), date(2025, 6, 19)),
    (date(2025, 8, 5), date(2025, 9, 26)),
    (date(2026, 3, 10), date(2026, 5, 28)),
)
# When the certificates of a year are dated, and when firms applied for them.
CERTIFIED = {
    2022: (date(2022, 11, 18), (date(2022, 5, 10), date(2022, 8, 26))),
    2023: (date(2023, 12, 8), (date(2023, 5, 8), date(2023, 8, 25))),
    2024: (date(2024, 11, 28), (date(2024, 5, 9), date(2024, 8, 23))),
    2025: (date(2025, 11, 14), (date(2025, 5, 12), date(2025, 6, 19))),
}
SECOND_BATCH_2025 = (date(2025, 8, 11), date(2025, 8, 29))
REFUSED_FIRST, REFUSED_SECOND = date(2025, 7, 28), date(2025, 11, 3)


class Titles:
    """The rows of one county under way."""

    def __init__(self, firms: Sequence[Firm], parts: Cohorts, named: Mapping[str, Firm], small: set[Firm]) -> None:
        self.dice = Dice("titles")
        self.firms, self.parts, self.named, self.small = firms, parts, named, small
        self.rows: list[TitleRow] = []

    def add(self, firm: Firm, kind: str, **fields: Any) -> None:
        self.rows.append(TitleRow(firm, kind, **fields))

    def pick(self, count: int, among: Iterable[Firm], *, but: Iterable[Firm] = ()) -> list[Firm]:
        taken = set(but)
        return [firm for firm in self.dice.shuffled(among) if firm not in taken][:count]


def title_rows(firms: Sequence[Firm], parts: Cohorts, named: Mapping[str, Firm], small: set[Firm]) -> list[TitleRow]:
    """`small`: who may be a 科技型中小企业 by revenue and staff."""
    titles = Titles(firms, parts, named, small)
    _certificates(titles)
    _applications_2025(titles)
    _applications_2026(titles)
    _pool(titles)
    _tsme(titles)
    _eagles(titles)
    _gazelles_and_giants(titles)
    for kind, counts in (("srdi", SRDI_APPLIED), ("isme", ISME_APPLIED)):
        _half_yearly(titles, kind, counts)
    return titles.rows


def _certificate(titles: Titles, firm: Firm, year: int, applied: date, *, first: bool, note: str = "") -> None:
    day = CERTIFIED[year][0]
    number = f"GR{year}99{titles.dice.whole(100, 999)}{len(titles.rows):03d}"
    titles.add(
        firm,
        "hnte",
        applied=applied,
        since=day,
        until=day.replace(year=year + 3) - timedelta(days=1),
        certificate=number,
        batch=f"示范省{year}年第{'一' if year != 2025 else '二'}批认定备案公告",
        level=NATION,
        first=first,
        note=note,
    )


def _certificates(titles: Titles) -> None:
    """2022 to 2024, and the two that moved in with theirs."""
    for year, firms in titles.parts.certified.items():
        for place, firm in enumerate(firms):
            _certificate(titles, firm, year, titles.dice.day(*CERTIFIED[year][1]), first=place % 3 != 0)
    for firm in titles.parts.moved_in:
        _certificate(titles, firm, 2024, titles.dice.day(*CERTIFIED[2024][1]), first=True, note="外县认定，随企业迁入")


def _applications_2025(titles: Titles) -> None:
    """34 applications of 31 firms. Nineteen by 20 June; three of them refused in July and sent in again in August, two with success."""
    parts, dice = titles.parts, titles.dice
    again = [parts.first_2025[0], parts.first_2025[1], parts.refused_2025[0]]
    early = [*again, *parts.renewed[:7], *parts.first_2025[2:8], *parts.refused_2025[1:4]]
    for firm in again:
        titles.add(
            firm,
            "hnte",
            applied=dice.day(*CERTIFIED[2025][1]),
            refused=REFUSED_FIRST,
            level=NATION,
            note="首批未通过，退回补充材料",
        )
    for firm in [*parts.renewed, *parts.first_2025]:
        span = CERTIFIED[2025][1] if firm in early and firm not in again else SECOND_BATCH_2025
        _certificate(titles, firm, 2025, dice.day(*span), first=firm in parts.first_2025)
    for firm in parts.refused_2025:
        span = CERTIFIED[2025][1] if firm in early and firm not in again else SECOND_BATCH_2025
        titles.add(firm, "hnte", applied=dice.day(*span), refused=REFUSED_SECOND, level=NATION, note="未通过认定")


def _applications_2026(titles: Titles) -> None:
    """The first batch: 21 under way on the day of the demonstration."""
    renewing = _by_town(titles.parts.certified[2023], RENEWING_2026)
    first = _by_town(titles.parts.first_2026, FIRST_2026)
    for firm in [*renewing, *first]:
        day = titles.dice.day(date(2026, 5, 6), date(2026, 5, 29))
        titles.add(firm, "hnte", applied=day, batch="2026年第一批", level=NATION, first=firm in first)


def _by_town(firms: Iterable[Firm], quotas: Mapping[str, int]) -> list[Firm]:
    found: list[Firm] = []
    for town, count in quotas.items():
        some = [firm for firm in firms if firm.town == town and firm not in found][:count]
        if len(some) < count:
            raise AssertionError(f"{town}: {len(some)} firms where {count} are wanted")
        found += some
    return found


def _pool(titles: Titles) -> None:
    """42 in June 2025, 47 at the end of the year, 53 in May 2026."""
    parts, dice = titles.parts, titles.dice
    certified = CERTIFIED[2025][0]
    for firm in parts.first_2025[:12]:
        _into_pool(titles, firm, dice.day(date(2024, 3, 4), date(2024, 9, 27)), certified - timedelta(days=1))
    dropped = dict(zip(reversed(parts.pool_rest), POOL_DROPPED, strict=False))
    for firm in parts.pool_rest:
        _into_pool(titles, firm, dice.day(date(2023, 9, 4), date(2025, 5, 30)), dropped.get(firm))
    for firm in parts.pool_autumn:
        _into_pool(titles, firm, dice.day(date(2025, 9, 1), date(2025, 9, 29)))
    for firm in parts.pool_spring:
        _into_pool(titles, firm, dice.day(date(2026, 4, 7), date(2026, 4, 28)))


def _into_pool(titles: Titles, firm: Firm, since: date, until: date | None = None) -> None:
    titles.add(firm, "hnte_pool", since=since, until=until, level=COUNTY_LEVEL, batch=f"{since.year}年度高企培育库")


def _tsme(titles: Titles) -> None:
    """Published in batches, gone with the year. Most come again; who holds a 高企 certificate nearly always does."""
    dice = titles.dice
    keen = {*titles.parts.holders, *titles.parts.pool_rest}
    rank = {
        firm: dice.between(0, 1) + (0.55 if firm in keen else 0.3 if firm.carrier else 0)
        for firm in titles.firms
        if firm in titles.small
    }
    for year, batches in TSME_BATCHES.items():
        fitting = [firm for firm in rank if firm.founded_by(year - 1) and _is_ours(firm, date(year, 1, 1))]
        wanted = sum(count for _, count in batches) + (TSME_PENDING_2026 if year == 2026 else 0)
        chosen = sorted(fitting, key=lambda firm: rank[firm] + dice.between(0, 0.35), reverse=True)[:wanted]
        _batches(titles, year, batches, dice.shuffled(chosen))


def _batches(titles: Titles, year: int, batches: Sequence[tuple[date, int]], firms: list[Firm]) -> None:
    for number, (day, count) in enumerate(batches, start=1):
        for firm in firms[:count]:
            _stored(titles, firm, day, f"{year}年第{number}批")
        del firms[:count]
    for firm in firms:
        titles.add(
            firm, "tsme", applied=titles.dice.day(date(year, 5, 18), date(year, 5, 29)), batch=f"{year}年第五批", level=NATION
        )


def _stored(titles: Titles, firm: Firm, day: date, batch: str) -> None:
    """The entry number: year, county, and a running number (科技型中小企业入库登记编号 has 18 characters)."""
    applied = max(day - timedelta(days=titles.dice.whole(18, 40)), date(day.year, 1, 5))
    number = f"{day.year}990123A8{len(titles.rows):06d}"
    titles.add(
        firm, "tsme", applied=applied, since=day, until=date(day.year, 12, 31), certificate=number, batch=batch, level=NATION
    )


def _is_ours(firm: Firm, day: date) -> bool:
    if firm.since is None:
        return True
    return firm.since <= day if firm.state == "active" else firm.since.year > day.year


def _eagles(titles: Titles) -> None:
    """Six in the first half of 2025, though the paper lists five: 南塘光电 is the sixth. Four were given."""
    named, dice = titles.named, titles.dice
    listed = [named[name] for name in ("河口轴承", "石桥玻纤", "青禾种业", "沙湾水产", "云溪新材料", "南塘光电")]
    given = {named[name] for name in ("河口轴承", "青禾种业", "沙湾水产", "云溪新材料")}
    young = [firm for firm in titles.parts.certified[2024] if firm not in named.values() and not firm.large]
    older = titles.pick(6, titles.parts.certified[2023], but=())
    for place, firm in enumerate(older):
        _given(titles, firm, "eagle", date(2023 + place % 2, 12, 15))
    late = titles.pick(3, young)
    for firm in [*listed, *late]:
        applied = dice.day(*HALF_YEARS[0 if firm in listed else 1])
        titles.add(firm, "eagle", applied=applied, level=PROVINCE, **_outcome(firm in given, date(2025, 12, 19), "雏鹰企业"))
    this_year = _by_town([named["石桥玻纤"], *(firm for firm in young if firm not in late), *titles.parts.first_2025], EAGLES_2026)
    for place, firm in enumerate(this_year):
        since = date(2026, 5, 20) if place < EAGLES_GIVEN_2026 else None
        titles.add(
            firm, "eagle", applied=dice.day(date(2026, 3, 9), date(2026, 4, 10)), since=since, level=PROVINCE, batch="2026年第一轮"
        )


def _outcome(given: bool, day: date, what: str) -> dict[str, object]:
    return {"since": day, "batch": f"示范省{day.year}年度{what}名单"} if given else {"refused": day}


def _given(titles: Titles, firm: Firm, kind: str, day: date, *, level: str = PROVINCE, until: date | None = None) -> None:
    applied = day - timedelta(days=titles.dice.whole(60, 110))
    titles.add(firm, kind, applied=applied, since=day, until=until, level=level, batch=f"示范省{day.year}年度认定名单")


def _gazelles_and_giants(titles: Titles) -> None:
    named, dice = titles.named, titles.dice
    third = named["石桥玻纤"]
    for firm, half in ((named["示范重工"], 0), (named["河口轴承"], 0), (third, 1)):
        given = firm is named["河口轴承"]
        titles.add(
            firm, "gazelle", applied=dice.day(*HALF_YEARS[half]), level=PROVINCE, **_outcome(given, date(2025, 12, 19), "瞪羚企业")
        )
    for firm in (named["示范重工"], named["云溪新材料"]):
        titles.add(firm, "gazelle", applied=dice.day(*HALF_YEARS[2]), level=PROVINCE)
    for firm in (named["示范重工"], named["石桥玻纤"]):
        _given(titles, firm, "giant", date(2025, 12, 19))
    _given(titles, titles.parts.certified[2023][4], "giant", date(2026, 5, 20))
    _given(titles, named["青禾种业"], "demo", date(2025, 11, 21))
    _given(titles, titles.parts.certified[2024][10], "demo", date(2024, 11, 22))
    _given(titles, named["示范重工"], "little_giant", date(2024, 9, 6), level=NATION, until=date(2027, 9, 5))


def _half_yearly(titles: Titles, kind: str, counts: Sequence[int]) -> None:
    """专精特新 and 创新型中小: applied by half-years, most given in autumn for three years; earlier ones were given before 2025."""
    parts = titles.parts
    among = {"srdi": [*parts.certified[2024][7:], *parts.certified[2023]], "isme": [*parts.pool_rest, *parts.pool_autumn]}[kind]
    left = titles.dice.shuffled([*among, *parts.first_2025])
    early, left = left[:12], left[12:]
    for firm in early:
        day = date(2024, 10, 18)
        _given(titles, firm, kind, day, until=day.replace(year=2027) - timedelta(days=1))
    for number, (span, count) in enumerate(zip(HALF_YEARS, counts, strict=True)):
        for place, firm in enumerate(left[:count]):
            _applied(titles, firm, kind, span, decided=number < 2, given=place % 3 != 2)
        del left[:count]


def _applied(titles: Titles, firm: Firm, kind: str, span: Span, *, decided: bool, given: bool) -> None:
    applied, day = titles.dice.day(*span), date(2025, 10, 24)
    outcome: dict[str, object] = {}
    if decided:
        outcome = {"since": day, "until": date(2028, 10, 23), "batch": "示范省2025年度认定名单"} if given else {"refused": day}
    titles.add(firm, kind, applied=applied, level=PROVINCE, **outcome)
