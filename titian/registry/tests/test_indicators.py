"""The registers' figures: what counts, what is counted once, where a day lies, and what is not known."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.periods import Period
from titian.figures.catalogue import packaged
from titian.figures.computed import Counted, RowBooks, declared
from titian.figures.key import ACHIEVED, SUBMITTED
from titian.places.models import Region
from titian.registry.models import Organisation, ScaleYear, Title
from titian.registry.tests import make

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


def counted(user: User, code: str, period: str = "2026H1", *, day: date = DAY, region: Region | None = None) -> Counted:
    found = RowBooks(user=user, day=day).counted(code, region=region or people.county(), period=Period(period))
    assert found is not None
    return found


def value(user: User, code: str, period: str = "2026H1", *, day: date = DAY, region: Region | None = None) -> Decimal | None:
    return counted(user, code, period, day=day, region=region).value


def town(name: str = "河口镇", code: str = "990123102") -> Region:
    return Region.objects.get_or_create(code=code, defaults={"name": name, "level": "town", "parent": people.county()})[0]


def above(organisation: Organisation, year: int = 2025, sector: str = "industry", **fields: object) -> ScaleYear:
    return ScaleYear.objects.create(organisation=organisation, year=year, is_above=True, sector=sector, **fields)


def test_every_code_the_registers_count_is_in_the_catalogue_and_counts_in_its_unit() -> None:
    codes = declared()
    assert {code for code in codes if not code.startswith("local.")} <= set(packaged())
    assert {"hnte.valid", "hnte.new", "hnte.net", "tsme.stored", "rnd.enterprise_expense", "rnd.active_above_scale"} <= set(codes)


def test_a_register_in_which_nothing_was_entered_states_no_zero(officer: User) -> None:
    make.organisation()
    found = counted(officer, "hnte.valid")
    assert (found.value, found.rows) == (None, 0)
    assert "没有" in found.why


def test_a_register_that_knows_titles_states_zero_where_none_fits(officer: User) -> None:
    make.title(make.organisation(), since=date(2020, 3, 1), until=date(2023, 3, 1))
    assert value(officer, "hnte.valid") == 0
    assert value(officer, "hnte.new") == 0
    assert value(officer, "eagle.new") is None


def test_a_register_that_begins_later_knows_nothing_of_earlier_years(officer: User) -> None:
    make.title(make.organisation(), since=date(2024, 11, 1))
    assert value(officer, "hnte.valid", "2023") is None
    assert value(officer, "hnte.net", "2024") is None, "the start of the year is not known"
    assert value(officer, "hnte.net", "2025") == 0


def test_a_title_counts_from_its_first_day_to_its_last(officer: User) -> None:
    """有效期至 2026-06-30 is stored as 2026-07-01."""
    make.title(make.organisation(), since=date(2023, 7, 1), until=date(2026, 7, 1))
    days = {day: value(officer, "hnte.valid", "2026", day=day) for day in (date(2026, 6, 30), date(2026, 7, 1))}
    assert days == {date(2026, 6, 30): 1, date(2026, 7, 1): 0}
    assert value(officer, "hnte.valid", "2026H1") == 1
    assert value(officer, "hnte.valid", "2023", day=date(2023, 7, 1)) == 1


def test_a_revoked_title_ends_on_the_day_of_its_withdrawal(officer: User) -> None:
    make.title(make.organisation(), revoked_on=date(2026, 5, 20))
    assert value(officer, "hnte.valid", "2026", day=date(2026, 5, 19)) == 1
    assert value(officer, "hnte.valid", "2026", day=date(2026, 5, 20)) == 0


def test_firms_are_counted_once_however_many_certificates_they_hold(officer: User) -> None:
    firm = make.organisation()
    make.title(firm, since=date(2023, 7, 1), until=date(2026, 7, 1))
    make.title(firm, since=date(2026, 6, 10), until=date(2029, 6, 10))
    found = counted(officer, "hnte.valid")
    assert found.value == 1
    assert found.rows == 2


def test_a_firm_found_to_be_another_one_is_not_counted_twice(officer: User) -> None:
    kept, double = make.organisation(), make.organisation()
    make.title(kept)
    make.title(double)
    Organisation.objects.filter(pk=double.pk).update(merged_into=kept)
    assert value(officer, "hnte.valid") == 1


def test_who_moved_away_or_closed_no_longer_holds_a_certificate_of_ours(officer: User) -> None:
    make.title(make.organisation(state="moved", state_since=date(2026, 4, 1)))
    make.title(make.organisation(state="closed"))
    assert value(officer, "hnte.valid", "2026", day=date(2026, 3, 31)) == 1
    assert value(officer, "hnte.valid", "2026", day=date(2026, 4, 1)) == 0


def test_who_moved_in_with_a_certificate_counts_from_the_day_of_coming(officer: User) -> None:
    newcomer = make.organisation(state="active", state_since=date(2026, 3, 12))
    make.title(newcomer, since=date(2024, 11, 1), applied_on=date(2024, 6, 3))
    assert value(officer, "hnte.valid", "2025") == 0
    assert value(officer, "hnte.valid", "2026", day=date(2026, 3, 11)) == 0
    assert value(officer, "hnte.valid", "2026", day=date(2026, 3, 12)) == 1
    assert value(officer, "hnte.new", "2024") == 0
    assert value(officer, "hnte.applied", "2024") == 0


def test_what_was_applied_for_stands_beside_what_papers_say_was_applied_for(officer: User) -> None:
    assert counted(officer, "hnte.applied").key(people.county()).status == SUBMITTED
    assert counted(officer, "hnte.new").key(people.county()).status == ACHIEVED


def test_a_flow_is_what_lies_within_the_period_up_to_the_day(officer: User) -> None:
    for since in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)):
        make.title(make.organisation(), since=since, until=since + timedelta(days=900))
    assert value(officer, "hnte.new", "2026H1") == 2
    assert value(officer, "hnte.new", "2026", day=date(2026, 6, 29)) == 1
    assert value(officer, "hnte.new", "2026") == 3
    assert counted(officer, "hnte.new", "2027").why == "2027年还没有开始"


def test_applied_and_given_are_counted_apart(officer: User) -> None:
    make.title(make.organisation(), since=None, applied_on=date(2026, 5, 6))
    make.title(make.organisation(), since=date(2026, 6, 1), until=date(2029, 6, 1))
    assert value(officer, "hnte.applied") == 1
    assert value(officer, "hnte.new") == 1


def test_the_net_increase_is_the_end_less_the_start_and_may_be_negative(officer: User) -> None:
    for _ in range(2):
        make.title(make.organisation(), since=date(2023, 3, 1), until=date(2026, 3, 1))
    make.title(make.organisation(), since=date(2026, 4, 1), until=date(2029, 4, 1))
    found = counted(officer, "hnte.net")
    assert found.value == -1
    assert [int(part.value) for part in found.parts] == [1, 2]


def test_the_rate_of_recertification_is_of_those_whose_certificate_ended(officer: User) -> None:
    firms = [make.organisation() for _ in range(3)]
    for firm in firms:
        make.title(firm, since=date(2023, 3, 1), until=date(2026, 3, 1))
    make.title(firms[0], since=date(2026, 2, 1), until=date(2029, 2, 1))
    assert value(officer, "hnte.recertified_rate") == Decimal("33.3333")
    assert counted(officer, "hnte.recertified_rate", "2026Q2").why == "没有可作分母的数"


def test_whoever_got_the_certificate_has_left_the_pool(officer: User) -> None:
    firm = make.organisation()
    make.title(firm, kind="hnte_pool", since=date(2025, 3, 1), until=None)
    make.title(make.organisation(), kind="hnte_pool", since=date(2025, 3, 1), until=None)
    make.title(firm, since=date(2026, 5, 1), until=date(2029, 5, 1))
    assert value(officer, "hnte.pool", "2026Q1") == 2
    assert value(officer, "hnte.pool", "2026H1") == 1


def test_spending_is_summed_in_yuan_from_the_source_that_counts(officer: User) -> None:
    one, two, three, four = (make.organisation() for _ in range(4))
    make.annual(one, rd_expense=1_000_050)
    make.annual(two, source="return", rd_expense=500_000)
    make.annual(two, source="audit", rd_expense=400_000, is_chosen=True, chosen_reason="以审计为准")
    make.annual(three, rd_expense=0)
    make.annual(four, rd_expense=100)
    make.annual(four, source="audit", rd_expense=200)
    found = counted(officer, "rnd.enterprise_expense", "2025")
    assert found.value == Decimal("14000.50")
    assert found.pending == 2, "two sources of one firm, none chosen"
    assert value(officer, "rnd.reporting_enterprises", "2025") == 2


def test_what_was_filed_to_the_statistics_bureau_counts_only_where_chosen(officer: User) -> None:
    make.annual(make.organisation(), source="statistics", rd_expense=100)
    found = counted(officer, "rnd.enterprise_expense", "2025")
    assert found.value is None
    assert "来源未定" in found.why
    make.annual(make.organisation(), source="statistics", rd_expense=700, is_chosen=True, chosen_reason="已授权")
    assert value(officer, "rnd.enterprise_expense", "2025") == 7


@pytest.mark.parametrize("period", ["2026", "2026H1", "2025Q4", "2024"])
def test_annual_figures_are_of_whole_years_that_are_over_and_were_entered(officer: User, period: str) -> None:
    make.annual(make.organisation(), rd_expense=100)
    assert value(officer, "rnd.enterprise_expense", period) is None
    assert value(officer, "rnd.enterprise_expense", "2025") == 1


def test_enterprises_above_scale_with_research_are_a_calibre_of_our_own(officer: User) -> None:
    active, idle, service = make.organisation(), make.organisation(industry="C3512"), make.organisation(industry="M7320")
    above(active)
    above(idle, sector="")
    above(service, sector="service")
    for firm, spent in ((active, 900), (idle, 0), (service, 900)):
        make.annual(firm, rd_expense=spent, revenue=10_000)
    found = counted(officer, "rnd.active_above_scale", "2025")
    assert found.value == 1
    assert found.key(people.county()).calibre == "地方监测"
    assert value(officer, "rnd.active_above_scale_ratio", "2025") == 50
    assert value(officer, "rnd.above_scale_expense", "2025") == 9
    assert value(officer, "rnd.above_scale_intensity", "2025") == Decimal("4.5")
    assert value(officer, "service.above_scale", "2025") == 1
    assert value(officer, "service.new_above_scale", "2025") is None, "the list of the year before is not known"


def test_growth_is_of_those_known_in_both_years(officer: User) -> None:
    both, new = make.organisation(), make.organisation()
    for firm in (both, new):
        above(firm)
        make.annual(firm, rd_expense=1_200)
    make.annual(both, 2024, rd_expense=1_000)
    assert value(officer, "rnd.above_scale_growth", "2025") == 20


def test_a_county_counts_its_towns_villages_and_whoever_has_no_town(officer: User) -> None:
    village = Region.objects.create(code="990123101001", name="上村", level="village", parent=people.our_town())
    for region in (people.our_town(), village, town(), people.county(), None):
        make.title(make.organisation(region=region))
    books = RowBooks(user=officer, day=DAY)
    lines = books.by_town("hnte.valid", region=people.county(), period=Period("2026H1"))
    assert {line.label: line.counted.value for line in lines} == {"梯田镇": 2, "河口镇": 1, "未定": 2}
    assert value(officer, "hnte.valid") == 5
    assert value(officer, "hnte.valid", region=people.our_town()) == 2


def test_departments_add_up_with_those_nobody_answers_for(officer: User) -> None:
    make.title(make.organisation(officer=officer))
    make.title(make.organisation())
    lines = RowBooks(user=officer, day=DAY).by_department("hnte.valid", region=people.county(), period=Period("2026H1"))
    assert {line.label: line.counted.value for line in lines} == {"企业服务股": 1, "未定": 1}


def test_the_registers_say_nothing_of_another_county(officer: User) -> None:
    make.title(make.organisation())
    neighbour = Region.objects.create(code="990122", name="邻县", level="county")
    assert RowBooks(user=officer, day=DAY).all(region=neighbour, period=Period("2026H1")) == []


def test_a_town_clerk_counts_the_own_town_and_no_spending(town_clerk: User) -> None:
    make.title(make.organisation())
    make.title(make.organisation(region=town()))
    make.annual(make.organisation(), rd_expense=100)
    books, period = RowBooks(user=town_clerk, day=DAY), Period("2026H1")
    own = books.counted("hnte.valid", region=people.our_town(), period=period)
    assert own is not None
    assert own.value == 1
    for region in (people.county(), town()):
        assert books.counted("hnte.valid", region=region, period=period) is None
    assert books.counted("rnd.enterprise_expense", region=people.our_town(), period=Period("2025")) is None


@pytest.mark.parametrize("role", ["enterprise", "expert", "bank", "system"])
def test_outsiders_count_nothing(role: str) -> None:
    make.title(make.organisation())
    assert RowBooks(user=people.user(role), day=DAY).all(region=people.county(), period=Period("2026H1")) == []


FIRMS = st.lists(
    st.tuples(
        st.integers(0, 4), st.booleans(), st.lists(st.tuples(st.integers(0, 1500), st.integers(1, 1500)), min_size=0, max_size=3)
    ),
    max_size=8,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(firms=FIRMS)
def test_towns_and_departments_add_up_to_the_county_whatever_is_entered(
    officer: User, firms: list[tuple[int, bool, list[tuple[int, int]]]]
) -> None:
    places = [people.county(), people.our_town(), town(), town("山口镇", "990123103"), None]
    with transaction.atomic():
        for place, answered, titles in firms:
            firm = make.organisation(region=places[place], officer=officer if answered else None)
            for start, length in titles:
                since = date(2023, 1, 1) + timedelta(days=start)
                make.title(firm, since=since, until=since + timedelta(days=length))
        books, period = RowBooks(user=officer, day=DAY), Period("2026H1")
        for code in ("hnte.valid", "hnte.new", "hnte.net"):
            whole = books.counted(code, region=people.county(), period=period)
            for lines in (books.by_town, books.by_department):
                parts = [line.counted for line in lines(code, region=people.county(), period=period)]
                assert whole is not None
                assert whole.rows == sum(part.rows for part in parts)
                assert whole.value is None or whole.value == sum(part.value or 0 for part in parts)
        by_hand = {row.organisation_id for row in Title.objects.all() if row.state_on(date(2026, 6, 30)) == "有效"}
        valid = books.counted("hnte.valid", region=people.county(), period=period)
        assert valid is not None
        assert (valid.value or 0) == len(by_hand)
        transaction.set_rollback(True)


def test_a_period_is_counted_in_as_many_queries_however_many_rows_there_are(officer: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            RowBooks(user=officer, day=DAY).all(region=people.county(), period=Period("2025"))
        return len(caught)

    make.annual(make.organisation(), rd_expense=100)
    make.title(make.organisation())
    few = queries()
    for _ in range(5):
        firm = make.organisation(region=town())
        make.title(firm)
        make.annual(firm, rd_expense=100)
    assert queries() == few <= 40
