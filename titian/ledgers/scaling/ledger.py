"""What forms, imports and pages ask of 升规入统培育 and 科技服务业月度调度.

Everything here is what firms say of themselves or authorised (statistics law: rows filed to the statistics bureau are no base of a list or
of an evaluation, and no target is set for a firm).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse

from titian.accounts.models import User
from titian.base.money import WAN, to_fen, to_yuan
from titian.base.pages import Action, Fact
from titian.base.periods import Period
from titian.base.quantities import plain, rounded
from titian.base.registers import Remark
from titian.ledgers.computing import Computing, Monthly, Parameter
from titian.ledgers.models import LedgerRow, LedgerRowQuerySet
from titian.ledgers.months import month_before, month_end, month_to_report
from titian.ledgers.permissions import can_enter
from titian.ledgers.scaling.monthly import Cumulative, Month, cumulated, forecast, months_of, nearness, node_ahead, together, turn

MONTHLY, CANDIDATES, ABOVE = "service_monthly", "scale_candidates", "above"
NEAR = Parameter("near_percent", "接近入统标准", 10, unit="% 以内（含）", help="还差标准的百分之几以内算接近", maximum=100)
_MONTHS_OF = "months of firms"
_FORECAST = "预测，不是完成数：其余月份按上年同月和目前增速推算"


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


class ServiceMonthly(Monthly):
    """The months of a firm follow each other; their growth, whether its sign changed, what the year may come to, and the node that comes next."""

    repeated = ("organisation", "region", "kind", "responsible")

    def begins(self, day: date, *, parent: LedgerRow | None = None, after: LedgerRow | None = None) -> Mapping[str, Any]:
        """The month to report; after a row the next one, with what the firm said of the same month a year ago."""
        if after is None or after.day is None:
            return {"day": month_to_report(day)}
        next_ = month_end(after.day + timedelta(days=1))
        kept = _kept(after, {}).get(_year_before(next_))
        known = {} if kept is None or kept.amount is None else {"last_year": plain(to_yuan(kept.amount) / WAN)}
        return {"day": next_, **known}

    def acts(self, row: LedgerRow, user: User) -> Iterator[Action]:
        if row.day is None or row.organisation_id is None or not can_enter(user, row.ledger):
            return
        if not LedgerRow.objects.of(MONTHLY).filter(organisation=row.organisation_id, day__gt=row.day).exists():
            after = row.day + timedelta(days=1)
            yield Action(f"登记{after.month}月", f"{reverse('ledgers:add', args=[MONTHLY])}?after={row.pk}")

    def doubts(self, row: LedgerRow, known: dict[str, Any]) -> Iterator[Remark]:
        now, before, said = row.value("amount"), row.value("last_year"), row.value("growth")
        total = row.value("cumulative")
        if now is not None and total is not None and total < now:
            yield Remark("cumulative", f"本年累计 {_wan(total)}比本月 {_wan(now)}还少，请核对", doubtful=True)
        if row.day and row.day.month == 1 and said is not None and now is not None and before:
            computed = rounded((now - before) * 100 / before, 1)
            if abs(computed - said) > 1:
                yield Remark("growth", f"按本月和上年同月算是 {plain(computed)}%，企业填的是 {plain(said)}%，请核对", doubtful=True)
        if row.day is not None and row.organisation_id is not None:
            yield from _against_the_books(row, month_end(row.day), _kept(row, known))

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        if row.day is None or row.organisation_id is None:
            return
        months = _of_firm(row, row.day)
        yield from _growth(months, row.day, "企业调度数，内部预计")
        if (found := forecast(months, _earlier([row.organisation_id], row.day.year).get(row.organisation_id, {}))) is not None:
            said = f"营业收入约 {_wan(found.total)}，增长 {plain(found.growth)}%；其余月份与上年同月持平则增长 {plain(found.flat)}%"
            yield Fact("全年预测", said, source=_FORECAST, day=row.day)

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
        earlier = _earlier(firms, day.year)
        forecasts = [found for firm, months in firms.items() if (found := forecast(months, earlier.get(firm, {}))) is not None]
        if (whole := together(forecasts)) is not None:
            known = f"{len(forecasts)} 家" + (
                f"（另 {len(firms) - len(forecasts)} 家月份不全，未计）" if len(forecasts) < len(firms) else ""
            )
            grown = f"全年营业收入增长 {plain(whole.growth)}%；其余月份与上年同月持平则增长 {plain(whole.flat)}%"
            yield f"预测：{known}其余月份按上年同月和各自目前增速推算，{grown}。预测不是完成数，不进指标和报告。"


@dataclass(frozen=True)
class _Kept:
    """A month of a firm in the books, or further up in the sheet (no key). Fen."""

    pk: int | None
    amount: int | None
    cumulative: int | None


def _kept(row: LedgerRow, known: dict[str, Any]) -> dict[date, _Kept]:
    """The last day of a month → what is kept of the row's firm."""
    firms: dict[int | None, dict[date, _Kept]] = known.setdefault(_MONTHS_OF, {})
    if row.organisation_id not in firms:
        rows = (
            LedgerRow.objects.of(MONTHLY).kept().filter(organisation=row.organisation_id).values_list("pk", "day", "amount", "data")
        )
        firms[row.organisation_id] = {
            month_end(day): _Kept(key, amount, data.get("cumulative")) for key, day, amount, data in rows if day
        }
    return firms[row.organisation_id]


def _against_the_books(row: LedgerRow, day: date, months: dict[date, _Kept]) -> Iterator[Remark]:
    """A firm has one row a month, which adds to the month before and remembers the year before as it was said then."""
    twin, now, total = months.get(day), row.amount, row.data.get("cumulative")
    if twin is not None and (twin.pk is None or twin.pk != row.pk):
        said = f"「{row.organisation}」{Period.of_month(day.year, day.month).label}已经登记，一家企业一个月一行，请改那一行"
        yield Remark("day", said, doubtful=row.pk is not None)
        return
    before = _Kept(None, None, 0) if day.month == 1 else months.get(month_before(day))
    if before is not None and before.cumulative is not None and now is not None and total not in {None, before.cumulative + now}:
        said = (
            f"上月累计 {_wan(to_yuan(before.cumulative))}，加本月 {_wan(to_yuan(now))}应为 {_wan(to_yuan(before.cumulative + now))}"
        )
        yield Remark("cumulative", f"{said}，这里填的是 {_wan(to_yuan(total))}，请核对", doubtful=True)
    past, told = months.get(_year_before(day)), row.data.get("last_year")
    if past is not None and past.amount is not None and told not in {None, past.amount}:
        said = f"上年同月登记的是 {_wan(to_yuan(past.amount))}，这里填的是 {_wan(to_yuan(told))}，请核对"
        yield Remark("last_year", said, doubtful=True)
    months[day] = _Kept(row.pk, now, total)


def _year_before(day: date) -> date:
    return month_end(day.replace(year=day.year - 1, day=1))


def _earlier(firms: Collection[int], year: int) -> Mapping[int, Mapping[int, Decimal | None]]:
    """Organisation → month of the year before → its revenue, for firms in the books then."""
    rows = LedgerRow.objects.of(MONTHLY).kept().filter(organisation__in=firms, day__year=year - 1).order_by("day")
    found: dict[int, dict[int, Decimal | None]] = {}
    for firm, day, amount in rows.values_list("organisation", "day", "amount"):
        assert day is not None
        found.setdefault(firm, {})[day.month] = None if amount is None else to_yuan(amount)
    return found


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
