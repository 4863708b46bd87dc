"""Pages of ledgers that compute: seven columns, calendar, scores, what stands still, parameters, feedback."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.clock import today
from titian.ledgers import actions
from titian.ledgers.models import LedgerRow
from titian.ledgers.tests import make
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
SCHEME, YEAR = "创新平台考核办法（2025）", "2025年度"


def page(response: Any) -> str:
    text: str = response.content.decode()
    return text


def posted(client: Client, address: str, data: dict[str, Any]) -> Any:
    """A form sent as it was opened, with what is typed over it."""
    form = client.get(address).context["form"]
    opened = {name: form[name].value() for name in form.fields}
    return client.post(address, {key: "" if value is None else value for key, value in {**opened, **data}.items()})


def test_progress_is_entered_by_day_and_stands_in_the_seven_columns(officer: User, client_of: ClientOf) -> None:
    row, client = make.task(officer, title="建成中试基地", goal="年内投用", responsible=officer), client_of(officer)
    day = today()
    data = {"_on": f"{day:%Y-%m-%d}", "progress": "45", "done": "主体封顶", "problem": "设备未到", "next": "催交设备"}
    assert posted(client, reverse("ledgers:report", args=[row.pk]), data).status_code == 302
    row.refresh_from_db()
    assert (row.progress, row.data["done"]) == (45, "主体封顶")
    assert "进度 45 %" in page(client.get(row.get_absolute_url()))
    sheet = reverse("ledgers:task_sheet")
    shown = page(client.get(sheet))
    assert all(word in shown for word in ("建成中试基地", "年内投用", "催交设备", "45"))
    book = load_workbook(BytesIO(client.get(sheet, {"export": "xlsx"}).content))
    lines = [[str(cell.value) for cell in line if cell.value is not None] for line in book.worksheets[0].iter_rows()]
    assert ["序号", "重点任务", "牵头科室", "年度目标", "完成情况", "存在问题", "下一步举措"] in lines
    word = client.get(sheet, {"export": "docx", "month": f"{day:%Y-%m}"})
    assert word["Content-Type"].endswith("wordprocessingml.document")


def test_who_may_not_enter_rows_reads_the_sheet_alone(auditor: User, town_clerk: User, client_of: ClientOf) -> None:
    row = make.task()
    assert client_of(auditor).get(reverse("ledgers:task_sheet")).status_code == 200
    assert client_of(auditor).get(reverse("ledgers:report", args=[row.pk])).status_code == 404
    assert client_of(town_clerk).get(reverse("ledgers:task_sheet")).status_code == 404


def test_an_instruments_month_shows_every_day_that_is_taken(officer: User, client_of: ClientOf) -> None:
    microscope, day = make.instrument(officer), date(2026, 5, 8)
    firm = registry.organisation("示范县云山科技有限公司")
    said = {"parent": microscope, "day": day, "starts": "20:00", "ends": "08:00", "last_day": day + timedelta(days=1)}
    actions.add_row(make.ledger("bookings"), {**said, "organisation": firm, "kind": "outside"}, by=officer)
    shown = page(client_of(officer).get(reverse("ledgers:calendar", args=[microscope.pk]), {"month": "2026-05"}))
    assert shown.count("示范县云山科技有限公司") == 2, "it stands on both days"
    assert "2026-05-08 20:00—2026-05-09 08:00" in shown
    use = page(client_of(officer).get(reverse("ledgers:instrument_use"), {"period": "2026"}))
    assert "扫描电镜" in use


def _batch(by: User, count: int = 2) -> list[LedgerRow]:
    for title, weight in (("投入", 40), ("成果", 60)):
        values = {"batch": SCHEME, "title": title, "weight": weight, "day": date(2025, 1, 1)}
        actions.add_row(make.ledger("scheme_items"), values, by=by)
    rows = []
    for number in range(count):
        platform = make.platform(by, title=f"示范平台{number + 1}")
        said = {"title": f"{platform}考核", "parent": platform, "batch": YEAR, "scheme": SCHEME, "day": date(2026, 3, 1)}
        rows.append(actions.add_row(make.ledger("assessments"), said, by=by))
    return rows


def test_scores_are_entered_as_a_table_and_graded(officer: User, chief: User, client_of: ClientOf) -> None:
    one, other = _batch(officer)
    address, client = reverse("ledgers:scoring"), client_of(officer)
    scores = {f"score_{one.pk}_0": "38", f"score_{one.pk}_1": "55", f"score_{other.pk}_0": "41"}
    assert posted(client, address, scores).status_code == 422, "41 of 40"
    assert posted(client, address, {**scores, f"score_{other.pk}_0": "30", f"score_{other.pk}_1": "45"}).status_code == 302
    shown = page(client.get(address))
    assert "示范平台1" in shown
    assert "第 1，良好" in shown, "a fifth of two is no place"
    assert "优秀名额 0 个" in shown
    grade = {"batch": YEAR, "scheme": SCHEME}
    assert client.post(reverse("ledgers:grade"), grade).status_code == 404
    assert client_of(chief).post(reverse("ledgers:grade"), grade).status_code == 302
    one.refresh_from_db()
    assert (one.value("score"), one.kind) == (Decimal(93), "good")


def test_a_later_save_over_somebody_elses_scores_is_refused(officer: User, client_of: ClientOf) -> None:
    one, _ = _batch(officer)
    address, client = reverse("ledgers:scoring"), client_of(officer)
    form = client.get(address).context["form"]
    opened = {name: form[name].value() or "" for name in form.fields}
    actions.score_assessments(
        make.ledger("assessments"), YEAR, SCHEME, {(one.pk, "投入"): Decimal(20)}, on=date(2026, 3, 1), by=officer
    )
    response = client.post(address, {**opened, f"score_{one.pk}_0": "38"})
    assert response.status_code == 422
    assert "别人改过" in page(response)


def test_a_platform_that_stands_still_is_listed_and_decided(officer: User, chief: User, client_of: ClientOf) -> None:
    row = make.platform(officer, title="停滞的中心", day=today() - timedelta(days=800))
    assert "停滞的中心" in page(client_of(officer).get(reverse("ledgers:stalled")))
    address = reverse("ledgers:decide", args=[row.pk])
    assert client_of(officer).get(address).status_code == 404
    data = {"decision": "revoke", "on": f"{today():%Y-%m-%d}", "meeting": "", "due": "", "assessment": ""}
    assert client_of(chief).post(address, data).status_code == 422
    assert client_of(chief).post(address, {**data, "meeting": "县科创平台联席会议2026年第1次会议"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "revoked"
    assert "停滞的中心" not in page(client_of(officer).get(reverse("ledgers:stalled")))


def test_the_office_changes_the_numbers_of_a_rule_with_its_basis(chief: User, officer: User, client_of: ClientOf) -> None:
    address = reverse("ledgers:parameters", args=["proposals"])
    assert client_of(officer).get(address).status_code == 404
    client = client_of(chief)
    assert posted(client, address, {"place": "四川", "first_warning": "20"}).status_code == 422, "no basis"
    assert posted(client, address, {"place": "四川", "first_warning": "20", "reason": "省办理办法"}).status_code == 302
    ledger = make.ledger("proposals")
    assert ledger.about.options == {"place": "四川", "first_warning": 20}
    assert make.proposal(officer, kind="cppcc", session="plenary").due == date(2026, 8, 5)
    task = reverse("ledgers:parameters", args=["supervision"])
    number = next(number for number, rule in enumerate(make.ledger("supervision").about.colours) if rule.points)
    assert posted(client, task, {f"points_{number}": "15", "reason": "本局督办办法"}).status_code == 302
    assert [rule.points for rule in make.ledger("supervision").about.colours if rule.points] == [15]
    section, visits = people.office_department(), reverse("ledgers:parameters", args=["visits"])
    assert posted(client, visits, {"department": section.name, "reason": "科室分工"}).status_code == 302
    assert (make.ledger().about.department, make.ledger().is_packaged) == (section.name, True)


def test_who_is_not_satisfied_is_answered_again_from_the_page(officer: User, client_of: ClientOf) -> None:
    reply: dict[str, Any] = {"met_on": date(2026, 5, 10), "signer": "王示范", "document": "示科函〔2026〕7号", "result": "A"}
    row = make.proposal(officer, **reply)
    actions.answer_proposal(row, {}, on=date(2026, 5, 20), by=officer)
    client, address = client_of(officer), reverse("ledgers:feedback", args=[row.pk])
    assert "登记反馈" in page(client.get(row.get_absolute_url()))
    data = {"satisfaction": "unsatisfied", "on": "2026-06-01", "note": "没有说清"}
    assert "请填写再次答复期限" in page(client.post(address, data))
    assert client.post(address, {**data, "due": "2026-07-01"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.due) == ("redone", date(2026, 7, 1))


def test_services_of_a_year_stand_by_month_with_towns_nobody_came_to(officer: User, client_of: ClientOf) -> None:
    known = {
        "kind": "natural",
        "person": registry.person("李特派"),
        "day": date(2025, 1, 1),
        "villages": "云山村、河口村",
        "wanted": 12,
    }
    post = actions.add_row(make.ledger("commissioners"), {**known, "region": registry.organisation().region}, by=officer)
    said = {"parent": post, "day": date(2026, 1, 5), "title": "病虫害防治", "village": "云山村", "region": post.region}
    actions.add_row(make.ledger("services"), said, by=officer)
    shown = page(client_of(officer).get(reverse("ledgers:service_load"), {"period": "2026"}))
    assert "李特派" in shown
    assert "还少" in shown
    assert "河口村" in shown


def test_what_does_not_quite_fit_is_said_on_the_rows_page(officer: User, client_of: ClientOf) -> None:
    row = make.task(officer, progress=100)
    assert "进度已是 100%，完成的请登记「已完成」" in page(client_of(officer).get(row.get_absolute_url()))


def test_what_a_ledger_computes_is_said_once_on_its_pages(officer: User, client_of: ClientOf) -> None:
    row = make.proposal(officer, responsible=officer)
    client = client_of(officer)
    assert page(client.get(row.get_absolute_url())).count("规定期限") == 1
    make.task(officer, day=today() - timedelta(days=90))
    assert page(client.get(make.ledger("supervision").get_absolute_url())).count("项没有更新进展") == 1
