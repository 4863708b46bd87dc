"""Names in a pasted text, and names that look like one firm entered twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.registry.matching import ALIKE_NAMES, SAME_MARK, Directory, Known, Mention, Pair, Registered, suspects

NAMES = [
    Known(1, "示范县云山智能装备有限公司", "official"),
    Known(1, "云山装备", "short"),
    Known(1, "示范县山前机械厂", "former"),
    Known(2, "示范县云海科技有限公司", "official"),
    Known(3, "示范县和泰农业有限公司", "official"),
]
DIRECTORY = Directory(NAMES)

CODES = ("91990123MA00000014", "91990123MA0000002X")


def firms(text: str) -> list[int | None]:
    return [mention.best.known.organisation if mention.best else None for mention in DIRECTORY.mentions(text)]


def only(text: str) -> Mention:
    (mention,) = DIRECTORY.mentions(text)
    return mention


@pytest.mark.parametrize(
    "written", ["示范县云山智能装备有限公司", "示范县 云山智能装备 有限公司", "云山装备", "示范县山前机械厂", "3、云山装备"]
)
def test_a_firm_is_recognised_by_every_name_it_has(written: str) -> None:
    mention = only(written)
    assert mention.is_sure
    assert mention.best is not None
    assert mention.best.known.organisation == 1


def test_names_are_found_inside_what_people_say() -> None:
    assert firms("小王：云山装备和示范县云海科技有限公司明天来，请接待") == [1, 2]
    assert firms("示范县和泰农业有限公司与云山装备") == [3, 1]


def test_a_name_written_a_little_differently_is_offered_with_its_confidence() -> None:
    mention = only("云山智能设备有限公司")
    assert not mention.is_sure
    assert mention.best is not None
    assert mention.best.known.organisation == 1
    assert 80 <= mention.best.confidence < 100


def test_a_name_of_nobody_stands_there_without_a_match() -> None:
    mention = only("示范县河口农机厂")
    assert (mention.text, mention.best) == ("示范县河口农机厂", None)


def test_a_word_of_talk_inside_a_name_cuts_nothing_off() -> None:
    assert only("通知远来的某某装备公司明天来").text == "远来的某某装备公司"


def test_two_firms_of_one_short_name_are_never_sure() -> None:
    directory = Directory([Known(1, "云山", "short"), Known(2, "云山", "short")])
    (mention,) = directory.mentions("云山")
    assert not mention.is_sure
    assert len(mention.candidates) == 2


def test_each_name_stands_once_however_often_it_is_said() -> None:
    assert len(DIRECTORY.mentions("云山装备\n云山装备\n2. 云山 装备")) == 1


@given(st.lists(st.sampled_from([known.text for known in NAMES]), min_size=1, max_size=6))
def test_a_clean_list_is_recognised_whole(names: list[str]) -> None:
    mentions = DIRECTORY.mentions("\n".join(names))
    assert [mention.text for mention in mentions] == list(dict.fromkeys(names))
    assert all(mention.is_sure for mention in mentions)


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    DIRECTORY.mentions(text)


CODE, SAME_PERSON, OTHER = "91990123MA0000001T", "92990124MA0000001X", "91990123MA0000002X"


def pairs(*rows: Registered) -> list[tuple[int, int, str]]:
    return [(pair.first, pair.second, pair.reason) for pair in suspects(rows)]


def test_what_looks_like_one_firm_is_named_with_its_reason() -> None:
    one = Registered(1, "示范县云山智能装备有限公司", CODE)
    assert pairs(one, Registered(2, "示范县 云山智能装备有限公司")) == [(1, 2, "名称相同")]
    assert pairs(one, Registered(2, "云山机械厂", SAME_PERSON)) == [(1, 2, "主体标识码相同")]
    assert pairs(one, Registered(2, "云山智能装备股份有限公司")) == [(1, 2, "除地名和企业类型外同名")]
    assert pairs(one, Registered(2, "云海公司", former=("示范县云山智能装备有限公司",))) == [(1, 2, "是对方的曾用名")]
    assert pairs(one, Registered(2, "示范县云山智能装配有限公司")) == [(1, 2, "名称相近")]


def test_two_legal_persons_of_like_names_are_not_asked_about() -> None:
    one = Registered(1, "示范县云山智能装备有限公司", CODE)
    assert pairs(one, Registered(2, "示范县云山智能装配有限公司", OTHER)) == []
    assert pairs(one, Registered(2, "云山智能装备有限公司", OTHER)) == []
    assert pairs(one, Registered(2, "示范县云山智能装备有限公司", OTHER)) == [(1, 2, "名称相同")]


def test_two_holders_of_one_certificate_are_asked_about_whatever_they_are_called() -> None:
    rows = [
        Registered(1, "云山电机有限公司", CODES[0], marks=("hnte GR1",)),
        Registered(2, "淇泉电机有限公司", CODES[1], marks=("hnte GR1",)),
    ]
    assert [(pair.first, pair.second, pair.reason) for pair in suspects(rows)] == [(1, 2, SAME_MARK)]


def test_a_name_that_lacks_only_a_common_word_is_asked_about_while_a_code_is_missing() -> None:
    names = ("示范县云山智电科技有限公司", "示范县云山智电有限公司")
    assert suspects([Registered(1, names[0], CODES[0]), Registered(2, names[1])])[0].confidence == 93
    assert suspects([Registered(1, names[0], CODES[0]), Registered(2, names[1], CODES[1])]) == []


def test_like_names_in_two_towns_are_two_firms() -> None:
    one = Registered(1, "示范县云山智能装备有限公司", CODE, town=1)
    assert pairs(one, Registered(2, "示范县云山智能装配有限公司", town=2)) == []


def test_a_core_that_very_many_share_says_nothing() -> None:
    assert suspects([Registered(number, f"示范县{place}有限公司", CODE) for number, place in enumerate("甲乙丙")]) != []
    assert suspects(Registered(number, "有限公司") for number in range(40)) == []


@given(st.lists(st.sampled_from(["示范县云山有限公司", "云山厂", "示范县云海有限公司"]), max_size=6))
def test_a_pair_stands_once_the_smaller_key_first(names: list[str]) -> None:
    found: list[Pair] = suspects(Registered(number, name) for number, name in enumerate(names))
    assert len({(pair.first, pair.second) for pair in found}) == len(found)
    assert all(pair.first < pair.second for pair in found)


# Marks that differ by more than a slip; place and trade are the same.
MARKS = ("云山", "恒达", "宏远", "鑫瑞", "永捷", "大成", "天启", "华荣", "长荣", "康泰")
TRADES = ("新材料科技", "机械制造", "农业开发", "电子商务", "智能装备", "食品", "生物科技")


@given(st.sampled_from(MARKS), st.sampled_from(MARKS), st.sampled_from(TRADES), st.sampled_from(["示范县", "示范", ""]))
def test_what_shares_only_place_and_trade_is_not_asked_about(one: str, other: str, trade: str, place: str) -> None:
    rows = [Registered(number, f"{place}{mark}{trade}有限公司") for number, mark in enumerate(sorted({one, other}))]
    assert suspects(rows, {"示范"}) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("示范县新材料有限公司", "示范县能源有限公司"),
        ("甲山县医药有限公司", "乙山县医药有限公司"),
        ("甲山县凯云绿色能源开发有限公司", "乙山县凯云绿色能源开发有限公司"),
        ("示范县济众药业有限公司第一零售部", "示范县济众药业有限公司第二零售部"),
        ("示范县济众药业有限公司东街店", "示范县济众药业有限公司西街店"),
        ("示范县济众药业有限公司", "示范县济众药业有限公司东街店"),
        ("示范县云山智能装备一厂", "示范县云山智能装备二厂"),
    ],
)
def test_other_places_branches_and_numbers_are_other_firms(one: str, other: str) -> None:
    assert pairs(Registered(1, one), Registered(2, other)) == []


@given(st.sampled_from(MARKS), st.sampled_from([trade for trade in TRADES if len(trade) > 2]), st.data())
def test_a_slip_of_the_pen_is_asked_about(mark: str, trade: str, data: st.DataObject) -> None:
    name = f"示范县{mark}{trade}有限公司"
    place = data.draw(st.integers(3, 4 + len(trade)), label="where")
    kinds = {"lost": name[:place] + name[place + 1 :], "twice": name[:place] + name[place] + name[place:]}
    slip = kinds[data.draw(st.sampled_from(sorted(kinds)), label="slip")]
    assert suspects([Registered(1, name), Registered(2, slip)], {"示范"}) != []


@pytest.mark.parametrize(("one", "other"), [("恒达", "恒大"), ("永捷", "永杰"), ("云山", "山云"), ("中联恒泰", "中联恒太")])
def test_a_mark_that_sounds_the_same_is_asked_about(one: str, other: str) -> None:
    rows = [Registered(1, f"示范县{one}机械制造有限公司"), Registered(2, f"示范县{other}机械制造有限公司")]
    assert [pair.reason for pair in suspects(rows)] == [ALIKE_NAMES]


def test_a_beginning_that_very_many_names_share_is_a_place() -> None:
    rows = [Registered(number, f"长明{mark}科技有限公司") for number, mark in enumerate(MARKS)]
    assert suspects(rows) == []
