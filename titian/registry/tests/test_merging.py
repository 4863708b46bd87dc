"""Two organisations found to be one, and taken apart again."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

import pytest
from django.db import models
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from titian.accounts.actions import confirm_change
from titian.accounts.models import RightsChange, User
from titian.accounts.tests import make as people
from titian.base.errors import Refused
from titian.files.actions import store
from titian.files.models import StoredFile
from titian.journal.models import Entry
from titian.registry import actions
from titian.registry.merging import FILLED, STAYING, keys, pointers
from titian.registry.models import DistinctPair, Organisation, OrganisationName, Title
from titian.registry.tests import make

pytestmark = pytest.mark.django_db


def hanging(organisation: Organisation) -> dict[str, set[Any]]:
    """Everything that points at an organisation, by table."""
    return {pointer.name: set(pointer.rows(organisation).values_list("pk", flat=True)) for pointer in pointers()}


def facts(organisation: Organisation) -> dict[str, Any]:
    organisation.refresh_from_db()
    return {name: getattr(organisation, name) for name in (*FILLED, "name", "merged_into_id")}


# What a row needs beside its key to an organisation, where its fields alone do not tell (a rule of the table, a closed list).
EXAMPLES: dict[str, dict[str, Any]] = {
    "registry.title": {"kind": "hnte", "since": date(2025, 1, 1)},
    "registry.annualfigure": {"source": "return"},
    "files.storedfile": {"object_kind": "registry.organisation"},
}
_counted = count(1)


def row(model: type[models.Model], **given: Any) -> models.Model:
    """Some row of a model: what it must say is made up."""
    values = {**EXAMPLES.get(model._meta.label_lower, {}), **given}
    for field in model._meta.concrete_fields:
        wanted = not (field.name in values or field.primary_key or field.null or field.has_default() or field.blank)
        if wanted and not getattr(field, "auto_now", False) and not getattr(field, "auto_now_add", False):
            values[field.name] = _made_up(field)
    made = model(**values)
    made.save()
    return made


def _made_up(field: models.Field[Any, Any]) -> Any:
    if isinstance(field, models.ForeignKey):
        return people.user("officer") if field.related_model is User else row(field.related_model)
    if isinstance(field, models.DateField):
        return timezone.now() if isinstance(field, models.DateTimeField) else date(2025, 1, 1)
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.IntegerField | models.DecimalField):
        return 1 + next(_counted) % 1000
    return f"{next(_counted)}"[: getattr(field, "max_length", None) or 20]


def test_every_key_to_an_organisation_moves_or_is_known_to_stay() -> None:
    """`STAYING` names nothing that is no key: a renamed one would move again unseen."""
    every = {pointer.name for pointer in keys()}
    assert every >= STAYING
    assert {pointer.name for pointer in pointers()} == (every - STAYING) | {"files.storedfile.object_id"}
    assert {"registry.title.organisation", "registry.person.organisation", "registry.organisation.carrier"} <= every - STAYING


def test_a_row_of_every_table_follows_a_merge_and_comes_back(officer: User) -> None:
    """Whatever the installed rooms hang on an organisation; see `merging` for what a new room has to do."""
    kept, double = make.organisation(), make.organisation(uscc=None)
    made = [
        (pointer, row(pointer.model, **{pointer.field: pointer.as_stored(double)}).pk)
        for pointer in pointers()
        if pointer.model is not OrganisationName
    ]
    merge = actions.merge_organisations(double, into=kept, by=officer)
    assert merge.kept == {}
    for pointer, key in made:
        assert key in set(pointer.rows(kept).values_list("pk", flat=True)), pointer.name
    assert not any(pointer.rows(double).exists() for pointer in pointers())
    actions.undo_merge(merge, by=officer)
    for pointer, key in made:
        assert key in set(pointer.rows(double).values_list("pk", flat=True)), pointer.name


def test_a_merged_carriers_tenants_people_and_evidence_go_with_it(officer: User) -> None:
    kept, double = make.organisation(kind="carrier"), make.organisation(kind="carrier", uscc=None)
    tenant, person = make.organisation(carrier=double), make.person(organisation=double)
    licence = store("营业执照.pdf", b"%PDF-1.4\n%%EOF\n", by=officer, owner=double)
    actions.add_title(double, kind="eagle", since=date(2025, 1, 1), evidence=[("证书.pdf", b"%PDF-1.4\n%%EOF\n")], by=officer)
    merge = actions.merge_organisations(double, into=kept, by=officer)
    manager = people.user("carrier", organisation=kept)
    assert tenant in Organisation.objects.visible_to(manager)
    assert list(StoredFile.objects.of(kept)) == [licence]
    assert kept.titles.get().evidence.get().name == "证书.pdf"
    actions.undo_merge(merge, by=officer)
    tenant.refresh_from_db()
    person.refresh_from_db()
    assert tenant.carrier == person.organisation == double
    assert list(StoredFile.objects.of(double)) == [licence]


def test_a_carrier_and_its_tenant_are_not_one(officer: User) -> None:
    carrier = make.organisation()
    tenant = make.organisation(carrier=carrier, uscc=None)
    for one, other in ((carrier, tenant), (tenant, carrier)):
        with pytest.raises(Refused, match="入驻载体"):
            actions.merge_organisations(one, into=other, by=officer, reason="同一家")


def test_a_log_in_of_the_hidden_firm_has_the_survivors_rows_once_security_confirms(officer: User) -> None:
    kept, double = make.organisation(), make.organisation(uscc=None)
    login, title = people.user("enterprise", organisation=double), make.title(double)
    actions.merge_organisations(double, into=kept, by=officer)
    login.refresh_from_db()
    assert kept not in Organisation.objects.visible_to(login)
    assert title not in Title.objects.visible_to(login)
    change = RightsChange.objects.get(user=login)
    assert (change.organisation, change.asked_by, change.is_waiting) == (kept, officer, True)
    confirm_change(change, by=people.user("security"))
    login.refresh_from_db()
    assert title in Title.objects.visible_to(login)


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_merge_that_is_undone_closes_the_survivors_rows_to_the_log_in_at_once(officer: User, *, confirmed: bool) -> None:
    kept, double = make.organisation(), make.organisation(uscc=None)
    login, other = people.user("enterprise", organisation=double), people.user("enterprise", organisation=kept)
    merge = actions.merge_organisations(double, into=kept, by=officer)
    if confirmed:
        confirm_change(RightsChange.objects.get(user=login), by=people.user("security"))
    actions.undo_merge(merge, by=officer)
    login.refresh_from_db()
    other.refresh_from_db()
    assert (login.organisation, other.organisation) == (double, kept)
    assert not RightsChange.objects.filter(state="waiting").exists()


def test_what_was_asked_for_before_a_merge_gives_nothing_of_the_survivor_after_it(officer: User) -> None:
    kept, double = make.organisation(), make.organisation(uscc=None)
    login, security = people.user("enterprise", organisation=double), people.user("security")
    waiting = RightsChange.objects.create(user=login, role="enterprise", organisation=double, asked_by=people.user("system"))
    actions.merge_organisations(double, into=kept, by=officer)
    assert RightsChange.objects.get() == waiting
    with pytest.raises(Refused, match="已并入"):
        confirm_change(waiting, by=security)


def test_everything_of_the_duplicate_becomes_the_survivors(officer: User) -> None:
    kept, double = make.organisation("示范县云山有限公司", uscc=None), make.organisation("示范县云山公司", phone="0355-1234567")
    code = double.uscc
    title, person = make.title(double), make.person(organisation=double)
    merge = actions.merge_organisations(double, into=kept, by=officer)
    for row in (title, person, kept, double):
        row.refresh_from_db()
    assert title.organisation == person.organisation == kept
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
