"""Builders for ledgers and their rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.ledgers import actions
from titian.ledgers.definition import Field, Kind
from titian.ledgers.models import Collection, CollectionRequest, Ledger, LedgerDraft, LedgerRow, LedgerStep
from titian.places.models import Region
from titian.registry.tests import make as registry

LIST: dict[str, Any] = {
    "name": "clearing",
    "label": "清零清单",
    "counted": "家",
    "fields": [
        {"key": "day", "label": "列入日期", "required": True},
        {"key": "organisation", "label": "企业名称", "required": True},
        {"key": "kind", "label": "清零原因", "choices": {"none": "未开展", "moved": "总部结算"}},
        {"key": "gap", "label": "缺口", "kind": "money"},
        {"key": "due", "label": "清零期限"},
    ],
    "states": [
        {"code": "listed", "label": "已列入", "rank": 1},
        {"code": "cleared", "label": "已清零", "closes": True, "colour": "green", "rank": 2},
    ],
    "colours": [{"when": "overdue", "colour": "red", "word": "逾期"}],
    "figures": [
        {"code": "local.clearing.listed", "take": "firms", "name": "列入清零企业数", "unit": "家", "definition": "列入清单的企业"},
        {
            "code": "local.clearing.cleared",
            "take": "firms",
            "by": "reached",
            "states": ["cleared"],
            "name": "已清零企业数",
            "unit": "家",
            "definition": "到期内办结的企业",
        },
    ],
}


DAY = date(2026, 5, 8)
# A ledger with a course, colours, stages, money and every kind of field of its own.
PROJECTS: Mapping[str, Any] = {
    "name": "projects",
    "label": "示范项目",
    "counted": "项",
    "group": "talent",
    "identity": ["title"],
    "fillers": ["town", "enterprise"],
    "fields": [
        {"key": "title", "label": "项目名称", "required": True, "quick": True},
        {"key": "day", "label": "申报日期", "required": True, "quick": True},
        {"key": "organisation", "label": "申报企业", "quick": True},
        {"key": "batch", "label": "批次"},
        {"key": "kind", "label": "类别", "choices": {"a": "重点", "b": "一般"}},
        {"key": "level", "label": "级别"},
        {"key": "amount", "label": "金额", "minimum": 0},
        {"key": "count", "label": "人数", "unit": "人"},
        {"key": "progress", "label": "进度"},
        {"key": "due", "label": "期限"},
        {"key": "closed_on", "label": "办结日期", "listed": False},
        {"key": "person", "label": "负责人"},
        {"key": "responsible", "label": "责任人", "inside": True},
        {"key": "department", "label": "科室", "inside": True},
        {"key": "parent", "label": "来自走访", "ledger": "visits", "listed": False},
        {"key": "area", "label": "面积", "kind": "decimal", "unit": "亩"},
        {"key": "share", "label": "占比", "kind": "percent"},
        {"key": "signed", "label": "签约日期", "kind": "day"},
        {"key": "is_new", "label": "是否新建", "kind": "flag"},
        {"key": "fields", "label": "领域", "kind": "choices", "choices": {"x": "装备", "y": "材料", "z": "农业"}},
        {"key": "fund", "label": "自筹资金", "kind": "money", "minimum": 0},
        {"key": "note", "label": "说明", "kind": "prose"},
    ],
    "states": [
        {"code": "declared", "label": "已申报", "rank": 1},
        {"code": "selected", "label": "已入选", "colour": "yellow", "after": ["declared"], "rank": 2},
        {"code": "accepted", "label": "已验收", "colour": "green", "closes": True, "after": ["selected"], "rank": 3},
        {"code": "refused", "label": "未入选", "closes": True, "after": ["declared"]},
    ],
    "colours": [
        {"when": "overdue", "colour": "red", "word": "逾期"},
        {"when": "made_up_late", "colour": "yellow", "word": "逾期后办结"},
        {"when": "due_within", "days": 7, "colour": "yellow", "word": "七天内到期"},
        {"when": "behind", "points": 10, "colour": "yellow", "word": "滞后"},
        {"when": "silent", "days": 30, "colour": "yellow", "word": "三十天无进展"},
        {"when": "closed", "colour": "green", "word": "已办结"},
    ],
}


def ledger(code: str = "visits") -> Ledger:
    """A packaged one."""
    return Ledger.objects.get(code=code)


def visit(by: User, day: date = date(2026, 3, 5), **values: Any) -> LedgerRow:
    values.setdefault("organisation", None)
    firm = values.pop("organisation") or registry.organisation()
    return actions.add_row(ledger(), {"day": day, "organisation": firm, "kind": "visit", **values}, by=by)


def problem(by: User, day: date = date(2026, 3, 5), **values: Any) -> LedgerRow:
    values.setdefault("title", "热处理合格率偏低")
    if "organisation" not in values:
        values["organisation"] = registry.organisation()
    return actions.add_row(ledger("problems"), {"day": day, **values}, by=by)


def many(count: int, *, firms: list[Any], people: list[Any], since: date, days: int, chance: Any) -> int:
    """Thousands of rows over all ledgers, straight into the table, each with the steps its state needs; returns how many steps."""
    ledgers = list(Ledger.objects.in_use())
    rows = LedgerRow.objects.bulk_create(
        (_random_row(ledgers[number % len(ledgers)], firms, people, since, days, chance) for number in range(count)),
        batch_size=2_000,
    )
    steps = [step for row in rows for step in _random_steps(row)]
    LedgerStep.objects.bulk_create(steps, batch_size=5_000)
    return len(steps)


def _random_row(ledger: Ledger, firms: list[Any], people: list[Any], since: date, days: int, chance: Any) -> LedgerRow:
    definition, firm = ledger.about, chance.choice(firms)
    day = since + timedelta(days=chance.randrange(days))
    state = chance.choice(definition.states) if definition.states else None
    row = LedgerRow(ledger=ledger, version=ledger.version, day=day, touched_on=day, organisation=firm, region_id=firm.region_id)
    row.state, row.closed_on = (state.code, day + timedelta(days=9) if state.closes else None) if state else ("", None)
    row.title, row.due = f"第{chance.randrange(10**6)}项", day + timedelta(days=chance.randrange(200))
    row.amount, row.count, row.progress = chance.randrange(10**9), chance.randrange(90), chance.randrange(101)
    row.person = chance.choice(people) if people else None
    row.put({one.key: _random_value(one, day, chance) for one in definition.fields if one.choices or not one.is_shared})
    row.words = row.title
    return row


def _random_value(one: Field, day: date, chance: Any) -> Any:
    if one.choices:
        return chance.choice([*one.choices]) if one.kind is Kind.CHOICE else [chance.choice([*one.choices])]
    plain = {
        Kind.INTEGER: 7,
        Kind.MONEY: 1_250_000,
        Kind.DECIMAL: "2.5",
        Kind.PERCENT: "3.4",
        Kind.FLAG: True,
        Kind.DAY: day.isoformat(),
    }
    return plain.get(one.kind, "示范内容")


def _random_steps(row: LedgerRow) -> list[LedgerStep]:
    states = row.ledger.about.states
    if not states or row.day is None:
        return []
    first = [LedgerStep(row=row, state=states[0].code, day=row.day)]
    return first if row.state == states[0].code else [*first, LedgerStep(row=row, state=row.state, day=row.closed_on or row.day)]


def projects(**changes: Any) -> Ledger:
    """A ledger of the office's own with everything a ledger may have."""
    return actions.define_ledger({**PROJECTS, **changes}, by=people.user("office"))


