"""What forms, imports and pages ask of 科技特派员, of their services, and of “三区”科技人才: one person holds one post at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from titian.accounts.models import User
from titian.base.pages import Action, Fact, Link
from titian.base.periods import Period
from titian.base.quantities import plain, rounded
from titian.base.registers import Remark
from titian.figures.computed import Computed, Count, Part
from titian.ledgers.commissioners.load import Load, Post, Served, clashes, cover, loads
from titian.ledgers.computing import Computing, Parameter
from titian.ledgers.indicators import reached_first
from titian.ledgers.listings import behind
from titian.ledgers.models import NO_ROW, Ledger, LedgerRow, LedgerRowQuerySet
from titian.registry.models import Person

COMMISSIONERS, SERVICES, THREE_ZONE, PROBLEMS = "commissioners", "services", "three_zone", "problems"
REASON, OUTCOME, SOLVED = "double_reason", "outcome", "solved"
SOLVED_CODE = "local.services.problems_solved"
WANTED = Parameter(
    "wanted",
    "每年应服务次数",
    0,
    unit="次",
    help="选派办法有规定的填；0：不核对。单人另有要求的写在其「年服务次数要求」里",
    maximum=365,
)
_MOST = 2_000  # rows a sentence above a list looks through
_POSTS, _NEAR = "posts of people", timedelta(days=10)


@dataclass(frozen=True)
class _Held:
    """A post as one of the two ledgers keeps it, and how it is called."""

    post: Post
    named: str
    ledger: str

    def is_same_as(self, other: _Held) -> bool:
        """A commissioner of the level “三区” and the “三区” person of a year are one post: kept by term there, year by year here."""
        return self.ledger != other.ledger and self.post.level == other.post.level == THREE_ZONE


class _Posted(Computing):
    """Rows that are posts of a person (or a unit): no two at a time, whichever ledger and level they stand in, unless a reason is given."""

    def doubts(self, row: LedgerRow, known: dict[str, Any]) -> Iterator[Remark]:
        holder = _holder(row)
        if holder is None:
            return
        posts: dict[object, list[_Held]] = known.setdefault(_POSTS, {})
        if holder not in posts:
            posts[holder] = [_held(other) for other in _others(row) if not other.data.get(REASON)]
        mine = _held(row)
        rest = [entry for entry in posts[holder] if not row.pk or entry.post.key != row.pk]
        if row.data.get(REASON):  # one of two overlapping posts has to say why
            posts[holder] = rest
            return
        posts[holder] = [*rest, mine]
        if clash := clashes(mine.post, [entry.post for entry in rest if not entry.is_same_as(mine)]):
            names = "、".join(entry.named for entry in rest if entry.post in clash)
            who = str(row.person or row.organisation)
            yield Remark("day", f"{who}同一时期已是{names}，一人只占一岗；确需重叠的写明「{row.ledger.about.label_of(REASON)}」")


class Commissioners(_Posted):
    parameters = (WANTED,)

    def doubts(self, row: LedgerRow, known: dict[str, Any]) -> Iterator[Remark]:
        if row.kind == "natural" and row.person is None:
            yield Remark("person", "自然人特派员要填姓名")
        if row.kind == "legal" and row.organisation is None:
            yield Remark("organisation", "法人特派员要填单位名称")
        if row.kind == "legal" and row.person is not None:
            yield Remark("person", "法人特派员按单位计，联系人写在「法人联系人」里", doubtful=True)
        yield from super().doubts(row, known)

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        year = Period.of_year(day.year)
        found = next(iter(loads_of([row], user, year, day)), None)
        if found is None:
            return
        months = "，".join(f"{month}月 {count} 次" for month, count in found.months.items())
        yield Fact(
            "本年服务",
            f"{found.services} 次{f'（{months}）' if months else ''}，当场解决难题 {found.solved} 个",
            source="特派员服务",
            day=day,
        )
        if found.owed is not None:
            said = f"按时间应有 {found.owed} 次，{f'还少 {found.short} 次' if found.short else '已达到'}"
            yield Fact("服务次数要求", said, source="选派办法（年服务次数要求）", day=day)

    def notes(self, rows: LedgerRowQuerySet, user: User, day: date) -> Iterator[str]:
        serving = rows.standing_on(day).count()
        year = Period.of_year(day.year)
        served = LedgerRow.objects.visible_to(user).of(SERVICES).kept().within(year, day).count()
        if serving:
            axes = f"（{_two_axes(rows.standing_on(day))}）" if serving <= _MOST else ""
            yield f"在册 {serving} 名{axes}；{day.year}年以来服务 {served} 次，人均 {ratio(served, serving)} 次。"

    def list_acts(self, ledger: Ledger, user: User) -> Iterator[Action]:
        if user.is_inside:
            yield Action("服务与覆盖", reverse("ledgers:service_load"))


class ThreeZone(_Posted):
    """“三区”科技人才 are posts too. Towns and villages count once; money is never divided by heads: it may hold other costs."""

    def notes(self, rows: LedgerRowQuerySet, user: User, day: date) -> Iterator[str]:
        columns = list(rows.standing_on(day).order_by().values_list("person", "region", "data")[:_MOST])
        people, towns = {person for person, _, _ in columns}, {town for _, town, _ in columns} - {None}
        villages = cover([str(data.get("villages") or "") for _, _, data in columns], []).posted
        if people:
            yield f"服务中 {len(people)} 人，覆盖 {len(towns)} 个乡镇、{len(villages)} 个村（同一个村只数一次）。"


class Services(Computing):
    """The log: within the term of the post; a problem handed on is counted where it is handled."""

    def doubts(self, row: LedgerRow, known: dict[str, Any]) -> Iterator[Remark]:
        post = row.parent
        if post is not None and row.day is not None and not post_of(post).stands_on(row.day):
            yield Remark("day", f"服务日期 {row.day} 不在「{post}」的任期内，请核对", doubtful=True)
        if row.data.get(OUTCOME) == SOLVED and not row.data.get("problem"):
            yield Remark("problem", "写了当场解决，没有写是什么难题，请补上", doubtful=True)
        if row.data.get(OUTCOME) == SOLVED and (twin := _twin(row)):
            yield Remark(OUTCOME, f"「企业问题」里已有「{twin}」；是同一个的应选「转企业问题」，免得算两次", doubtful=True)

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        if row.data.get(OUTCOME) == SOLVED and (twin := _twin(row)):
            yield Fact("可能重复", Link(str(twin), twin.get_absolute_url()), source="企业问题")

    def indicators(self, ledgers: Mapping[str, Ledger]) -> Iterator[Computed]:
        """Solved on the spot, and handed on and solved there: one problem once."""
        ledger = ledgers[SERVICES]
        part = Part(
            "特派员解决的难题",
            _solved(ledger, ledgers.get(PROBLEMS)),
            Count(),
            behind(ledger),
            outside=behind(ledger, inside=False),
        )
        yield Computed(SOLVED_CODE, (part,), where="region", department="department", lacking=partial(_lacking, ledger))


def post_of(row: LedgerRow) -> Post:
    return Post(row.pk or 0, row.level or row.ledger.code, row.day, row.due, row.closed_on)


def loads_of(posts: list[LedgerRow], user: User, year: Period, day: date) -> list[Load]:
    """What each post did in a year up to a day; one query."""
    rows = LedgerRow.objects.visible_to(user).of(SERVICES).kept().filter(parent__in=[post.pk for post in posts]).within(year, day)
    served = [
        Served(parent, on, str(data.get("village") or ""), data.get(OUTCOME) == SOLVED)
        for parent, on, data in rows.values_list("parent", "day", "data")
        if parent and on
    ]
    yearly = {post.pk: _wanted(post) for post in posts}
    return loads([post_of(post) for post in posts], served, yearly, year, day)


def _two_axes(rows: LedgerRowQuerySet) -> str:
    """法人 and 自然人, each by whom they serve: the two axes are one table."""
    found: dict[str, dict[str, int]] = {}
    counted = rows.order_by().values_list("kind", "data__serves").annotate(number=models.Count("pk"))
    for kind, serves, number in counted:
        found.setdefault(kind, {})[serves or ""] = number
    said = []
    for kind, label in (("legal", "法人"), ("natural", "自然人")):
        of_kind = found.get(kind, {})
        parts = [
            f"{word} {of_kind[code]}"
            for code, word in (("agriculture", "农业"), ("enterprise", "企业"), ("", "方向待补"))
            if of_kind.get(code)
        ]
        said.append(f"{label} {sum(of_kind.values())}" + (f"：{'、'.join(parts)}" if parts else ""))
    return "；".join(said)


def ratio(part: int, whole: int) -> str:
    """人均: to one decimal."""
    return plain(rounded(Decimal(part) / whole, 1))


def _wanted(post: LedgerRow) -> int | None:
    own = post.data.get("wanted")
    return own if own is not None else WANTED.of(post.ledger.about) or None


def _holder(row: LedgerRow) -> object | None:
    """Who holds the post: the person; of a unit the organisation. None: not said."""
    if row.person is not None:
        return row.person.pk or (row.person.name, row.person.employer)
    return ("unit", row.organisation_id) if row.kind == "legal" and row.organisation_id else None


def _others(row: LedgerRow) -> list[LedgerRow]:
    """Posts of the same holder in both ledgers; none of a person not yet in the register."""
    posts = LedgerRow.objects.of(COMMISSIONERS, THREE_ZONE).kept().select_related("ledger")
    if isinstance(row.person, Person):
        return list(posts.filter(person=row.person)) if row.person.pk else []
    return list(posts.filter(organisation=row.organisation_id, person=None, kind="legal"))


def _held(row: LedgerRow) -> _Held:
    return _Held(post_of(row), _named(row), row.ledger.code)


def _named(row: LedgerRow) -> str:
    level = str(row.shown("level") or "") if row.ledger.about.field("level") else ""
    return f"{level}{row.ledger.label}（{row.day or '日期不详'}起）"


def _twin(row: LedgerRow) -> LedgerRow | None:
    """A problem of the same firm entered within days of the service, as found by commissioners."""
    if row.organisation_id is None or row.day is None:
        return None
    near = LedgerRow.objects.of(PROBLEMS).kept().filter(organisation=row.organisation_id)
    near = near.filter(day__gte=row.day - _NEAR, day__lte=row.day + _NEAR, data__programmes__icontains='"commissioner"')
    return near.select_related("ledger", "organisation", "person").first()


def _lacking(services: Ledger, period: Period, day: date) -> str:
    begun = services.rows.kept().filter(day__lte=day, day__lt=period.until).exists()
    return "" if begun else f"「{services.label}」里没有{day}及以前的记录"


def _solved(services: Ledger, problems: Ledger | None) -> Any:
    """Rows of both ledgers over the one table."""

    def rows(user: User, period: Period, day: date) -> LedgerRowQuerySet:
        until = min(period.until, day + timedelta(days=1))
        here = Q(ledger=services, data__outcome=SOLVED, day__gte=period.since, day__lt=until)
        there = NO_ROW
        if problems is not None:
            closed = reached_first((SOLVED,), period, day)
            there = Q(ledger=problems, data__programmes__icontains='"commissioner"', data__feedback__isnull=False) & closed
        found = LedgerRow.objects.kept().filter(here | there)
        if not user.is_inside:
            found = found.filter(Q(region=user.own_town_id) | Q(region__parent=user.own_town_id))
        return found.select_related("ledger", "organisation", "region", "person", "responsible")

    return rows
