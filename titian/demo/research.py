"""R&D spending of the county: workbooks imported, returns accepted, two years of subsidies and evaluations decided as an office does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from titian.accounts.models import User
from titian.base.registers import registers
from titian.demo.county.research import books, key_enterprises
from titian.demo.registers import Loaded, import_book
from titian.demo.workbooks import write_book
from titian.registry.models import Organisation
from titian.rnd import actions
from titian.rnd.judging import clearing
from titian.rnd.models import Award, EvaluationRun, PolicyVersion, Return, SubsidyRun
from titian.rnd.models.policies import policy_for
from titian.rnd.policy import packaged

YUAN = 100  # fen
# Year of the spending → computed on, paid on, how many firms, yuan: as the papers of the county state them.
SUBSIDIES = {
    2024: (date(2025, 4, 10), date(2025, 5, 20), 36, 4_126_000),
    2025: (date(2026, 4, 8), date(2026, 5, 15), 41, 4_863_000),
}
EVALUATIONS = {2024: (date(2025, 5, 26), date(2025, 6, 12)), 2025: (date(2026, 5, 18), date(2026, 5, 25))}
WAITING, QUARTER_WAITING = 4, 9  # returns nobody has looked at yet
EXEMPT = (
    ("headquarters", "总部统一结算，研发在总部进行，附集团说明"),
    ("headquarters", "总部统一结算，本地只有生产车间，附集团说明"),
    ("suspended", "2025年四季度起停产，附停产报告"),
)
RATIO = "按年度预算比例兑现"


def load_research(folder: Path, *, people: Mapping[str, User]) -> list[Loaded]:
    """The registers must be there. Raises RuntimeError for a row that is refused."""
    known = registers()
    loaded = []
    for book in books():
        path = write_book(folder, known[book.ledger], book.title, book.rows)
        loaded.append(import_book(book.ledger, path, day=book.day or date(2026, 5, 31), by=people[book.by]))
    _accept(people["research"])
    _follow(people["research"])
    versions = _policies(people["research"])
    for year in SUBSIDIES:
        _subsidise(versions["ningxia_2022"], year, people)
    for year in EVALUATIONS:
        _evaluate(versions["evaluation"], year, people)
    return loaded


def _accept(by: User) -> None:
    """All but a few, of which one is sent back."""
    for period, on, waiting in (("2025", date(2026, 3, 27), WAITING), ("2026Q1", date(2026, 4, 24), QUARTER_WAITING)):
        rows = list(Return.objects.filter(period=period).select_related("organisation").order_by("-pk"))
        for found in rows[waiting:]:
            actions.accept(found, on=on, by=by)
        actions.return_for_correction(rows[0], reason="委托外部研发没有单列，请按合同补列", by=by)


def _follow(by: User) -> None:
    firms = {firm.name: firm for firm in Organisation.objects.filter(name__in=[one.name for one in key_enterprises()])}
    for year in (2024, 2025):
        for order, one in enumerate(key_enterprises()):
            actions.list_key_enterprise(firms[one.name], year=year, order=order, note="头部企业" if order < 5 else "", by=by)


def _policies(by: User) -> dict[str, PolicyVersion]:
    said = {
        "watch": ("示范县研发投入监测界限", "", date(2024, 1, 1)),
        "clearing": ("示范县研发“两清零”名单界限", "示科发〔2024〕6号", date(2024, 1, 1)),
        "evaluation": ("示范县企业研发投入评价办法", "示科发〔2024〕11号", date(2024, 3, 1)),
        "ningxia_2022": ("示范县研发费用后补助实施细则", "示科规〔2024〕2号", date(2024, 3, 1)),
    }
    return {
        code: actions.state_policy(
            code, since=since, label=label, document=document, checked=list(packaged()[code].parameters), note="演示数据", by=by
        )
        for code, (label, document, since) in said.items()
    }


def _subsidise(policy: PolicyVersion, year: int, people: Mapping[str, User]) -> None:
    computed, paid, firms, yuan = SUBSIDIES[year]
    run = actions.begin_subsidy(policy, year=year, by=people["research"])
    actions.compute_subsidy(run, on=computed, by=people["research"])
    chosen = list(
        run.awards.filter(type="annual", state="eligible")
        .select_related("run__policy", "organisation")
        .order_by("-computed", "pk")[:firms]
    )
    for award, amount in zip(chosen, shared([award.computed or 0 for award in chosen], yuan * YUAN), strict=True):
        actions.approve(award, amount=amount, reason=RATIO, on=computed, by=people["leader"])
    _pay(run, chosen, paid, people)
    _set_aside(run, computed, people, whole=year == min(SUBSIDIES))


def shared(computed: Sequence[int], total: int) -> list[int]:
    """`total` (fen) over what was computed, in proportion and whole yuan, no more than was computed; what is left goes to the largest."""
    every = sum(computed)
    amounts = [amount * total // every // YUAN * YUAN for amount in computed]
    amounts[0] += total - sum(amounts)
    if any(amount > most for amount, most in zip(amounts, computed, strict=True)):
        raise AssertionError(f"{total} fen are more than was computed")
    return amounts


def _pay(run: SubsidyRun, awards: Sequence[Award], on: date, people: Mapping[str, User]) -> None:
    document = f"示财教〔{on.year}〕{on.month + 4}号"
    batch = actions.make_batch(run, awards, day=on, document=document, by=people["research"])
    for award in batch.awards.select_related("run", "organisation"):
        actions.record_payment(award, paid=award.amount or 0, on=on, by=people["research"])


def _set_aside(run: SubsidyRun, on: date, people: Mapping[str, User], *, whole: bool) -> None:
    """Of the earlier year nothing waits any more."""
    if whole:
        for award in run.awards.filter(state__in=("eligible", "unknown")).select_related("run", "organisation"):
            actions.decline(award, reason="超出当年预算安排，按名次未列入", on=on, by=people["leader"])
        actions.close_subsidy(run, by=people["research"])


def _evaluate(policy: PolicyVersion, year: int, people: Mapping[str, User]) -> None:
    computed, published = EVALUATIONS[year]
    latest = year == max(EVALUATIONS)
    if latest:
        _exempt(year, people["research"])
    run = actions.begin_evaluation(policy, year=year, by=people["research"])
    actions.compute_evaluation(run, on=computed, by=people["research"])
    actions.publish_evaluation(run, on=published, by=people["leader"])
    if latest:
        _appeals(run, published, people)


def _exempt(year: int, by: User) -> None:
    """Of the firms with revenue and no spending three cannot, and said why in writing."""
    day = date(year + 1, 4, 15)
    listed = [one.organisation for one in clearing(by, "zero", year, policy_for("clearing", day), day=day)]
    for firm, (ground, reason) in zip(listed, EXEMPT, strict=False):
        for purpose in ("zero", "evaluation"):
            actions.state_exemption(firm, purpose=purpose, year=year, ground=ground, reason=reason, day=day, by=by)


def _appeals(run: EvaluationRun, on: date, people: Mapping[str, User]) -> None:
    """One was upheld, one still waits for the leader."""
    failed = list(run.results.filter(outcome="not_met").select_related("run", "organisation").order_by("-low", "pk")[:2])
    for result in failed:
        actions.appeal(result, text="填报时漏了委托高校的研发费用，附合同和发票", on=on, by=people["research"])
    if failed:
        actions.decide_appeal(failed[0], upheld=True, answer="合同、发票、付款凭证相符，补报后达到界限", by=people["leader"])
