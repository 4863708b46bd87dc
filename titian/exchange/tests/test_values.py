"""The text of a cell → a value: every form an office writes, and what is refused with words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.base.periods import Period
from titian.base.quantities import plain
from titian.exchange.tables import cell_text
from titian.exchange.values import (
    Amount,
    Day,
    NumberText,
    ValueProblem,
    choice,
    day,
    decimal,
    flag,
    money,
    percent,
    period,
    plain_text,
    squeeze,
    unit_of,
    uscc,
    whole,
    year,
)

WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
EMPTY = ["", " ", "　", "N/A", "n/a", "Ｎ／Ａ", "—", "——", "-", "/", "暂无", "待补", "\ufeff", "\xa0"]
KINDS = {"大型": "大型", "micro": "微型"}
READERS: list[Callable[[str], object]] = [
    day, whole, decimal, percent, money, flag, period, year, uscc, plain_text, lambda text: choice(text, KINDS),
]  # fmt: skip


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("text", EMPTY)
def test_a_cell_that_says_nothing_is_none_and_never_zero(read: Callable[[str], object], text: str) -> None:
    assert read(text) is None


def test_none_is_a_word_in_a_text_no_in_a_flag_and_nothing_elsewhere() -> None:
    assert plain_text("无") == "无"
    assert flag("无") is False
    assert [read("无") for read in (day, whole, decimal, percent, money, period, year)] == [None] * 7


FIFTH = Day(date(2024, 3, 5))


@pytest.mark.parametrize(
    "text",
    [
        *("2024-03-05", "2024-3-5", "2024.3.5", "2024/3/5", "2024年3月5日", "2024年03月05号", "20240305", " 2024 年 3 月 5 日 "),
        *("45356", "45356.75", "2024-03-05 00:00:00", "2024-03-05T08:30", "2024/3/5 8:30", "2024年3月5日 8:30", "２０２４．３．５"),
        *("2024.3.5.", "2024年3月5"),
    ],
)
def test_a_day_is_read_in_every_form(text: str) -> None:
    assert day(text) == FIFTH


@pytest.mark.parametrize("text", ["2024年3月", "2024.03", "2024.3", "2024-3", "2024/03", "202403", "２０２４年３月"])
def test_a_month_alone_is_its_first_day_and_says_so(text: str) -> None:
    assert day(text) == Day(date(2024, 3, 1), "month")


def test_a_year_alone_is_its_first_day_and_says_so() -> None:
    assert day("2024年") == day("2024") == day("2024年度") == Day(date(2024, 1, 1), "year")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2024-13-05", "2024-13-05 不是有效日期，请改为如 2024-12-05"),
        ("2023-02-29", "2023-02-29 不是有效日期，请改为如 2023-02-28"),
        ("2024年4月31日", "2024年4月31日 不是有效日期，请改为如 2024-04-28"),
        ("24.3.5", "年份只有两位"),
        ("24年3月", "年份只有两位"),
        ("1024-03-05", "年份不合情理"),
        ("99999", "年份不合情理"),
        ("5月9日", "没有写年份"),
        ("三月五日", "不是有效日期"),
        ("2024年上半年", "不是有效日期"),
        ("长期有效", "不是有效日期"),
        ("2024-03-05至2027-03-04", "不是有效日期"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_the_way_to_write_it(text: str, message: str) -> None:
    with pytest.raises(ValueProblem, match=message):
        day(text)


@pytest.mark.parametrize(
    ("text", "near", "ahead", "read"),
    [
        ("5月9日", date(2026, 5, 31), False, date(2026, 5, 9)),
        ("５月９号", date(2026, 11, 30), False, date(2026, 5, 9)),
        ("5/9", date(2026, 5, 31), False, date(2026, 5, 9)),
        ("8月30日", date(2026, 5, 31), False, date(2026, 8, 30)),  # planned
        ("12月28日", date(2027, 1, 5), False, date(2026, 12, 28)),
        ("12月28日", date(2027, 1, 5), True, date(2027, 12, 28)),  # a deadline
        ("2月29日", date(2028, 3, 1), False, date(2028, 2, 29)),
        ("3月1日", date(2028, 2, 29), False, date(2028, 3, 1)),
    ],
)
def test_a_day_without_its_year_is_of_the_year_in_which_the_list_is_read(text: str, near: date, ahead: bool, read: date) -> None:
    assert day(text, near=near, ahead=ahead) == Day(read, year_said=False)


def test_a_day_that_this_year_does_not_have_is_refused() -> None:
    with pytest.raises(ValueProblem, match="不是有效日期"):
        day("2月29日", near=date(2026, 5, 31))
    with pytest.raises(ValueProblem, match="没有写年份"):
        day("5月9日")
    with pytest.raises(ValueProblem, match="不是有效日期"):
        day("5.9", near=date(2026, 5, 31))  # five point nine, or five point ninety


def test_a_number_cell_that_lost_its_zero_is_not_guessed() -> None:
    with pytest.raises(ValueProblem, match="1 月还是 10 月"):
        day(NumberText("2024.1"))
    assert day("2024.1") == Day(date(2024, 1, 1), "month")
    assert day("2024.10") == Day(date(2024, 10, 1), "month")


DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))


@given(DAYS)
def test_a_day_comes_back_from_every_form_it_is_printed_in(value: date) -> None:
    y, m, d = value.year, value.month, value.day
    forms = [
        value.isoformat(),
        f"{y}.{m}.{d}",
        f"{y}/{m}/{d}",
        f"{y}年{m}月{d}日",
        f"{y:04d}{m:02d}{d:02d}",
        f"{y}-{m}-{d} 00:00:00",
    ]
    forms.append(str((value - date(1899, 12, 30)).days))
    assert {day(form) for text in forms for form in (text, text.translate(WIDE), f" {text}　")} == {Day(value)}
    assert {day(text) for text in (f"{y}年{m}月", f"{y}-{m:02d}", f"{y}{m:02d}")} == {Day(value.replace(day=1), "month")}
    assert period(f"{y}.{m:02d}") == period(f"{y}年{m}月") == period(value.replace(day=1).isoformat()) == Period.of_month(y, m)


@given(DAYS)
def test_a_day_after_the_last_of_its_month_is_refused(value: date) -> None:
    following = (value.replace(day=28) + timedelta(days=4)).replace(day=1)
    last = following - timedelta(days=1)
    with pytest.raises(ValueProblem, match="不是有效日期"):
        day(f"{value.year}-{value.month}-{last.day + 1}")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("35", 35), ("1,099", 1099), ("１，０９９", 1099), ("1 099", 1099), ("35人", 35), ("35 家", 35), ("1.2万人", 12000), ("3.0", 3)),
        *(("-5", -5), ("0", 0), ("35(人)", 35), ("０", 0)),
    ],
)  # fmt: skip
def test_a_whole_number_is_read(text: str, value: int) -> None:
    assert whole(text) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        *(("3.5", "应为整数"), ("约35", "不是确切的数"), ("35余人", "不是确切的数"), ("≥35", "不是确切的数"), ("1,09", "千分位")),
        *(("1.2.3", "千分位"), ("35吨", "不是数字")),
        *(("三十五", "不是数字"), ("35人左右", "不是确切的数"), ("1.2E+07", "科学计数法"), ("99999999999999999", "大得不合情理")),
    ],
)  # fmt: skip
def test_what_is_no_whole_number_is_refused_in_words(text: str, message: str) -> None:
    with pytest.raises(ValueProblem, match=message):
        whole(text)


def test_a_unit_must_be_the_columns_own() -> None:
    assert whole("35家", "家") == whole("35户", "家") == 35
    assert decimal("12.5平方米", "平方米") == Decimal("12.5")
    with pytest.raises(ValueProblem, match="本列的单位是「家」"):
        whole("35人", "家")


NUMBERS = st.decimals(Decimal("-99999999.9999"), Decimal("99999999.9999"), places=4)


@given(NUMBERS)
def test_a_number_comes_back_from_every_form_it_is_printed_in(value: Decimal) -> None:
    bare, grouped = plain(value), plain(value, grouped=True)
    for form in (bare, grouped, f"{value:,.4f}", grouped.translate(WIDE), f" {bare}人 ", f"{bare}（人）"):
        assert decimal(form) == value
    assert percent(bare) == percent(f"{bare}%") == percent(f"{bare}％") == value


@given(st.integers(-(10**14), 10**14))
def test_a_whole_number_comes_back_from_every_form_it_is_printed_in(value: int) -> None:
    for form in (str(value), f"{value:,}", f"{value:,}".translate(WIDE), f"{value}家", f"{value}.00"):
        assert whole(form) == value


@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_a_number_cell_is_read_to_the_fifteen_figures_a_spreadsheet_shows(number: float) -> None:
    read = decimal(cell_text(number))
    assert read is not None
    assert len(read.as_tuple().digits) <= 15
    assert abs(read - Decimal(repr(number))) <= abs(read) * Decimal("1e-14")


def test_the_dust_of_binary_arithmetic_is_no_part_of_a_number() -> None:
    assert decimal("1099.0000000000001") == decimal(cell_text(0.1 + 0.2)) * 1099 / Decimal("0.3")  # type: ignore[operator]  # neither is empty here
    assert decimal("12345678901234.56") == Decimal("12345678901234.56")
    assert money("1099.0000000000001", "万元") == Amount(Decimal(10_990_000))


def wan(number: str) -> Decimal:
    return Decimal(number) * 10_000


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("1,099万元", "元", Amount(wan("1099"))),
        ("500(万元)", None, Amount(wan("500"))),
        ("500（万）", None, Amount(wan("500"))),
        ("127(万元人民币)", None, Amount(wan("127"))),
        ("68万人民币", None, Amount(wan("68"))),
        ("68(万人民币元)", None, Amount(wan("68"))),
        ("2,000（万美元）", "万元", Amount(wan("2000"), "USD")),
        ("300(万香港元)", None, Amount(wan("300"), "HKD")),
        ("300(万港币)", None, Amount(wan("300"), "HKD")),
        ("9000(万日元)", None, Amount(wan("9000"), "JPY")),
        ("3.5亿", "万元", Amount(Decimal(350_000_000))),
        ("3.5亿元整", None, Amount(Decimal(350_000_000))),
        ("￥12,000.50", None, Amount(Decimal("12000.50"))),
        ("￥12,000.50", "万元", Amount(Decimal("12000.50"))),
        ("人民币500万元", None, Amount(wan("500"))),
        ("US$ 20万", None, Amount(wan("20"), "USD")),
        ("HKD 20万元", None, Amount(wan("20"), "HKD")),
        ("１２３４．５万元", None, Amount(wan("1234.5"))),
        ("800千元", None, Amount(Decimal(800_000))),
        ("-12.5", "万元", Amount(wan("-12.5"))),
        ("12.5", "千元", Amount(Decimal(12_500))),
        ("12.5", "万美元", Amount(wan("12.5"), "USD")),
        ("12.5", None, Amount(Decimal("12.5"), unit_said=False)),
        ("0", "万元", Amount(Decimal(0))),
        ("500(人民币)", "万元", Amount(wan("500"))),
        ("500美元", "万元", Amount(Decimal(500), "USD")),
        ("12.3456789", "万元", Amount(Decimal("123456.79"), rounded=True)),
    ],
)
def test_an_amount_is_read_with_its_unit_and_currency(text: str, unit: str | None, amount: Amount) -> None:
    assert money(text, unit) == amount


def test_a_bare_number_takes_the_columns_default_and_says_that_no_unit_was_said() -> None:
    assert money("500", default="万元") == Amount(wan("500"), unit_said=False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        *(("约500万元", "不是确切的数"), ("500万元以上", "不是确切的数"), ("500万只", "单位「万只」认不出"), ("五百万", "不是数字")),
        *(("5,00万元", "千分位"),),
        *(("USD 500万日元", "两种币种"), ("1e9999999万元", "不是|认不出|数字"), ("9999999999亿", "大得不合情理"), ("RMB 500", "看不出是元还是万元")),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_in_words(text: str, message: str) -> None:
    with pytest.raises(ValueProblem, match=message):
        money(text, "万元")


SCALES = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
CURRENCIES = {"元": "CNY", "元人民币": "CNY", "人民币": "CNY", "美元": "USD", "港元": "HKD", "欧元": "EUR", "日元": "JPY"}


@given(st.integers(-(10**15), 10**15), st.sampled_from(sorted(SCALES)), st.booleans())
def test_an_amount_of_whole_fen_comes_back_in_every_unit(fen: int, unit: str, wide: bool) -> None:
    number = plain(Decimal(fen) / 100 / SCALES[unit], grouped=True)
    shown = number.translate(WIDE) if wide else number
    forms = [money(shown, unit), money(f"{shown}{unit}"), money(f"{shown} ({unit})", "万元"), money(shown, default=unit)]
    assert [form and (form.fen, form.currency, form.rounded) for form in forms] == [(fen, "CNY", False)] * 4


@given(st.integers(0, 10**9), st.sampled_from(sorted(CURRENCIES)))
def test_a_currency_is_kept_and_never_converted(number: int, word: str) -> None:
    amount = Amount(Decimal(number) * 10_000, CURRENCIES[word])
    assert money(f"{number}万{word}", "元") == money(f"{number:,}（万{word}）") == money(str(number), f"万{word}") == amount


def test_words_that_are_no_unit_of_money_are_none() -> None:
    assert [unit_of(words) for words in ("家", "", "万家", "%", "十元")] == [None] * 5


def test_what_is_no_percentage_is_refused_in_words() -> None:
    assert percent("3.42%") == percent("３．４２％") == Decimal("3.42")
    for text in ("约3%", "3.42万", "高"):
        with pytest.raises(ValueProblem, match=r"3\.42%"):
            percent(text)


@pytest.mark.parametrize("yes", ["是", "√", "有", "Y", "y", "1", "对", "true", "✓", "Ｙ"])
@pytest.mark.parametrize("no", ["否", "×", "无", "N", "n", "0", "错", "FALSE", "x"])
def test_a_flag_is_yes_or_no(yes: str, no: str) -> None:
    assert (flag(yes), flag(no)) == (True, False)


def test_a_flag_that_is_neither_is_refused() -> None:
    with pytest.raises(ValueProblem, match="应为「是」或「否」"):
        flag("是/否")


def test_a_choice_is_found_by_label_alias_or_code_and_its_items_are_named_when_it_is_not() -> None:
    kinds = {"large": "大型企业", "micro": "微型企业"}
    assert choice("大 型企业", kinds) == choice("LARGE", kinds) == choice("大型", kinds, {"大型": "large"}) == "large"
    assert choice("无", {"none": "无"}) == "none"
    with pytest.raises(ValueProblem, match="最接近的是「大型企业」，应为大型企业、微型企业之一"):
        choice("特大型企业", kinds)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("2024年上半年", "2024H1"), ("2024H1", "2024H1"), ("2024年1-6月", "2024H1"), ("2024年1—12月", "2024"), ("2024年度", "2024")),
        *(("2024", "2024"), ("2024年三季度", "2024Q3"), ("2024-06", "2024-06"), ("2024.6", "2024-06"), ("2016—2020年", "2016/2020")),
    ],
)  # fmt: skip
def test_a_period_is_read_as_the_office_says_it(text: str, value: str) -> None:
    assert period(text) == Period.parse(value)


@given(st.integers(1950, 2099), st.sampled_from(["", "H1", "H2", "Q1", "Q4", "-02", "-12", "/2100"]))
def test_a_period_comes_back_from_its_label_and_its_code(in_year: int, rest: str) -> None:
    value = Period.parse(f"{in_year}{rest}")
    assert period(value.label) == period(value.text) == period(value.text.translate(WIDE)) == value


def test_what_is_no_period_or_year_is_refused_in_words() -> None:
    for text in ("2024年1-5月", "去年", "2024-13"):
        with pytest.raises(ValueProblem, match="不是有效的期间"):
            period(text)
    with pytest.raises(ValueProblem, match="1 月还是 10 月"):
        period(NumberText("2024.1"))
    for text in ("25", "1024", "二〇二五年"):
        with pytest.raises(ValueProblem, match="不是年份"):
            year(text)
    assert year("2025") == year("2025年") == year("2025年度") == year("２０２５") == 2025


def test_a_head_is_squeezed_and_a_text_keeps_its_inner_spaces() -> None:
    assert squeeze("\ufeff营业收入\n （万元）\u200b　Ａ１") == "营业收入(万元)A1"
    assert plain_text("\ufeff 示范县 恒远（集团）\n有限公司\u200b ") == "示范县 恒远（集团）\n有限公司"


def test_a_credit_code_is_put_in_order_and_never_guessed() -> None:
    assert (
        uscc(" 9151 0000-ma0000000x ")
        == uscc("'91510000MA0000000X")
        == uscc("９１５１００００ＭＡ０００００００Ｘ")
        == "91510000MA0000000X"
    )
    assert uscc("9151000OMA0000000I") == "9151000OMA0000000I"
    with pytest.raises(ValueProblem, match="科学计数法"):
        uscc("9.15E+17")


@given(st.text(max_size=40))
def test_no_text_whatever_brings_a_reader_down(text: str) -> None:
    for read in READERS:
        with suppress(ValueProblem):
            read(text)
