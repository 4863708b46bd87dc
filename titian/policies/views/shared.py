"""What the pages of library and claims share."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from titian.base.colours import Colour
from titian.base.money import in_wan, to_yuan
from titian.base.pages import Action, Link, Mark
from titian.policies.benefits.standing import State
from titian.policies.models import Claim, Policy, PolicyClause
from titian.registry.models import Organisation

LIBRARY = "政策库"
STATISTICS_NOTE = (
    "依统计法，报统计部门的单户数据（联网直报）不作任何奖补的依据：这里的金额只按企业填报、加计扣除申报和审计报告的数计算。"
)
COLOURS: dict[State, Colour] = {
    State.CLAIMABLE: "green",
    State.CLOSED: "blue",
    State.PENDING: "yellow",
    State.NEAR: "yellow",
    State.LACKING: "grey",
    State.TAKEN: "blue",
    State.BLOCKED: "red",
    State.NO: "grey",
}
_CLAIMS: dict[str, Colour] = {"asked": "yellow", "approved": "blue", "paid": "green", "refused": "red", "withdrawn": "grey"}


def link(label: str, name: str, *args: Any, **how: Any) -> Action:
    """A button that opens (or, with post=True, posts to) an address of this room."""
    return Action(label, reverse(f"policies:{name}", args=args), **how)


def yuan(fen: int | None) -> Any:
    """A money cell; None stays «not known»."""
    return None if fen is None else to_yuan(fen)


def amount(fen: int | None) -> str | None:
    """A fact: «20 万元»; None stays «not known»."""
    return None if fen is None else f"{in_wan(fen)} 万元"


def clause_names() -> dict[str, str]:
    """Clause code → what it is called."""
    return dict(PolicyClause.objects.order_by("pk").values_list("code", "label"))


def mark_of(state: State) -> Mark:
    return Mark(COLOURS[state], state.label)


def claim_mark(claim: Claim) -> Mark:
    return Mark(_CLAIMS.get(claim.state, "grey"), claim.state_label)


def policy_marks(policy: Policy) -> list[Mark]:
    """The state, and whether anybody compared it."""
    colours: dict[str, Colour] = {"in_force": "green", "draft": "yellow"}
    state = Mark(colours.get(policy.state, "grey"), policy.state_label)
    return [state, Mark("green", "已核对") if policy.confirmed else Mark("yellow", "待核")]


def firm_link(organisation: Organisation) -> Link:
    return Link(organisation.name, reverse("policies:benefits", args=[organisation.pk]))


def library_link() -> Link:
    return Link(LIBRARY, reverse("policies:library"))
