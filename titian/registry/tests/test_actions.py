"""The verbs of the register."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.errors import Refused
from titian.journal.actions import verify
from titian.journal.models import Entry
from titian.registry import actions
from titian.registry.apps import RegistryConfig
from titian.registry.models import AnnualFigure, Organisation, ScaleYear
from titian.registry.tests import make

pytestmark = pytest.mark.django_db
GOOD, DOUBTFUL = make.uscc(900001), make.uscc(900001)[:-1] + ("1" if make.uscc(900001)[-1] != "1" else "2")
SHEET = ("营业执照.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")


def added(by: User, name: str = "示范县云山智能装备有限公司", **fields: Any) -> Organisation:
    return actions.add_organisation(name=name, by=by, **fields)


def last(code: str) -> Entry:
    return Entry.objects.filter(code=code).latest("sequence")


def after(code: str) -> dict[str, Any]:
    """What the journal says a row became."""
    said: dict[str, Any] | None = last(code).after
    assert said is not None
    return said


def before(code: str) -> dict[str, Any]:
    said: dict[str, Any] | None = last(code).before
    assert said is not None
    return said


def found(words: str) -> list[str]:
    return [organisation.name for organisation in Organisation.objects.current().named(words)]


def test_an_added_firm_is_found_by_name_initials_code_and_short_name(officer: User) -> None:
    firm = added(officer, uscc=GOOD.lower(), region=people.our_town(), short_names=["云山装备"])
    for words in ("智能装备", "yszn", "ysz 云山", GOOD, GOOD[:8], GOOD[-7:], "云山装备"):
        assert found(words) == [firm.name], words
    assert found("云海") == []
    assert after("registry.organisation.added")["uscc"] == GOOD


def test_a_code_that_fails_its_check_is_let_through_by_a_reason_alone(officer: User) -> None:
    with pytest.raises(Refused, match="校验码不符"):
        added(officer, uscc=DOUBTFUL)
    firm = added(officer, uscc=DOUBTFUL, uscc_reason="营业执照即如此")
    assert firm.uscc_doubt
    assert after("registry.organisation.added")["uscc_reason"] == "营业执照即如此"


def test_everything_wrong_with_a_firm_is_said_at_once(officer: User) -> None:
    with pytest.raises(Refused) as refusal:
        added(officer, uscc="123", industry="Z9", kind="shop")
    assert len(refusal.value.messages) == 3
    assert not Organisation.objects.exists()


def test_a_code_that_is_taken_names_who_has_it(officer: User) -> None:
    added(officer, uscc=GOOD)
    with pytest.raises(Refused, match="已登记在「示范县云山智能装备有限公司」名下"):
        added(officer, "示范县云海智能装备有限公司", uscc=GOOD)


def test_one_name_stands_twice_only_with_two_codes(officer: User) -> None:
    added(officer)
    with pytest.raises(Refused, match="名录里已有"):
        added(officer, "示范县 云山智能装备有限公司", uscc=GOOD)
    actions.amend_organisation(Organisation.objects.get(), changes={"uscc": make.uscc(900002)}, by=officer)
    added(officer, uscc=GOOD)
    assert Organisation.objects.count() == 2


def test_a_renamed_firm_is_found_by_both_names_and_papers_keep_the_old_one(officer: User) -> None:
    firm = added(officer)
    actions.amend_organisation(firm, changes={"name": "示范县云海科技有限公司"}, renamed_on=date(2025, 7, 1), by=officer)
    assert found("云山") == found("云海") == ["示范县云海科技有限公司"]
    assert firm.name_on(date(2025, 6, 30)) == "示范县云山智能装备有限公司"
    assert firm.name_on(date(2025, 7, 1)) == "示范县云海科技有限公司"
    actions.amend_organisation(firm, changes={"name": "示范县云湖科技有限公司"}, renamed_on=date(2026, 1, 1), by=officer)
    assert firm.name_on(date(2025, 8, 1)) == "示范县云海科技有限公司"
    assert last("registry.organisation.amended").before == {"name": "示范县云海科技有限公司"}


def test_a_misspelt_name_leaves_no_former_name_behind(officer: User) -> None:
    firm = added(officer)
    actions.amend_organisation(firm, changes={"name": "示范县云山智造装备有限公司"}, by=officer)
    assert found("智能装备") == []
    assert not firm.names.filter(kind="former").exists()


def test_a_firm_is_found_by_the_code_it_had(officer: User) -> None:
    firm = added(officer, uscc=GOOD)
    actions.amend_organisation(firm, changes={"uscc": make.uscc(900002)}, by=officer, reason="换发执照")
    assert found(GOOD) == found(make.uscc(900002)) == [firm.name]
    entry = last("registry.organisation.amended")
    assert (entry.before, entry.reason) == ({"uscc": GOOD}, "换发执照")


def test_what_was_wrong_before_does_not_keep_the_rest_from_being_mended(officer: User) -> None:
    """An import stores a failing code as such."""
    firm = make.organisation(uscc=DOUBTFUL)
    actions.amend_organisation(firm, changes={"address": "工业园区 1 号"}, by=officer)
    firm.refresh_from_db()
    assert firm.address == "工业园区 1 号"


def test_the_journal_keeps_no_whole_phone_number(officer: User) -> None:
    firm = added(officer, phone="13912345678")
    actions.amend_organisation(firm, changes={"phone": "13787654321"}, by=officer)
    entry = last("registry.organisation.amended")
    assert (entry.before, entry.after) == ({"phone": "139****5678"}, {"phone": "137****4321"})


def test_an_amendment_that_changes_nothing_leaves_no_trace(officer: User) -> None:
    firm = added(officer)
    actions.amend_organisation(firm, changes={"name": firm.name, "address": ""}, by=officer)
    assert not Entry.objects.filter(code="registry.organisation.amended").exists()


def test_a_clerk_reports_a_firm_and_brings_contacts_up_to_date_but_no_more(town_clerk: User) -> None:
    firm = added(town_clerk, region=people.our_town())
    actions.amend_organisation(firm, changes={"phone": "0355-1234567"}, by=town_clerk)
    with pytest.raises(PermissionDenied):
        actions.amend_organisation(firm, changes={"name": "别的名字"}, by=town_clerk)
    with pytest.raises(PermissionDenied):
        added(town_clerk, "示范县云海有限公司", region=None)


def test_an_auditor_changes_nothing(auditor: User, officer: User) -> None:
    firm = added(officer)
    row = make.annual(firm)
    acts = (
        lambda: added(auditor, "示范县云海有限公司"),
        lambda: actions.amend_organisation(firm, changes={"phone": "1"}, by=auditor),
        lambda: actions.close_organisation(firm, since=date(2026, 1, 1), reason="公告", by=auditor),
        lambda: actions.choose_source(row, reason="审计", by=auditor),
        lambda: actions.add_title(firm, kind="hnte", since=date(2026, 1, 1), by=auditor),
        lambda: actions.add_person(name="张某", by=auditor),
    )
    count = Entry.objects.count()
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    assert Entry.objects.count() == count


def test_short_names_are_replaced_as_a_whole(officer: User) -> None:
    firm = added(officer, short_names=["云山", "云山装备"])
    actions.set_short_names(firm, names=["云装", "云装 ", ""], by=officer)
    assert list(firm.names.filter(kind="short").values_list("text", flat=True)) == ["云装"]
    assert last("registry.organisation.named").before == {"names": ["云山", "云山装备"]}


def test_a_firm_is_closed_on_a_day_with_its_ground_and_opened_again(officer: User) -> None:
    firm = added(officer)
    with pytest.raises(Refused, match="写明依据"):
        actions.close_organisation(firm, since=date(2026, 3, 1), reason=" ", by=officer)
    actions.close_organisation(firm, since=date(2026, 3, 1), reason="注销公告", by=officer)
    assert (firm.state, firm.state_since) == ("closed", date(2026, 3, 1))
    actions.reopen_organisation(firm, reason="登记错误", by=officer)
    assert (firm.state, firm.state_since) == ("active", None)


def test_above_scale_is_said_a_year_and_may_be_taken_back(officer: User) -> None:
    firm = added(officer)
    actions.state_scale(firm, year=2025, is_above=True, sector="industry", by=officer)
    assert list(Organisation.objects.above_scale(2025)) == [firm]
    actions.state_scale(firm, year=2025, is_above=False, by=officer)
    assert ScaleYear.objects.get().is_above is False
    actions.state_scale(firm, year=2025, is_above=None, by=officer)
    assert not ScaleYear.objects.exists()


def test_only_who_works_in_the_bureau_is_made_responsible(officer: User, auditor: User, chief: User) -> None:
    firms = [added(officer), added(officer, "示范县云海有限公司")]
    with pytest.raises(Refused):
        actions.assign_officer(firms, officer=auditor, by=chief)
    assert actions.assign_officer(firms, officer=officer, by=chief) == 2
    assert actions.assign_officer(firms, officer=officer, by=chief) == 0
    assert officer.organisations.count() == 2
    assert Entry.objects.filter(code="registry.organisation.assigned").count() == 2


def test_a_title_carries_its_evidence_and_is_revoked_from_a_day_on(officer: User) -> None:
    firm = added(officer)
    title = actions.add_title(firm, kind="hnte", since=date(2024, 11, 1), until=date(2027, 11, 1), evidence=[SHEET], by=officer)
    assert [file.name for file in title.evidence.all()] == ["营业执照.pdf"]
    assert after("registry.title.added")["until"] == "2027-10-31"
    with pytest.raises(Refused, match="不能早于"):
        actions.revoke_title(title, on=date(2024, 1, 1), reason="公告", by=officer)
    actions.revoke_title(title, on=date(2026, 5, 1), reason="公告", by=officer)
    assert Organisation.objects.titled("hnte", date(2026, 4, 30)).exists()
    assert not Organisation.objects.titled("hnte", date(2026, 5, 1)).exists()


def test_a_title_neither_applied_for_nor_given_is_refused_in_words(officer: User) -> None:
    with pytest.raises(Refused, match="请填写发证日期"):
        actions.add_title(added(officer), kind="hnte", by=officer)
    with pytest.raises(Refused, match="不能早于"):
        actions.add_title(Organisation.objects.get(), kind="hnte", since=date(2026, 1, 1), until=date(2025, 1, 1), by=officer)


def test_what_is_entered_for_an_enterprise_says_who_handed_it_over(officer: User) -> None:
    firm = added(officer)
    with pytest.raises(Refused, match="对方经办人"):
        actions.enter_annual_figures(firm, year=2025, source="return", revenue=100, by=officer)
    handed = {"handed_by": "李某", "handed_on": date(2026, 3, 1)}
    row = actions.enter_annual_figures(
        firm, year=2025, source="return", revenue=1_099_000_000, by=officer, evidence=[SHEET], **handed
    )
    assert row.evidence.count() == 1
    assert after("registry.annual_figure.added")["revenue"] == "1,099 万元"


def test_one_source_says_a_year_once_and_something_at_all(officer: User) -> None:
    firm = added(officer)
    actions.enter_annual_figures(firm, year=2025, source="audit", revenue=1, by=officer)
    with pytest.raises(Refused, match="已有一行"):
        actions.enter_annual_figures(firm, year=2025, source="audit", revenue=2, by=officer)
    with pytest.raises(Refused, match="一个数也没有填"):
        actions.enter_annual_figures(firm, year=2024, source="audit", by=officer)
    with pytest.raises(Refused, match="来源"):
        actions.enter_annual_figures(firm, year=2024, source="hearsay", revenue=2, by=officer)


def test_of_several_sources_exactly_one_is_chosen_with_a_reason(officer: User) -> None:
    firm = added(officer)
    one, other = make.annual(firm, source="return", revenue=1), make.annual(firm, source="audit", revenue=2)
    assert AnnualFigure.objects.undecided().count() == 2
    with pytest.raises(Refused, match="理由"):
        actions.choose_source(one, reason="", by=officer)
    actions.choose_source(one, reason="先用申报数", by=officer)
    actions.choose_source(other, reason="以审计为准", by=officer)
    assert list(AnnualFigure.objects.counting()) == [other]
    entry = last("registry.annual_figure.chosen")
    assert (entry.before, entry.after, entry.reason) == ({"source": "企业填报"}, {"source": "审计报告"}, "以审计为准")


def test_a_right_stands_once_with_its_holder(officer: User) -> None:
    firm = added(officer)
    actions.add_right(firm, kind="invention", number="ZL2024100001", name="一种装置", by=officer)
    with pytest.raises(Refused, match="已登记"):
        actions.add_right(firm, kind="utility", number="ZL2024100001", name="一种装置", by=officer)


def test_a_person_stands_once(officer: User) -> None:
    firm = added(officer)
    actions.add_person(name="张某", kind="expert", organisation=firm, by=officer)
    with pytest.raises(Refused, match="名册里已有"):
        actions.add_person(name="张某", kind="expert", organisation=firm, by=officer)
    with pytest.raises(Refused, match="校验不符"):
        actions.add_person(name="张某", kind="expert", organisation=firm, id_number="440524188001010015", by=officer)


def test_opening_a_number_is_journalled_with_its_purpose_and_without_the_number(officer: User) -> None:
    person = make.person(phone="13912345678")
    with pytest.raises(Refused, match="用途"):
        actions.reveal(person, field="phone", purpose=" ", by=officer)
    with pytest.raises(Refused):
        actions.reveal(person, field="name", purpose="通知", by=officer)
    assert actions.reveal(person, field="phone", purpose="通知开会", by=officer) == "13912345678"
    entry = last("registry.contact.revealed")
    assert (entry.reason, entry.after) == ("通知开会", {"field": "手机"})
    assert "13912345678" not in str(entry.content())


def test_what_was_entered_by_mistake_is_removed_with_a_reason_and_stays_in_the_journal(officer: User) -> None:
    firm = added(officer)
    title = make.title(firm)
    with pytest.raises(Refused, match="理由"):
        actions.remove_title(title, reason="", by=officer)
    actions.remove_title(title, reason="重复录入", by=officer)
    assert not firm.titles.exists()
    assert before("registry.title.removed")["kind"] == "高新技术企业"
    assert verify() is None


def test_every_act_of_the_room_has_its_word() -> None:
    codes = {
        code
        for path in (Path(actions.__file__).parent).glob("*.py")
        for code in re.findall(r'"(registry\.\w+\.\w+)"', path.read_text("utf-8"))
    }
    assert codes <= set(RegistryConfig.journal_words)


@given(st.lists(st.sampled_from(["云山", "云海", "YS", "ys ", " "]), max_size=5))
def test_short_names_never_stand_twice(names: list[str]) -> None:
    officer = people.user("officer")
    firm = make.organisation()
    actions.set_short_names(firm, names=names, by=officer)
    kept = [name.folded for name in firm.names.filter(kind="short")]
    assert len(kept) == len(set(kept))
