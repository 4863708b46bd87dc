"""Two organisations found to be one, and taken apart again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.errors import Refused
from titian.journal.models import Entry
from titian.registry import actions
from titian.registry.merging import FILLED, pointers
from titian.registry.models import DistinctPair, Organisation, OrganisationName
from titian.registry.tests import make

pytestmark = pytest.mark.django_db


def hanging(organisation: Organisation) -> dict[str, set[Any]]:
    """Everything that points at an organisation, by table."""
    return {pointer.name: set(pointer.rows(organisation).values_list("pk", flat=True)) for pointer in pointers()}


def facts(organisation: Organisation) -> dict[str, Any]:
    organisation.refresh_from_db()
    return {name: getattr(organisation, name) for name in (*FILLED, "name", "merged_into_id")}


def test_every_table_that_points_at_an_organisation_is_known() -> None:
    known = {pointer.name for pointer in pointers()}
    assert known >= {"registry.title.organisation", "registry.annualfigure.organisation", "accounts.user.organisation"}
    assert not {name for name in known if name.startswith(("registry.merge.", "registry.distinctpair."))}


def test_everything_of_the_duplicate_becomes_the_survivors(officer: User) -> None:
    kept, double = make.organisation("示范县云山有限公司", uscc=None), make.organisation("示范县云山公司", phone="0355-1234567")
    code = double.uscc
    title, login = make.title(double), people.user("enterprise")
    login.organisation = double
    login.save()
    merge = actions.merge_organisations(double, into=kept, by=officer)
    for row in (title, login, kept, double):
        row.refresh_from_db()
    assert title.organisation == login.organisation == kept
    assert (kept.uscc, kept.phone, double.uscc) == (code, "0355-1234567", None)
    assert [one.name for one in Organisation.objects.current().named("云山公司")] == ["示范县云山有限公司"]
    assert merge.moved_count == 2
    assert Entry.objects.about(kept).filter(code="registry.organisation.merged").exists()
    assert Entry.objects.about(double).filter(code="registry.organisation.merged").exists()


def test_what_would_stand_twice_stays_behind_and_is_listed(officer: User) -> None:
    kept, double = make.organisation(), make.organisation(uscc=None)
    make.annual(kept, 2025, "audit", revenue=1)
    clash, free = make.annual(double, 2025, "audit", revenue=2), make.annual(double, 2024, "audit", revenue=3)
    merge = actions.merge_organisations(double, into=kept, by=officer)
    assert merge.kept == {"registry.annualfigure.organisation": [clash.pk]}
    assert merge.moved["registry.annualfigure.organisation"] == [free.pk]


def test_two_codes_are_merged_with_a_reason_alone(officer: User) -> None:
    kept, double = make.organisation(), make.organisation()
    with pytest.raises(Refused, match="代码不同"):
        actions.merge_organisations(double, into=kept, by=officer)
    actions.merge_organisations(double, into=kept, reason="迁入换发执照", by=officer)
    with pytest.raises(Refused, match="已并入"):
        actions.merge_organisations(double, into=kept, reason="再来", by=officer)
    with pytest.raises(Refused, match="自己"):
        actions.merge_organisations(kept, into=kept, by=officer)


def test_what_changed_since_is_not_undone_with_the_merge(officer: User) -> None:
    kept, double = make.organisation(uscc=None), make.organisation(address="老街 1 号")
    merge = actions.merge_organisations(double, into=kept, by=officer)
    later = make.title(kept)
    actions.amend_organisation(kept, changes={"address": "新街 2 号"}, by=officer)
    actions.undo_merge(merge, by=officer)
    for row in (later, kept, double):
        row.refresh_from_db()
    assert later.organisation == kept
    assert (kept.address, double.address) == ("新街 2 号", "老街 1 号")
    assert kept.uscc is None
    assert double.uscc
    with pytest.raises(Refused, match="已经撤销"):
        actions.undo_merge(merge, by=officer)


def test_merges_are_undone_from_the_last_one_on(officer: User) -> None:
    one, two, three = (make.organisation(uscc=None) for _ in range(3))
    first = actions.merge_organisations(one, into=two, by=officer)
    second = actions.merge_organisations(two, into=three, by=officer)
    with pytest.raises(Refused, match="先撤销"):
        actions.undo_merge(first, by=officer)
    actions.undo_merge(second, by=officer)
    actions.undo_merge(first, by=officer)
    assert Organisation.objects.current().count() == 3


def test_nothing_is_written_on_a_merged_organisation(officer: User) -> None:
    kept, double = make.organisation(), make.organisation(uscc=None)
    actions.merge_organisations(double, into=kept, by=officer)
    with pytest.raises(Refused, match="请在那一家上办理"):
        actions.add_title(double, kind="hnte", since=date(2026, 1, 1), by=officer)


def test_a_pair_found_to_be_two_is_remembered_once(officer: User) -> None:
    one, other = make.organisation(), make.organisation()
    actions.tell_apart(other, one, by=officer)
    actions.tell_apart(one, other, by=officer)
    pair = DistinctPair.objects.get()
    assert (pair.first, pair.second) == (one, other)
    assert Entry.objects.filter(code="registry.organisation.told_apart").count() == 2


SIDES = st.sampled_from(["kept", "double", "both"])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    years=st.lists(
        st.tuples(SIDES, st.integers(2021, 2024), st.sampled_from(["audit", "return"])), max_size=5, unique_by=lambda row: row[1:]
    ),
    titles=st.lists(SIDES, max_size=3),
    shorts=st.lists(st.tuples(SIDES, st.sampled_from(["云山", "云海"])), max_size=2, unique_by=lambda row: row[1]),
    chosen=st.booleans(),
    codes=st.sampled_from(["kept", "double", "both", "none"]),
    texts=st.tuples(SIDES, SIDES),
)
def test_a_merge_that_is_undone_leaves_everything_as_it_was(
    years: list[tuple[str, int, str]],
    titles: list[str],
    shorts: list[tuple[str, str]],
    chosen: bool,
    codes: str,
    texts: tuple[str, str],
) -> None:
    by = people.user("officer")
    sides = {}
    for side in ("kept", "double"):
        fields: dict[str, Any] = {
            name: f"{name} {side}" for name, where in zip(("address", "contact"), texts, strict=True) if where in {side, "both"}
        }
        if codes not in {side, "both"}:
            fields["uscc"] = None
        sides[side] = make.organisation(**fields)
        for where, year, source in years:
            if where in {side, "both"}:
                make.annual(sides[side], year, source, revenue=1, is_chosen=chosen and source == "audit")
        for where in titles:
            if where in {side, "both"}:
                make.title(sides[side])
        for where, text in shorts:
            if where in {side, "both"}:
                OrganisationName.of(sides[side], text, "short").save()
    before = [(hanging(firm), facts(firm)) for firm in sides.values()]
    together = {name: before[0][0][name] | before[1][0][name] for name in before[0][0]}
    merge = actions.merge_organisations(sides["double"], into=sides["kept"], reason="同一家", by=by)
    between = {name: hanging(sides["kept"])[name] | hanging(sides["double"])[name] for name in together}
    added = set(sides["kept"].names.filter(kind="merged").values_list("pk", flat=True))
    between["registry.organisationname.organisation"] -= added
    assert between == together
    actions.undo_merge(merge, by=by)
    assert [(hanging(firm), facts(firm)) for firm in sides.values()] == before
