"""The list page over rows of the database and over values, and the other kinds' frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.messages.storage.base import BaseStorage
from django.http import Http404
from django.test import RequestFactory

from titian.accounts.models import User
from titian.accounts.tests import make
from titian.base.columns import Column
from titian.base.disclosure import Disclosure
from titian.base.errors import Refused
from titian.base.pages import Action, Fact, Link, ListPage, Mark, Record, Tile, board_page, demand_or_404, record_page, told
from titian.base.pages import listing as listing_module
from titian.base.permissions import YES, no

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Town:
    name: str
    amount: Decimal | None
    pk: int = 0


TOWNS = [Town("乙镇", Decimal(12640), 1), Town("甲镇", None, 2), Town("丙乡", Decimal(7), 3)]


def _row(town: Town) -> Mapping[str, object]:
    return {"name": Link(town.name, f"/towns/{town.pk}/"), "amount": town.amount, "state": Mark("green", "正常")}


LIST: ListPage[Town] = ListPage(
    title="乡镇",
    columns=(Column("name", "名称"), Column("amount", "金额", "decimal", unit="万元"), Column("state", "状态")),
    row=_row,
    empty="这里列出乡镇。用「添加乡镇」建立。",
    counted="个",
    sorts={"name": "name", "amount": "amount"},
    per_page=2,
)


def _asked(query: str = "", user: User | None = None) -> Any:
    request: Any = RequestFactory().get(f"/list/{query}")
    request.user = user or make.user("officer")
    request.htmx = False
    return request


def _text(rows: Sequence[Town], query: str = "", **more: Any) -> str:
    return LIST.respond(_asked(query), rows, **more).content.decode()


def test_a_list_shows_count_unit_in_the_head_grouped_numbers_and_words() -> None:
    text = _text(TOWNS, note="按乡镇填报")
    assert '<span id="count">3 个</span>' in text
    assert "按乡镇填报" in text
    assert '<span class="unit">万元</span>' in text
    assert '<td class="number">12,640</td>' in text
    assert '<span class="mark mark-green">正常</span>' in text
    assert "第 1—2 个，共 3 个" in text


def test_sorting_puts_unknown_values_last_both_ways() -> None:
    assert [shown.obj.name for shown in _query("?sort=amount&print=1").shown] == ["丙乡", "乙镇", "甲镇"]
    assert [shown.obj.name for shown in _query("?sort=-amount&print=1").shown] == ["乙镇", "丙乡", "甲镇"]


def test_a_sort_the_list_does_not_offer_is_ignored() -> None:
    assert [shown.obj.name for shown in _query("?sort=pk").shown] == ["乙镇", "甲镇"]


def test_searching_values_looks_at_what_is_shown() -> None:
    text = _text(TOWNS, "?q=丙")
    assert "丙乡" in text
    assert "甲镇" not in text


def test_page_links_keep_filter_and_sort_in_the_address() -> None:
    text = _text(TOWNS, "?sort=-amount&q=镇&page=1")
    assert "第 1—2 个，共 2 个" in text
    assert "sort=-amount" in _text(TOWNS, "?sort=-amount&page=2")


def test_the_print_view_holds_every_row_and_opens_the_printer() -> None:
    text = _text(TOWNS, "?print=1")
    assert "第 1—3 个，共 3 个" in text
    assert "data-print" in text


def test_an_empty_list_says_what_it_is_for_and_offers_the_way_to_fill_it() -> None:
    text = _text([], actions=[Action("添加乡镇", "/towns/add/", primary=True)])
    assert "这里列出乡镇" in text
    assert text.count('href="/towns/add/"') == 2


def test_a_filter_that_leaves_nothing_offers_to_clear_it() -> None:
    assert "清除筛选条件" in _text(TOWNS, "?q=没有的词")


def test_rows_can_be_ticked_for_an_act() -> None:
    text = _text(TOWNS, picks=[Action("核准所选", "/approve/", post=True)])
    assert 'name="pick" value="1" form="picks"' in text
    assert 'formaction="/approve/"' in text


def test_what_is_shown_is_what_is_exported(monkeypatch: pytest.MonkeyPatch) -> None:
    written: dict[str, Any] = {}

    def write(title: str, columns: Sequence[Column], rows: Any, note: str) -> bytes:
        written.update(title=title, heads=[column.heading for column in columns], rows=list(rows))
        return b"xlsx"

    monkeypatch.setattr(listing_module, "spreadsheet_writer", lambda: write)
    response = LIST.respond(_asked("?export=xlsx&q=乡&sort=name"), TOWNS)
    assert response.content == b"xlsx"
    assert "attachment" in response["Content-Disposition"]
    assert written["heads"] == ["名称", "金额（万元）", "状态"]
    assert written["rows"] == [{"name": "丙乡", "amount": Decimal(7), "state": "正常"}]


def test_what_must_not_leave_is_not_exported(monkeypatch: pytest.MonkeyPatch) -> None:
    written: dict[str, Any] = {}

    def write(title: str, columns: Sequence[Column], rows: Any, note: str) -> bytes:
        written.update(heads=[column.label for column in columns], rows=list(rows))
        return b"xlsx"

    monkeypatch.setattr(listing_module, "spreadsheet_writer", lambda: write)
    secret = replace(LIST, columns=(Column("name", "名称"), Column("amount", "金额", disclosure=Disclosure.RESTRICTED)))
    secret.respond(_asked("?export=xlsx&sort=name"), TOWNS)
    assert written["heads"] == ["名称"]
    assert all(set(row) == {"name"} for row in written["rows"])


def test_rows_of_the_database_are_searched_word_by_word_and_sorted_with_unknown_last() -> None:
    make.user("officer", name="张 三", username="zhang3")
    make.user("officer", name="张四", username="zhang4")
    people: ListPage[User] = ListPage(
        title="人",
        columns=(Column("name", "姓名"),),
        row=lambda user: {"name": user.name},
        empty="",
        sorts={"name": "name", "seen": "last_login"},
        search=("name", "username"),
    )
    request = _asked("?q=张 4")
    query = listing_module.Query(people, request, User.objects.all())
    assert [shown.obj.username for shown in query.shown] == ["zhang4"]
    assert query.total == 1


def test_a_record_shows_facts_with_source_and_day() -> None:
    record = Record("梯田镇", facts=[Fact("研发费用", Decimal(1099), source="统计局"), Fact("人口", None)])
    text = record_page(_asked(), record, back=Link("乡镇", "/towns/")).content.decode()
    assert "<dd>1,099<small>统计局</small></dd>" in text
    assert "<dt>人口</dt>" in text
    assert 'href="/towns/"' in text


def test_a_tile_without_its_number_says_so_and_draws_no_bar() -> None:
    text = board_page(_asked(), title="看板", tiles=[Tile("有效高企", "", "家")]).content.decode()
    assert "缺" in text
    assert "progress" not in text


def test_a_step_that_cannot_be_undone_says_first_what_follows() -> None:
    text = _text(TOWNS, actions=[Action("锁定期间", "/lock/", confirm="锁定后只能更正", post=True)])
    assert "锁定后只能更正" in text
    assert text.index("锁定后只能更正") < text.index('action="/lock/"')


def test_what_is_wanted_now_and_then_stands_under_more() -> None:
    text = _text(TOWNS, actions=[Action("定义", "/define/", aside=True), Action("导入", "/import/")])
    menu = text.split("更多</summary>")[1].split("</details>")[0]
    assert 'href="/define/"' in menu
    assert 'href="/import/"' not in menu
    assert "更多" not in _text(TOWNS, actions=[Action("导入", "/import/")])


def test_a_page_without_the_right_does_not_exist() -> None:
    demand_or_404(YES)
    with pytest.raises(Http404, match="只对局内"):
        demand_or_404(no("只对局内人员开放"))


def test_a_refusal_behind_a_button_is_told_on_the_next_page() -> None:
    request = _asked()
    request._messages = _Kept(request)

    def refuse() -> None:
        raise Refused(["期间已锁定", "请先解除"])

    assert not told(request, refuse, "已核准。")
    assert told(request, lambda: None, "已核准。")
    assert [str(message) for message in request._messages] == ["期间已锁定", "请先解除", "已核准。"]


class _Kept(BaseStorage):
    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        return [], True

    def _store(self, messages: Any, response: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return []


def _query(query: str) -> listing_module.Query[Town]:
    return listing_module.Query(LIST, _asked(query), TOWNS)
