"""Figures of titles: how many organisations hold one on a day, were given it in a period, applied for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial

from django.db.models import Exists, F, Min, OuterRef, Q

from titian.accounts.models import User
from titian.base.periods import Period
from titian.figures.catalogue import packaged
from titian.figures.computed import Computed, CountDistinct, Form, Part
from titian.registry.indicators.listings import FIRM_PARTS, TITLES, firm_names
from titian.registry.models import Title, TitleQuerySet, kinds_here
from titian.registry.models.organisations import ACTIVE, CLOSED, MOVED
from titian.registry.titles import KINDS, TitleKind

WHERE, DEPARTMENT = "organisation__region", "organisation__officer__department"
FIRMS = CountDistinct("organisation")
POOL, HOLDERS = "hnte_pool", "hnte"
Firsts = Callable[[], Mapping[str, "_First"]]
TitleRows = Callable[[User, Period, date], TitleQuerySet]


@dataclass(frozen=True)
class _First:
    """The first days the register knows of a kind of title: given, applied for."""

    given: date | None
    applied: date | None


def title_figures() -> Iterator[Computed]:
    """Every figure the kinds of titles this office has to do with feed; what the register reaches back to is asked once for all of them."""
    firsts: Firsts = cache(_firsts)
    here = kinds_here()
    for kind in here:
        yield from _figures_of(kind, firsts)
    if KINDS[HOLDERS] in here:
        yield _net(firsts)
        yield _recertified(firsts)


def _firsts() -> Mapping[str, _First]:
    rows = Title.objects.order_by().values("kind").annotate(given=Min("since"), applied=Min("applied_on"))
    return {row["kind"]: _First(row["given"], row["applied"]) for row in rows}


def _figures_of(kind: TitleKind, firsts: Firsts) -> Iterator[Computed]:
    given, asked = partial(_given_lacks, firsts, kind), partial(_applied_lacks, firsts, kind)
    if kind.valid:
        held = packaged()[kind.valid].kind == "stock"
        part = Part(f"有效{kind.short}", partial(_valid, kind.code), FIRMS, TITLES, firm_names) if held else _new_part(kind)
        yield _one(kind.valid, part, given)
    if kind.new:
        yield _one(kind.new, _new_part(kind), given)
    if kind.applied:
        yield _one(kind.applied, Part(f"申报{kind.short}", partial(_applied, kind.code), FIRMS, TITLES, firm_names), asked)


def _new_part(kind: TitleKind) -> Part:
    return Part(f"取得{kind.short}", partial(_new, kind.code), FIRMS, TITLES, firm_names)


def _one(code: str, part: Part, lacking: Callable[[Period, date], str]) -> Computed:
    return Computed(code, (part,), where=WHERE, department=DEPARTMENT, lacking=lacking)


def _given_lacks(firsts: Firsts, kind: TitleKind, period: Period, day: date) -> str:
    """A register that begins later, or with nothing in it, knows of no title; that is no 0."""
    first = firsts().get(kind.code)
    return "" if first and first.given and first.given <= day else f"名录里没有{day}及以前的{kind.short}名单"


def _applied_lacks(firsts: Firsts, kind: TitleKind, period: Period, day: date) -> str:
    first = firsts().get(kind.code)
    return "" if first and first.applied and first.applied <= day else f"名录里没有{day}及以前的{kind.short}申报记录"


def _of_kind(code: str, user: User) -> TitleQuerySet:
    rows = Title.objects.visible_to(user).filter(kind=code, organisation__merged_into=None)
    return rows.select_related(*FIRM_PARTS)


def _gone(day: date) -> Q:
    """Organisations that had moved away or closed by then; without a day they are gone whenever."""
    since = Q(organisation__state_since=None) | Q(organisation__state_since__lte=day)
    return Q(organisation__state__in=(CLOSED, MOVED)) & since


def _not_yet_here(day: date | F) -> Q:
    """Organisations that moved in later: one in business whose state began on a day was another county's before."""
    return Q(organisation__state=ACTIVE, organisation__state_since__gt=day)


def _valid(code: str, user: User, period: Period, day: date) -> TitleQuerySet:
    """Who left the pool with a certificate is no longer in it (catalogue: 已取得证书出库的不计)."""
    rows = _of_kind(code, user).valid_on(day).exclude(_gone(day)).exclude(_not_yet_here(day))
    if code == POOL:
        holders = Title.objects.valid_on(day).filter(kind=HOLDERS)
        return rows.exclude(organisation__in=holders.values("organisation"))
    return rows


def _new(code: str, user: User, period: Period, day: date) -> TitleQuerySet:
    """Given in the period. A title that holds to the end of its year counts as stored only while it has not been withdrawn."""
    rows = _of_kind(code, user).granted_in(period, day).exclude(_not_yet_here(F("since")))
    return rows.filter(Q(revoked_on=None) | Q(revoked_on__gt=day)) if KINDS[code].year_end else rows


def _applied(code: str, user: User, period: Period, day: date) -> TitleQuerySet:
    return _of_kind(code, user).applied_in(period, day).exclude(_not_yet_here(F("applied_on")))


def _before(period: Period) -> date:
    return period.since - timedelta(days=1)


def _valid_before(user: User, period: Period, day: date) -> TitleQuerySet:
    return _valid(HOLDERS, user, period, _before(period))


def _net(firsts: Firsts) -> Computed:
    """高企净增: valid at the end less valid at the start; unknown where the register does not reach back to the start."""
    kind = KINDS[HOLDERS]
    parts = (
        Part("期末有效", partial(_valid, HOLDERS), FIRMS, TITLES, firm_names),
        Part("期初有效", _valid_before, FIRMS, TITLES, firm_names),
    )

    def lacking(period: Period, day: date) -> str:
        return _given_lacks(firsts, kind, period, _before(period))

    return Computed("hnte.net", parts, form=Form.DIFFERENCE, where=WHERE, department=DEPARTMENT, lacking=lacking)


def _ended(user: User, period: Period, day: date) -> TitleQuerySet:
    """Certificates whose last day lay in the period, of those who had not left before."""
    return _of_kind(HOLDERS, user).ending(period.since, day + timedelta(days=1)).exclude(_gone(day)).exclude(_not_yet_here(day))


def _recertified_rows(user: User, period: Period, day: date) -> TitleQuerySet:
    later = Title.objects.filter(organisation=OuterRef("organisation"), kind=HOLDERS, since__gt=OuterRef("since"), since__lte=day)
    return _ended(user, period, day).filter(Exists(later))


def _recertified(firsts: Firsts) -> Computed:
    """到期高企重新认定率, of the organisations whose certificate ended in the period."""
    parts = (Part("已重新认定", _recertified_rows, FIRMS, TITLES, firm_names), Part("证书到期", _ended, FIRMS, TITLES, firm_names))
    lacking = partial(_given_lacks, firsts, KINDS[HOLDERS])
    return Computed("hnte.recertified_rate", parts, form=Form.SHARE, where=WHERE, department=DEPARTMENT, lacking=lacking)
