"""Every address of the house with an object to open it on: what the rules for pages walk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.periods import Period
from titian.exchange.models import Batch
from titian.exchange.tests import make as sheets
from titian.figures.actions import approve_period, decompose
from titian.figures.models import Figure, PeriodApproval, TargetLeg
from titian.figures.tests import make as figures
from titian.files.permissions import can_store
from titian.files.tests import make as files
from titian.jobs.tests import make as jobs
from titian.journal.tests import make as journal
from titian.ledgers.tests import make as ledgers
from titian.policies.tests import make as policies
from titian.reader.intake import take_in
from titian.reader.models import KeptReading
from titian.registry.actions import merge_organisations
from titian.registry.models import Merge, Organisation
from titian.registry.tests import make as registry
from titian.reports.actions import copy_outline, keep_version
from titian.reports.models import OfficeOutline, Paper
from titian.reports.tests import make as papers
from titian.rnd.models import Award
from titian.rnd.tests import make as rnd

Arguments = Mapping[str, Any]

# An address that names an object, and how to make such an object; the person given is the officer it belongs to.
OBJECTS: dict[str, Callable[[User], Arguments]] = {
    "accounts:user": lambda by: {"pk": people.user("officer").pk},
    "accounts:amend_user": lambda by: {"pk": people.user("officer").pk},
    "accounts:unlock_user": lambda by: {"pk": people.user("officer").pk},
    "accounts:confirm_change": lambda by: {"pk": people.change().pk},
    "accounts:decline_change": lambda by: {"pk": people.change().pk},
    "accounts:withdraw_change": lambda by: {"pk": people.change().pk},
    "accounts:reset_password": lambda by: {"pk": people.user("officer").pk},
    "accounts:disable_user": lambda by: {"pk": people.user("officer").pk},
    "accounts:enable_user": lambda by: {"pk": people.user("officer", is_active=False).pk},
    "journal:entry": lambda by: {"sequence": 1} if journal.acts(1) else {},
    "places:region": lambda by: {"pk": people.county().pk},
    "places:rename": lambda by: {"pk": people.our_town().pk},
    "places:take_back_name": lambda by: {"pk": people.our_town().pk},
    "places:merge": lambda by: {"pk": people.our_town().pk},
    "places:abolish": lambda by: {"pk": people.our_town().pk},
    "places:reinstate": lambda by: {"pk": people.our_town().pk},
    "places:state_base": lambda by: {"pk": people.our_town().pk},
    "home:gap": lambda by: {"pk": figures.target(people.user("office"), "hnte.new", "20").pk},
    "home:handover": lambda by: {"pk": by.pk},
    "home:hand_over": lambda by: {"pk": by.pk},
    "jobs:cancel": lambda by: {"pk": jobs.job(by=by).pk},
    "jobs:retry": lambda by: {"pk": jobs.job(by=by, status="failed").pk},
    "files:download": lambda by: {"pk": files.stored(by).pk},
    "figures:figure": lambda by: {"pk": figures.figure(by).pk},
    "figures:correct": lambda by: {"pk": figures.figure(by).pk},
    "figures:specify": lambda by: {"pk": figures.figure(by).pk},
    "figures:withdraw": lambda by: {"pk": figures.figure(by).pk},
    "figures:counted": lambda by: {"code": _counted()},
    "figures:rows": lambda by: {"code": _counted()},
    "figures:state_from_rows": lambda by: {"code": _counted()},
    "figures:lift": lambda by: {"pk": _approval(by).pk},
    "figures:target": lambda by: {"pk": figures.target(people.user("chief")).pk},
    "figures:decompose": lambda by: {"pk": _leg().pk},
    "figures:sheet": lambda by: {"pk": figures.sheet(by).pk},
    "figures:map_sheet": lambda by: {"pk": figures.sheet(by).pk},
    "figures:download_sheet": lambda by: {"pk": figures.sheet(by).pk},
    "figures:send_sheet": lambda by: {"pk": figures.sheet(by).pk},
    "figures:prefer_sheet": lambda by: {"pk": figures.sheet(by).pk},
    "figures:discard_sheet": lambda by: {"pk": figures.sheet(by).pk},
    "figures:reallocate": lambda by: {"pk": _shared_leg().pk},
    **{
        f"registry:{name}": lambda by: {"pk": registry.organisation().pk}
        for name in (
            *("organisation", "sheet", "sheet_file", "amend", "contacts", "reveal", "rename", "short_names", "close", "scale"),
            *("merge", "add_title", "enter_annual_figures", "add_property"),
        )
    },
    "registry:reopen": lambda by: {"pk": registry.organisation(state="closed").pk},
    "registry:undo_merge": lambda by: {"pk": _merge(by).pk},
    **{
        f"registry:{name}": lambda by: {"pk": registry.title(registry.organisation()).pk}
        for name in ("title", "amend_title", "revoke_title", "remove_title")
    },
    **{
        f"registry:{name}": lambda by: {"pk": registry.annual(registry.organisation()).pk}
        for name in ("annual_figure", "amend_annual_figures", "choose_source", "remove_annual_figures")
    },
    **{
        f"registry:{name}": lambda by: {"pk": registry.right(registry.organisation()).pk}
        for name in ("property", "amend_property", "remove_property")
    },
    **{
        f"registry:{name}": lambda by: {"pk": registry.person().pk}
        for name in ("person", "amend_person", "remove_person", "reveal_person")
    },
    **{f"ledgers:{name}": lambda by: {"code": "visits"} for name in ("rows", "add", "quick", "paste")},
    "ledgers:report": lambda by: {"pk": ledgers.task(by).pk},
    "ledgers:parameters": lambda by: {"code": "supervision"},
    "ledgers:calendar": lambda by: {"pk": ledgers.instrument().pk},
    "ledgers:decide": lambda by: {"pk": ledgers.platform().pk},
    "ledgers:feedback": lambda by: {"pk": ledgers.proposal().pk},
    "reports:reply_to": lambda by: {"pk": ledgers.proposal().pk},
    "ledgers:funnel": lambda by: {"code": ledgers.projects().code},
    "ledgers:breakdown": lambda by: {"code": ledgers.survey().code},
    **{
        f"ledgers:{name}": lambda by: {
            "pk": ledgers.row(ledgers.ledger("problems"), organisation=registry.organisation(region=None)).pk
        }
        for name in ("row", "amend", "evidence", "remove", "step", "take_back")
    },
    **{f"ledgers:{name}": lambda by: {"code": "problems"} for name in ("definition", "amend_definition", "archive")},
    "ledgers:reopen": lambda by: {"code": "problems"},
    "ledgers:start_collection": lambda by: {"code": "problems"},
    "ledgers:draft": lambda by: {"pk": ledgers.draft().pk, "step": "fields"},
    "ledgers:discard_draft": lambda by: {"pk": ledgers.draft().pk},
    **{
        f"ledgers:{name}": lambda by: {"pk": ledgers.collection().pk}
        for name in ("collection", "amend_collection", "submit_collection", "drop_collection")
    },
    **{
        f"ledgers:{name}": lambda by: {"pk": ledgers.collection(waiting=True).pk}
        for name in ("withdraw_collection", "approve_collection", "refuse_collection")
    },
    **{
        f"ledgers:{name}": lambda by: {"pk": ledgers.sent().collection_id}
        for name in ("extend_collection", "close_collection", "take_over_all")
    },
    **{
        f"ledgers:{name}": lambda by: {"pk": ledgers.sent(whom=[ledgers.other_town()]).pk}
        for name in ("request", "fill", "request_sheet", "upload_rows", "excuse_request")
    },
    **{
        f"ledgers:{name}": lambda by: {"pk": ledgers.filled(whom=[ledgers.other_town()]).pk}
        for name in ("return_request", "take_over")
    },
    **{
        f"policies:{name}": lambda by: {"pk": registry.organisation(region=None).pk}
        for name in ("firm", "whatif", "checklist", "tick", "state_fact")
    },
    "policies:sheet": lambda by: {"pk": registry.organisation(region=None).pk, "programme": "hnte"},
    "policies:untick": lambda by: {"pk": policies.ticked(_cultivator()).pk},
    **{
        f"policies:{name}": lambda by: {"pk": policies.pool_entry(_cultivator()).pk}
        for name in ("pool_entry", "move_stage", "leave_pool", "remove_pool_entry")
    },
    **{
        f"policies:{name}": lambda by: {"pk": policies.batch(_cultivator()).pk}
        for name in ("batch", "amend_batch", "remove_batch", "plan_declaration", "take_over")
    },
    **{
        f"policies:{name}": lambda by: {"pk": policies.declaration(_cultivator()).pk}
        for name in ("declaration", "step_declaration", "remove_declaration")
    },
    **{f"policies:{name}": lambda by: {"pk": policies.passed(_cultivator()).pk} for name in ("certify", "take_back_step")},
    **{
        f"policies:{name}": lambda by: {"pk": policies.fact(_cultivator()).pk}
        for name in ("stated_fact", "amend_stated_fact", "remove_stated_fact")
    },
    **{
        f"policies:{name}": lambda by: {"pk": policies.policy(by).pk}
        for name in ("policy", "amend_policy", "remove_policy", "simulate")
    },
    **{f"policies:{name}": lambda by: {"pk": policies.policy(by).pk} for name in ("add_clause", "issue_policy")},
    "policies:end_policy": lambda by: {"pk": policies.in_force(people.user("chief")).policy_id},
    "policies:adopt_sample": lambda by: {"code": "jingning_hnte"},
    **{
        f"policies:{name}": lambda by: {"pk": policies.in_force(people.user("chief")).pk}
        for name in ("clause", "amend_clause", "stop_clause", "resume_clause", "claimable", "push")
    },
    "policies:benefits": lambda by: {"pk": registry.organisation().pk},
    "policies:open_pushes": lambda by: {"pk": registry.organisation().pk},
    "policies:ask": lambda by: {"pk": registry.organisation().pk, "clause": policies.in_force(people.user("chief")).pk},
    **{
        f"policies:{name}": lambda by: {"pk": policies.claim().pk}
        for name in ("claim", "approve_claim", "refuse_claim", "withdraw_claim")
    },
    "policies:pay_claim": lambda by: {"pk": policies.claim(approved=True).pk},
    **{
        f"rnd:{name}": lambda by: {"pk": rnd.handed_in().pk}
        for name in ("return", "amend_return", "submit_return", "remove_return")
    },
    **{f"rnd:{name}": lambda by: {"pk": rnd.handed_in(state="submitted").pk} for name in ("accept", "return_return")},
    "rnd:firm_year": lambda by: {"pk": registry.organisation().pk, "year": 2025},
    **{f"rnd:{name}": lambda by: {"pk": rnd.project().pk} for name in ("project", "amend_project", "remove_project", "add_cost")},
    **{f"rnd:{name}": lambda by: {"pk": rnd.cost(rnd.project()).pk} for name in ("amend_cost", "remove_cost")},
    "rnd:drop_key": lambda by: {"pk": rnd.key().pk},
    "rnd:exempt": lambda by: {"purpose": "zero", "year": 2025, "pk": registry.organisation().pk},
    "rnd:withdraw_exemption": lambda by: {"pk": rnd.exemption().pk},
    **{
        f"rnd:{name}": lambda by: {"pk": rnd.evaluation().pk} for name in ("evaluation", "compute_evaluation", "publish_evaluation")
    },
    **{f"rnd:{name}": lambda by: {"pk": rnd.result().pk} for name in ("result", "exempt_result", "appeal")},
    "rnd:decide_appeal": lambda by: {"pk": rnd.result(appeal="raised").pk},
    **{
        f"rnd:{name}": lambda by: {"pk": rnd.subsidy().pk}
        for name in ("subsidy", "compute_subsidy", "close_subsidy", "approve_many", "make_batch")
    },
    **{f"rnd:{name}": lambda by: {"pk": rnd.award().pk} for name in ("award", "approve", "decline", "block_award")},
    "rnd:record_payment": lambda by: {"pk": _batched().pk},
    **{f"rnd:{name}": lambda by: {"pk": _batched().batch_id} for name in ("batch", "batch_sheet")},
    "rnd:state_policy": lambda by: {"code": "watch"},
    **{f"rnd:{name}": lambda by: {"pk": rnd.policy("watch").pk} for name in ("policy", "amend_policy")},
    "reader:reading": lambda by: {"pk": _reading(by).pk},
    "reader:number": lambda by: {"pk": _reading(by).pk, "offset": SENTENCE.index("12")},
    "reader:accept": lambda by: {"pk": _reading(by).pk},
    "reader:forget": lambda by: {"pk": _reading(by).pk},
    "reader:labels": lambda by: {"pk": _reading(by).pk},
    "reports:paper": lambda by: {"pk": _paper().pk},
    "reports:head": lambda by: {"pk": _paper().pk},
    "reports:step": lambda by: {"pk": _paper().pk, "verb": "circulate"},
    "reports:freeze": lambda by: {"pk": _paper("review").pk},
    "reports:revise": lambda by: {"pk": _paper("final").pk},
    "reports:send": lambda by: {"pk": _paper("final").pk},
    "reports:keep": lambda by: {"pk": _paper().pk},
    "reports:download": lambda by: {"pk": _paper().pk},
    "reports:copy_outline": lambda by: {"pk": _paper().pk},
    "reports:outline_act": lambda by: {"pk": _outline().pk, "verb": "default"},
    "reports:add_section": lambda by: {"pk": _paper().pk},
    "reports:section": lambda by: _section(_paper()),
    "reports:preview": lambda by: _section(_paper()),
    "reports:assign": lambda by: _section(_paper()),
    "reports:return": lambda by: _section(_paper(), "handed_in"),
    "reports:act": lambda by: {**_section(_paper()), "verb": "off"},
    "reports:version": lambda by: _version(),
    "exchange:batch": lambda by: {"pk": _batch(by).pk},
    "exchange:rows": lambda by: {"pk": _batch(by).pk},
    "exchange:marked": lambda by: {"pk": _batch(by).pk},
    "exchange:map": lambda by: {"pk": _batch(by).pk},
    "exchange:apply": lambda by: {"pk": _batch(by).pk},
    "exchange:undo": lambda by: {"pk": _batch(by, applied=True).pk},
    "exchange:drop": lambda by: {"pk": _batch(by).pk},
    "exchange:import": lambda by: {"register": "organisations"},
    "exchange:template": lambda by: {"register": "organisations"},
    "exchange:export": lambda by: {"register": "organisations"},
}


def _own_row(person: User) -> Arguments | None:
    """A problem of the own town or enterprise."""
    about = ledgers.ledger("problems")
    if person.own_town_id:
        return {"pk": ledgers.row(about, organisation=registry.organisation(region=person.town)).pk}
    return {"pk": ledgers.row(about, organisation=person.organisation).pk} if person.is_enterprise else None


def _own_firm(person: User) -> Arguments | None:
    """The own enterprise, or one of the own town."""
    if person.own_town_id:
        return {"pk": registry.organisation(region=person.town).pk}
    return {"pk": person.own_organisation_id} if person.is_enterprise else None


def _own_sheet(person: User) -> Arguments | None:
    found = _own_firm(person)
    return {**found, "programme": "hnte"} if found else None


def _of_own_firm(make: Callable[..., Any]) -> Callable[[User], Arguments | None]:
    """A row of the ladder about the own enterprise or one of the own town."""

    def made(person: User) -> Arguments | None:
        found = _own_firm(person)
        return {"pk": make(_cultivator(), Organisation.objects.get(pk=found["pk"])).pk} if found else None

    return made


def _cultivator() -> User:
    """Who keeps the ladder's rows: the person who opens a page may have no right to."""
    return people.user("officer")


