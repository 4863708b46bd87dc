"""Forms sent to towns and firms: one due today, one later, one given back, one taken over, and one of the firms. What they bring in counts
nowhere yet, or is what the ledger holds already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from titian.accounts.models import User
from titian.ledgers.actions import (
    approve_collection,
    define_ledger,
    return_request,
    save_rows,
    start_collection,
    submit_collection,
    submit_request,
    take_over,
)
from titian.ledgers.models import Collection, Ledger
from titian.ledgers.models.collections import FIRMS, FROM_LEDGER, FROM_REGISTER, TOWNS
from titian.places.models import Region
from titian.registry.models import Organisation

NEEDS: Mapping[str, Any] = {
    "name": "testing_needs",
    "label": "企业检测需求摸底表",
    "counted": "条",
    "group": "local",
    "one_off": True,
    "identity": ["organisation", "title"],
    "help": "一家企业一项需求一行。",
    "fields": [
        {"key": "organisation", "label": "企业名称", "required": True},
        {"key": "title", "label": "需要检测的项目", "required": True},
        {"key": "kind", "label": "现在怎么检测", "choices": {"away": "送外地检测", "own": "自己检测", "none": "没有检测"}},
        {"key": "count", "label": "每年批次", "unit": "批", "minimum": 0},
        {"key": "f_cost", "label": "每年检测费用", "kind": "money", "minimum": 0},
        {"key": "day", "label": "提出日期"},
        {"key": "f_note", "label": "希望怎么解决", "kind": "prose"},
        {"key": "responsible", "label": "责任人", "inside": True},
    ],
}
SHARING: Mapping[str, Any] = {
    "name": "sharing_survey",
    "label": "企业仪器设备共享意愿调查表",
    "counted": "台（套）",
    "group": "local",
    "one_off": True,
    "identity": ["organisation", "title"],
    "help": "一台（套）仪器一行；没有愿意共享的，按零报告报送。",
    "fields": [
        {"key": "organisation", "label": "企业名称", "required": True},
        {"key": "title", "label": "仪器名称", "required": True},
        {"key": "f_model", "label": "规格型号"},
        {"key": "amount", "label": "仪器原值", "minimum": 0},
        {"key": "f_hours", "label": "每周可开放", "kind": "integer", "unit": "小时", "minimum": 0, "maximum": 168},
        {"key": "kind", "label": "共享意愿", "choices": {"open": "愿意对外开放", "paid": "愿意有偿开放", "no": "暂不开放"}},
        {"key": "f_contact", "label": "企业联系人"},
        {"key": "f_note", "label": "顾虑和建议", "kind": "prose"},
    ],
}
WHY = "第 2 行写的是融资需求，不属于检测需求，请删去；第 3 行补上每年批次。"
SENT_ON = date(2026, 5, 22)
# Towns whose paper the office typed in: town → day it came.
ON_PAPER: Mapping[str, date] = {"河口镇": date(2026, 5, 27), "石桥镇": date(2026, 5, 28), "青禾街道": date(2026, 5, 29)}
ASKED_FIRMS = 12


def collect(day: date, people: Mapping[str, User]) -> None:
    """The towns' and the firm's first page have something on it, the officers' something to take over and to chase."""
    towns = list(Region.objects.filter(level="town", parent=people["town"].town and people["town"].town.parent).order_by("order"))
    _institutions(day, people, towns)
    _science_week(people, towns)
    _needs(people, towns)
    _liaisons(people, towns)
    _sharing(people)


def _institutions(day: date, people: Mapping[str, User], towns: Sequence[Region]) -> None:
    """Due today: who has any looks through what is known. Three came on paper, one of them is taken over."""
    ledger = Ledger.objects.get(code="rd_institutions")
    having = set(ledger.rows.filter(closed_on=None).values_list("region", flat=True))
    sent = _sent(
        ledger,
        people,
        by="research",
        title="2026年上半年研发机构现状核对",
        basis="示科办〔2026〕6号",
        due=day,
        whom=[town for town in towns if town.pk in having],
        prefill=FROM_LEDGER,
        with_numbers=True,
        instructions="逐家核对名称、级别和研发人员；新认定的加一行，撤销的在备注里写明。",
    )
    brought = [request for request in sent.requests.in_order() if str(request.whom) in ON_PAPER]
    for request in brought:
        submit_request(
            request, by=people["research"], entered_for=f"{request.whom}科技专干", entered_on=ON_PAPER[str(request.whom)]
        )
    for request in brought[:1]:
        take_over(request, by=people["research"])


