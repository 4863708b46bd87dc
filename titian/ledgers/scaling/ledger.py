"""What forms, imports and pages ask of 升规入统培育 and 科技服务业月度调度.

Everything here is what firms say of themselves or authorised (statistics law: rows filed to the statistics bureau are no base of a list or
of an evaluation, and no target is set for a firm).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from titian.accounts.models import User
from titian.base.money import WAN, to_fen
from titian.base.pages import Fact
from titian.base.periods import Period
from titian.base.quantities import plain, rounded
from titian.base.registers import Remark
from titian.ledgers.computing import Computing, Parameter
from titian.ledgers.models import LedgerRow, LedgerRowQuerySet
from titian.ledgers.scaling.monthly import Cumulative, Month, cumulated, months_of, nearness, node_ahead, turn

MONTHLY, CANDIDATES, ABOVE = "service_monthly", "scale_candidates", "above"
NEAR = Parameter("near_percent", "接近入统标准", 10, unit="% 以内（含）", help="还差标准的百分之几以内算接近", maximum=100)
_LATEST = "revenue of firms"


class ScaleCandidates(Computing):
    """The distance to the threshold follows from the revenue; who is near is said."""

    parameters = (NEAR,)
    derived = ("gap",)

    def complete(self, row: LedgerRow) -> None:
        if row.data.get("gap") is None and (found := self._nearness(row)) is not None:
            row.data = {**row.data, "gap": to_fen(found.gap)}

    def doubts(self, row: LedgerRow, known: dict[str, Any]) -> Iterator[Remark]:
        found, gap = self._nearness(row), row.value("gap")
        if found is not None and gap is not None and gap != found.gap:
            said = f"标准减营业收入是 {_wan(found.gap)}，这里填的是 {_wan(gap)}，请核对"
            yield Remark("gap", said, doubtful=True)

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        found = self._nearness(row)
        if found is not None:
            source = f"营业收入（{row.shown('source') or '来源待补'}）÷ 入统标准"
            word = "已达到标准" if found.reached else f"还差 {_wan(found.gap)}{'，接近标准' if found.near else ''}"
            yield Fact("达到标准的", f"{plain(found.percent)}%，{word}", source=source)
        if row.organisation_id and (months := _of_firm(row, day)):
            yield from _growth(months, day, "月度调度（企业调度数）")

    def notes(self, rows: LedgerRowQuerySet, user: User, day: date) -> Iterator[str]:
        open_ = rows.open_on(day)
        found = [near for row in open_.select_related("ledger") if (near := self._nearness(row)) is not None]
        if found:
            whole, reached = open_.count(), sum(one.reached for one in found)
            near = sum(one.near and not one.reached for one in found)
            yield f"在册 {whole} 家：已达到标准 {reached} 家，接近标准 {near} 家，缺数 {whole - len(found)} 家。"

    def _nearness(self, row: LedgerRow) -> Any:
        return nearness(row.value("amount"), row.value("threshold"), int(NEAR.of(row.ledger.about)))


class ServiceMonthly(Computing):
    """The growth of a firm's months, whether its sign changed, and the node of the year that comes next."""

    def doubts(self, row: LedgerRow, known: dict[str, Any]) -> Iterator[Remark]:
        now, before, said = row.value("amount"), row.value("last_year"), row.value("growth")
        total = row.value("cumulative")
        if now is not None and total is not None and total < now:
            yield Remark("cumulative", f"本年累计 {_wan(total)}比本月 {_wan(now)}还少，请核对", doubtful=True)
        if row.day and row.day.month == 1 and said is not None and now is not None and before:
            computed = rounded((now - before) * 100 / before, 1)
            if abs(computed - said) > 1:
                yield Remark("growth", f"按本月和上年同月算是 {plain(computed)}%，企业填的是 {plain(said)}%，请核对", doubtful=True)

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        if row.day is None or row.organisation_id is None:
            return
        yield from _growth(_of_firm(row, row.day), row.day, "企业调度数，内部预计")

    def notes(self, rows: LedgerRowQuerySet, user: User, day: date) -> Iterator[str]:
        year = Period.of_year(day.year)
        firms = _firms(rows.within(year, day).filter(kind=ABOVE))
        if not firms:
            return
        turns = [turn([one.growth for one in cumulated(months)]) for months in firms.values()]
        counts = {word: sum(one.value == word for one in turns) for word in ("up", "negative", "down")}
        parts = [
            f"扭负为正 {counts['up']} 家" if counts["up"] else "",
            f"仍为负增长 {counts['negative']} 家" if counts["negative"] else "",
        ]
        parts += [f"由正转负 {counts['down']} 家" if counts["down"] else ""]
        said = "，".join(filter(None, parts)) or "没有负增长"
        node = node_ahead(day.year, day)
        yield f"{day.year}年规上 {len(firms)} 家：{said}；下一节点 {node.label}（{node.month}月底）。本局调度数，统计部门公布前只作内部预计。"


def _growth(months: list[Month], day: date, source: str) -> Iterator[Fact]:
    found = cumulated(months)
    last = found[-1] if found else None
    if last is None:
        return
    yield Fact(f"1—{last.month}月累计", _cumulative(last), source=source, day=day)
    growths = [one.growth for one in found]
    if len(growths) > 1:
        yield Fact("增速变化", turn(growths).label, source=source, day=day)


def _cumulative(last: Cumulative) -> str:
    if last.now is None or last.before is None:
        return f"缺 {'、'.join(map(str, last.missing))} 月的数，算不出累计"
    growth = f"，增长 {plain(last.growth)}%" if last.growth is not None else ""
    return f"{_wan(last.now)}，上年同期 {_wan(last.before)}{growth}"


def _of_firm(row: LedgerRow, day: date) -> list[Month]:
    """The months of the row's firm in the year up to a day."""
    year = Period.of_year(day.year)
    rows = LedgerRow.objects.of(MONTHLY).kept().filter(organisation=row.organisation_id).within(year, day)
    return months_of(year, _values(rows))


def _firms(rows: LedgerRowQuerySet) -> Mapping[int, list[Month]]:
    """Organisation → its months of the year its rows lie in."""
    found: dict[int, list[tuple[date, Decimal | None, Decimal | None]]] = {}
    for row in rows.filter(~Q(organisation=None)).order_by("day").select_related("ledger"):
        assert row.day is not None
        found.setdefault(row.organisation_id or 0, []).append((row.day, row.value("amount"), row.value("last_year")))
    return {firm: months_of(Period.of_year(entries[-1][0].year), entries) for firm, entries in found.items()}


def _values(rows: LedgerRowQuerySet) -> list[tuple[date, Decimal | None, Decimal | None]]:
    return [(row.day, row.value("amount"), row.value("last_year")) for row in rows.select_related("ledger") if row.day]


def _wan(yuan: Decimal) -> str:
    return f"{plain(rounded(yuan / WAN, 4), grouped=True)} 万元"