def _own_request(person: User) -> Arguments | None:
    """A form sent to the own town or enterprise."""
    if person.own_town_id:
        return {"pk": ledgers.sent(whom=[person.town]).pk}
    return {"pk": ledgers.sent(asked="enterprise", whom=[person.organisation]).pk} if person.is_enterprise else None


def _own_return(person: User) -> Arguments | None:
    """A draft of the own enterprise."""
    return {"pk": rnd.handed_in(person.organisation).pk} if person.is_enterprise else None


def _own_project(person: User) -> Arguments | None:
    return {"pk": rnd.project(person.organisation).pk} if person.is_enterprise else None


def _own_cost(person: User) -> Arguments | None:
    return {"pk": rnd.cost(rnd.project(person.organisation)).pk} if person.is_enterprise else None


def _batched() -> Award:
    award = rnd.award(state="approved")
    rnd.batch(award)
    return award


# Where a person may have an object of their own that others do not see: how to make it theirs; None where the role has none.
OWN_OBJECTS: dict[str, Callable[[User], Arguments | None]] = {
    "accounts:user": lambda person: {"pk": person.pk},
    "jobs:cancel": lambda person: {"pk": jobs.job(by=person).pk},
    "jobs:retry": lambda person: {"pk": jobs.job(by=person, status="failed").pk},
    "files:download": lambda person: {"pk": files.stored(person).pk} if can_store(person) else None,
    **{
        f"exchange:{verb}": lambda person: {"pk": _batch(person).pk} if person.is_staff_member else None
        for verb in ("batch", "apply", "map", "drop")
    },
    **{f"ledgers:{name}": _own_row for name in ("row", "amend", "evidence", "remove", "step", "take_back")},
    "reports:reply_to": lambda person: {"pk": ledgers.proposal(responsible=person).pk} if person.is_staff_member else None,
    **{f"ledgers:{name}": _own_request for name in ("request", "fill", "request_sheet", "upload_rows", "excuse_request")},
    **{f"policies:{name}": _own_firm for name in ("firm", "whatif", "checklist", "tick", "state_fact")},
    "policies:sheet": _own_sheet,
    "policies:pool_entry": _of_own_firm(policies.pool_entry),
    "policies:declaration": _of_own_firm(policies.declaration),
    "policies:stated_fact": _of_own_firm(policies.fact),
    **{
        f"policies:{name}": lambda person: {"pk": policies.claim(person.organisation).pk} if person.is_enterprise else None
        for name in ("claim", "withdraw_claim")
    },
    **{
        f"policies:{name}": lambda person: {"pk": person.organisation_id} if person.is_enterprise else None
        for name in ("benefits", "open_pushes")
    },
    "policies:ask": lambda person: (
        {"pk": person.organisation_id, "clause": policies.in_force(people.user("chief")).pk} if person.is_enterprise else None
    ),
    **{f"rnd:{name}": _own_return for name in ("return", "amend_return", "submit_return", "remove_return", "accept")},
    **{f"rnd:{name}": _own_project for name in ("project", "amend_project", "remove_project", "add_cost")},
    **{f"rnd:{name}": _own_cost for name in ("amend_cost", "remove_cost")},
    "rnd:firm_year": lambda person: {"pk": person.organisation_id, "year": 2025} if person.is_enterprise else None,
    **{
        f"rnd:{name}": lambda person: {"pk": rnd.result(person.organisation).pk} if person.is_enterprise else None
        for name in ("result", "appeal")
    },
    "rnd:award": lambda person: {"pk": rnd.award(person.organisation, "approved").pk} if person.is_enterprise else None,
    "figures:figure": lambda person: {"pk": _figure_of_the_own_town().pk} if person.own_town_id else None,
    "figures:target": lambda person: {"pk": _shared_leg().target_id} if person.own_town_id else None,
}
SENTENCE = "2026年上半年,新增高新技术企业12家。"


