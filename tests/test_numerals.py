"""The grammar of numbers: every way to write a number leads back to it."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.hedges import bound_behind
from kg.model import Bound
from kg.numerals import number, numbers, small_number

EXACT, OVER, ABOUT, UNDER = Bound.EXACT, Bound.OVER, Bound.ABOUT, Bound.UNDER

AMOUNTS = [
    ("0", "0", EXACT),
    ("513", "513", EXACT),
    ("2,893", "2893", EXACT),
    ("1,234,567.5", "1234567.5", EXACT),
    ("98.60", "98.6", EXACT),
    ("1" * 40, "1" * 40, EXACT),
    ("十", "10", EXACT),
    ("十二", "12", EXACT),
    ("廿一", "21", EXACT),
    ("两", "2", EXACT),
    ("一百零八", "108", EXACT),
    ("一百二", "120", EXACT),
    ("一百二十", "120", EXACT),
    ("两千三", "2300", EXACT),
    ("三千零五", "3005", EXACT),
    ("三万五", "35000", EXACT),
    ("一万零三百", "10300", EXACT),
    ("二〇二一", "2021", EXACT),
    ("两百万", "2000000", EXACT),
    ("3万1千", "31000", EXACT),
    ("5.71万", "57100", EXACT),
    ("1亿3000万", "130000000", EXACT),
    ("二点五亿", "250000000", EXACT),
    ("500千", "500000", EXACT),
    ("1.7万余", "17000", OVER),
    ("2.8亿余", "280000000", OVER),
    ("200余万", "2000000", OVER),
    ("30多", "30", OVER),
    ("十余", "10", OVER),
    ("十几", "10", OVER),
    ("十几万", "100000", OVER),
    ("一百几十", "110", OVER),
    ("几十", "10", OVER),
    ("数十", "10", OVER),
    ("数百", "100", OVER),
    ("数千万", "10000000", OVER),
    ("百余", "100", OVER),
    ("近千", "1000", ABOUT),
    ("上万", "10000", OVER),
    ("上百万", "1000000", OVER),
    ("逾百万", "1000000", OVER),
    ("近300", "300", ABOUT),
    ("约5万", "50000", ABOUT),
    ("大约20", "20", ABOUT),
    ("超过30", "30", OVER),
    ("超1.2万", "12000", OVER),
    ("至少2", "2", OVER),
    ("不少于3", "3", OVER),
    ("不足10", "10", UNDER),
    ("不到一百", "100", UNDER),
    ("最多5", "5", UNDER),
    ("50以上", "50", OVER),
    ("100左右", "100", ABOUT),
    ("20以内", "20", UNDER),
]

RANGES = [
    ("3至5", "3", "5"),
    ("3到5万", "30000", "50000"),
    ("30%—40%", "30", "40"),
    ("3-5", "3", "5"),
    ("10~20", "10", "20"),
    ("三至五", "3", "5"),
    ("二三十", "20", "30"),
    ("三五", "3", "5"),
    ("七八百", "700", "800"),
    ("十七八", "17", "18"),
    ("两三千", "2000", "3000"),
    ("百分之三十至四十", "30", "40"),
    ("约二、三百", "200", "300"),
    ("近四、五十亿", "4000000000", "5000000000"),
    ("约两、三千", "2000", "3000"),
    # a scale that ends the range holds for both ends, where they rise with it
    ("3-5百万", "3000000", "5000000"),
    ("3至5千", "3000", "5000"),
    ("2—3千万", "20000000", "30000000"),
    ("三至五百", "300", "500"),
    ("两到三百亿", "20000000000", "30000000000"),
    ("1.5至2千万", "15000000", "20000000"),
    ("六百至八百", "600", "800"),
    ("3至2百", "3", "200"),
    ("20至1百", "20", "100"),
    ("三至五十", "3", "50"),
    ("500至1千", "500", "1000"),
]

SHARES = [
    ("98.5%", "98.5", EXACT),
    ("100%", "100", EXACT),
    ("百分之百", "100", EXACT),
    ("百分之三十", "30", EXACT),
    ("百分之九十八点五", "98.5", EXACT),
    ("百分之八点六", "8.6", EXACT),
    ("19·5%", "19.5", EXACT),
    ("千分之五", "5", EXACT),
    ("5‰", "5", EXACT),
    ("四分之三", "75", EXACT),
    ("三分之一", "33.33", ABOUT),
    ("1/3", "33.33", ABOUT),
    ("3/4", "75", EXACT),
    ("三分之二以上", "66.67", OVER),
    ("七成以上", "70", OVER),
    ("9成以上", "90", OVER),
    ("8成左右", "80", ABOUT),
    ("一半", "50", EXACT),
    ("过半", "50", OVER),
    ("近90%", "90", ABOUT),
]
PER_MILLE = {"千分之五", "5‰"}


@pytest.mark.parametrize(("surface", "value", "bound"), AMOUNTS)
def test_amount(surface: str, value: str, bound: Bound) -> None:
    found = number(surface)
    assert found is not None
    assert (found.value, found.high, found.bound, found.share) == (Decimal(value), None, bound, "")


@pytest.mark.parametrize(("surface", "low", "high"), RANGES)
def test_range(surface: str, low: str, high: str) -> None:
    found = number(surface)
    assert found is not None
    assert (found.value, found.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(("surface", "value", "bound"), SHARES)
def test_share(surface: str, value: str, bound: Bound) -> None:
    found = number(surface)
    assert found is not None
    assert (found.value, found.bound, found.share) == (Decimal(value), bound, "‰" if surface in PER_MILLE else "%")


@pytest.mark.parametrize(
    ("surface", "bound", "share"),
    [
        ("****", EXACT, ""),
        ("×××", EXACT, ""),
        ("XX", EXACT, ""),
        ("*", EXACT, ""),
        ("■■", EXACT, ""),
        ("〇〇", EXACT, ""),
        ("**余", OVER, ""),
        ("**余万", OVER, ""),
        ("近*万", ABOUT, ""),
        ("**%", EXACT, "%"),
    ],
)
def test_redacted(surface: str, bound: Bound, share: str) -> None:
    found = number(surface)
    assert found is not None
    assert (found.value, found.bound, found.share) == (None, bound, share)


@pytest.mark.parametrize(
    "surface", ["", "多", "余", "七五", "六八", "数据", "几个", "3至2", "一二万三万", "12个", "MAX", "3×5", "半"]
)
def test_no_number(surface: str) -> None:
    assert number(surface) is None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("抓获近30人,其中拘留12人", ["30", "12"]),
        ("装机500千瓦,比上年多3个百分点", ["500", "3"]),
        ("预约20次、就近5处", ["20", "5"]),
        ("成千上万的群众", ["1000", "10000"]),
        ("由39%到2020年", ["39", "2020"]),
        ("二〇一八、二〇一九两年", ["2018", "2019", "2"]),
        ("023-67100110", ["23", "67100110"]),
        ("7×24小时", ["7", "24"]),
        ("\n一、二十大精神", ["1", "20"]),
        ("第二、三项", ["2", "3"]),
    ],
)
def test_numbers_of_a_text(text: str, values: list[str]) -> None:
    assert [found.value for found in numbers(text)] == [Decimal(v) for v in values]


def test_hedges_that_belong_to_another_word() -> None:
    assert [found.bound for found in numbers("预约20次、就近5处、节约300元")] == [EXACT] * 3


def test_bare_scale_needs_a_hedge() -> None:
    assert [found.bare for found in numbers("百家企业、近百家、百余家、成千上万")] == [True, False, False, True, True]


def test_bound_behind_a_unit() -> None:
    assert bound_behind("100人以上的", 4) == (6, OVER)
    assert bound_behind("5天左右", 2) == (4, ABOUT)
    assert bound_behind("2小时内办结", 3) == (4, UNDER)
    assert bound_behind("3个内部网站", 2) == (2, None)


# ------------------------------------------------------------------ a number, every way to spell it, back to the number

_SIGNS = "零一二三四五六七八九"


def _below_ten_thousand(value: int, two: str) -> str:
    """Digits 1 to 9999 in Chinese signs, with 零 over gaps and 两 (or 二) before 千 and 百."""
    spelled, gap = "", False
    for scale, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, scale)
        if digit:
            spelled += (
                ("零" if gap and spelled else "") + (two if digit == 2 and scale >= 100 else _SIGNS[digit]) + sign
            )
            gap = False
        else:
            gap = True
    return spelled


def _in_signs(value: int, two: str = "二") -> str:
    """A number of at most twelve digits in Chinese signs."""
    spelled, rest = "", value
    for scale, sign in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, rest = divmod(rest, scale)
        if part:
            gap = spelled and part < 1000
            spelled += ("零" if gap else "") + _below_ten_thousand(part, two) + sign
    return spelled


def _spellings(value: int) -> set[str]:
    signs = _in_signs(value)
    found = {str(value), f"{value:,}", signs, _in_signs(value, "两")}
    found |= {signs.removeprefix("一")} if signs.startswith("一十") else set()
    for scale, sign in ((10**4, "万"), (10**8, "亿")):
        found.add(f"{Decimal(value) / scale:f}{sign}")
        whole, rest = divmod(value, scale)
        if whole and rest >= 1000:
            found.add(f"{whole}{sign}{rest}")
    if value >= 10**4 and value % 1000 == 0 and value // 1000 % 10:
        found.add(f"{value // 10**4}万{value // 1000 % 10}千")
        found.add(_in_signs(value // 10**4) + "万" + _SIGNS[value // 1000 % 10])
    return found


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.integers(1, 10**4),
        st.integers(1, 10**12 - 1),
        st.integers(1, 9999).map(lambda n: n * 1000),
        st.integers(1, 999).map(lambda n: n * 10**6),
    )
)
def test_every_spelling_leads_back_to_the_number(value: int) -> None:
    read = {spelling: number(spelling) for spelling in _spellings(value)}
    assert {spelling: found and found.value for spelling, found in read.items()} == dict.fromkeys(read, Decimal(value))


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 9999), st.integers(1, 9999), st.sampled_from(["至", "到", "—", "-", "~"]))
def test_every_range_leads_back_to_its_ends(low: int, more: int, joint: str) -> None:
    high = low + more
    for left, right in ((str(low), str(high)), (_in_signs(low), _in_signs(high))):
        found = number(left + joint + right)
        assert found is not None
        assert (found.value, found.high) == (Decimal(low), Decimal(high))


@settings(max_examples=200, deadline=None)
@given(st.text("一二两三十百千万亿零〇余多几数半近上至—%.,0123456789分之成点个元**×X ", max_size=20))
def test_no_string_breaks_the_grammar(text: str) -> None:
    spans = [found.span for found in numbers(text)]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", 3), ("一", 1), ("两", 2), ("双", 2), ("十", 10), ("十二", 12), ("二十一", 21), ("甲", 0), ("", 0)],
)
def test_numerals_of_headings_and_names(text: str, value: int) -> None:
    assert small_number(text) == value
