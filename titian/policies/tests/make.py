"""Builders: a firm that meets every condition of the national programmes, and facts by chance, exact boundaries and unknowns among them."""

from __future__ import annotations

import copy
import random
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from titian.policies.engine.explain import Explained, FactRecord, explain
from titian.policies.engine.nodes import Compare, Constant, Fact, Node, Ratio, Share, Steps
from titian.policies.engine.programme import Programme
from titian.policies.engine.units import Unit
from titian.policies.packs import NATIONAL, standing
from titian.policies.record.catalogue import FACTS
from titian.policies.record.deriving import derive
from titian.policies.record.reading import read_record

if TYPE_CHECKING:
    from titian.policies.models import Policy, PolicyClause  # the benches ask for the pure builders without Django

DAY = date(2026, 6, 30)


def year(**changes: Any) -> dict[str, Any]:
    """A year of 1,000万元 revenue and 60万元 R&D."""
    return {
        "revenue_yuan": 10_000_000,
        "total_income_yuan": 10_000_000,
        "high_tech_income_yuan": 7_000_000,
        "cost_yuan": 8_000_000,
        "rd_expense_yuan": 600_000,
        "rd_domestic_yuan": 600_000,
        "staff": 40,
        "sci_tech_staff": 12,
        "net_assets_yuan": 5_000_000,
        "total_assets_yuan": 12_000_000,
    } | changes


def firm(**changes: Any) -> dict[str, Any]:
    """A firm that is a high-tech enterprise and a tech SME on DAY, experts' scores included."""
    return {
        "uscc": "91640100MA76XXXX0E",
        "name": "示范企业",
        "founded_on": "2019-03-01",
        "years": {"2023": year(), "2024": year(), "2025": year()},
        "ip": [{"class": "I", "kind": "发明专利", "obtained": "own", "granted_on": "2022-05-05"}],
        "core_ip_supports_product": True,
        "field": "新材料",
        "transformations_3y": 9,
        "incidents": [],
        "expert_scores": {"ip": 25, "transformation": 18, "rd_management": 18, "growth": 10},
        "titles": [],
        "on_negative_list": False,
        "on_abnormal_list": False,
        "tax_audited_books": True,
        "misconduct": False,
    } | changes