def _batch(by: User, *, applied: bool = False) -> Batch:
    """An import that was checked, or carried through."""
    firm = ("示范公司", registry.uscc(77), "2018-06-12", "", "500")
    make = sheets.imported if applied else sheets.taken_in
    return make(by, sheets.sheet(firm))


def _figure_of_the_own_town() -> Figure:
    return figures.figure(people.user("officer"), region=people.our_town())


def _merge(by: User) -> Merge:
    return merge_organisations(registry.organisation(uscc=None), into=registry.organisation(), by=by)


def _approval(by: User) -> PeriodApproval:
    figures.figure(by)
    chief = people.user("chief")
    return approve_period(region=people.county(), period=Period.parse("2026H1"), by=chief)


def _counted() -> str:
    """A code that rows count, with a row that counts today."""
    registry.title(registry.organisation(), until=None)
    return "hnte.valid"


def _leg() -> TargetLeg:
    return figures.target(people.user("chief")).legs.get()


def _shared_leg() -> TargetLeg:
    leg = _leg()
    decompose(leg, shares={people.our_town(): Decimal(20)}, basis="上年占比", by=people.user("chief"))
    return leg


def _reading(by: User) -> KeptReading:
    kept = take_in("总结.txt", SENTENCE.encode(), by=by).reading
    assert kept is not None
    return kept


