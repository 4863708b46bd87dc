"""企业研发投入评价: begun, computed, published by a leader; exemptions, appeals and what is decided of them."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.journal.actions import Change, record, record_many
from titian.registry.actions.rows import added, hold
from titian.rnd.actions.rows import demand_reason
from titian.rnd.judging import evaluated
from titian.rnd.models import EvaluationResult, EvaluationRun, Exemption, PolicyVersion
from titian.rnd.models.evaluation import Appeal, Outcome, RunState
from titian.rnd.permissions import can_appeal, can_decide_appeal, can_evaluate, can_exempt_result, can_publish


@transaction.atomic
def begin_evaluation(policy: PolicyVersion, *, year: int, by: User) -> EvaluationRun:
    """The year that is blocked follows from the policy version."""
    can_evaluate(by).demand()
    if policy.kind != "evaluation":
        raise Refused(f"「{policy}」不是研发投入评价的版本")
    blocked = year + policy.policy.count("blocked_after")
    run = EvaluationRun(year=year, blocked_year=blocked, policy=policy, made_by=by)
    added("rnd.evaluation.begun", run, by=by)
    return run


@transaction.atomic
def compute_evaluation(run: EvaluationRun, *, on: date, by: User) -> int:
    """Anew from the figures as they are; how many firms. Doing it twice changes nothing; what was published stays."""
    can_evaluate(by, run).demand()
    hold(run)
    if run.state == RunState.PUBLISHED:
        raise Refused("评价已经公布，不能重新测算；个别有误的按申诉处理")
    found = evaluated(by, run.year, run.policy.policy)
    excused = {row.organisation_id: row for row in Exemption.objects.filter(purpose="evaluation", year=run.year)}
    known = {row.organisation_id: row for row in run.results.all()}
    run.results.exclude(organisation__in=[firm.pk for firm in found]).delete()
    for firm, assessed in found.items():
        row = known.get(firm.pk) or EvaluationResult(run=run, organisation=firm)
        row.outcome, row.low, row.high, row.grade = assessed.verdict, assessed.low, assessed.high, assessed.grade
        row.clauses = [clause.as_json() for clause in assessed.clauses]
        reason = f"{excused[firm.pk].ground_label}：{excused[firm.pk].reason}" if firm.pk in excused else ""
        row.exempt_reason = reason
        row.outcome = Outcome.EXEMPT if reason else row.outcome
        row.save()
    run.computed_on = on
    run.save(update_fields=["computed_on", "updated_at"])
    record("rnd.evaluation.computed", run, by=by, after={"firms": len(found), "on": on})
    return len(found)


@transaction.atomic
def publish_evaluation(run: EvaluationRun, *, on: date, by: User) -> None:
    """From now on who did not meet it is blocked in the year the policy names."""
    can_publish(by, run).demand()
    hold(run)
    if run.state == RunState.PUBLISHED:
        raise Refused("评价已经公布")
    if not run.results.exists():
        raise Refused("还没有测算结果，请先测算")
    policy = run.policy.policy
    open_keys = [about.label for about in policy.parameters.values() if not about.confirmed]
    if open_keys:
        raise Refused(f"政策版本里还有参数没有核对原文：{'、'.join(open_keys)}，请先核对")
    run.state, run.published_on = RunState.PUBLISHED, on
    run.save(update_fields=["state", "published_on", "updated_at"])
    not_met = list(run.results.filter(outcome=Outcome.NOT_MET).select_related("organisation"))
    record("rnd.evaluation.published", run, by=by, after={"not_met": len(not_met), "blocked_year": run.blocked_year})
    record_many(
        "rnd.evaluation.published",
        [Change(row, after={"outcome": row.outcome_label, "points": row.points}) for row in not_met],
        by=by,
    )


@transaction.atomic
def exempt_result(result: EvaluationResult, *, ground: str, reason: str, on: date, by: User) -> None:
    """Left out of the evaluation, with why; also after it was published, by who publishes."""
    can_exempt_result(by, result).demand()
    hold(result)
    if ground not in Exemption.GROUNDS:
        raise Refused(f"情形应为{'、'.join(Exemption.GROUNDS.values())}之一")
    demand_reason(reason, "请写明免予评价的理由，例如：全年停产，附停产证明")
    if result.outcome == Outcome.EXEMPT:
        raise Refused("这家企业已经免予评价")
    stated = {"ground": ground, "reason": reason.strip(), "day": on, "stated_by": by}
    Exemption.objects.update_or_create(
        organisation=result.organisation, purpose="evaluation", year=result.run.year, defaults=stated
    )
    before = {"outcome": result.outcome_label}
    result.outcome, result.exempt_reason = Outcome.EXEMPT, f"{Exemption.GROUNDS[ground]}：{reason.strip()}"
    result.save(update_fields=["outcome", "exempt_reason", "updated_at"])
    record("rnd.result.exempted", result, by=by, before=before, after={"outcome": result.outcome_label}, reason=reason)


@transaction.atomic
def appeal(result: EvaluationResult, *, text: str, on: date, by: User) -> None:
    """A firm that did not meet it objects; until that is decided it is not blocked."""
    can_appeal(by, result).demand()
    hold(result)
    if result.run.state != RunState.PUBLISHED or result.outcome != Outcome.NOT_MET:
        raise Refused("公布以后结果为不达标的，才可以申诉")
    if result.appeal:
        raise Refused(f"这家企业{result.appeal_label}，不能再次申诉")
    demand_reason(text, "请写明申诉的理由，例如：填报漏了委托研发费用，附合同和发票")
    result.appeal, result.appeal_text, result.appeal_on = Appeal.RAISED, text.strip(), on
    result.save(update_fields=["appeal", "appeal_text", "appeal_on", "updated_at"])
    record("rnd.result.appealed", result, by=by, after={"appeal": result.appeal_label}, reason=text)


@transaction.atomic
def decide_appeal(result: EvaluationResult, *, upheld: bool, answer: str, by: User) -> None:
    can_decide_appeal(by, result).demand()
    hold(result)
    if result.appeal != Appeal.RAISED:
        raise Refused("没有待处理的申诉")
    demand_reason(answer, "请写明处理意见")
    result.appeal, result.appeal_answer = (Appeal.UPHELD if upheld else Appeal.REJECTED), answer.strip()
    result.save(update_fields=["appeal", "appeal_answer", "updated_at"])
    record("rnd.result.appeal_decided", result, by=by, after={"appeal": result.appeal_label}, reason=answer)