def changed(data: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A record with another value at a dotted path."""
    found = copy.deepcopy(dict(data))
    *ways, last = path.split(".")
    place: Any = found
    for way in ways:
        place = place[int(way)] if isinstance(place, list) else place.setdefault(way, {})
    place[int(last) if isinstance(place, list) else last] = value
    return found


def facts(data: Mapping[str, Any], day: date = DAY) -> FactRecord:
    return derive(read_record(dict(data), day), day)


def explained(data: Mapping[str, Any], programme: str = "hnte", *, day: date = DAY, pack: str = NATIONAL) -> Explained:
    return explain(standing(programme, pack, day), facts(data, day))


# --- facts by chance


def boundaries(programme: Programme) -> dict[str, list[int]]:
    """For every fact, the numbers it is compared with somewhere in the programme, and their neighbours."""
    found: dict[str, set[int]] = {}
    for node in _trees(programme):
        if isinstance(node, Compare) and isinstance(node.left, Fact) and isinstance(node.right, Constant):
            found.setdefault(node.left.name, set()).update(node.right.number + near for near in (-1, 0, 1))
    return {name: sorted(numbers) for name, numbers in found.items()}


def shares(programme: Programme) -> list[tuple[Ratio, int, int]]:
    """Every ratio with a share it is compared with."""
    found = []
    for node in _trees(programme):
        if isinstance(node, Compare) and isinstance(node.left, Ratio) and isinstance(node.right, Share):
            numbers = [one.number for one in node.right.numerator.walk() if isinstance(one, Constant)]
            numbers = [number for number in numbers if number <= node.right.denominator]  # bounds of bands aside
            found += [(node.left, number, node.right.denominator) for number in numbers]
    return found


def _trees(programme: Programme) -> Sequence[Node]:
    nodes = [node for clause in programme.clauses for node in clause.test.walk()]
    steps = [Compare(node.by, node.operator, step.bound) for node in nodes if isinstance(node, Steps) for step in node.steps]
    return [*nodes, *steps]


_LOOKED_UP: dict[int, tuple[Programme, dict[str, list[int]], list[tuple[Ratio, int, int]]]] = {}
_MOST = {Unit.MONEY: 10**11, Unit.SHARE: 20_000, Unit.POINTS: 30_000_000, Unit.DAYS: 2_000, Unit.PEOPLE: 800}


def by_chance(programme: Programme, chance: random.Random) -> dict[str, int | None]:
    """One record: small numbers, large ones, boundaries, exact shares, zeros and unknowns."""
    key = id(programme)
    if key not in _LOOKED_UP:  # a programme as a key itself would be hashed whole, every time
        _LOOKED_UP[key] = (programme, boundaries(programme), shares(programme))
    _, edges, ratios = _LOOKED_UP[key]
    values = {name: _by_chance(name, edges.get(name, []), chance) for name in FACTS}
    for ratio, above, below in chance.sample(ratios, min(len(ratios), 4)):
        _exact(values, ratio, above, below, chance)
    return values


def _by_chance(name: str, edges: Sequence[int], chance: random.Random) -> int | None:
    if chance.random() < 0.12:
        return None
    if FACTS[name].unit is Unit.FLAG:
        return int(chance.random() < (0.08 if name.startswith("title.") else 0.6))
    if edges and chance.random() < 0.5:
        return chance.choice(edges)
    return chance.choice((0, chance.randrange(1, 8), chance.randrange(_MOST.get(FACTS[name].unit, 12))))


def _exact(values: dict[str, int | None], ratio: Ratio, above: int, below: int, chance: random.Random) -> None:
    """Make numerator : denominator exactly the share, or one unit off."""
    numerator = [node.name for node in ratio.numerator.walk() if isinstance(node, Fact)]
    denominator = [node.name for node in ratio.denominator.walk() if isinstance(node, Fact)]
    times = chance.randrange(1, 10**6)
    for names, total in ((denominator, below * times), (numerator, above * times + chance.choice((-1, 0, 0, 1)))):
        for name in names:
            values[name] = 0
        values[names[0]] = max(0, total)


# --- the same firm in the registers


def registered_firm(by: Any) -> Any:
    """A firm of the registers with the facts of `firm()`."""
    from titian.policies.actions import state_fact
    from titian.registry.tests import make as registry

    made = registry.organisation(founded_on=date(2019, 3, 1), industry="C3512")
    fen = {
        column: year()[key] * 100
        for column, key in (
            *(("revenue", "revenue_yuan"), ("total_income", "total_income_yuan"), ("high_tech_income", "high_tech_income_yuan")),
            *(("cost", "cost_yuan"), ("rd_expense", "rd_expense_yuan"), ("rd_domestic", "rd_domestic_yuan")),
            *(("rd_deduction", "rd_expense_yuan"), ("net_assets", "net_assets_yuan"), ("total_assets", "total_assets_yuan")),
        )
    }
    for number in (2023, 2024, 2025):
        registry.annual(made, number, "return", staff=40, sci_tech_staff=12, **fen)
    registry.right(made, "invention", obtained="own", granted_on=date(2022, 5, 5))
    told = {"core_ip_supports_product": 1, "field": "新材料", "transformations_3y": 9, "incidents": [], "tax_audited_books": 1}
    told |= dict.fromkeys(("on_negative_list", "on_abnormal_list", "misconduct"), 0)
    scores = {"ip": 25, "transformation": 18, "rd_management": 18, "growth": 10}
    told |= {f"expert_scores.{item}": points * 1_000_000 for item, points in scores.items()}
    for key, value in told.items():
        state_fact(made, key=key, value=value, since=date(2023, 1, 1), source="企业说明", by=by)
    return made


# --- the ladder; imports inside, so that the pure tests above need no Django


def fact(by: Any, organisation: Any = None) -> Any:
    from titian.policies.actions import state_fact
    from titian.registry.tests import make as registry

    firm_ = organisation or registry.organisation(region=None)
    return state_fact(firm_, key="misconduct", value=0, since=date(2026, 1, 1), source="企业说明", by=by)


def pool_entry(by: Any, organisation: Any = None) -> Any:
    from titian.policies.actions import enter_pool
    from titian.registry.tests import make as registry

    return enter_pool(organisation or registry.organisation(region=None), programme="hnte", on=date(2026, 1, 15), by=by)


def batch(by: Any) -> Any:
    from titian.policies.actions import open_batch
    from titian.policies.models import DeclarationBatch

    name = f"2026年第{DeclarationBatch.objects.count() + 1}批"
    return open_batch(programme="hnte", name=name, upper_deadline=date(2026, 6, 25), by=by)


def declaration(by: Any, organisation: Any = None) -> Any:
    from titian.policies.actions import plan_declaration
    from titian.registry.tests import make as registry

    return plan_declaration(organisation or registry.organisation(region=None), batch=batch(by), on=date(2026, 5, 1), by=by)


def passed(by: Any, organisation: Any = None) -> Any:
    from titian.policies.actions import step_declaration

    made = declaration(by, organisation)
    for step, day in (("declared", date(2026, 5, 10)), ("passed", date(2026, 5, 20))):
        step_declaration(made, step=step, on=day, by=by)
    return made


def ticked(by: Any, organisation: Any = None) -> Any:
    from titian.policies.actions import tick
    from titian.registry.tests import make as registry

    return tick(organisation or registry.organisation(region=None), item="management", on=date(2026, 1, 15), by=by)


# --- the library


def policy(by: Any, **fields: Any) -> Policy:
    """A draft that was compared with its original."""
    from titian.policies.actions import add_policy

    said = {"title": "示范县支持科技创新若干措施", "number": "", "since": date(2026, 1, 1), "confirmed": True, **fields}
    return add_policy(by=by, **said)


def in_force(by: Any, **changes: Any) -> PolicyClause:
    """A clause of an issued policy: 20万元 for who became 高企 last year."""
    from titian.policies.actions import add_clause, issue_policy
    from titian.policies.tests.clauses import data

    document = policy(by)
    clause = add_clause(document, definition=data(**changes), since=date(2026, 1, 1), by=by)
    issue_policy(document, by=by)
    return clause


def claim(organisation: Any = None, *, approved: bool = False) -> Any:
    """Asked for by the firm that became 高企 last year."""
    from titian.accounts.tests import make as people
    from titian.base.clock import today
    from titian.policies.actions import approve_claim, ask_claim
    from titian.registry.tests import make as registry

    firm = organisation or registry.organisation()
    registry.title(firm, since=date(today().year - 1, 11, 1), until=None, is_first=True)
    made = ask_claim(firm, in_force(people.user("chief")), year=today().year - 1, on=today(), by=people.user("officer"))
    if approved:
        approve_claim(made, amount=made.asked or 0, on=today(), by=people.user("leader"))
    return made