def _paper(state: str = "draft") -> Paper:
    paper = papers.paper(people.user("office"))
    Paper.objects.filter(pk=paper.pk).update(state=state)
    return paper


def _outline() -> OfficeOutline:
    return copy_outline(_paper(), name="半年提纲", by=people.user("office"))


def _section(paper: Paper, state: str = "open") -> Arguments:
    section = paper.sections.exclude(role="heading")[0]
    section.state = state
    section.save(update_fields=["state"])
    return {"pk": paper.pk, "section": section.pk}


def _version() -> Arguments:
    paper = _paper()
    return {"pk": paper.pk, "version": keep_version(paper, edition="check", by=people.user("office")).pk}


# Pages every signed-in person has, whatever their role.
FOR_EVERYBODY = {"home:index", "home:search", "home:waiting", "accounts:password", "accounts:logout", "jobs:index"}


@dataclass(frozen=True)
class Address:
    """One entry of the URL configuration. `name` is `room:view`; `public` says whether it opens without log-in."""

    name: str
    route: str
    public: bool

    @property
    def names_an_object(self) -> bool:
        return "<" in self.route

    def own_of(self, person: User) -> str | None:
        """The address on an object that is this person's own; None where there is no such object."""
        arguments = OWN_OBJECTS[self.name](person) if self.name in OWN_OBJECTS else None
        return reverse(self.name, kwargs=dict(arguments)) if arguments else None

    def open_on(self, by: User) -> str:
        return reverse(self.name, kwargs=dict(OBJECTS[self.name](by)) if self.names_an_object else None)


def addresses(resolver: URLResolver | None = None, route: str = "", space: str = "") -> Iterator[Address]:
    """The whole URL configuration, flat."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, here, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield Address(f"{space}{entry.name}", here, not getattr(entry.callback, "login_required", True))