def _science_week(people: Mapping[str, User], towns: Sequence[Region]) -> None:
    """Due later; nobody has answered yet."""
    _sent(
        Ledger.objects.get(code="popular_science"),
        people,
        by="office",
        title="2026年科技活动周活动情况",
        basis="示科字〔2026〕11号",
        due=date(2026, 6, 10),
        whom=towns,
        instructions="5月23日至31日办的活动，一场一行；没有办的零报告。",
    )


def _needs(people: Mapping[str, User], towns: Sequence[Region]) -> None:
    """Handed in by the town's clerk and given back, with a word to the rows that are wrong."""
    sent = _sent(
        define_ledger(NEEDS, by=people["office"]),
        people,
        by="enterprise",
        title="企业检测需求摸底",
        basis="县政府办〔2026〕14号",
        due=date(2026, 6, 5),
        whom=towns,
        instructions="只报检测需求；融资、用工的在「企业问题」里反映。",
    )
    request, town = sent.requests.get(region=people["town"].town), people["town"]
    near = Organisation.objects.filter(region=town.town, state="active", titles__isnull=False).order_by("pk").distinct()
    said: Sequence[Mapping[str, Any]] = (
        {"title": "原材料成分分析", "kind": "away", "count": 40, "f_note": "在县里能检"},
        {"title": "设备更新缺少贷款", "f_note": "协调银行"},
        {"title": "产品可靠性试验", "kind": "none", "f_note": "推荐有资质的机构"},
    )
    rows = save_rows(
        request,
        [(None, {**one, "organisation": firm, "day": date(2026, 5, 26)}) for one, firm in zip(said, near, strict=False)],
        by=town,
    )
    submit_request(request, by=town)
    wrong = {rows[1].pk: "不是检测需求，请删去", rows[2].pk: "缺每年批次"}
    return_request(request, by=people["enterprise"], reason=WHY, notes=wrong)


def _liaisons(people: Mapping[str, User], towns: Sequence[Region]) -> None:
    """The town found nothing to change, and it is taken over."""
    sent = _sent(
        Ledger.objects.get(code="liaisons"),
        people,
        by="office",
        title="科技联络员名单核对",
        basis="示科办〔2026〕4号",
        due=date(2026, 6, 15),
        whom=towns,
        prefill=FROM_LEDGER,
        instructions="换了人的，在原来那一行填卸任日期和接任人，再加一行。",
    )
    request = sent.requests.get(region=people["town"].town)
    submit_request(request, by=people["town"])
    take_over(request, by=people["office"])


def _sharing(people: Mapping[str, User]) -> None:
    """To firms with equipment; the one that logs in has not answered."""
    known = Organisation.objects.filter(
        state="active", kind="enterprise", pk__in=Ledger.objects.get(code="instruments").rows.values("organisation")
    )
    own = people["firm"].organisation
    firms = [one for one in known.order_by("pk") if one != own][: ASKED_FIRMS - 1]
    _sent(
        define_ledger(SHARING, by=people["office"]),
        people,
        by="research",
        title="企业仪器设备共享意愿调查",
        basis="县政府办〔2026〕16号",
        asked=FIRMS,
        due=date(2026, 6, 12),
        whom=[*([own] if own else []), *firms],
        prefill=FROM_REGISTER,
    )


def _sent(
    ledger: Ledger, people: Mapping[str, User], *, by: str, whom: Sequence[Any], asked: str = TOWNS, **said: Any
) -> Collection:
    """Drafted, laid before the leader, out."""
    made = start_collection(ledger, by=people[by], whom=whom, asked=asked, **said)
    submit_collection(made, by=people[by], on=SENT_ON)
    approve_collection(made, by=people["leader"], reason="同意")
    return made
