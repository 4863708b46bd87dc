"""An organisation or an expert is found by what people write."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from titian.accounts.forms import OrganisationField, PersonField
from titian.registry.tests import make

pytestmark = pytest.mark.django_db


def test_an_organisation_is_found_by_code_or_full_name_and_what_is_near_is_offered() -> None:
    firm = make.organisation("示范县梯田科技有限公司")
    field = OrganisationField(required=False)
    assert firm.uscc is not None
    assert field.clean(firm.name) == field.clean(f" {firm.uscc.lower()} ") == firm
    assert field.clean("") is None
    with pytest.raises(ValidationError, match="是不是：示范县梯田科技有限公司"):
        field.clean("梯田科技")
    with pytest.raises(ValidationError, match="请先在名录里建档"):
        field.clean("没有的公司")
    make.organisation("示范县梯田科技有限公司")
    with pytest.raises(ValidationError, match="请填统一社会信用代码"):
        field.clean(firm.name)


def test_a_merged_organisation_is_nobodys() -> None:
    kept, merged = make.organisation(), make.organisation("旧档")
    merged.merged_into = kept
    merged.save()
    with pytest.raises(ValidationError):
        OrganisationField(required=False).clean("旧档")


def test_an_expert_is_found_by_name_and_by_employer_where_two_have_it() -> None:
    one, other = make.person("某专家", employer="甲大学"), make.person("某专家", employer="乙研究所")
    make.person("某专家", kind="contact", employer="丙公司")
    field = PersonField(required=False)
    with pytest.raises(ValidationError, match="姓名后空一格写单位"):
        field.clean("某专家")
    assert (field.clean("某专家 甲大学"), field.clean("某专家 乙研究所")) == (one, other)
    with pytest.raises(ValidationError, match="请先在专家库里建档"):
        field.clean("某专家 丙公司")