def row(about: Ledger, by: User | None = None, *, state: str = "", on: date | None = None, **values: Any) -> LedgerRow:
    """A row with what the ledger requires; `values` by field key."""
    given = {one.key: _wanted(one) for one in about.about.fields if one.required and values.get(one.key) is None}
    given |= {"day": DAY} if about.about.field("day") and "day" not in values else {}
    given |= {key: made() for key, made in _ASKED.get(about.code, {}).items() if values.get(key) is None}
    said = {key: value for key, value in values.items() if key not in given}
    return actions.add_row(about, given | said, by=by or people.user("officer"), state=state, on=on)


def task(by: User | None = None, **values: Any) -> LedgerRow:
    """A task of 督办."""
    by = by or people.user("officer")
    known = {
        "kind": "key_task",
        "batch": "2026",
        "department": by.department or people.office_department(),
        "due": date(2026, 12, 31),
    }
    return row(ledger("supervision"), by, **{"day": date(2026, 1, 1), **known, **values})


def proposal(by: User | None = None, *, state: str = "", **values: Any) -> LedgerRow:
    """A suggestion of the people's congress, received on 5 March 2026."""
    known = {"kind": "npc", "batch": "县十七届人大六次会议", "serial": "第11号", "role": "lead", "proposer": "李示范"}
    known |= {"title": "关于支持企业建设研发平台的建议"}
    return row(ledger("proposals"), by, state=state, **{"day": date(2026, 3, 5), **known, **values})


