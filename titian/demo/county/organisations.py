"""The organisations of the county: enterprises town by town, and the other bodies a science bureau deals with."""

from __future__ import annotations

from datetime import date

from titian.demo.county.chance import Dice
from titian.demo.county.codes import code_of
from titian.demo.county.plan import FIRMS, PARK, SEAT, TENANTS, UNDECIDED
from titian.demo.county.rows import Firm
from titian.demo.county.words import FARMING, FIRST, FORMS, GIVEN_FIRST, GIVEN_SECOND, ROADS, SECOND, SURNAMES, TOWN_TRADES, TRADES

# The firms the papers name: short name, town, industry, the name in the middle.
NAMED = (
    ("示范重工", PARK, "C3511", "示范县重工机械股份有限公司"),
    ("河口轴承", "河口镇", "C3451", "示范县河口轴承有限公司"),
    ("石桥玻纤", "石桥镇", "C3061", "示范县石桥玻纤有限公司"),
    ("青禾种业", "青禾街道", "A0511", "示范县青禾种业有限公司"),
    ("沙湾水产", "沙湾镇", "C1361", "示范县沙湾水产食品有限公司"),
    ("云溪新材料", "云溪镇", "C3985", "示范县云溪新材料科技有限公司"),
    ("南塘光电", "南塘街道", "C3976", "示范县南塘光电科技有限公司"),
)
# kind, name, short name, town, industry
BODIES = (
    ("university", "示范理工学院", "示范理工", SEAT, "P8341"),
    ("institute", "示范县农业科学研究所", "县农科所", "青禾街道", "M7330"),
    ("hospital", "示范县人民医院", "县医院", SEAT, "Q8411"),
    ("hospital", "示范县中医院", "县中医院", "南塘街道", "Q8412"),
    ("bank", "示范县农村商业银行股份有限公司", "示范农商行", SEAT, "J6623"),
    ("bank", "示范梯田村镇银行股份有限公司", "梯田村镇银行", SEAT, "J6625"),
    ("bank", "示范市商业银行股份有限公司示范县支行", "市商行示范县支行", "南塘街道", "J6621"),
    ("association", "示范县轴承行业协会", "轴承协会", "河口镇", "S9521"),
    ("association", "示范县科技企业家协会", "科企协", SEAT, "S9521"),
    ("association", "示范县农村专业技术协会", "农技协", "青禾街道", "S9529"),
)
CARRIERS = (
    ("示范县科创孵化器管理有限公司", "县科创孵化器", PARK, 34),
    ("示范县轴承产业加速器有限公司", "轴承加速器", PARK, 26),
    ("示范县城关众创空间管理有限公司", "城关众创空间", SEAT, 21),
    ("示范县南塘双创基地管理有限公司", "南塘双创基地", "南塘街道", 12),
)
OFFICERS = ("企业股经办", "研发与项目股经办", "成果与人才股经办")
PHONE = 19900000000
DAWN, NOON = date(1996, 3, 1), date(2026, 4, 30)
FAILING_CODES = (40, 410, 777)  # places in the register whose licence carries a check character that does not fit


class Register:
    """The organisations as they are entered: one number, one code, one telephone after the other."""

    def __init__(self) -> None:
        self.dice = Dice("organisations")
        self.firms: list[Firm] = []
        self._brands = iter(self.dice.shuffled(first + second for first in FIRST for second in SECOND))

    def enter(self, name: str, town: str, industry: str, kind: str = "enterprise", founded: date | None = None) -> Firm:
        number = len(self.firms) + 1
        failing = number in FAILING_CODES
        firm = Firm(name=name, uscc=code_of(number, kind, failing=failing), town=town, industry=industry, kind=kind)
        firm.uscc_reason = "营业执照如此，已与发照机关核对" if failing else ""
        firm.founded = founded or self._founded()
        firm.address = f"示范县{town}{self.dice.one(ROADS)}{self.dice.whole(1, 188)}号"
        firm.legal_person, firm.contact = person_name(self.dice), person_name(self.dice)
        firm.phone = str(PHONE + number)
        self.firms.append(firm)
        return firm

    def brand(self) -> str:
        return next(self._brands)

    def _founded(self) -> date:
        """Most firms are young, few are older than the century."""
        return aged(0.012 + self.dice.between(0, 0.988) ** 1.5)


def aged(age: float) -> date:
    """A day between this spring (0) and 1996 (1)."""
    day = date.fromordinal(int(NOON.toordinal() - age * (NOON - DAWN).days))
    return day.replace(day=min(day.day, 28))


def person_name(dice: Dice) -> str:
    return dice.one(SURNAMES) + dice.one(GIVEN_FIRST) + dice.one(GIVEN_SECOND)


def organisations() -> list[Firm]:
    """Every organisation, in the order in which it was entered."""
    register = Register()
    for short, town, industry, name in NAMED:
        _named(register, short, town, industry, name)
    for kind, name, short, town, industry in BODIES:
        body = register.enter(name, town, industry, kind, aged(register.dice.between(0.4, 0.95)))
        body.short, body.legal_form = (
            short,
            "股份有限公司（非上市）" if kind == "bank" else "事业单位" if kind != "association" else "社会团体",
        )
    for name, short, town, _ in CARRIERS:
        _carrier(register, name, short, town)
    for town in (*FIRMS, ""):
        _town(register, town, FIRMS.get(town, UNDECIDED))
    _tenants(register)
    _details(register)
    return register.firms


