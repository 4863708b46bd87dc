"""Is a firm blocked in a year because its R&D evaluation was not met? What other rooms ask before they give anything."""

from __future__ import annotations

from titian.base.permissions import Verdict
from titian.registry.models import Organisation
from titian.rnd.models import EvaluationResult


def blocked(organisation: Organisation, year: int) -> Verdict:
    """Truthy when blocked; `reason` names the evaluation, its result and the document. Unknown, exempt and open appeals block nothing."""
    reason = blocked_in(year).get(organisation.pk, "")
    return Verdict(bool(reason), reason)


def blocked_in(year: int) -> dict[int, str]:
    """Every firm blocked in a year, by key, with the reason."""
    rows = EvaluationResult.objects.blocking(year).select_related("run__policy")
    return {row.organisation_id: said(row) for row in rows}


def said(row: EvaluationResult) -> str:
    """The reason as a list for other departments prints it."""
    document = row.run.policy.document
    basis = f"（依据{document}）" if document else ""
    return f"{row.run.year}年度企业研发投入评价不达标，得分 {row.points}，{row.run.blocked_year}年度不享受财政补助{basis}"