def instrument(by: User | None = None, **values: Any) -> LedgerRow:
    """Open 35 hours a week at 120 元 an hour."""
    known = {"title": "扫描电镜", "day": date(2026, 1, 1), "available": 35, "price": Decimal(120)}
    return row(ledger("instruments"), by, **{**known, **values})


def platform(by: User | None = None, *, state: str = "approved", **values: Any) -> LedgerRow:
    """A county's 工程技术研究中心."""
    known = {"title": "轴承工程技术研究中心", "kind": "etrc", "level": "county", "day": date(2022, 1, 1)}
    return row(ledger("platforms"), by, state=state, **{**known, **values})


# What a ledger that computes asks for besides.
_ASKED: Mapping[str, Mapping[str, Callable[[], Any]]] = {
    "bookings": {"starts": lambda: "09:00", "ends": lambda: "11:30"},
    "commissioners": {"kind": lambda: "natural", "person": registry.person},
}


def _wanted(one: Field) -> Any:
    """Something a field takes."""
    made: dict[Kind, Callable[[], Any]] = {
        Kind.ORGANISATION: registry.organisation,
        Kind.REGION: people.our_town,
        Kind.PERSON: registry.person,
        Kind.USER: lambda: people.user("officer"),
        Kind.DEPARTMENT: people.office_department,
        Kind.ROW: lambda: row(ledger(one.ledger)),
        Kind.DAY: lambda: DAY,
        Kind.FLAG: lambda: True,
        Kind.CHOICE: lambda: next(iter(one.choices), "其他"),
        Kind.CHOICES: lambda: [next(iter(one.choices))],
        **dict.fromkeys((Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT), lambda: one.minimum or 1),
    }
    return made.get(one.kind, lambda: "示科〔2026〕1号" if one.shape else "一件事")()


SURVEY: dict[str, Any] = {
    "name": "survey",
    "label": "需求摸底表",
    "counted": "条",
    "one_off": True,
    "identity": ["organisation", "title"],
    "fields": [
        {"key": "organisation", "label": "企业名称", "required": True},
        {"key": "title", "label": "需求名称", "required": True},
        {"key": "f1", "label": "法定代表人"},
        {"key": "amount", "label": "计划投入", "minimum": 0},
        {"key": "day", "label": "提出日期"},
        {"key": "responsible", "label": "责任人", "inside": True},
    ],
    "states": [{"code": "new", "label": "已收"}, {"code": "done", "label": "已办", "closes": True}],
    "figures": [{"code": "local.survey.n1", "name": "摸底需求数", "unit": "条", "definition": "收到的需求"}],
}


def survey() -> Ledger:
    """A one-off form with a figure of its own."""
    return Ledger.objects.filter(code="survey").first() or actions.define_ledger(SURVEY, by=people.user("chief"))


def other_town() -> Region:
    """A second one of the county."""
    known = {"name": "河口镇", "level": "town", "parent": people.county()}
    return Region.objects.get_or_create(code="990123102", defaults=known)[0]


def draft() -> LedgerDraft:
    return actions.begin_draft({"label": "清单草稿", "fields": [{"key": "day", "label": "日期"}]}, by=people.user("chief"))


def collection(by: User | None = None, about: Ledger | None = None, *, waiting: bool = False, **said: Any) -> Collection:
    """Drafted by an officer for the one town; `waiting`: laid before a leader."""
    usual = {"title": "技术需求摸底", "basis": "县政府办〔2026〕12号", "asked": "town", "due": date(2030, 6, 30)}
    usual["whom"] = [people.our_town()]
    by = by or people.user("officer")
    made = actions.start_collection(about or survey(), by=by, **{**usual, **said})
    if waiting:
        actions.submit_collection(made, by=by)
    return made


def sent(by: User | None = None, **said: Any) -> CollectionRequest:
    """The request of a collection for one town that a leader let out."""
    made = collection(by, waiting=True, **said)
    actions.approve_collection(made, by=people.user("leader"))
    return made.requests.select_related("collection__ledger", "region", "organisation").get()


def filled(**said: Any) -> CollectionRequest:
    """With one row, handed in by whoever was asked."""
    request = sent(**said)
    firm = request.organisation
    clerk = people.user("enterprise", organisation=firm) if firm else people.user("town", town=request.region)
    actions.save_rows(request, [(None, {"organisation": firm or registry.organisation(), "title": "求购烘干设备"})], by=clerk)
    actions.submit_request(request, by=clerk)
    return request