def _named(register: Register, short: str, town: str, industry: str, name: str) -> None:
    firm = register.enter(name, town, industry, founded=aged(register.dice.between(0.4, 0.8)))
    firm.short, firm.tech, firm.large = short, True, short in {"示范重工", "石桥玻纤"}
    firm.scope = scope(register.dice, industry)


def _carrier(register: Register, name: str, short: str, town: str) -> None:
    carrier = register.enter(name, town, "L7299", "carrier", aged(register.dice.between(0.2, 0.4)))
    carrier.short, carrier.scope = short, "创业孵化服务；园区管理服务；科技中介服务；会议及展览服务"


def _town(register: Register, town: str, count: int) -> None:
    """The firms of one town, its government, and the cooperatives of its villages."""
    dice = register.dice
    for _ in range(count):
        _enterprise(register, town, dice.weighed(TOWN_TRADES.get(town, FARMING)))
    if not town:
        return
    government = register.enter(f"示范县{town}{_office(town)}", town, "S9221", "agency", date(2002, 6, 1))
    government.legal_form = "机关"
    for _ in range(1 if town in {PARK, SEAT} else dice.whole(2, 5)):
        _cooperative(register, town)


def _office(town: str) -> str:
    return "管理委员会" if town == PARK else "办事处" if town.endswith("街道") else "人民政府"


def _enterprise(register: Register, town: str, code: str) -> None:
    dice, trade = register.dice, TRADES[code]
    brand, word = register.brand(), dice.one(trade.words)
    name = f"{brand}（示范县）{word}有限公司" if dice.happens(0.04) else f"示范县{brand}{word}有限公司"
    firm = register.enter(name, town, code)
    firm.legal_form = dice.weighed(FORMS)
    firm.tech = dice.happens(trade.technical * 0.72)
    firm.large = firm.tech and code.startswith("C") and dice.happens(0.05)
    firm.scope = scope(dice, code)
    firm.short = f"{brand}{word}"[:6] if dice.happens(0.5 if firm.tech else 0.05) else ""


def _cooperative(register: Register, town: str) -> None:
    dice = register.dice
    code = dice.one(("A0141", "A0311", "A0171", "A0211", "A0412"))
    made = TRADES[code].products
    firm = register.enter(f"示范县{register.brand()}{dice.one(made)}种养专业合作社", town, code, "cooperative")
    firm.legal_form, firm.scope = "农民专业合作社", f"组织成员种植、养殖、销售{made[0]}、{made[1]}；提供有关技术和信息服务"


def scope(dice: Dice, code: str) -> str:
    first, second = dice.shuffled(TRADES[code].products)[:2]
    work = {"C": "研发、生产、销售", "A": "种植养殖、销售"}.get(code[0], "服务")
    return f"{first}、{second}{work}；技术开发、技术咨询、技术服务"


def _tenants(register: Register) -> None:
    """Small technical firms of the carriers' towns move into them."""
    named = {name for *_, name in NAMED}
    small = [firm for firm in register.firms if firm.tech and not firm.large and firm.name not in named and firm.founded_by(2025)]
    for name, _, town, count in CARRIERS:
        found = [firm for firm in register.dice.shuffled(small) if firm.town == town and not firm.carrier]
        for firm in found[:count]:
            firm.carrier = name
    housed = sum(1 for firm in register.firms if firm.carrier)
    if housed != TENANTS:
        raise AssertionError(f"{housed} tenants")


def _details(register: Register) -> None:
    """Capital, who looks after a firm, former names, gaps: what a real register has here and not there."""
    for number, firm in enumerate(register.firms):
        _detail(register, number, firm)
    for place, firm in enumerate(_ordinary(register.dice, register.firms, 27)):
        _leave(register.dice, firm, closed=place < 18)


def _detail(register: Register, number: int, firm: Firm) -> None:
    dice = register.dice
    if firm.kind in {"enterprise", "cooperative", "carrier", "bank"}:
        wan = dice.weighed({50: 5, 100: 12, 200: 12, 300: 8, 500: 16, 800: 5, 1000: 14, 2000: 6, 3000: 4, 5000: 3})
        firm.capital = (wan * 4 if firm.large or firm.kind == "bank" else wan) * 10_000
    firm.officer = OFFICERS[number % 3] if firm.tech or firm.kind in {"university", "institute", "carrier"} else ""
    if firm.kind == "enterprise" and dice.happens(0.04) and firm.founded_by(2019) and not firm.short.startswith(firm.town[:2]):
        firm.former_until = dice.day(date(2021, 3, 1), date(2025, 11, 28))
        firm.former = f"示范县{register.brand()}{dice.one(TRADES[firm.industry].words)}有限公司"
    if firm.kind == "enterprise" and not firm.tech:
        firm.phone = "" if dice.happens(0.08) else firm.phone
        firm.uscc = None if dice.happens(0.008) and not firm.uscc_reason else firm.uscc


def _ordinary(dice: Dice, firms: list[Firm], count: int) -> list[Firm]:
    """Firms that play no part in any programme."""
    plain = [firm for firm in firms if firm.kind == "enterprise" and not firm.tech and not firm.carrier and firm.founded_by(2020)]
    return dice.shuffled(plain)[:count]


def _leave(dice: Dice, firm: Firm, *, closed: bool) -> None:
    firm.state = "closed" if closed else "moved"
    firm.since = dice.day(date(2023, 2, 1), date(2026, 4, 30))
    firm.note = "" if closed else f"已迁往{dice.one(('邻山县', '东河区'))}"
