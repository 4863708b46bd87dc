"""What the policy library hears from research."""

from __future__ import annotations

import pytest

from titian.policies.claiming import told
from titian.policies.claiming.told import Received
from titian.registry.tests import make as registry
from titian.rnd.tests import make

pytestmark = pytest.mark.django_db


def test_a_subsidy_counts_as_received_once_it_is_granted() -> None:
    firm = registry.organisation()
    run = make.subsidy()
    make.award(firm, "approved", run=run, computed=12 * make.WAN)
    make.award(firm, "eligible", run=run, type="increment")
    assert Received(firm.pk, "rnd.annual", make.YEAR, 12 * make.WAN) in list(told.received([firm.pk]))
    assert not any(one.code == "rnd.increment" for one in told.received([firm.pk]))


def test_who_did_not_pass_the_evaluation_is_blocked_in_the_year_the_policy_names_and_in_no_other() -> None:
    firm = registry.organisation()
    run = make.evaluation(state="published", published_on=make.DAY)
    make.result(firm, run=run)
    make.result(registry.organisation(), "unknown", run=run)
    gate = next(one for one in told.gates() if one.code == "rd_evaluation")
    assert "不达标" in gate.blocked_in(run.blocked_year)[firm.pk]
    assert len(gate.blocked_in(run.blocked_year)) == 1
    assert gate.blocked_in(run.blocked_year + 1) == {}
